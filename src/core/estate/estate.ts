import type { Listing, Reading } from '../ports/cloud.ts';
import type { Address, Instance, InstanceDetails, Volume } from '../ports/instance.ts';
import type { Problem } from '../problem.ts';
import type { Filter } from './filter.ts';

/** One instance with everything that belongs to it. */
export interface Whole {
  readonly instance: Instance;
  readonly details?: InstanceDetails;
  readonly volumes: readonly Volume[];
  readonly addresses: readonly Address[];
}

/** What we have. */
export interface Estate {
  /** Every instance that fits, in the order of name, then id (code units; unnamed last). Terminated ones only where the filter names that state or the id. */
  list(filter: Filter, reading: Reading): Promise<Listing<Instance>>;
  /** Exactly one: by id, exact Name, IPv4, or a beginning that only one has. `ambiguous-name` lists candidates, `instance-not-found` the nearest names. */
  one(word: string, reading: Reading): Promise<Instance | Problem>;
  /** The targets of a change: each word exactly one instance as in {@link one}; other clauses take all that fit. */
  targets(filter: Filter, reading: Reading): Promise<Listing<Instance> | Problem>;
  /** The parts of these instances, read now: volumes, Elastic IPs, protection, Spot request. */
  whole(instances: readonly Instance[], reading: Reading): Promise<Listing<Whole>>;
}
