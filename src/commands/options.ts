import type { Problem } from '../core/problem.ts';
import type { CoreReads } from './command.ts';

/** Words by option name, as the grammar sorted them. A key may come twice (`id:a id:b`). */
export type RawArgs = Readonly<Record<string, readonly string[]>>;

/** What completion offers: the word itself, and what it is in a few words. */
export interface Suggestion {
  readonly word: string;
  readonly about?: string;
}

/**
 * One option of a command. `parse` and `print` are inverse: `parse(print(value))` is the value.
 * An option is pure but for `suggest`, which may look at the estate.
 */
export interface Option<T> {
  /** What values look like, for help: `TYPE`, `REGION`, `web-1 | i-0abc… | tag:env=dev`. */
  readonly shape: string;
  /** One sentence for help; at most 100 characters. */
  readonly about: string;
  readonly required: boolean;
  /** Takes every word that no other option takes. At most one option of a command does. */
  readonly rest: boolean;
  /** The closed list of values, where there is one. */
  readonly choices?: readonly string[];
  /** Words `key:value` that this option takes as its own although the key is no option's name (`tag:`, `state:` of a filter). */
  readonly keys?: readonly string[];
  /** Whether a bare word is surely of this kind (`eu-west-1`, `m5.large`). */
  recognises(word: string): boolean;
  /** @param words At least one. */
  parse(words: readonly string[]): T | Problem;
  print(value: T): readonly string[];
  /** Values that go on from what was typed, best first, at most 25. */
  suggest(typed: string, core: CoreReads): Promise<readonly Suggestion[]>;
}

export type Options = Readonly<Record<string, Option<unknown>>>;
/** What `run` gets: an option that is not required may be undefined, which its own type says. */
export type ArgsOf<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };
