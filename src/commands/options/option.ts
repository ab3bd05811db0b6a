import { isProblem, type Problem } from '../../core/problem.ts';
import type { Person, Place } from '../../core/people/person.ts';
import { code, command, say } from '../../core/text.ts';
import type { CoreReads } from '../core-reads.ts';

/** Words by option name, as the grammar sorted them. A key may come twice (`id:a id:b`). */
export type RawArgs = Readonly<Record<string, readonly string[]>>;

/** What completion offers: the word itself, and what it is in a few words. */
export interface Suggestion {
  readonly word: string;
  readonly about?: string;
}

/** What completion offers at most (Discord, "Application Command Autocomplete"). */
export const suggestionsAtMost = 25;

/** A number that a value is, for a platform that takes numbers as such. */
export interface Figure {
  readonly min: number;
  readonly max: number;
  /** Nothing between two numbers. */
  readonly whole: boolean;
}

/** What completion may look at, and for whom. */
export interface Sight {
  readonly core: CoreReads;
  readonly person: Person;
  readonly place: Place;
  /** Everything that can be said. */
  readonly commands: readonly { readonly name: string; readonly summary: string }[];
  /** Words that the option has already, where it takes several. */
  readonly given: readonly string[];
  /** Aborted when nobody waits for suggestions any longer. */
  readonly signal: AbortSignal;
}

/**
 * One option of a command. `parse` and `print` are inverse: `parse(print(value))` is the value.
 * An option is pure but for `suggest`, which may look at the estate.
 */
export interface Option<T> {
  /** What values look like, for help: `TYPE`, `REGION`. */
  readonly shape: string;
  /** What it is, for help; at most 100 characters. */
  readonly about: string;
  readonly isRequired: boolean;
  /** Takes every word that no other option takes. At most one option of a command does. */
  readonly rest: boolean;
  /** Takes a bare word of whatever form, where nothing else of the command does. */
  readonly bare: boolean;
  /** Its key may come several times, each time with one value. */
  readonly several: boolean;
  /** Whether {@link Option.suggest} ever offers anything. */
  readonly suggests: boolean;
  /** `--key` without a value means this word. */
  readonly flag?: string;
  /** The closed list of values, where there is one. */
  readonly choices?: readonly string[];
  /** Keys of words (`tag:`, `state:`) that this option takes as its own although they are no option's name. */
  readonly keys?: readonly string[];
  /** No word of it is ever `word:more`: such a word is an option that there is not. */
  readonly plainWords?: true;
  /** Every value may be typed as a plain number within these, whatever other forms there are (`16`, `16GiB`). */
  readonly figure?: Figure;
  /** Characters of a value at most, where it is a person's own text. */
  readonly lettersAtMost?: number;
  /** Whether a bare word is surely of this kind (`eu-west-1`, `m5.large`). */
  recognises(word: string): boolean;
  /** Whether a bare word that nothing recognises is meant to be of this kind, mistyped (`us-eats-1`): then this option says what is near. */
  resembles(word: string): boolean;
  /** @param words At least one. */
  parse(words: readonly string[]): T | Problem;
  print(value: T): readonly string[];
  /** Values that go on from what was typed, best first, at most {@link suggestionsAtMost}. */
  suggest(typed: string, sight: Sight): Promise<readonly Suggestion[]>;
}

/** The options of a command by their keys. */
export type Options = Readonly<Record<string, Option<unknown>>>;
/** What `run` gets: an option that is not required may be undefined, which its own type says. */
export type ArgsOf<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

/** An option as it is declared: not required, until that is said. */
export interface Declared<T> extends Option<T | undefined> {
  required(): Option<T>;
}

/** How a kind of option is made; what is left out is what most kinds have. */
export interface Kind<T> {
  readonly shape: string;
  readonly about: string;
  readonly rest?: boolean;
  readonly bare?: boolean;
  readonly several?: boolean;
  readonly flag?: string;
  readonly choices?: readonly string[];
  readonly keys?: readonly string[];
  readonly plainWords?: true;
  readonly figure?: Figure;
  readonly lettersAtMost?: number;
  recognises?(word: string): boolean;
  resembles?(word: string): boolean;
  parse(words: readonly string[]): T | Problem;
  print(value: T): readonly string[];
  suggest?(typed: string, sight: Sight): Promise<readonly Suggestion[]>;
}

