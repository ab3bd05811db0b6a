import type { PublicAddress } from '../../estate/judge.ts';
import type { Unpriced, VolumeShape } from '../../facts/prices/volumes.ts';
import type { Money } from '../../money.ts';
import type { Account, CapacityReservation, Instance, Volume } from '../../ports/instance.ts';
import type { Spans } from '../../text.ts';
import type { Instant } from '../../time.ts';
import type { Finding } from '../finding.ts';

/** The public IPv4 addresses of one account in all regions that were looked at, counted. */
export interface AddressCount {
  readonly account: Account;
  /** Those that AWS charges for, and what they cost for 730 hours; undefined: the price of some is not known. */
  readonly charged: number;
  readonly perMonth: Money | undefined;
  /** Not all of the account could be read, or of some it is not known whether AWS charges. */
  readonly atLeast: boolean;
}

/** What a rule looks at, one after the other. */
export interface Things {
  readonly addresses: PublicAddress;
  readonly instances: Instance;
  readonly volumes: Volume;
  readonly reservations: CapacityReservation;
  readonly counts: AddressCount;
}

/** A type of the same line and architecture that costs less in the same region. */
export interface Successor {
  readonly type: string;
  /** What a month of 730 hours of it costs less. */
  readonly savesPerMonth: Money;
}

/** A tag by which a team marks what idles, whatever AWS says of it; a value of `*` is any. */
export interface IdleTag {
  readonly key: string;
  readonly value: string;
}

/** What is known besides the thing itself. All of it was read before, so that a rule is a pure function. */
export interface Known {
  readonly now: Instant;
  /** What one public IPv4 costs for 730 hours; undefined: not known. */
  addressMonth(region: string): Money | undefined;
  /** What a volume costs for 730 hours, or which part of that is known. */
  volumeMonth(volume: VolumeShape): Money | Unpriced;
  /** What a Capacity Reservation costs for 730 hours, used or not; undefined: not known. */
  reservationMonth(reservation: CapacityReservation): Money | undefined;
  /** The volumes of an instance that is stopped; of those that several share, the first pays. Read for rules that need `volumes`. */
  volumesOf(instance: Instance): readonly Volume[];
  /** Where there is one that is surely like it. Looked up for rules that need `successors`. */
  successorOf(instance: Instance): Successor | undefined;
  /** The first of the tags that mark what idles, among these. */
  idleTagOf(tags: Readonly<Record<string, string>>): IdleTag | undefined;
}

/** What a rule says of one thing; the sweep adds whose and where it is. */
export type Judged = Pick<Finding, 'says' | 'facts' | 'since' | 'perMonth'>;

/** A waste rule: one pure function of a thing and what is known, with its id and explanation. */
export interface RuleOver<K extends keyof Things> {
  /** Stable: it stands in configurations. Lower-case words with hyphens. */
  readonly id: string;
  /** What it finds, for lists: `Elastic IPs that are associated with nothing`. */
  readonly title: string;
  /** Why that is waste, what AWS charges, and what to do; for whoever asks for an explanation. */
  readonly explains: Spans;
  readonly over: K;
  /** What it looks at besides. */
  readonly needs?: 'volumes' | 'successors';
  /** Which matter of a thing it is about, where a thing may have several: see `keyOf`. Of two rules about one matter a strong one tells it, else the first. */
  readonly matter?: string;
  /** Whether its costs are summed as waste; a weak finding may be meant, and is told and not summed. */
  readonly sums: boolean;
  judge(thing: Things[K], known: Known): Judged | undefined;
}

/** Any of them. */
export type Rule = { readonly [K in keyof Things]: RuleOver<K> }[keyof Things];
