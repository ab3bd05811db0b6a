import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { parse } from '../../../src/bot/grammar.ts';
import { lineWords } from '../../../src/bot/line-words.ts';
import { lookupLine } from '../../../src/bot/lookup-line.ts';
import { discordWords, switches } from '../../../src/bot/discord/switches.ts';
import { lineOf, readSaid, type Value } from '../../../src/bot/discord/said.ts';
import { typedOption } from '../../../src/bot/discord/typed-option.ts';
import type { Command } from '../../../src/commands/command.ts';
import { commands } from '../../../src/commands/index.ts';
import type { Option, RawArgs } from '../../../src/commands/options/option.ts';
import { inQuotes } from '../../../src/commands/reply/reply.ts';
import { isProblem } from '../../../src/core/problem.ts';

/** The data of `/ec2 NAME …` as Discord sends it. */
function dataOf(name: string, values: Readonly<Record<string, Value['value']>> = {}): unknown {
  const [head = '', inner] = name.split(' ');
  const options = Object.entries(values).map(([key, value]) => ({ name: key, type: 3, value }));
  const leaf = { type: 1, name: inner ?? head, options };
  return {
    id: '5',
    name: 'ec2',
    type: 1,
    options: [inner === undefined ? leaf : { type: 2, name: head, options: [leaf] }],
  };
}

const said = (name: string, values?: Readonly<Record<string, Value['value']>>): string => {
  const read = readSaid(dataOf(name, values), commands);
  return read.kind === 'line' ? read.line : '';
};

describe('a command in Discord is the line that a person would type', () => {
  it.each<[string, Readonly<Record<string, Value['value']>>, string]>([
    ['list', {}, 'list'],
    ['list', { page: 2, filter: 'tag:env=dev state:stopped' }, 'list page:2 tag:env=dev state:stopped'],
    [
      'price',
      { name: 'm5.large', term: 'ri-1y-all', region: 'eu-west-1' },
      'price name:m5.large term:ri-1y-all region:eu-west-1',
    ],
    ['price', { name: 'm5.large', count: 3, hours: 300 }, 'price name:m5.large count:3 hours:300'],
    [
      'price',
      { name: 'm5.large', disk: '100gp3 500gp3/6000iops' },
      'price name:m5.large disk:100gp3 disk:500gp3/6000iops',
    ],
    ['recommend', { memory: 0.5, network: 1e-7 }, 'recommend memory:0.5 network:0.0000001'],
    ['show', { instance: 'my "old" server' }, 'show instance:"my \\"old\\" server"'],
    ['stop', { targets: 'web-1 web-2', reason: 'no traffic' }, 'stop reason:"no traffic" web-1 web-2'],
    ['stop', { targets: 'web-1', 'even-in-group': true, cli: false }, 'stop even-in-group:yes cli:no web-1'],
    ['explain', { name: 'memory optimized', more: true, share: true }, 'explain more:yes memory optimized share:yes'],
    ['recommend', { more: 'memory', csv: true, share: false }, 'recommend more:memory as:csv share:no'],
    ['list', { csv: false, share: true }, 'list share:yes'],
    ['do', { line: 'freeze on reason:"until Monday"' }, 'freeze on reason:"until Monday"'],
    ['freeze on', { reason: 'until Monday' }, 'freeze on reason:"until Monday"'],
    // Of another version: the grammar says what is near.
    ['lst', { page: 2, old: 'a b' }, 'lst page:2 old:"a b"'],
    ['list', { __proto__x: 'y' }, 'list __proto__x:y'],
  ])('/ec2 %s %j', (name, values, line) => {
    expect(said(name, values)).toBe(line);
  });

  it.each([
    ['nothing', undefined],
    ['a command of a person', { type: 2, target_id: '1', resolved: { users: {} } }],
    ['no subcommand', { type: 1, name: 'ec2' }],
    [
      'a value of another form',
      { type: 1, options: [{ type: 1, name: 'list', options: [{ name: 'page', value: {} }] }] },
    ],
    [
      'a group in a group',
      { type: 1, options: [{ type: 2, name: 'a', options: [{ type: 2, name: 'b', options: [] }] }] },
    ],
  ])('and is refused where it is %s', (_, data) => {
    expect(() => readSaid(data, commands)).toThrow(ZodError);
  });
});

/** Signs that mean something to the grammar, and some that do not; none that reading makes another (long dashes at the start, what is invisible). */
const sign = fc.constantFrom(...'abzAZ019-.:=/@+*,_ \'"“”’«»\\#?!é中🦊');
const text = fc.string({ unit: sign, minLength: 1, maxLength: 20 });

/** A value that Discord lets be given for an option, and the words that it is. */
function valueOf(key: string, option: Option<unknown>): fc.Arbitrary<readonly [Value['value'], readonly string[]]> {
  const { rest, several, figure, choices } = option;
  const { type } = typedOption(key, option);
  if (type === 5) return fc.boolean().map((yes) => [yes, [yes ? 'yes' : 'no']] as const);
  if (figure !== undefined) {
    const { min, max, whole } = figure;
    return (whole ? fc.integer({ min, max }) : fc.integer({ min, max: Math.floor(max) }).map((one) => one / 8)).map(
      (number) => [number, [String(number)]] as const,
    );
  }
  if (choices !== undefined) return fc.constantFrom(...choices).map((one) => [one, [one]] as const);
  if (rest || several)
    return fc
      .array(text, { minLength: 1, maxLength: 4 })
      .map((words) => [words.map(inQuotes).join(' '), words] as const);
  return text.map((one) => [one, [one]] as const);
}

