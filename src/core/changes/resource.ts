import type { Money } from '../money.ts';
import type { Listing, Reading } from '../ports/cloud.ts';
import type { Target } from '../ports/control.ts';
import type { ResourceFacts } from '../ports/policy.ts';
import type { Problem } from '../problem.ts';
import type { Instant } from '../time.ts';
import { code, say, type Spans } from '../text.ts';
import type { Consequence, Goes, Left, Named, TargetProgress } from './target.ts';
import type { Kind } from './kinds.ts';
import type { TargetRecord } from './record.ts';

/** What one target is for a change: it will be changed, is there already, or cannot be changed. */
export type Judgement =
  | { readonly is: 'move' }
  | { readonly is: 'already'; readonly state: string }
  | { readonly is: 'refused'; readonly because: Problem };

/** What a plan remembers of a target to know it again at the press: what would make it another target, by its name in words. */
export type Seen = Readonly<Record<string, string>>;

/** A target as it is now, seen through what is asked of it. */
export interface Candidate {
  readonly named: Named;
  /** What the calls take. */
  readonly target: Target;
  /** What access rules may look at. */
  readonly facts: ResourceFacts;
  readonly seen: Seen;
  readonly judgement: Judgement;
  /** The calls that it takes, in order; the last is the kind itself. */
  readonly steps: readonly Kind[];
  /** What a table shows of it: title and value. */
  readonly about: readonly (readonly [title: string, value: string])[];
  /** The word to type where the kind asks for one. */
  readonly word: string;
  /** What begins or ends to cost an hour; a Problem where that is not known. */
  readonly hourly: Money | Problem;
  /** Absent: nothing goes with it. */
  readonly goes?: Goes;
  readonly consequences: readonly Consequence[];
  /** What goes on costing when it is done. */
  readonly left: readonly Left[];
}

/** What a light read tells of a target: enough to see where a call has brought it. */
export type Look = Readonly<Record<string, string | number | boolean | undefined>> & { readonly state: string };

/** What a read tells of a target that was called. */
export type Found = Pick<TargetProgress, 'phase' | 'says' | 'why'> & { readonly state?: string };

/** What the gate must know of one type of resource (an instance, an address). Reads and pure decisions; it calls nothing. */
export interface Resource {
  /** The targets as they are now; those that are gone are left out. */
  read(
    kind: Kind,
    targets: readonly Target[],
    wish: { readonly evenInGroup: boolean },
    reading: Reading,
  ): Promise<Listing<Candidate>>;
  /** What follows for all of them together. */
  together(kind: Kind, moves: readonly Candidate[]): readonly Consequence[];
  /** Where AWS had no room for these: what else there is, and what it costs. */
  instead?(targets: readonly Target[], reading: Reading): Promise<readonly Consequence[]>;
  /** Where these targets of one step stand; undefined for one that cannot be read. */
  look(step: Kind, targets: readonly Target[], reading: Reading): Promise<ReadonlyMap<string, Look>>;
  /** What `look` says of a target that a step was called for. Undefined: nothing new is known yet. */
  standing(step: Kind, calledAt: Instant, target: TargetRecord, look: Look | undefined): Found | undefined;
}

/** What differs in a way that matters between the plan and now, in words; undefined: nothing. */
export function difference(then: Seen, now: Seen): Spans | undefined {
  for (const [what, before] of Object.entries(then)) {
    const after = now[what];
    // What could not be read now is not told as changed: EC2 has the last word.
    if (after !== undefined && after !== before) return wordsOf(what, before, after);
  }
  return undefined;
}

/** See {@link difference}. */
function wordsOf(what: string, before: string, after: string): Spans {
  const none = (value: string): string => (value === '' ? '(none)' : value);
  switch (what) {
    case 'state':
      return say`it was ${before} and is now ${after}`;
    case 'last start':
      return say`it was restarted meanwhile`;
    case 'volumes':
      return say`other volumes are attached to it now`;
    case 'Elastic IPs':
      return say`other Elastic IPs are associated with it now`;
    default:
      return say`its ${what} was ${code(none(before))} and is now ${code(none(after))}`;
  }
}
