import type { PublicAddress } from '../../estate/judge.ts';
import type { Prices } from '../../facts/prices/prices.ts';
import { fromRecord, usdOf, zero, type Money } from '../../money.ts';
import type { AddressDetails } from '../../ports/instance.ts';
import type { ResourceFacts } from '../../ports/policy.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { say } from '../../text.ts';
import type { AddressState, Kind } from '../kinds.ts';
import type { ReleasedRecord } from '../released.ts';
import type { Subjected } from '../rights.ts';
import { stateOf } from './case.ts';

/** What an address costs an hour; a Problem where that is not known. */
export const addressCosts = (
  { region, verdict: { charged } }: PublicAddress,
  prices: Pick<Prices, 'ipv4PerHour'>,
): Money | Problem => (charged === 'yes' ? prices.ipv4PerHour(region) : charged === 'no' ? zero : notPriced);

/** What one cost that was released here, or will cost again. */
export const releasedCosts = (
  { perHour, region }: ReleasedRecord,
  prices: Pick<Prices, 'ipv4PerHour'>,
): Money | Problem => (perHour === undefined ? prices.ipv4PerHour(region) : fromRecord(perHour));

/** What access rules look at of an Elastic IP. @param id Its allocation id. @param costs An hour. */
export const addressFacts = (
  { ip, account, region, tags, address }: PublicAddress,
  id: string,
  costs: Money | Problem,
): ResourceFacts => ({
  is: 'address',
  id,
  name: ip,
  account,
  region,
  state: stateOf(address),
  tags,
  ...(!isProblem(costs) && { usdPerHour: usdOf(costs) }),
});

/** The same of one that was released here: what it was tagged with is what rules judge, for the address itself is nobody's now. */
export const releasedFacts = (
  { ip, account, region, tags }: ReleasedRecord,
  state: AddressState,
  costs: Money | Problem,
): ResourceFacts => ({
  is: 'address',
  id: ip,
  name: ip,
  account,
  region,
  state,
  tags,
  ...(!isProblem(costs) && { usdPerHour: usdOf(costs) }),
});

/** The calls that a change of an Elastic IP takes, in order. @param details Undefined: could not be read. */
export const addressSteps = (
  kind: Kind,
  { address }: Pick<PublicAddress, 'address'>,
  details: Pick<AddressDetails, 'reverseDns'> | undefined,
): readonly Kind[] => {
  const named = details?.reverseDns !== undefined && details.reverseDns !== '';
  return kind === 'release'
    ? [
        ...(named ? ['reset-dns' as const] : []),
        ...(address?.associationId === undefined ? [] : ['disassociate' as const]),
        'release',
      ]
    : [kind];
};

/** An Elastic IP as rules are asked about it; undefined: it has no allocation id. */
export const addressSubject = (
  kind: Kind,
  found: PublicAddress,
  details: AddressDetails | undefined,
  prices: Pick<Prices, 'ipv4PerHour'>,
): Subjected | undefined => {
  const id = found.address?.allocationId;
  return id === undefined
    ? undefined
    : { facts: addressFacts(found, id, addressCosts(found, prices)), steps: addressSteps(kind, found, details) };
};

const notPriced: Problem = {
  problem: 'no-price',
  what: say`it is not known whether AWS charges for it.`,
  todo: say`Its pool, or the account that owns its interface, tells.`,
};
