import { readFile, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { parse } from '../../../src/bot/grammar.ts';
import { applicationCommands, doLine, lookUpName, type ApplicationCommand } from '../../../src/bot/discord/register.ts';
import { lineOf } from '../../../src/bot/discord/said.ts';
import { switches } from '../../../src/bot/discord/switches.ts';
import { command, type Command } from '../../../src/commands/command.ts';
import { commands } from '../../../src/commands/index.ts';
import { quoted } from '../../../src/commands/reply/reply.ts';
import { word, wholeNumber, yesNo } from '../../../src/commands/options/kinds.ts';
import type { Option, Options } from '../../../src/commands/options/option.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { recording } from '../../marked.ts';
import { charactersOf, faultsOf } from './command-check.ts';

const registered = applicationCommands('ec2', commands);

/** Subcommands by what is typed for them: `list`, `freeze on`. */
function subcommandsOf(all: readonly ApplicationCommand[]) {
  const [ec2] = all;
  const entries = ec2 !== undefined && 'options' in ec2 ? (ec2.options ?? []) : [];
  return new Map(
    entries.flatMap((entry) => {
      if (entry.type === 1) return [[entry.name, entry.options ?? []] as const];
      if (entry.type !== 2) return [];
      return (entry.options ?? []).map((inner) => [`${entry.name} ${inner.name}`, inner.options ?? []] as const);
    }),
  );
}

/** A made-up declaration. */
const made = (name: string, options: Options = {}, alone = true): Command =>
  command({
    name,
    summary: `What ${name} does`,
    examples: [name],
    options,
    effect: 'reads',
    audience: 'person',
    alone,
    run: () => Promise.reject(new Error('nothing is run here')),
  });

/** A value that the option takes for one, as it is typed. */
function sampleOf({ choices, figure }: Option<unknown>): string {
  return choices?.[0] ?? String(figure?.max ?? 'x');
}

describe('what Discord is told of the commands', () => {
  it('is within everything that Discord refuses', () => {
    expect(faultsOf(registered)).toEqual([]);
  });

  it('leaves room for two more commands of the usual length in the 8,000 characters', () => {
    const [ec2] = registered;
    if (ec2 === undefined || !('description' in ec2)) throw new Error('no command is registered');
    expect(charactersOf(ec2)).toBeLessThan(8_000 - 2 * 350);
  });

  it('is as it was looked at', async () => {
    const file = new URL('golden/commands.txt', import.meta.url);
    const text = `${registered.flatMap((one) => shownOf(one, '')).join('\n')}\n`;
    if (recording) await writeFile(file, text);
    else expect(await readFile(file, 'utf8'), 'run “npm run record” to rewrite it').toBe(text);
  });

  it('stands in servers and in the conversation with the bot, for who installs it in a server', () => {
    expect(registered.map(({ name, contexts, integration_types: types }) => ({ name, contexts, types }))).toEqual([
      { name: 'ec2', contexts: [0, 1], types: [0] },
      { name: lookUpName, contexts: [0, 1], types: [0] },
    ]);
  });

  it('bears the name that is configured', () => {
    expect(applicationCommands('aws', commands)[0]?.name).toBe('aws');
  });

  it.each(commands.map((one) => ({ name: one.name, one })))(
    '$name can be said with each of its options, by a subcommand of its own or by “do”',
    ({ name, one }) => {
      const own = subcommandsOf(registered).get(name);
      expect(own !== undefined, 'has a subcommand').toBe(one.alone);
      const others = switches.filter((word) => word.goesWith(one)).map((word) => word.name);
      if (own !== undefined)
        expect(own.map((option) => option.name).toSorted()).toEqual(
          [...Object.keys(one.options), ...others].toSorted(),
        );
      // A word without a key is what the command cannot do without.
      const needs = Object.values(one.options).some(({ isRequired, rest }) => isRequired && !rest);
      for (const [key, option] of [['', undefined] as const, ...Object.entries(one.options)]) {
        const value = option === undefined ? '' : sampleOf(option);
        const typed = key === '' ? name : `${name} ${option?.rest === true && !needs ? '' : `${key}:`}${quoted(value)}`;
        const line =
          own === undefined
            ? lineOf({ name: doLine.command, values: [{ name: doLine.option, value: typed }] }, commands)
            : lineOf({ name, values: key === '' ? [] : [{ name: key, value }] }, commands);
        const parsed = parse(line, commands);
        if (isProblem(parsed)) throw new Error(`${line}: ${JSON.stringify(parsed)}`);
        expect(parsed.command.name).toBe(name);
        expect(parsed.raw).toEqual(key === '' ? {} : { [key]: [value] });
      }
    },
  );

  it('gives each kind of option Discord’s own type, with its bounds, choices or completion', () => {
    const options = subcommandsOf(registered);
    const one = (name: string, key: string) => options.get(name)?.find((option) => option.name === key);
    expect(one('list', 'page')).toMatchObject({ type: 4, min_value: 1, max_value: 100_000 });
    expect(one('recommend', 'memory')).toMatchObject({ type: 10, min_value: 0 });
    expect(one('stop', 'even-in-group')).toMatchObject({ type: 5 });
    expect(one('price', 'tenancy')).toMatchObject({ type: 3, choices: [{}, {}, {}] });
    expect(one('price', 'region')).toMatchObject({ type: 3, autocomplete: true });
    expect(one('stop', 'reason')).toEqual({
      type: 3,
      name: 'reason',
      description: 'Why, for the audit',
      max_length: 500,
    });
    expect(one('stop', 'targets')).toMatchObject({ type: 3, required: true, autocomplete: true });
    expect(one('do', 'line')).toMatchObject({ type: 3, required: true, autocomplete: true });
  });

  it('takes no number that the option would refuse for being too large or too small', () => {
    for (const { name, options } of commands)
      for (const [key, { figure, parse: read }] of Object.entries(options)) {
        if (figure === undefined) continue;
        const { min, max } = figure;
        const within = fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max: Math.floor(max) }));
        fc.assert(
          fc.property(within, (number) => {
            expect(isProblem(read([String(number)])), `${name} ${key}:${number}`).toBe(false);
          }),
          { numRuns: 50 },
        );
      }
  });

  it('lets whoever looks share the answer or take it as CSV, and nobody who changes something', () => {
    const having = (key: string) =>
      [...subcommandsOf(registered)].flatMap(([name, options]) =>
        options.some((option) => option.name === key) ? [name] : [],
      );
    const reads = commands.flatMap(({ name, effect, alone }) => (alone && effect === 'reads' ? [name] : []));
    expect(having('share')).toEqual(reads);
    expect(having('csv')).toEqual(reads.filter((name) => name !== 'help'));
  });

  it('makes a group of names of two words, and puts what is required first', () => {
    const all = applicationCommands('ec2', [
      made('alerts list', { page: wholeNumber('Which page', { min: 1, max: 9 }), who: word('Who').required() }),
      made('other'),
      made('alerts mute', { soon: yesNo('At once') }),
      made('hidden', {}, false),
    ]);
    expect(faultsOf(all)).toEqual([]);
    expect([...subcommandsOf(all).keys()]).toEqual(['alerts list', 'alerts mute', 'other', 'do']);
    expect(
      subcommandsOf(all)
        .get('alerts list')
        ?.map(({ name }) => name),
    ).toEqual(['who', 'page', 'share', 'csv']);
    expect(all[0]).toMatchObject({ options: [{ name: 'alerts', description: 'alerts list, alerts mute' }, {}, {}] });
  });
});

