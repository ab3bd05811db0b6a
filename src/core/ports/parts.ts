import type { Problem } from '../problem.ts';
import type { AddressUse, Reading, Scope, Source } from './cloud.ts';
import type { Address, CapacityReservation, Home, Instance, Volume } from './instance.ts';

/** The lists that are read region by region, and what each is of. `uses` are addresses with what uses them. */
export interface PartLists {
  readonly instances: Instance;
  readonly volumes: Volume;
  readonly addresses: Address;
  readonly reservations: CapacityReservation;
  readonly uses: AddressUse;
}
/** In a fixed order. */
export const partNames = ['instances', 'volumes', 'addresses', 'reservations', 'uses'] as const;
/** One of them. */
export type PartName = (typeof partNames)[number];

/** What could not be read of one region of one account. */
export interface Failure {
  readonly account: string;
  readonly region: string;
  /** Of it, `transfers of addresses`; undefined: all. */
  readonly what?: string | undefined;
  /** Why. The place stands in its words as `here` of `core/gaps.ts`. */
  readonly problem: Problem;
}

/** One list of one account and region, as far as it could be read; whole where nothing failed. */
export interface Part<T> {
  readonly items: readonly T[];
  readonly failures: readonly Failure[];
}

/** Which regions of accounts a scope means, and why others are not asked. */
export interface Places {
  readonly homes: readonly Home[];
  readonly gaps: readonly Problem[];
}

/**
 * A cloud's lists, taken apart: what `Cloud` reads at once is asked here account by account and region by region, so that
 * several processes may share the work. `gathered` of `core/gathered.ts` makes of the parts what `Cloud` would have told.
 */
export interface Parts {
  readonly source: Source;
  /** Where a scope leads. Rejects when the signal is aborted. */
  places(scope: Scope, reading: Reading): Promise<Places>;
  /**
   * One list of one region. Errors of AWS are failures, never thrown. Rejects when the signal is aborted, and with NotHere where
   * this process does not know the account, or knows another under its name.
   * @param wantsDetails Of `uses`: see `Cloud.addressUses`.
   */
  read<N extends PartName>(
    home: Home,
    list: N,
    signal: AbortSignal,
    wantsDetails: (address: Address) => boolean,
  ): Promise<Part<PartLists[N]>>;
}
