import type { Addresses } from '../../estate/addresses.ts';
import { ownerOf } from '../../estate/managers.ts';
import type { Prices } from '../../facts/prices/prices.ts';
import { hoursPerMonth, times, zero } from '../../money.ts';
import type { Cloud, Listing, Reading } from '../../ports/cloud.ts';
import type { Target } from '../../ports/control.ts';
import type { Address } from '../../ports/instance.ts';
import { isProblem } from '../../problem.ts';
import { plain, say } from '../../text.ts';
import type { Left } from '../target.ts';
import { rowOf, type AddressState, type Kind } from '../kinds.ts';
import type { Released, ReleasedRecord } from '../released.ts';
import type { Candidate, Look, Resource } from '../resource.ts';
import { stateOf, type AddressCase } from './case.ts';
import { consequencesOf, consequencesTogether } from './consequences.ts';
import { addressCosts, addressFacts, addressSteps, releasedCosts, releasedFacts } from './facts.ts';
import { judge } from './judge.ts';
import { standing } from './standing.ts';

/** What addresses are read with. */
export interface AddressParts {
  readonly cloud: Cloud;
  readonly addresses: Addresses;
  readonly prices: Prices;
  readonly released: Released;
}

/** Elastic IPs, as the gate sees them. */
export function addressResource({ cloud, addresses, prices, released }: AddressParts): Resource {
  /** What is ours now. */
  const held = async (kind: Kind, targets: readonly Target[], reading: Reading): Promise<Listing<Candidate>> => {
    const listing = await addresses.byId(targets, reading);
    const known = listing.items.flatMap((found) => (found.address === undefined ? [] : [found.address]));
    const [details, records] = await Promise.all([
      cloud.addressDetails(known, reading),
      kind === 'release' ? cloud.dnsRecords(known, reading) : { ...listing, items: [], gaps: [] },
    ]);
    const detailsOf = new Map(details.items.map((one) => [one.allocationId, one]));
    const items = listing.items.flatMap((found) => {
      const { address } = found;
      if (address?.allocationId === undefined) return [];
      const one: AddressCase = { found, address, details: detailsOf.get(address.allocationId), records };
      return [candidate(kind, one, address.allocationId)];
    });
    return { ...listing, items, gaps: [...listing.gaps, ...details.gaps] };
  };

  const candidate = (kind: Kind, one: AddressCase, allocationId: string): Candidate => {
    const { found, address, details } = one;
    const { account, region, ip, tags } = found;
    const ipv4 = prices.ipv4PerHour(region);
    const left: Left = {
      what: 'address',
      id: allocationId,
      label: ip,
      ...(found.verdict.charged === 'yes' && !isProblem(ipv4) && { perMonth: times(ipv4, hoursPerMonth) }),
    };
    const costs = addressCosts(found, prices);
    const ownBorder = address.networkBorderGroup !== undefined && address.networkBorderGroup !== region;
    return {
      named: { id: allocationId, name: ip, account, region },
      target: {
        id: allocationId,
        account,
        region,
        ...(address.associationId !== undefined && { associationId: address.associationId }),
        ...(ownBorder && { networkBorderGroup: address.networkBorderGroup }),
      },
      facts: addressFacts(found, allocationId, costs),
      seen: {
        state: stateOf(address),
        association: address.associationId ?? '',
        use: address.instanceId ?? address.networkInterfaceId ?? '',
        'reverse DNS name': details?.reverseDns ?? 'unknown',
      },
      judgement: judge(kind, one),
      steps: addressSteps(kind, found, details),
      about: [
        ['Use', plain(found.verdict.says())],
        ['Owner', ownerOf(tags) ?? '(none)'],
      ],
      word: ip,
      hourly: rowOf(kind).money === 'none' ? zero : costs,
      consequences: consequencesOf(kind, one, prices),
      left: found.verdict.charged === 'no' ? [] : [left],
    };
  };

  /** What was released here, and may be had again. */
  const recovered = async (targets: readonly Target[], reading: Reading): Promise<Listing<Candidate>> => {
    const listing = await addresses.byId(targets, reading);
    const ours = new Map(listing.items.map(({ ip, address }) => [ip, address]));
    const items: Candidate[] = [];
    for (const target of targets) {
      const record = await released.find(target.id);
      if (record !== undefined) items.push(recoverable(record, stateOf(ours.get(target.id))));
    }
    return { ...listing, items };
  };

  const recoverable = (record: ReleasedRecord, state: AddressState): Candidate => {
    const costs = releasedCosts(record, prices);
    return {
      named: { id: record.ip, account: record.account, region: record.region },
      target: {
        id: record.ip,
        account: record.account,
        region: record.region,
        networkBorderGroup: record.networkBorderGroup,
      },
      facts: releasedFacts(record, state, costs),
      seen: { state },
      judgement: rowOf('recover').already.includes(state) ? { is: 'already', state: 'ours again' } : { is: 'move' },
      steps: ['recover'],
      about: [
        ['Released', new Date(record.at).toISOString().slice(0, 10)],
        ['By', record.by.name],
      ],
      word: record.ip,
      hourly: costs,
      consequences: [
        {
          code: 'only-a-try',
          level: 'warning',
          says: say`AWS gives it back only while nobody else has it, and where the quota of the region allows.`,
        },
        {
          code: 'tags-lost',
          level: 'info',
          says: say`Its tags and its association are not restored${
            Object.keys(record.tags).length === 0
              ? ''
              : `; it had ${Object.entries(record.tags)
                  .map(([key, value]) => `${key}=${value}`)
                  .join(', ')}`
          }.`,
        },
      ],
      left: [],
    };
  };

  return {
    async read(kind, targets, _, reading) {
      const [listing] = await Promise.all([
        kind === 'recover' ? recovered(targets, reading) : held(kind, targets, reading),
        prices.prepare(
          targets.map(({ region }) => region),
          reading,
        ),
      ]);
      return listing;
    },
    together: consequencesTogether,
    async look(step, targets, reading) {
      const { items, gaps } = await cloud.addresses(
        {
          accounts: [...new Set(targets.map(({ account }) => account.name))],
          regions: [...new Set(targets.map(({ region }) => region))],
        },
        reading,
      );
      const details =
        step === 'reset-dns' ? await cloud.addressDetails(items.filter(isOneOf(targets)), reading) : undefined;
      const looks = new Map<string, Look>();
      for (const target of targets) {
        const address = items.find(isOneOf([target]));
        // Where something could not be read, what is missing is not gone.
        if (address === undefined && gaps.length > 0) continue;
        looks.set(target.id, {
          state: stateOf(address),
          associationId: address?.associationId,
          allocationId: address?.allocationId,
          reverseDns: details?.items.find(({ allocationId }) => allocationId === address?.allocationId)?.reverseDns,
        });
      }
      return looks;
    },
    standing,
  };
}

const isOneOf =
  (targets: readonly Target[]) =>
  ({ allocationId, publicIp, account }: Address): boolean =>
    targets.some(
      (target) => target.account.name === account.name && (target.id === allocationId || target.id === publicIp),
    );
