import type { PublicAddress } from '../../estate/judge.ts';
import type { Listing } from '../../ports/cloud.ts';
import type { Address, AddressDetails, DnsRecord } from '../../ports/instance.ts';
import type { AddressState } from '../kinds.ts';

/** What a plan about one address is made from. */
export interface AddressCase {
  readonly found: PublicAddress;
  readonly address: Address;
  /** Undefined: could not be read. */
  readonly details: AddressDetails | undefined;
  /** A records that point to it; a listing with gaps may hide some. */
  readonly records: Listing<DnsRecord>;
}

/** Where an address stands; undefined: it is not ours. */
export const stateOf = (address: Pick<Address, 'associationId'> | undefined): AddressState =>
  address === undefined ? 'released' : address.associationId === undefined ? 'free' : 'associated';
