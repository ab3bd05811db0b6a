import type { Problem } from '../problem.ts';
import type { Instant } from '../time.ts';
import type {
  Account,
  Address,
  AddressDetails,
  CapacityReservation,
  DnsRecord,
  Home,
  Instance,
  InstanceDetails,
  NetworkInterface,
  Volume,
} from './instance.ts';

/** Where to look. Absent: everywhere the configuration knows. Names of accounts are ours or the twelve digits. */
export interface Scope {
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
}

/** How a read is made: what stops it, and who wants to see how far it is. */
export interface Reading {
  readonly signal: AbortSignal;
  /** What was read so far will do: what is not read when it is aborted is a gap, and the rest is told. */
  readonly stop?: AbortSignal | undefined;
  /** How many of the accounts' regions have been looked at. */
  seen?(done: number, of: number): void;
  /** The answer of an equal read that is under way will do: for lists that people look at. A plan, and whatever follows a change, reads anew. */
  readonly joins?: boolean;
}

/** Where figures and facts come from. */
export interface Source {
  readonly name: 'demo account' | 'AWS' | 'embedded catalogue';
  /** Page, API or file, for people. */
  readonly detail?: string;
}

/** Every read of the world says how old it is and what it could not see. Order of items is not promised. */
export interface Listing<T> {
  readonly items: readonly T[];
  /** One for each account and region (or item) that could not be read, with the reason. */
  readonly gaps: readonly Problem[];
  readonly asOf: Instant;
  readonly source: Source;
}

/** Accounts' regions by how they were read. What stands in neither list was not asked: nobody meant it, its account could not be entered, or it is not shown. */
export interface Homes {
  readonly whole: readonly Home[];
  /** Asked, and not read, or in part alone; a gap tells why. */
  readonly partly: readonly Home[];
}

/** A listing that says where it looked. What a region that was read whole does not have in it, is not there; of any other that cannot be told. */
export interface Scan<T> extends Listing<T> {
  readonly homes: Homes;
}

/** An Elastic IP and what uses it, as far as it could be read. */
export interface AddressUse {
  readonly address: Address;
  /** The instance that it names. */
  readonly instance: Instance | undefined;
  /** Where it names none: the interface it sits on, if that is of the account. */
  readonly interface: NetworkInterface | undefined;
  /** Where they were wanted. */
  readonly details: AddressDetails | undefined;
}

/**
 * Reads of AWS. Errors of AWS are gaps, never thrown; an aborted signal rejects with its reason.
 * Reads are eventually consistent: what was just changed may still be told as it was.
 */
export interface Cloud {
  /** True for the embedded account: its replies are stamped, and nobody is billed. */
  readonly demo: boolean;
  /** Accounts with the regions that are looked at, as configured; an account whose id is not known yet has id ''. */
  homes(): Promise<readonly { readonly account: Account; readonly regions: readonly string[] }[]>;
  instances(scope: Scope, reading: Reading): Promise<Scan<Instance>>;
  /** The instances of these ids alone; one that AWS does not know is left out (not a gap). */
  instancesById(ids: readonly (Home & { readonly id: string })[], reading: Reading): Promise<Scan<Instance>>;
  /** Every attached and unattached volume; with `of`, those attached to these instances alone. */
  volumes(scope: Scope, reading: Reading, of?: readonly Instance[]): Promise<Scan<Volume>>;
  addresses(scope: Scope, reading: Reading): Promise<Scan<Address>>;
  /** The accounts' own Capacity Reservations in every state that AWS still tells; none that another account shares with them. */
  reservations(scope: Scope, reading: Reading): Promise<Scan<CapacityReservation>>;
  /** As `addresses`, each with what uses it; nothing else is read. A region whose addresses were read, and not all that uses them, was read partly. @param wantsDetails Of which transfer and reverse DNS are read as well; equal for all who join. */
  addressUses(scope: Scope, reading: Reading, wantsDetails: (address: Address) => boolean): Promise<Scan<AddressUse>>;
  /** The network interfaces of these ids; one that AWS does not show us is left out (not a gap). */
  interfaces(ids: readonly (Home & { readonly id: string })[], reading: Reading): Promise<Scan<NetworkInterface>>;
  /** One entry an address with an allocation id: transfer and reverse DNS. */
  addressDetails(addresses: readonly Address[], reading: Reading): Promise<Scan<AddressDetails>>;
  /** A records that point to these addresses, in the Route 53 zones of their own accounts. */
  dnsRecords(addresses: readonly Address[], reading: Reading): Promise<Listing<DnsRecord>>;
  /** One entry an instance that could be asked; protection and Spot request. */
  details(instances: readonly Instance[], reading: Reading): Promise<Listing<InstanceDetails>>;
}
