import type { Money } from '../money.ts';
import type { Approvers } from '../people/access/access.ts';
import type { Frozen } from '../people/freeze.ts';
import type { Person, Place } from '../people/person.ts';
import type { Reading } from '../ports/cloud.ts';
import type { Target } from '../ports/control.ts';
import type { Home } from '../ports/instance.ts';
import type { Problem } from '../problem.ts';
import type { Instant } from '../time.ts';
import type { Kind } from './kinds.ts';
import type { Candidate } from './resource.ts';
import type { Lacking } from './rights.ts';
import type { Named, Consequence, Left, TargetProgress } from './target.ts';

/** Which change, by whom, where. */
export interface Wish {
  readonly kind: Kind;
  readonly by: Person;
  readonly where: Place;
  /** Id of the request that asks. */
  readonly request: string;
  /** Members of Auto Scaling groups may be changed too. */
  readonly evenInGroup: boolean;
  readonly reason?: string;
  /** Through a freeze, loudly: with a reason, and for who may. */
  readonly breakGlass?: boolean;
}

/** What a change would do. Nothing has happened yet. */
export interface Plan {
  readonly wish: Wish;
  readonly moves: readonly Candidate[];
  /** Named and left out: already where the change leads. */
  readonly already: readonly { readonly named: Named; readonly state: string }[];
  /** Named and left out, each with the reason. */
  readonly refused: readonly { readonly named: Named; readonly because: Problem }[];
  /** For all moves together: what is saved or begins to cost, what goes on being paid. */
  readonly together: readonly Consequence[];
  /** What could not be read. */
  readonly gaps: readonly Problem[];
  /** What access rules want besides the confirmation. */
  readonly lacking: Lacking;
  /** Ids of the rules that decided. */
  readonly rules: readonly string[];
  /** Things that the rules were asked about together. */
  readonly judged: number;
  /** The freeze that this one goes on through. */
  readonly breakGlass?: Frozen;
  /** The word that must be typed after the key; absent: none. */
  readonly typed?: string;
}

/** A plan that waits for its press. */
export interface Asked {
  readonly plan: Plan;
  readonly key: string;
  readonly expiresAt: Instant;
}

/** A plan that waits for a press, as it is told to who may press it. */
export interface Waiting {
  readonly key: string;
  readonly kind: Kind;
  /** Its own confirmation; another person's approval; the approval of who is told. */
  readonly for: 'confirmation' | 'approval' | 'yours';
  readonly by: { readonly id: string; readonly name: string };
  readonly reason?: string;
  /** Its targets, by name where they have one. */
  readonly names: readonly string[];
  /** Where they are. */
  readonly homes: readonly Home[];
  readonly expiresAt: Instant;
}

/** Somebody presses a button of a plan, or types the same. */
export interface Press {
  readonly verb: 'confirm' | 'cancel' | 'approve' | 'deny';
  readonly by: Person;
  readonly where: Place;
  readonly request: string;
  readonly typed?: string;
  readonly reason?: string;
}

/** How far a change is, target by target. */
export interface Progress {
  readonly kind: Kind;
  readonly targets: readonly TargetProgress[];
  /** It is tried again while AWS has no room: which attempt this is, how long until the next (absent: it is under way), and when no other follows. Its key stops it. */
  readonly trying?: {
    readonly key: string;
    readonly attempt: number;
    readonly nextInMs?: number;
    readonly until: Instant;
  };
}

/** How often a start is tried again while AWS has no room, and for how long altogether. */
export interface Trying {
  readonly everyMs: number;
  readonly forMs: number;
}

