import type { Principal, ResourceFacts, Rule, RuleFault } from '../../ports/policy.ts';
import type { Sight } from '../../ports/sight.ts';
import type { Problem } from '../../problem.ts';
import type { Person, Place } from '../person.ts';

/** Actions that are about Quartermaster itself: `settings` is what `use`, `keep` and the like alter for others. */
export type HouseAction = 'settings' | 'freeze' | 'break-glass';

/** Who could approve. */
export interface Approvers {
  /** Roles each of which is enough. */
  readonly roles: readonly string[];
  /** Persons that have one of them, as far as the configuration says. */
  readonly persons: readonly string[];
}

/** Whether one thing may be changed, and by which rules: those that decided, or would. */
export type Ruling =
  | { readonly is: 'allowed'; readonly by: readonly Rule[] }
  /** With a reason, or with another person's approval, or both, it would be. */
  | {
      readonly is: 'lacks';
      readonly reason: boolean;
      readonly approver: Approvers | undefined;
      readonly by: readonly Rule[];
    }
  /** Names the rule in words, and who could do it. */
  | { readonly is: 'refused'; readonly because: Problem; readonly by: readonly Rule[] };

/** A change that somebody wants. */
export interface WantedChange {
  readonly by: Person;
  readonly where: Place;
  /** Kind of change. */
  readonly does: string;
  readonly reason?: string | undefined;
  readonly approver?: Principal | undefined;
  /** Things that the change is for in all. */
  readonly targets: number;
}

/** The rules that are in force. */
export interface InForce {
  readonly rules: readonly Rule[];
  /** Their file, as it is named in the configuration; undefined: the starter's. */
  readonly file: string | undefined;
  /** The file has changed since, and is bad: these rules are of before. */
  readonly faults: readonly RuleFault[];
}

/** Who may do what. Rules are read anew when their file has changed; where it then is bad, the old ones stay in force. */
export interface Access {
  /** About one thing of a change. */
  change(wanted: WantedChange, to: ResourceFacts): Promise<Ruling>;
  /** About Quartermaster itself; undefined: it is allowed. */
  house(by: Person, where: Place, does: HouseAction): Promise<Problem | undefined>;
  /** The same, with the rules that decided. */
  houseRuling(by: Person, where: Place, does: HouseAction): Promise<Exclude<Ruling, { is: 'lacks' }>>;
  /** Whether any rule would ever let the person do it: what else is not offered. */
  everMay(person: Person, does: string): Promise<boolean>;
  /** Whether any rule may mean the person as an approver: one names a role of theirs, or them, and speaks of an approver, or names nobody. */
  everApproves(person: Person): Promise<boolean>;
  inForce(): Promise<InForce>;
  /** Which accounts and regions the person may look at, as things are now; undefined: all. */
  sight(person: Person, where: Place): Promise<Sight | undefined>;
}
