import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whichOne } from '../../src/bot/choose.ts';
import { parse } from '../../src/bot/grammar.ts';
import { lineLimit } from '../../src/bot/tokens.ts';
import { commands } from '../../src/commands/index.ts';
import { choiceLine, type Choice } from '../../src/commands/reply/reply.ts';
import { isProblem, type Candidates } from '../../src/core/problem.ts';
import { plain } from '../../src/core/text.ts';
import { openTalk, rowsOf, textsOf, type Talk } from '../commands/house.ts';

/** What things are named by where several answer to a word. */
const chosen = fc.constantFrom('i-0123456789abcdef0', 'i-0a1b2c3d', '198.51.100.10', 'eipalloc-0123456789abcdef0');

const meaningful =
  "page:3|page|3|--page|tag:env=dev|tag:env=my team|TAG:env=dev|region:eu-west-1|eu-west-1|us-eats-1|m5.large|stopped|idle|yes|windows|windos|web-1|id:i-0a1b2c3d|\"|'it\\'s'|\\|a\"b|“web”|на сервере|reset|on|7QK2M8TD|tag:|by:owner|a=b|?| |".split(
    '|',
  );

/** Words that the grammar has a meaning for, and any others. */
const words = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom(...meaningful));

const optionsOfCommands = commands.flatMap((command) =>
  Object.keys(command.options).map((key) => [`${command.name} ${key}`, command, key] as const),
);

const candidates = (word: string, ...options: readonly string[]): Candidates => ({
  word,
  says: [],
  options: options.map((one) => ({ word: one, label: one })),
});

describe('the line for one of several things', () => {
  it.each(optionsOfCommands)('of %s is read as what was said, with that word in place', (_, command, key) => {
    const others = Object.keys(command.options).filter((own) => own !== key);
    fc.assert(
      fc.property(
        fc.record(Object.fromEntries(others.map((own) => [own, fc.array(words, { maxLength: 2 })]))),
        fc.array(words, { maxLength: 2 }),
        words,
        fc.array(words, { maxLength: 2 }),
        chosen,
        (rest, before, word, after, instead) => {
          const raw = Object.fromEntries(
            Object.entries({ ...rest, [key]: [...before, word, ...after] }).filter(([, values]) => values.length > 0),
          );
          const times = Object.values(raw)
            .flat()
            .filter((one) => one === word).length;
          const choice = whichOne({ command, raw }, candidates(word, instead));
          expect(choice !== undefined).toBe(times === 1);
          if (times !== 1) return;
          if (choice === undefined) throw new Error('no choice');
          const parsed = parse(choiceLine(choice, [instead]), commands);
          if (isProblem(parsed)) throw new Error(`${choiceLine(choice, [instead])}: ${plain(parsed.what)}`);
          expect(parsed.command.name).toBe(command.name);
          expect(parsed.raw).toEqual({ ...raw, [key]: [...before, instead, ...after] });
        },
      ),
      { numRuns: 60 },
    );
  });

  const lineOf = (said: string, which: Candidates): string | undefined => {
    const parsed = parse(said, commands);
    if (isProblem(parsed)) throw new Error(said);
    const choice = whichOne(parsed, which);
    return choice && choiceLine(choice, [which.options[0]?.word ?? '']);
  };

  it.each([
    ['show web', 'show i-1'],
    ['price web --region eu-west-1', 'price i-1 region:eu-west-1'],
    ['stop web-1 reason:"no traffic" web', 'stop web-1 i-1 reason:"no traffic"'],
    ['stop tag:env=dev web --even-in-group', 'stop tag:env=dev i-1 even-in-group:yes'],
    ['recommend like:web', 'recommend like:i-1'],
  ])('%s: is as short as what was said', (said, line) => {
    expect(lineOf(said, candidates('web', 'i-1'))).toBe(line);
  });

  it.each([
    ['a word that does not stand in it by itself', 'access test who:ana does:"stop web"', candidates('web', 'i-1')],
    ['a word that stands in it twice', 'stop web web', candidates('web', 'i-1')],
    ['nothing to choose from', 'show web', candidates('web')],
    ['a thing that would be read as a page', 'list web', candidates('web', '3')],
    ['what makes the line too long', 'show web', candidates('web', 'i'.repeat(lineLimit))],
  ])('is none for %s', (_, said, which) => {
    expect(lineOf(said, which)).toBeUndefined();
  });
});

describe('a name that several have', () => {
  let talk: Talk;
  beforeAll(async () => {
    talk = await openTalk();
  });
  afterAll(() => talk.close());

  const choiceOf = async (line: string): Promise<Choice | undefined> => {
    const { reply, problem } = await talk.ask(line);
    expect(problem?.problem).toBe('ambiguous-name');
    // oxlint-disable-next-line no-control-regex -- control characters are what this is about.
    for (const text of textsOf(reply)) expect(text).not.toMatch(/[\u0000-\u001F\u202E]/);
    return reply.blocks.find((block) => block.kind === 'choice');
  };

  it.each(['show scratch', 'price scratch', 'image scratch', 'stop web-1 scratch reason:"a b"', 'start scratch'])(
    '%s: is chosen from, and the line of each is understood',
    async (line) => {
      const choice = await choiceOf(line);
      expect(choice?.options.map(({ label, about }) => [label, about?.replace(/^i-\w+/, 'ID')])).toEqual([
        ['scratch', 'ID, demo-dev, us-east-1, stopped'],
        ['scratch', 'ID, demo-dev, us-east-1, running'],
      ]);
      for (const { word } of choice?.options ?? []) {
        const { problem } = await talk.ask(choice === undefined ? '' : choiceLine(choice, [word]));
        expect(problem?.problem).not.toBe('ambiguous-name');
      }
    },
  );

  it('is told shortly where the things are listed beside it, and in whole where a program asks', async () => {
    const { reply, problem } = await talk.ask('show scratch');
    expect(plain(reply.title)).toBe('2 instances answer to scratch.');
    expect(plain(problem?.what ?? [])).toMatch(/^2 instances answer to scratch: i-\w+ \(scratch, /);
  });

  it('is told in whole where there is nothing to choose', async () => {
    const { reply } = await talk.ask('access test who:ana does:"stop scratch"');
    expect(plain(reply.title)).toContain('i-');
    expect(reply.blocks.some(({ kind }) => kind === 'choice')).toBe(false);
  });

  it('may be hostile, and is harmless', async () => {
    expect((await choiceOf('show i-'))?.options.length).toBeGreaterThan(20);
  });

  it('of addresses is chosen from by the address', async () => {
    const named = rowsOf(await talk.reply('addresses idle'));
    expect(named.length).toBeGreaterThan(1);
    const over = talk.over((own) => ({
      ...own,
      addresses: async (scope, reading) => {
        const found = await own.addresses(scope, reading);
        return { ...found, items: found.items.map((one) => ({ ...one, tags: { ...one.tags, Name: 'nat' } })) };
      },
    }));
    await expect(over('release nat')).rejects.toThrow(/Elastic IPs answer to nat\.[\s\S]*Which one\?\n198\.51\.100\./);
  });
});
