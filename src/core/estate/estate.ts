import type { Cloud, Listing, Reading, Scope } from '../ports/cloud.ts';
import type { Address, Instance, InstanceDetails, InstanceState, Volume } from '../ports/instance.ts';
import { filtered, firstInOrder } from '../slices.ts';
import { isProblem, type Problem, unread } from '../problem.ts';
import { command, say } from '../text.ts';
import { asksForTerminated, compileFilter, scopeOf, wordOf, type Clause, type Filter } from './filter.ts';
import { ambiguous, candidatesOf, notFound, wholeWordsFirst } from './find.ts';

/** One instance with everything that belongs to it. */
export interface Whole {
  readonly instance: Instance;
  readonly details?: InstanceDetails;
  readonly volumes: readonly Volume[];
  readonly addresses: readonly Address[];
  /** Not every Elastic IP could be read: `addresses` may lack some. */
  readonly addressesUnread?: true;
}

/** A part of a long list, and how many there are in all. */
export interface Page extends Listing<Instance> {
  readonly total: number;
  readonly byState: ReadonlyMap<InstanceState, number>;
}

/** What we have. */
export interface Estate {
  /** Every instance that fits, in no order. Terminated ones only where the filter names that state or the id. */
  list(filter: Filter, reading: Reading): Promise<Listing<Instance>>;
  /** `count` of them from the `from`-th on, in the order of name, then id (code units; unnamed last). The others are not put in order. */
  page(filter: Filter, part: { readonly from: number; readonly count: number }, reading: Reading): Promise<Page>;
  /** A listing of exactly one: by id, exact Name, IPv4, or a beginning that only one has; its gaps may hide others. `ambiguous-name` lists candidates, `instance-not-found` the nearest names. @param within Where to look. */
  one(word: string, within: Scope, reading: Reading): Promise<Listing<Instance> | Problem>;
  /** The targets of a change: each word, id and address exactly one instance as in {@link one}; other clauses take all that fit. */
  targets(filter: Filter, reading: Reading): Promise<Listing<Instance> | Problem>;
  /** The parts of these instances, read now: volumes, Elastic IPs, protection, Spot request. */
  whole(instances: readonly Instance[], reading: Reading): Promise<Listing<Whole>>;
}

/** The order of lists: by name, unnamed last, then by id. */
const before = (one: Instance, other: Instance): number => {
  if (one.name !== other.name) {
    if (one.name === undefined) return 1;
    if (other.name === undefined) return -1;
    return one.name < other.name ? -1 : 1;
  }
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
};

/** What a filter shows: terminated ones only where they are asked for. */
function shownBy(filter: Filter, terminated: boolean): (instance: Instance) => boolean {
  const fits = compileFilter(filter);
  return (instance) => (terminated || instance.state !== 'terminated') && fits(instance);
}

