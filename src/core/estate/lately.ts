import { derived, unending } from '../derived.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { Home, Instance, Volume } from '../ports/instance.ts';
import type { Sight } from '../ports/sight.ts';
import { filtered, inSlices } from '../slices.ts';
import { untilAborted } from '../until-aborted.ts';
import type { Addresses } from './addresses.ts';
import type { PublicAddress } from './judge.ts';
import { recent, type RecentParts } from './recent.ts';

/**
 * What we had some seconds ago, as far as it could be read: for who types, for whom AWS cannot be asked at every key. Equal answers
 * are the same list, so that what is worked out of it is worked out once. Rejects where nothing could be read.
 */
export interface Lately {
  /** Terminated ones too, while AWS shows them. */
  instances(signal: AbortSignal): Promise<readonly Instance[]>;
  addresses(signal: AbortSignal): Promise<readonly PublicAddress[]>;
  volumes(signal: AbortSignal): Promise<readonly Volume[]>;
}

/** What is read, and when it is enough. */
export interface LatelyParts extends RecentParts {
  readonly cloud: Pick<Cloud, 'instances' | 'volumes'>;
  readonly addresses: Pick<Addresses, 'list'>;
}

/** See {@link Lately}. */
export const createLately = ({ cloud, addresses, ...parts }: LatelyParts): Lately => ({
  instances: recent(async (signal) => (await cloud.instances({}, { signal, joins: true })).items, parts),
  addresses: recent(async (signal) => (await addresses.list([], { signal, joins: true })).items, parts),
  volumes: recent(async (signal) => (await cloud.volumes({}, { signal, joins: true })).items, parts),
});

/** Gives what somebody may see of it. Those who see the same share one list. */
export function sightingLately(all: Lately): (sight: Pick<Sight, 'sees'>) => Lately {
  const [instances, addresses, volumes] = [partsOf<Instance>(), partsOf<PublicAddress>(), partsOf<Volume>()];
  return (sight) => ({
    instances: async (signal) => instances(await all.instances(signal), sight, signal),
    addresses: async (signal) => addresses(await all.addresses(signal), sight, signal),
    volumes: async (signal) => volumes(await all.volumes(signal), sight, signal),
  });
}

/** Parts of lists by the places that are seen, of which there are as many as there are ways to see. */
function partsOf<T extends Home>() {
  const homesOf = derived(async (list: readonly T[], signal) => {
    const homes = new Map<string, Home>();
    await inSlices(list, (one) => void homes.set(placeOf(one), one), signal);
    return { homes, parts: new Map<string, Promise<readonly T[]>>() };
  });
  return async (list: readonly T[], sight: Pick<Sight, 'sees'>, signal: AbortSignal): Promise<readonly T[]> => {
    const { homes, parts } = await homesOf(list, signal);
    const seen = new Set([...homes].flatMap(([place, home]) => (sight.sees(home) ? [place] : [])));
    if (seen.size === homes.size) return list;
    const key = [...seen].join('\n');
    const part = parts.get(key) ?? filtered(list, (one) => seen.has(placeOf(one)), unending);
    parts.set(key, part);
    return untilAborted(part, signal);
  };
}

/** One account and region, by what tells it from others: an account may be known by its name alone. */
const placeOf = ({ account, region }: Home): string => `${region} ${account.id} ${account.name}`;
