import type { Changes } from '../core/changes/changes.ts';
import type { PlaceDefault } from '../core/people/defaults.ts';
import type { Frozen } from '../core/people/freeze.ts';
import type { Person, Place } from '../core/people/person.ts';
import type { Matter, Rest } from '../core/people/rests.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import type { Instant } from '../core/time.ts';
import type { AlertSettings } from './alert-settings.ts';
import type { CoreReads } from './core-reads.ts';
import { readArgs, type ArgsOf, type Options, type RawArgs } from './options/option.ts';
import type { Reply } from './reply/reply.ts';
import type { Setting } from './setting.ts';

/** What a command may do to the world: only look, alter what Quartermaster keeps, or alter AWS. */
export const effects = ['reads', 'settings', 'changes'] as const;
export type Effect = (typeof effects)[number];

/** The services of core by effect: `changes` reaches commands that declare it, and no other. */
export type CoreFor<E extends Effect> = CoreReads &
  (E extends 'settings' ? { readonly settings: Settings } : unknown) &
  (E extends 'changes' ? { readonly changes: Changes } : unknown);

/** A freeze, and the one whose place it takes. */
export interface Froze {
  readonly frozen: Frozen;
  readonly before: Frozen | undefined;
}

/** Why a matter is left alone, and until when; without a reason it has an end. */
export type RestWish =
  | { readonly reason: string; readonly until?: Instant | undefined }
  | { readonly reason?: undefined; readonly until: Instant };

/** What Quartermaster keeps that a person may alter. Each call writes into the audit who did. */
export interface Settings {
  /** Puts the demo account back to its beginning; a Problem on real accounts. */
  resetDemo(asked: Setting): Promise<Problem | undefined>;
  /** Where a place looks when a line does not say. */
  use(asked: Setting, to: PlaceDefault): Promise<Problem | undefined>;
  /** Leaves a matter alone: with a reason it is kept on purpose, else put off. A Problem where the person may not, or the matter is none, or kept already where it is to be put off. */
  rest(asked: Setting, find: () => Promise<Matter | Problem>, wish: RestWish): Promise<Rest | Problem>;
  /** Takes that back; a Problem where the person may not, or nothing is left alone. */
  wake(asked: Setting, find: () => Promise<Rest | Problem>): Promise<Rest | Problem>;
  /** Lets all changes rest, in every process; a Problem where the person may not. */
  freeze(asked: Setting, reason: string, until: Instant | undefined): Promise<Froze | Problem>;
  /** Lets them go on; a Problem where the person may not, or they do. */
  thaw(asked: Setting): Promise<Frozen | Problem>;
  readonly alerts: AlertSettings;
}

/** What a platform understands besides the commands; `help` tells it there, and completion offers it. */
export interface PlatformWord {
  readonly word: string;
  /** At most 100 characters, without a full stop. */
  readonly summary: string;
  /** The rest, for `help WORD`. */
  readonly about: string;
  /** A line of its own, or a word that goes with lines that only look. */
  readonly stands: 'alone' | 'with-reads';
}

/** What a command may use: the person, the place, core, and the declarations of all commands. No platform object gets in here. */
export interface Context<E extends Effect> {
  readonly person: Person;
  readonly place: Place;
  /** Id of the request, for the audit. */
  readonly request: string;
  readonly core: CoreFor<E>;
  readonly now: Instant;
  /** What `use` has set for the place. */
  readonly uses: PlaceDefault;
  /** The answer goes to a program, which wants all rows and no pages. */
  readonly everything: boolean;
  readonly signal: AbortSignal;
  /** Somebody has had enough: what was read so far is to be told. */
  readonly stop?: AbortSignal | undefined;
  readonly commands: readonly Declaration[];
  /** Reads a line as if it were said here; nothing is run. */
  parse(line: string): Parsed | Problem;
  /** What the platform understands besides. */
  readonly words: readonly PlatformWord[];
  /** Rows of one page of a list. */
  readonly pageRows: number;
  /** Progress: may be dropped, the last one wins. */
  show(reply: Reply): void;
}

/** Declared once: grammar, help, completion, registration and documents are derived from it. */
export interface Declaration {
  /** One word, or two that make a group (`demo reset`). A word that heads a group is never itself a command. */
  readonly name: string;
  /** What it does, for lists: at most 100 characters (Discord, "Application Command Structure"). */
  readonly summary: string;
  /** Lines that work on the demo account; a test runs each. */
  readonly examples: readonly string[];
  readonly options: Options;
  /** Keys of what can be said of the same thing elsewhere and not here, and why: whoever tries is told that. */
  readonly fixed?: { readonly keys: readonly string[]; readonly why: Problem };
  readonly effect: Effect;
  /** Who sees the answer in a chat: the asker, or the place. */
  readonly audience: 'person' | 'place';
  /** Whether Discord registers it as a subcommand of its own (24 at most), else it is reached by `/ec2 do line:…`. */
  readonly alone: boolean;
}

/** A command with its values, ready to run with the context of its effect. */
export type Bound = (contexts: { readonly [E in Effect]: Context<E> }) => Promise<Reply | Problem>;

/** A declaration that can be run. */
export interface Command extends Declaration {
  /** Words by option → a run that is ready, or what is wrong with the words. */
  bind(raw: RawArgs): Problem | Bound;
}

/** A line understood: which command, and its words by option. */
export interface Parsed {
  readonly command: Command;
  readonly raw: RawArgs;
}

/** What a person can say. Closes over the types of its options, so that no list of commands needs a cast, and reads never get `changes`. */
export function command<const O extends Options, const E extends Effect>(
  spec: Omit<Declaration, 'options' | 'effect'> & {
    readonly options: O;
    readonly effect: E;
    /** @param raw The words that the values were read from, as they were typed. */
    run(args: ArgsOf<O>, context: Context<E>, raw: RawArgs): Promise<Reply | Problem>;
  },
): Command {
  const { run, ...declaration } = spec;
  return {
    ...declaration,
    bind(raw) {
      const args = readArgs(spec.options, raw, spec.name);
      if (isProblem(args)) return args;
      return (contexts) => run(args, contexts[spec.effect], raw);
    },
  };
}