describe('the check of what Discord refuses', () => {
  const about = 'What it is';
  const of = (...options: readonly object[]) => [
    { type: 1, name: 'ec2', description: about, options: [{ type: 1, name: 'one', description: about, options }] },
  ];
  it.each([
    ['a name with a capital', of({ type: 3, name: 'Page', description: about }), 'is no name'],
    ['a name with a space', of({ type: 3, name: 'a page', description: about }), 'is no name'],
    [
      'required after optional',
      of({ type: 3, name: 'a', description: about }, { type: 3, name: 'b', description: about, required: true }),
      'comes after what is not',
    ],
    [
      'choices and completion',
      of({ type: 3, name: 'a', description: about, autocomplete: true, choices: [{ name: 'x', value: 'x' }] }),
      'has choices and is completed',
    ],
    ['bounds of text', of({ type: 3, name: 'a', description: about, min_value: 1 }), 'is no number'],
    ['a half in whole numbers', of({ type: 4, name: 'a', description: about, min_value: 0.5 }), 'its bounds are not'],
    [
      'a name twice',
      of({ type: 3, name: 'a', description: about }, { type: 3, name: 'a', description: about }),
      'is there twice',
    ],
  ])('finds %s', (_, bad, fault) => {
    expect(faultsOf(bad).join()).toContain(fault);
  });

  it('finds more than 8,000 characters, and more than 25 options', () => {
    const long = Array.from({ length: 25 }, (_, at) => ({
      type: 1,
      name: `one-${at}`,
      description: 'x'.repeat(100),
      options: Array.from({ length: 4 }, (__, inner) => ({ type: 3, name: `o${inner}`, description: 'y'.repeat(100) })),
    }));
    const ec2 = { type: 1, name: 'ec2', description: about };
    expect(faultsOf([{ ...ec2, options: long }]).join()).toContain('characters');
    expect(() => faultsOf([{ ...ec2, options: [...long, { ...long[0], name: 'more' }] }])).toThrow(ZodError);
  });
});

/** One line an entry: its place, its type, its bounds, and what it says. */
function shownOf(entry: object, path: string): readonly string[] {
  const one: Readonly<Record<string, unknown>> = { ...entry };
  const at = `${path}/${String(one['name'])}`;
  const { type, description = '', options = [], name: _, required, choices, autocomplete, ...rest } = one;
  const kinds = path === '' ? kindsOfCommand : kindsOfOption;
  const marks = [
    kinds[Number(type) - 1] ?? String(type),
    ...(required === true ? ['required'] : []),
    ...(autocomplete === true ? ['completed'] : []),
    ...(Array.isArray(choices) ? [`one of ${choices.map(({ value }: { value: string }) => value).join(', ')}`] : []),
    ...Object.entries(rest).map(([key, value]) => `${key} ${String(value)}`),
  ];
  const inner = Array.isArray(options) ? options.flatMap((option: object) => shownOf(option, at)) : [];
  const isOption = path.split('/').length > 2;
  return [
    `${isOption ? '  ' : ''}${at} (${marks.join(', ')})${description === '' ? '' : `: ${String(description)}`}`,
    ...inner,
  ];
}
/** Discord, "Application Command Types" and "Application Command Option Type", from 1 on. */
const kindsOfCommand = ['chat-input', 'user', 'message'];
const kindsOfOption = ['subcommand', 'group', 'text', 'whole number', 'yes or no', '', '', '', '', 'number'];
