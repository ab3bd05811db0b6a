import type { Changes } from '../core/changes/changes.ts';
import type { LeftBehind } from '../core/changes/left-behind.ts';
import type { Released } from '../core/changes/released.ts';
import type { Addresses } from '../core/estate/addresses.ts';
import type { Estate } from '../core/estate/estate.ts';
import type { Lately } from '../core/estate/lately.ts';
import type { EstateCosts } from '../core/estate/estate-cost.ts';
import type { Types } from '../core/facts/instance-types/types.ts';
import type { Topics } from '../core/facts/topic-search/topics.ts';
import type { Prices } from '../core/facts/prices/prices.ts';
import type { Access } from '../core/people/access/access.ts';
import type { Audit } from '../core/people/audit-search.ts';
import type { Directory } from '../core/people/directory.ts';
import type { Freeze } from '../core/people/freeze.ts';
import type { Person, Place } from '../core/people/person.ts';
import type { Shown } from '../core/people/places.ts';
import type { Rests } from '../core/people/rests.ts';
import type { Cloud } from '../core/ports/cloud.ts';
import type { Known } from '../core/watch/alert.ts';
import type { Alerts } from '../core/watch/alerts.ts';
import type { DeadLetter } from '../core/watch/outbox.ts';
import type { State } from '../core/watch/states.ts';
import type { Instant } from '../core/time.ts';
import type { SeenFirst } from '../core/watch/seen.ts';
import type { Sweeper } from '../core/watch/sweep.ts';
import type { Ledger } from '../core/watch/ledger.ts';

/** How much of what is kept here somebody may not see. */
export interface Unseen {
  /** Things that changes left behind. */
  leftBehind(): Promise<number>;
  /** Entries of savings that count for a moment after `since`, or were made later. */
  savings(since: Instant): Promise<number>;
  /** Plans that wait for them. */
  plans(person: Person, place: Place): Promise<number>;
  /** Alerts of accounts. */
  alerts(): Promise<number>;
}

/** When an alert was run last, and how that went, in words: left out where it looked at what may not be looked at. */
export type LastRun = Pick<NonNullable<State['last']>, 'at' | 'saw'> & { readonly says?: string };

/** Alerts, as far as they may be looked at. */
export interface AlertReads extends Pick<Alerts, 'list' | 'find'> {
  /** When an alert was run last; undefined: never. */
  last(known: Pick<Known, 'alert' | 'made' | 'sees'>): Promise<LastRun | undefined>;
  /** What could not be posted, the latest first: of alerts that may be looked at, and of all else where everything may be. */
  dead(): Promise<readonly DeadLetter[]>;
  /** Platforms that are switched on: in chats of others nothing is told. */
  readonly chats: readonly string[];
  /** IANA name, of times of the day that name no zone. */
  readonly timeZone: string;
}

/** The services that every command, and every completion, may use: none alters anything. */
export interface CoreReads {
  readonly cloud: Cloud;
  readonly estate: Estate;
  readonly addresses: Addresses;
  /** For completion alone: an answer never tells what may be old. */
  readonly lately: Lately;
  readonly prices: Prices;
  readonly costs: EstateCosts;
  /** What is true of instance types, images and regions. */
  readonly types: Types;
  /** Ideas around EC2, explained. */
  readonly topics: Topics;
  readonly audit: Audit;
  readonly leftBehind: Pick<LeftBehind, 'list'>;
  readonly released: Pick<Released, 'find'>;
  /** What wastes. */
  readonly sweep: Sweeper;
  /** When sweeps saw findings first. */
  readonly seen: Pick<SeenFirst, 'of' | 'look'>;
  /** What is kept on purpose, and what is put off. */
  readonly rests: Pick<Rests, 'of' | 'all'>;
  readonly savings: Pick<Ledger, 'list'>;
  readonly plans: Pick<Changes, 'waiting' | 'review'>;
  readonly alerts: AlertReads;
  readonly freeze: Pick<Freeze, 'now'>;
  readonly access: Access;
  /** Which accounts are shown in a place, whoever asks. */
  shownIn(place: Place): Shown;
  /** Who is who, and has which role. */
  readonly directory: Directory;
  /** Left out of the others, for the access rules do not show it. */
  readonly unseen: Unseen;
}