/** A command, and values for some of its options. */
const given = fc.constantFrom(...commands).chain((command: Command) =>
  fc.record({
    command: fc.constant(command),
    values: fc
      .tuple(
        ...Object.entries(command.options).map(([key, option]) => {
          const one = valueOf(key, option).map((value) => [key, value] as const);
          return option.isRequired ? one : fc.option(one, { nil: undefined });
        }),
      )
      .map((all) => all.filter((one) => one !== undefined)),
    on: fc.subarray(switches.filter((one) => one.goesWith(command)).map(({ name }) => name)),
  }),
);

describe('the grammar', () => {
  it('reads back exactly the command and the words that were given, of every declaration', () => {
    fc.assert(
      fc.property(given, ({ command, values, on }) => {
        const line = lineOf(
          {
            name: command.name,
            values: [
              ...values.map(([key, [value]]) => ({ name: key, value })),
              ...on.map((name) => ({ name, value: true })),
            ],
          },
          commands,
        );
        const wanted: RawArgs = Object.fromEntries(values.map(([key, [, words]]) => [key, words]));
        // The type `csv` of `price as:csv` there is not; everywhere else the words of a line are told from its values.
        fc.pre(wanted['as']?.[0]?.toLowerCase() !== 'csv');
        const { line: bare, share, csv } = lineWords(line, discordWords);
        const parsed = parse(bare, commands);
        if (isProblem(parsed)) throw new Error(`${line}: ${JSON.stringify(parsed)}`);
        expect(parsed.command.name, line).toBe(command.name);
        expect(parsed.raw, line).toEqual(wanted);
        expect({ share, csv }, line).toEqual({ share: on.includes('share'), csv: on.includes('csv') });
      }),
      { numRuns: 3_000 },
    );
  });

  it('never reads a value under another key, whatever stands in a text that is taken as it comes', () => {
    fc.assert(
      fc.property(
        text,
        fc.string({ unit: fc.oneof(sign, fc.constant(' --reason ')), maxLength: 40 }),
        (reason, targets) => {
          const line = said('stop', { targets, reason, 'break-glass': false });
          const parsed = parse(line, commands);
          if (isProblem(parsed)) return;
          expect(parsed.command.name).toBe('stop');
          expect(parsed.raw['reason']?.[0]).toBe(reason);
          expect(parsed.raw['break-glass']?.[0]).toBe('no');
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('the command in the menu of a message', () => {
  const lookedUp = (message: unknown): string => {
    const read = readSaid(
      { type: 3, name: 'Look up instances', target_id: '9', resolved: { messages: { 9: message } } },
      commands,
    );
    return read.kind === 'look-up' ? read.message : '';
  };

  it('gives what people read of the message: its content, embeds, text displays, buttons and what was forwarded', () => {
    const message = {
      id: '9',
      type: 0,
      author: { id: '3', username: 'ines', global_name: 'Ines' },
      content: 'alarm on i-0123456789abcdef0',
      mentions: [{ id: '4', username: 'web-9' }],
      attachments: [{ filename: 'db-9.txt', url: 'https://cdn.example/db-9.txt' }],
      embeds: [
        {
          title: 'CPU of web-1',
          description: 'over 90 %',
          url: 'https://example.org/i-0aaaaaaaaaaaaaaaa',
          fields: [{ name: 'Type', value: 'm5.large' }],
          footer: { text: '198.51.100.10' },
          author: { name: 'watcher-1' },
        },
      ],
      components: [
        {
          type: 17,
          components: [
            { type: 10, content: 'also db-1' },
            {
              type: 9,
              components: [{ type: 10, content: 'and api-2' }],
              accessory: { type: 2, label: 'Stop cache-1', custom_id: 'x9' },
            },
            { type: 1, components: [{ type: 3, custom_id: 'x8', options: [{ label: 'batch-7', value: 'v7' }] }] },
            { type: 12, items: [{ description: 'cost of gpu-1', media: { url: 'attachment://gpu-9.png' } }] },
          ],
        },
      ],
      message_snapshots: [{ message: { content: 'forwarded search-1', embeds: [{ title: 'of bastion' }] } }],
    };
    const words = lookedUp(message);
    for (const word of [
      'i-0123456789abcdef0',
      'web-1',
      'i-0aaaaaaaaaaaaaaaa',
      'm5.large',
      '198.51.100.10',
      'watcher-1',
      'db-1',
      'api-2',
      'cache-1',
      'batch-7',
      'gpu-1',
      'search-1',
      'bastion',
    ])
      expect(words).toContain(word);
    for (const word of ['ines', 'web-9', 'db-9', 'x9', 'x8', 'gpu-9']) expect(words).not.toContain(word);
    expect(lookupLine(words)).toMatch(/^lookup i-0123456789abcdef0 .*web-1/);
  });

  it('gives nothing of a message that Discord did not send along, and never throws over what is in one', () => {
    expect(lookedUp(undefined)).toBe('');
    fc.assert(fc.property(fc.anything(), (message) => void lookedUp(message)));
  });

  it('goes no deeper than Discord nests', () => {
    const deep = Array.from({ length: 5_000 }).reduce((inner) => ({ components: [inner] }), { content: 'web-1' });
    expect(lookedUp(deep)).toBe('');
  });
});
