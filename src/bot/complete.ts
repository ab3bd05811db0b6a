import type { Command, PlatformWord } from '../commands/command.ts';
import {
  beginningWith,
  orNothing,
  startingWith,
  suggestionsAtMost,
  type Option,
  type Sight,
  type Suggestion,
} from '../commands/options/option.ts';
import type { CoreReads } from '../commands/core-reads.ts';
import { quietlyFromMemory } from '../core/from-memory.ts';
import { isProblem } from '../core/problem.ts';
import { untilAborted } from '../core/until-aborted.ts';
import { commandOf, parse } from './grammar.ts';
import { tokens, type Token } from './tokens.ts';

/** What Tab offers. */
export interface Completion {
  /** What the last word may go on to, best first. */
  readonly candidates: readonly Suggestion[];
  /** The word that is being typed; empty after a space. */
  readonly typed: string;
}

/** What completion is made from: what can be said here, and what may be looked at, for whom. */
export interface CompleteParts extends Pick<Sight, 'person' | 'place'> {
  /** As the person may see it, which may take a while to know. */
  readonly core: CoreReads | Promise<CoreReads>;
  readonly commands: readonly Command[];
  readonly words: readonly PlatformWord[];
}

/** Who presses Tab does not wait longer. */
const giveUpMs = 1_500;

/**
 * Goes on from what was typed: commands, options, values. Never rejects; where it cannot tell it offers nothing.
 * @param signal When it is aborted what is known by then is offered.
 */
export async function complete(
  line: string,
  parts: CompleteParts,
  signal = AbortSignal.timeout(giveUpMs),
): Promise<Completion> {
  const typed = /\S*$/.exec(line)?.[0] ?? '';
  const before = line.slice(0, line.length - typed.length);
  return { typed, candidates: await seen(parts, signal, (sight) => candidates(before, typed, parts, sight)) };
}

/** Values of one option that go on from what was typed, which may have spaces; else as {@link complete}. */
export const completeValue = (
  option: Option<unknown>,
  typed: string,
  parts: CompleteParts,
  signal: AbortSignal,
): Promise<readonly Suggestion[]> => seen(parts, signal, (sight) => option.suggest(typed, sight));

/** What is offered to who sees so much. Completion is a courtesy: a cloud that does not answer must not disturb who types. */
async function seen(
  parts: CompleteParts,
  signal: AbortSignal,
  offer: (sight: Sight) => Promise<readonly Suggestion[]>,
): Promise<readonly Suggestion[]> {
  try {
    const core = await untilAborted(Promise.resolve(parts.core), signal);
    return await quietlyFromMemory(() => offer({ ...parts, core, given: [], signal }));
  } catch {
    return [];
  }
}

async function candidates(
  before: string,
  typed: string,
  { commands, words }: CompleteParts,
  sight: Sight,
): Promise<readonly Suggestion[]> {
  const said = tokens(before);
  if (isProblem(said)) return [];
  const first = said[0]?.text.toLowerCase();
  if (first === undefined)
    return unique(
      beginningWith(typed, [
        ...commands.map(({ name, summary }) => ({ word: name.split(' ')[0] ?? name, about: summary })),
        ...words.flatMap(({ word, summary, stands }) => (stands === 'alone' ? [{ word, about: summary }] : [])),
      ]),
    );
  const group = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (said.length === 1 && group.length > 0)
    return startingWith(
      typed,
      group.map(({ name, summary }) => ({ word: name.slice(first.length + 1), about: summary })),
    );
  const named = commandOf(said, commands);
  if (isProblem(named)) return [];
  const options = Object.entries(named.command.options);
  const rest = options.find(([, option]) => option.rest)?.[1];
  /** Values of `key`, be it an option of its own or a filter of the rest; undefined: there is no such key. */
  const valuesOf = async (key: string, value: string): Promise<readonly Suggestion[] | undefined> => {
    const own = options.find(([name]) => name === key)?.[1];
    if (own !== undefined) return own.suggest(value, sight);
    if (rest?.keys?.includes(key) !== true) return undefined;
    const found = await rest.suggest(`${key}:${value}`, sight);
    return found.map((one) => ({ ...one, word: one.word.slice(key.length + 1) }));
  };
  const [, keyed = '', key = '', value = ''] = /^((?:--)?([a-z][a-z-]*)[:=])(.*)$/is.exec(typed) ?? [];
  const ofKey = key === '' ? undefined : await valuesOf(key.toLowerCase(), value);
  if (ofKey !== undefined) return ofKey.map((one) => ({ ...one, word: `${keyed}${one.word}` }));
  const awaiting = dashedKey(said.at(-1));
  const isFlag = options.some(([name, { flag }]) => name === awaiting && flag !== undefined);
  const awaited = awaiting === undefined || isFlag ? undefined : await valuesOf(awaiting, typed);
  if (awaited !== undefined) return awaited;
  const parsed = parse(before, commands);
  const given = isProblem(parsed) ? {} : parsed.raw;
  const open = options.filter(([name, option]) => option.rest || given[name] === undefined);
  // A bare word goes where one is needed, before any that takes the rest.
  const needs = open.some(([, { isRequired, rest: takesRest }]) => isRequired && !takesRest);
  const values = await Promise.all(
    open.map(async ([name, option]) =>
      option.rest && needs ? [] : bareValues(option, typed, { ...sight, given: given[name] ?? [] }),
    ),
  );
  const [dash, colon] = typed.startsWith('--') ? ['--', ''] : ['', ':'];
  const keys = startingWith(typed, [
    ...open.flatMap(([name, option]) => (option.rest ? [] : [{ word: `${dash}${name}${colon}`, about: option.about }])),
    ...(rest?.keys ?? []).map((name) => ({ word: `${dash}${name}${colon}` })),
    ...words.flatMap(({ word, summary, stands }) =>
      stands === 'with-reads' && named.command.effect === 'reads' ? [{ word, about: summary }] : [],
    ),
  ]);
  // Keys are few, and no list of names or types may push them out.
  return unique([...inTurn(values).slice(0, Math.max(0, suggestionsAtMost - keys.length)), ...keys]);
}

/** The key of `--key`, whose value is the next word. */
const dashedKey = (word: Token | undefined): string | undefined =>
  word !== undefined && !word.quoted && word.parted === undefined && word.text.startsWith('--')
    ? word.text.slice(2).toLowerCase()
    : undefined;

/** Values that would reach this option without its key. */
async function bareValues(option: Option<unknown>, typed: string, sight: Sight): Promise<readonly Suggestion[]> {
  const all = await orNothing(option.suggest(typed, sight));
  return option.rest || option.isRequired || option.bare ? all : all.filter(({ word }) => option.recognises(word));
}

/** The first of each list, then the second of each, so that no long list hides a short one. */
const inTurn = <T>(lists: readonly (readonly T[])[]): readonly T[] =>
  Array.from({ length: Math.max(0, ...lists.map(({ length }) => length)) }, (_, at) =>
    lists.flatMap((one) => one.slice(at, at + 1)),
  ).flat();

const unique = (all: readonly Suggestion[]): readonly Suggestion[] => [
  ...new Map(all.map((one) => [one.word, one])).values(),
];
