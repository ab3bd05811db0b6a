import { scopeOf } from '../../core/estate/filter.ts';
import type { PublicAddress } from '../../core/estate/judge.ts';
import { sideBySide } from '../../core/estate/side-by-side.ts';
import type { Listing, Scope } from '../../core/ports/cloud.ts';
import type { Address, Home, Instance } from '../../core/ports/instance.ts';
import { distinct } from '../../core/problem.ts';
import { firstInOrder, inSlices } from '../../core/slices.ts';
import type { Context } from '../command.ts';
import { watched } from '../progress.ts';
import { scoped } from '../scope.ts';
import { namesOf, namesOfAddress, type Named } from './named.ts';

/** What of ours is named: the first of each sort, and how many there are. */
export interface Found {
  readonly instances: Listing<Instance> & { readonly count: number };
  readonly addresses: Listing<PublicAddress> & { readonly count: number };
  /** Words of the message that name one of them. */
  readonly known: ReadonlySet<string>;
  /** Whether anything was looked for. */
  readonly wasRead: boolean;
}

/**
 * Instances and Elastic IPs that are named, by id and address wherever they are, by name where this place looks; those by id
 * first, each sort in the order of the message. Walks both lists once, in slices.
 */
export async function estateNamed(named: Named, atMost: number, context: Context<'reads'>): Promise<Found> {
  const { core, now, signal } = context;
  const known = new Set<string>();
  if (named.ids.size + named.names.size === 0) {
    const source = { name: core.cloud.demo ? 'demo account' : 'AWS' } as const;
    const nothing = { items: [], gaps: [], asOf: now, source, count: 0 };
    return { instances: nothing, addresses: nothing, known, wasRead: false };
  }
  const scope = scopeOf(scoped([], context));
  // Without an id nothing is looked for outside of where this place looks.
  const within = named.ids.size > 0 ? {} : scope;
  const side = sideBySide(watched(context));
  const [instances, addresses] = await Promise.all([
    core.cloud.instances(within, side()),
    core.cloud.addresses(within, side()),
  ]);
  const order = new Map([...named.ids, ...named.names].map((word, at) => [word, at]));
  const meant = async <T extends Home>(
    { items }: Listing<T>,
    wordsOf: (one: T, inScope: boolean) => readonly string[],
  ) => {
    const found: { readonly one: T; readonly at: number }[] = [];
    await inSlices(
      items,
      (one) => {
        const words = wordsOf(one, isIn(scope, one));
        if (words.length === 0) return;
        for (const word of words) known.add(word);
        found.push({ one, at: Math.min(...words.map((word) => order.get(word) ?? 0)) });
      },
      signal,
    );
    const first = await firstInOrder(found, atMost, (one, other) => one.at - other.at, signal);
    return { items: first.map(({ one }) => one), count: found.length };
  };
  const machines = await meant(instances, (one, inScope) => namesOf(named, one, inScope));
  const elastic = await meant(addresses, (one, inScope) => namesOfAddress(named, one, inScope));
  const judged = await judgedOf(elastic.items, context);
  return {
    instances: { ...instances, ...machines },
    addresses: { ...addresses, ...elastic, items: judged.items, gaps: distinct([...addresses.gaps, ...judged.gaps]) },
    known,
    wasRead: true,
  };
}

/** What these are to us, in their order. */
async function judgedOf(
  addresses: readonly Address[],
  { core, signal }: Context<'reads'>,
): Promise<Pick<Listing<PublicAddress>, 'items' | 'gaps'>> {
  if (addresses.length === 0) return { items: [], gaps: [] };
  const { items, gaps } = await core.addresses.byId(
    addresses.map(({ allocationId, publicIp, account, region }) => ({ id: allocationId ?? publicIp, account, region })),
    { signal },
  );
  const place = new Map(addresses.map(({ publicIp }, at) => [publicIp, at]));
  return { items: items.toSorted((one, other) => (place.get(one.ip) ?? 0) - (place.get(other.ip) ?? 0)), gaps };
}

const isIn = ({ accounts, regions }: Scope, { account, region }: Home): boolean =>
  (accounts === undefined || accounts.includes(account.name) || accounts.includes(account.id)) &&
  (regions?.includes(region) ?? true);
