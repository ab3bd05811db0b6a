import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandOf, parse } from '../../src/bot/grammar.ts';
import { beforeExample, isSeconds } from '../../src/bot/preview/before.ts';
import { tokens } from '../../src/bot/tokens.ts';
import { commands } from '../../src/commands/index.ts';
import type { Reply } from '../../src/commands/reply/reply.ts';
import { topics } from '../../src/core/facts/topics/index.ts';
import { isProblem } from '../../src/core/problem.ts';
import type { Spans } from '../../src/core/text.ts';
import { ines, maria, openTalk, wordsOf, type Talk } from './house.ts';

/** Every stretch of text in a reply. */
const spansOf = ({ title, blocks }: Reply): Spans => [
  ...title,
  ...blocks.flatMap((block): Spans => {
    switch (block.kind) {
      case 'text':
      case 'note':
        return block.spans;
      case 'fields':
        return block.fields.flatMap(({ value }) => value);
      case 'picture':
        return block.alt;
      case 'table':
        return block.rows.flat(2);
      case 'code':
      case 'choice':
      case 'actions':
        return [];
    }
  }),
];

/** `price NAME [region:REGION]`, `show NAME`: how something is typed, with places for words. */
const isPattern = (line: string): boolean => /\[|…|\b[A-Z]{2,}\b/.test(line.replaceAll(/\b[A-Z0-9]{8}\b/g, ''));
const names = new Set(commands.map(({ name }) => name));

/** What is wrong with a line that somebody is told to type; the name of a command names it, whatever it wants besides. */
function wrongWith(line: string): string | undefined {
  if (names.has(line)) return undefined;
  if (isPattern(line)) {
    const words = tokens(line.replaceAll(/["[\]]/g, ' '));
    return isProblem(words) || isProblem(commandOf(words, commands)) ? 'names no command' : undefined;
  }
  const parsed = parse(line, commands);
  if (isProblem(parsed)) return parsed.problem;
  const bound = parsed.command.bind(parsed.raw);
  return isProblem(bound) ? bound.problem : undefined;
}

/** Lines of a reply that do not work as they are told. */
const wrongIn = (reply: Reply): readonly string[] =>
  spansOf(reply).flatMap((span) => {
    const wrong = span.kind === 'command' ? wrongWith(span.line) : undefined;
    return span.kind === 'command' && wrong !== undefined ? [`${span.line}: ${wrong}`] : [];
  });

describe('what an answer tells to type is a whole line that can be typed', () => {
  let talk: Talk;
  beforeAll(async () => {
    talk = await openTalk();
  });
  afterAll(() => talk.close());

  it.each(commands.flatMap(({ name, examples }) => examples.map((example) => [example, name] as const)))(
    '%s',
    async (example, name) => {
      const before = beforeExample(name, example);
      const own = before.length > 0 || name === 'freeze on' ? await openTalk() : talk;
      try {
        const admin = { ...maria, roles: ['operator', 'admin'] };
        for (const { line, second } of before)
          expect(wrongIn((await own.ask(line, second === true ? ines : admin)).reply)).toEqual([]);
        const { reply, problem } = await own.ask(example, isSeconds(name) ? ines : admin);
        expect(problem).toBeUndefined();
        expect(wrongIn(reply)).toEqual([]);
      } finally {
        if (own !== talk) await own.close();
      }
    },
  );

  it.each([
    ...topics.map(({ id }) => `explain ${id}`),
    ...commands.map(({ name }) => `help ${name}`),
    'help hello',
    'home',
    'lst',
    'yes',
    'freeze',
    'list nosuch',
    'list tag:no=such',
    'show nosuch',
    'stop',
    'stop nosuch',
    'stop scratch',
    'stop eks-node-1',
    'stop shop-asg-1',
    'hibernate web-1',
    'start web-1',
    'release 203.0.113.10',
    'recover 198.51.100.38',
    'undo',
    'price m5.lrage',
    'price web-1',
    'price m5.large host',
    'compare m5.large',
    'recommend vcpus:4 memory:16',
    'recommend vcpus:4 memory:16 max-price:0.001',
    'recommend like:m5.large',
    'cost by:nosuch',
    'cost nosuch',
    'explain nosuch',
    'confirm 7QK2M8TD',
    'plans 7QK2M8TD',
    'keep nosuch reason:x',
    'unkeep nosuch',
    'freeze off',
    'image nosuch',
    'use nosuch',
    'audit verify',
  ])('%s', async (line) => {
    expect(wrongIn((await talk.ask(line)).reply)).toEqual([]);
  });

  it('also of what is pressed too late, twice, or by the wrong person', async () => {
    const own = await openTalk();
    try {
      const keys = [await keyOf('stop web-1'), await keyOf('terminate web-2')];
      for (const [line, by] of [
        [`confirm ${keys[0]}`, ines],
        [`confirm ${keys[0]}`, maria],
        [`confirm ${keys[0]}`, maria],
        [`confirm ${keys[1]} web-2`, maria],
        [`confirm ${keys[1]} web-2`, maria],
        [`approve ${keys[1]}`, maria],
        [`plans ${keys[1]}`, ines],
        [`cancel ${keys[1]}`, maria],
        ['undo', ines],
      ] as const)
        expect([line, wrongIn((await own.ask(line, by)).reply)]).toEqual([line, []]);
    } finally {
      await own.close();
    }
    async function keyOf(line: string): Promise<string> {
      return /confirm (\S{8})/.exec(wordsOf((await own.ask(line)).reply))?.[1] ?? '';
    }
  });
});
