import type { Command } from '../commands/command.ts';
import type { CoreReads } from '../commands/core-reads.ts';
import { startingWith, suggestionsAtMost, type Option, type Suggestion } from '../commands/options/option.ts';
import { isProblem } from '../core/problem.ts';
import { commandOf, parse } from './grammar.ts';
import { tokens, type Token } from './tokens.ts';

/** What Tab offers. */
export interface Completion {
  /** What the last word may go on to, best first. */
  readonly candidates: readonly Suggestion[];
  /** The word that is being typed; empty after a space. */
  readonly typed: string;
}

/** Goes on from what was typed: commands, options, values. Never rejects; where it cannot tell it offers nothing. */
export async function complete(line: string, commands: readonly Command[], core: CoreReads): Promise<Completion> {
  const typed = /\S*$/.exec(line)?.[0] ?? '';
  const before = line.slice(0, line.length - typed.length);
  try {
    return { typed, candidates: (await candidates(before, typed, commands, core)).slice(0, suggestionsAtMost) };
  } catch {
    // Completion is a courtesy: a cloud that does not answer must not disturb who types.
    return { typed, candidates: [] };
  }
}

async function candidates(
  before: string,
  typed: string,
  commands: readonly Command[],
  core: CoreReads,
): Promise<readonly Suggestion[]> {
  const words = tokens(before);
  if (isProblem(words)) return [];
  const first = words[0]?.text.toLowerCase();
  if (first === undefined)
    return unique(
      startingWith(
        typed,
        commands.map(({ name, summary }) => ({ word: name.split(' ')[0] ?? name, about: summary })),
      ),
    );
  const group = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (words.length === 1 && group.length > 0)
    return startingWith(
      typed,
      group.map(({ name, summary }) => ({ word: name.slice(first.length + 1), about: summary })),
    );
  if (first === 'help')
    return startingWith(
      typed,
      commands.map(({ name, summary }) => ({ word: name, about: summary })),
    );
  const named = commandOf(words, commands);
  if (isProblem(named)) return [];
  const options = Object.entries(named.command.options);
  const [, keyed = '', key = '', value = ''] = /^((?:--)?([a-z][a-z-]*)[:=])(.*)$/is.exec(typed) ?? [];
  const own = options.find(([name]) => name === key.toLowerCase());
  if (own !== undefined)
    return (await own[1].suggest(value, core)).map((one) => ({ ...one, word: `${keyed}${one.word}` }));
  const awaiting = dashedKey(words.at(-1));
  const waiting = options.find(([name]) => name === awaiting);
  if (waiting !== undefined && waiting[1].flag === undefined) return waiting[1].suggest(typed, core);
  const parsed = parse(before, commands);
  const given = isProblem(parsed) ? {} : parsed.raw;
  const open = options.filter(([name, { rest }]) => rest || given[name] === undefined);
  const values = await Promise.all(open.map(([, option]) => bareValues(option, typed, core)));
  const [dash, colon] = typed.startsWith('--') ? ['--', ''] : ['', ':'];
  const keys = startingWith(
    typed,
    open.filter(([, option]) => !option.rest).map(([name, { about }]) => ({ word: `${dash}${name}${colon}`, about })),
  );
  // Keys are few, and no list of regions or types may push them out.
  return unique([...inTurn(values).slice(0, suggestionsAtMost - keys.length), ...keys]);
}

/** The key of `--key`, whose value is the next word. */
const dashedKey = (word: Token | undefined): string | undefined =>
  word !== undefined && !word.quoted && word.parted === undefined && word.text.startsWith('--')
    ? word.text.slice(2).toLowerCase()
    : undefined;

/** Values that would reach this option without its key. */
async function bareValues(option: Option<unknown>, typed: string, core: CoreReads): Promise<readonly Suggestion[]> {
  const all = await option.suggest(typed, core);
  return option.rest || option.isRequired ? all : all.filter(({ word }) => option.recognises(word));
}

/** The first of each list, then the second of each, so that no long list hides a short one. */
const inTurn = <T>(lists: readonly (readonly T[])[]): readonly T[] =>
  Array.from({ length: Math.max(0, ...lists.map(({ length }) => length)) }, (_, at) =>
    lists.flatMap((one) => one.slice(at, at + 1)),
  ).flat();

const unique = (all: readonly Suggestion[]): readonly Suggestion[] => [
  ...new Map(all.map((one) => [one.word, one])).values(),
];
