import type { Parsed } from '../commands/command.ts';
import type { Option, RawArgs } from '../commands/options/option.ts';
import { choiceLine, inQuotes, line, option, quoted, type Choice } from '../commands/reply/reply.ts';
import type { Candidates } from '../core/problem.ts';
import { lineLimit } from './tokens.ts';

/**
 * What was said, with one of the things that a word of it may mean in place of that word: what is chosen completes the same
 * line. Undefined where the word does not stand in it exactly once, or what is chosen would be read as something else there.
 */
export function whichOne({ command, raw }: Parsed, { word, options }: Candidates): Choice | undefined {
  const all = wordsOf(command.options, raw, word);
  const [at, second] = all.flatMap(({ value }, index) => (value === word ? [index] : []));
  const meant = at === undefined ? undefined : all[at];
  if (at === undefined || meant === undefined || second !== undefined || options.length === 0) return undefined;
  if (options.some((one) => !meant.takes(one.word))) return undefined;
  const said = (part: readonly Said[]): string => part.map((one) => ` ${one.says}`).join('');
  const choice: Choice = {
    kind: 'choice',
    label: 'Which one?',
    of: 'one',
    options: options.map((one) => option(one.word, one.label, one.about)),
    before: `${command.name}${said(all.slice(0, at))} ${meant.key}`,
    after: said(all.slice(at + 1)),
  };
  return options.every((one) => choiceLine(choice, [one.word]).length <= lineLimit) ? choice : undefined;
}

/** One word of a line. */
interface Said {
  readonly value: string;
  /** `key:`, or nothing where it stands bare. */
  readonly key: string;
  /** As it is typed, so that it is read as it was. */
  readonly says: string;
  /** Whether another word is read in its place as this one is. */
  takes(word: string): boolean;
}

/** The words in the order that reads them back: bare ones, then those behind their keys. @param chosen The one that another takes the place of. */
function wordsOf(options: Readonly<Record<string, Option<unknown>>>, raw: RawArgs, chosen: string): readonly Said[] {
  const entries = Object.entries(options);
  const takesRest = entries.some(([, { rest }]) => rest);
  const required = entries.filter(([, { isRequired }]) => isRequired);
  /** Whether a bare word goes where a word is still missing: no other option knows it, and it has no key. */
  const isBare = (key: string, word: string): boolean =>
    quoted(word) === word &&
    !/[:=]/.test(word) &&
    entries.every(([other, one]) => other === key || one.rest || (!one.recognises(word) && !one.resembles(word)));
  const words = entries.flatMap(([key, own]) => {
    const values = raw[key] ?? [];
    const takes = (word: string): boolean => isBare(key, word);
    // Where another word is needed, the first bare one is that.
    if (own.rest && required.every(([, { rest }]) => rest)) {
      // What has a key is read before what is bare, so behind a bare word it stands in quotes.
      const bareFrom = values.findIndex((value) => value === chosen || !isKeyed(value, own, options));
      return values.map((value, at): Placed => {
        const plain = takes(value) || at < bareFrom || bareFrom < 0;
        return { value, bare: true, key: '', says: plain ? value : inQuotes(value), takes };
      });
    }
    // The one word that a command cannot do without: `show web-1`.
    const alone = own.isRequired && !takesRest && required.length === 1 && values.length === 1;
    return values.map((value): Placed =>
      alone && takes(value)
        ? { value, bare: true, key: '', says: value, takes }
        : { value, bare: false, key: `${key}:`, says: line`${key}:${value}`, takes: () => true },
    );
  });
  return [...words.filter(({ bare }) => bare), ...words.filter(({ bare }) => !bare)];
}

type Placed = Said & { readonly bare: boolean };

/** `tag:env=dev`: an option that takes the rest knows its key, and no other option has it. */
function isKeyed(value: string, { keys = [] }: Option<unknown>, options: Readonly<Record<string, unknown>>): boolean {
  const [, key = ''] = /^([a-z]+):/.exec(value) ?? [];
  return keys.includes(key) && !Object.hasOwn(options, key) && quoted(value) === value;
}