/** The estate on a cloud. It keeps nothing: every answer is as old as its read. */
export function createEstate(cloud: Cloud): Estate {
  const read = async (
    filter: Filter,
    reading: Reading,
    terminated = asksForTerminated(filter),
  ): Promise<Listing<Instance>> => {
    const listing = await cloud.instances(scopeOf(filter), reading);
    return { ...listing, items: await filtered(listing.items, shownBy(filter, terminated), reading.signal) };
  };

  return {
    async one(word, within, reading) {
      const listing = await cloud.instances(within, reading);
      const found = await only(word, listing, within, cloud, reading.signal);
      if (!isProblem(found)) return { ...listing, items: [found] };
      // What AWS still shows may be looked at by its name too, where nothing that lives bears it.
      const [buried, second] = listing.items.filter(({ name, state }) => state === 'terminated' && name === word);
      return found.problem === 'instance-not-found' && buried !== undefined && second === undefined
        ? { ...listing, items: [buried] }
        : found;
    },

    list: (filter, reading) => read(filter, reading),

    async page(filter, { from, count }, reading) {
      const listing = await cloud.instances(scopeOf(filter), reading);
      const fits = shownBy(filter, asksForTerminated(filter));
      const byState = new Map<InstanceState, number>();
      let total = 0;
      // Long lists are walked once, never sorted whole.
      const first = await firstInOrder(listing.items, from + count, before, reading.signal, (instance) => {
        if (!fits(instance)) return false;
        total += 1;
        byState.set(instance.state, (byState.get(instance.state) ?? 0) + 1);
        return true;
      });
      return { ...listing, items: first.slice(from), total, byState };
    },

    async targets(filter, reading) {
      if (filter.length === 0) return tooWide;
      const words = filter.flatMap((clause) => wordOf(clause) ?? []);
      const rest: readonly Clause[] = filter.filter((clause) => wordOf(clause) === undefined);
      const listing = await read(rest, reading, asksForTerminated(filter));
      if (words.length === 0) {
        return listing.items.length > 0
          ? { ...listing, items: listing.items.toSorted(before) }
          : notFound(undefined, listing, await homesWithin(scopeOf(rest), cloud), []);
      }
      const items = new Map<string, Instance>();
      for (const word of words) {
        const found = await only(word, listing, scopeOf(rest), cloud, reading.signal);
        if (isProblem(found)) return found;
        items.set(found.id, found);
      }
      return { ...listing, items: [...items.values()].toSorted(before) };
    },

    async whole(instances, reading) {
      const scope = {
        accounts: [...new Set(instances.map(({ account }) => account.id))],
        regions: [...new Set(instances.map(({ region }) => region))],
      };
      const [volumes, addresses, details] = await Promise.all([
        cloud.volumes(scope, reading, instances),
        cloud.addresses(scope, reading),
        cloud.details(instances, reading),
      ]);
      const ids = new Set(instances.map(({ id }) => id));
      const held = await filtered(addresses.items, ({ instanceId = '' }) => ids.has(instanceId), reading.signal);
      const detailsOf = new Map(details.items.map((one) => [one.id, one]));
      const volumesOf = groupedBy(volumes.items, ({ attachedTo }) => attachedTo.map(({ instanceId }) => instanceId));
      const addressesOf = groupedBy(held, ({ instanceId }) => (instanceId === undefined ? [] : [instanceId]));
      return {
        ...details,
        gaps: [...volumes.gaps, ...addresses.gaps, ...details.gaps],
        items: instances.map((instance) => {
          const own = detailsOf.get(instance.id);
          return {
            instance,
            ...(own && { details: own }),
            volumes: volumesOf.get(instance.id) ?? [],
            addresses: addressesOf.get(instance.id) ?? [],
            ...(unread(addresses.gaps).length > 0 && { addressesUnread: true as const }),
          };
        }),
      };
    },
  };
}

async function only(
  word: string,
  listing: Listing<Instance>,
  looked: Scope,
  cloud: Cloud,
  signal: AbortSignal,
): Promise<Instance | Problem> {
  const candidates = wholeWordsFirst(word, await candidatesOf(word, listing.items, signal));
  const [first, second] = candidates;
  if (first === undefined) return notFound(word, listing, await homesWithin(looked, cloud), listing.items);
  return second === undefined ? first : ambiguous(word, candidates.toSorted(before));
}

/** The accounts and regions that a scope leaves. */
async function homesWithin({ accounts, regions }: Scope, cloud: Cloud): Promise<Awaited<ReturnType<Cloud['homes']>>> {
  const homes = await cloud.homes();
  return homes.flatMap(({ account, regions: all }) => {
    const looked = all.filter((region) => regions?.includes(region) ?? true);
    const wanted = accounts === undefined || accounts.includes(account.name) || accounts.includes(account.id);
    return wanted && looked.length > 0 ? [{ account, regions: looked }] : [];
  });
}

function groupedBy<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

/** Said wherever a change is asked for without saying of what. */
export const tooWide: Problem = {
  problem: 'too-wide',
  what: say`A change needs targets that you name.`,
  todo: say`Give names or ids (${command('stop web-1 web-2')}), or a filter (${command('stop tag:env=dev region:eu-west-1')}).`,
};
