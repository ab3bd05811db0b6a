import type { Problem } from '../problem.ts';
import type { Listing, Reading, Source } from './cloud.ts';
import type { Home } from './instance.ts';
import type { Image, Offering, RegionStatus, TypeFacts } from './instance-type.ts';

/** An account by our name for it, and a region of it. */
export interface NamedHome {
  readonly account: string;
  readonly region: string;
}

/**
 * What AWS tells of instance types. Reads alone; what AWS refuses is a Problem, never thrown; an aborted signal rejects
 * with its reason. Nothing is kept: `facts/instance-types/types.ts` does that, and is what commands use. The demo account
 * has none: there the embedded facts are all that there is.
 */
export interface TypeReads {
  /** Every type of a region, all pages; they are the same for every account, so any account is asked that has the region. In no promised order. */
  types(region: string, reading: Reading): Promise<readonly TypeFacts[] | Problem>;
  /** Which zones of this account and region have which type. In no promised order; a type without a zone is left out. */
  offerings(home: NamedHome, reading: Reading): Promise<readonly Offering[] | Problem>;
}

/** What an account has of images and regions. Errors are told as by {@link TypeReads}. */
export interface AccountReads {
  /** Who tells it. */
  readonly source: Source;
  /** The images of these ids, deprecated and disabled ones too; one that the account is not shown is left out (not a gap). */
  images(wanted: readonly (Home & { readonly id: string })[], reading: Reading): Promise<Listing<Image>>;
  /** Every region that there is for the account, with its opt-in status. A Problem where AWS does not tell. @param account By our name for it. */
  regions(account: string, reading: Reading): Promise<readonly RegionStatus[] | Problem>;
}