/** How a confirmed change ended. */
export interface Outcome extends Progress {
  readonly key: string;
  readonly by: { readonly id: string; readonly name: string };
  /** Place where it was asked. */
  readonly where: string;
  readonly cancelled: boolean;
  /** Nobody approved it in time; it is cancelled then. */
  readonly late?: true;
  /** Members of Auto Scaling groups were meant as well. */
  readonly evenInGroup?: true;
  readonly reason?: string;
  /** Who approved it, where access rules wanted another person. */
  readonly approver?: { readonly id: string; readonly name: string };
  /** Who said no instead; it is cancelled then. */
  readonly denied?: {
    readonly by: { readonly id: string; readonly name: string };
    readonly reason?: string | undefined;
  };
  /** It goes on through a freeze, which has broken the glass. */
  readonly breakGlass?: true;
  /** It waits for a press, and until when. */
  readonly waits?: { readonly for: 'confirmation' | 'approval'; readonly until: Instant };
  /** Only who asked read the place. */
  readonly inPrivate: boolean;
  /** Nothing was called: it was confirmed, and waits for another person. */
  readonly awaiting?: { readonly approver: Approvers; readonly expiresAt: Instant };
  /** What goes on costing, in sentences, and thing by thing. */
  readonly leftBehind: readonly Consequence[];
  readonly left: readonly Left[];
  /** What the targets that are done save or begin to cost per hour, as far as it is known. */
  readonly hourly?: { readonly amount: Money; readonly way: 'saved' | 'begun' };
  /** The change that leads back, and what to name in it. */
  readonly wayBack?: WayBack;
  /** It was tried again and again, and is asked to stop: no further attempt is made. */
  readonly stopping?: true;
  /** AWS had no room: what there is instead, and a plan that tries again until there is, which waits for a press of its own. */
  readonly instead?: readonly Consequence[];
  readonly keepTrying?: Asked & Trying;
}

/** A change that leads back, and what to name in it: ids of instances, addresses. */
export interface WayBack {
  readonly kind: Kind;
  readonly words: readonly string[];
}

/** A plan that waits for approval, as it is now. */
export interface Reviewed {
  readonly waiting: Waiting;
  readonly plan: Plan;
}

/** The one gate: one persisted record a change, which moves by presses alone: asked → (awaiting →) acting → ended, or cancelled. */
export interface Changes {
  /** Reads the targets and says what would happen. Writes nothing but a refusal in the audit. */
  plan(wish: Wish, targets: readonly Target[], reading: Reading): Promise<Plan | Problem>;
  /** Keeps the plan under a key that works once. Rejects with StoreUnwritable where the store cannot be written. */
  ask(plan: Plan): Promise<Asked>;
  /** A press: cancels, denies, waits for another person, or acts and follows the targets until they are there. A cancel of what is tried again and again stops that. */
  step(key: string, press: Press, told: (progress: Progress) => void, signal: AbortSignal): Promise<Outcome | Problem>;
  /** What a plan that waits for approval would do, read anew; a Problem where nothing waits under the key, or it is nothing of theirs. */
  review(key: string, by: Person, where: Place, reading: Reading): Promise<Reviewed | Problem>;
  /** What a plan that waits for approval would do, read anew, for whoever is asked to approve it; undefined: none waits under the key, or it cannot be told. Rejects where the signal is aborted. */
  wanted(key: string, reading: Reading): Promise<Plan | undefined>;
  /** Plans that wait for a press of this person in this place, or for another's, newest first. */
  waiting(by: Person, where: Place): Promise<readonly Waiting[]>;
  /** How a change stands that was confirmed, by its key; undefined: no such record. */
  outcome(key: string): Promise<Outcome | undefined>;
  /** How a change stands for which nothing can be pressed any longer; undefined: it waits for a press, is under way, or there is no such record. One that nobody pressed in time still `waits`, until a moment that has passed. */
  over(key: string): Promise<Outcome | undefined>;
  /** What leads back from the last change of this person that did something; a Problem where there is none, or it is not shown to them there. */
  wayBack(by: Person, where: Place): Promise<WayBack | Problem>;
  /** Looks up changes that were under way in a process that is gone, and tells how they ended. Those whose lease still runs are left alone. */
  reconcile(signal: AbortSignal): Promise<readonly Outcome[]>;
}