/** A kind of option, ready to be declared. */
export function optionOf<T>(kind: Kind<T>): Declared<T> {
  const shared = {
    shape: kind.shape,
    about: kind.about,
    rest: kind.rest ?? false,
    bare: kind.bare ?? false,
    several: kind.several ?? false,
    suggests: kind.suggest !== undefined || kind.choices !== undefined,
    ...(kind.flag !== undefined && { flag: kind.flag }),
    ...(kind.choices && { choices: kind.choices }),
    ...(kind.keys && { keys: kind.keys }),
    ...(kind.plainWords && { plainWords: kind.plainWords }),
    ...(kind.figure && { figure: kind.figure }),
    ...(kind.lettersAtMost !== undefined && { lettersAtMost: kind.lettersAtMost }),
    recognises: kind.recognises ?? (() => false),
    resembles: kind.resembles ?? (() => false),
    parse: kind.parse,
    suggest:
      kind.suggest ??
      (async (typed: string) =>
        startingWith(
          typed,
          (kind.choices ?? []).map((word) => ({ word })),
        )),
  };
  return {
    ...shared,
    isRequired: false,
    print: (value) => (value === undefined ? [] : kind.print(value)),
    required: () => ({ ...shared, isRequired: true, print: kind.print }),
  };
}

/** An option of one word: more than one is refused. */
export const oneWord = <T>(
  kind: Omit<Kind<T>, 'parse' | 'print'> & { parse(word: string): T | Problem; print(value: T): string },
): Declared<T> =>
  optionOf({
    ...kind,
    parse(words) {
      const [word = '', ...more] = words;
      if (more.length === 0) return kind.parse(word);
      return badValue(kind.shape, words.join(' '), `one value, not ${words.length}`);
    },
    print: (value) => [kind.print(value)],
  });

/** Suggestions that begin with what was typed, letters of any case; all of them. */
export const beginningWith = (typed: string, all: readonly Suggestion[]): readonly Suggestion[] =>
  all.filter(({ word }) => word.toLowerCase().startsWith(typed.toLowerCase()));

/** Values that begin with what was typed, as many as are offered. */
export const startingWith = (typed: string, all: readonly Suggestion[]): readonly Suggestion[] =>
  beginningWith(typed, all).slice(0, suggestionsAtMost);

/** What a source offers; one that fails or is too late offers nothing, for others beside it have answers all the same. */
export const orNothing = (offered: Promise<readonly Suggestion[]>): Promise<readonly Suggestion[]> =>
  offered.catch(() => []);

/** Words without more about them. */
export const plainly = (words: Iterable<string>): readonly Suggestion[] => Array.from(words, (word) => ({ word }));

/** A value that does not fit, and what would. */
export const badValue = (shape: string, word: string, right: string): Problem => ({
  problem: 'bad-value',
  what: say`${code(word)} does not fit ${shape}.`,
  todo: say`It takes ${right}.`,
});

/** Every option read from its words; the first Problem where one does not fit. */
export function readArgs<O extends Options>(options: O, raw: RawArgs, name: string): ArgsOf<O> | Problem {
  const args: Record<string, unknown> = {};
  for (const [key, option] of Object.entries(options)) {
    const words = raw[key];
    if (words === undefined || words.length === 0) {
      if (option.isRequired) return missing(name, key, option);
      args[key] = undefined;
      continue;
    }
    const value = option.parse(words);
    if (isProblem(value))
      return value.where === undefined ? { ...value, where: say`In ${code(key)} of ${command(name)}.` } : value;
    args[key] = value;
  }
  // The one place where words become typed values: each was made by the option under its own key.
  return args as ArgsOf<O>;
}

/** A value that a command cannot do without. */
export const missing = (name: string, key: string, option: Option<unknown>): Problem => ({
  problem: 'missing-value',
  what: say`${command(name)} needs ${key === option.shape.toLowerCase() ? '' : `${key}: `}${option.shape}.`,
  todo: say`${option.about}; see ${command(`help ${name}`)}.`,
});
