import { here } from '../gaps.ts';
import { gathered } from '../gathered.ts';
import type { Clock } from '../ports/clock.ts';
import type { Cloud, Reading, Scan, Scope } from '../ports/cloud.ts';
import type { Home } from '../ports/instance.ts';
import type { Jobs, Part as Asked } from '../ports/jobs.ts';
import { partNames, type Failure, type Part, type PartLists, type PartName, type Parts } from '../ports/parts.ts';
import { withoutSecrets } from '../secrets.ts';
import { turn } from '../slices.ts';
import { say } from '../text.ts';
import type { Piece, ReadAsked } from './read-job.ts';

/** What scans go by. */
export interface JobsCloudParts {
  readonly cloud: Cloud;
  /** Of the same cloud. */
  readonly parts: Pick<Parts, 'places' | 'source'>;
  readonly jobs: Pick<Jobs<ReadAsked, Piece>, 'each'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** What was read of a scope: of every list that was asked for, a scan. */
type Scans = <N extends PartName>(list: N) => Promise<Scan<PartLists[N]>>;

/** Lists that are asked for together: in one scope, and for whoever has this signal. */
interface Together {
  readonly key: string;
  readonly signal: AbortSignal;
  readonly lists: Set<PartName>;
  readonly watchers: Reading[];
  readonly result: Promise<Scans>;
}

/**
 * A cloud whose whole lists are read by jobs, one for each account and region: the lists that are asked for in one turn of the event
 * loop, as those of a sweep are, go in the same ones. A scan tells what the cloud itself would have told, and a region that no
 * process could read is a gap of it; it is as old as the oldest of its parts, which may have been read for somebody else with the
 * same batch. What is asked by ids is read here: it is little. So is what a person may stop, who waits for it.
 * @param batch For what all of it is read: see {@link Jobs}.
 */
export function jobsCloud(batch: string, { cloud, parts, jobs, clock }: JobsCloudParts): Cloud {
  const open = new Set<Together>();

  const read = async (scope: Scope, { lists, signal, watchers }: Omit<Together, 'result'>): Promise<Scans> => {
    const places = await parts.places(scope, { signal });
    const { homes } = places;
    const names = partNames.filter((name) => lists.has(name));
    const asked = homes.map((home): Asked<ReadAsked> => ({
      id: idOf(names, home),
      payload: { ...home, lists: names },
    }));
    let oldest = Number.POSITIVE_INFINITY;
    const kept = new Map<string, GrowingParts>();
    for await (const one of jobs.each(batch, asked, signal)) {
      const own = emptyParts();
      kept.set(one.id, own);
      if (one.pieces === undefined) for (const name of names) own[name].failures.push(lostOf(one.payload, one.lost));
      for (const piece of one.pieces ?? []) {
        oldest = Math.min(oldest, piece.at);
        add(own, piece);
      }
      for (const watcher of watchers) watcher.seen?.(kept.size, homes.length);
    }
    const ownOf = (id: string): GrowingParts => {
      const own = kept.get(id);
      if (own === undefined) throw new Error(`of ${batch} nobody told what became of ${id}`);
      return own;
    };
    const made = { asOf: Math.min(oldest, clock.now()), source: parts.source, signal };
    return <N extends PartName>(list: N) =>
      gathered<PartLists[N]>(
        places,
        asked.map(({ id }): Part<PartLists[N]> => ownOf(id)[list]),
        made,
      );
  };

  const together = (scope: Scope, reading: Reading): Together => {
    const { signal } = reading;
    const key = JSON.stringify([scope.accounts?.toSorted(), scope.regions?.toSorted()]);
    for (const known of open) if (known.key === key && known.signal === signal) return known;
    const asked = { key, signal, lists: new Set<PartName>(), watchers: [] };
    const made: Together = {
      ...asked,
      result: turn().then(() => {
        open.delete(made);
        return read(scope, asked);
      }),
    };
    open.add(made);
    return made;
  };
  const scan = async <N extends PartName>(list: N, scope: Scope, reading: Reading): Promise<Scan<PartLists[N]>> => {
    reading.signal.throwIfAborted();
    const asked = together(scope, reading);
    asked.lists.add(list);
    if (reading.seen !== undefined) asked.watchers.push(reading);
    return (await asked.result)(list);
  };
  const isHere = ({ stop }: Reading): boolean => stop !== undefined;

  return {
    ...cloud,
    instances: (scope, reading) =>
      isHere(reading) ? cloud.instances(scope, reading) : scan('instances', scope, reading),
    volumes: (scope, reading, of) =>
      of !== undefined || isHere(reading) ? cloud.volumes(scope, reading, of) : scan('volumes', scope, reading),
    addresses: (scope, reading) =>
      isHere(reading) ? cloud.addresses(scope, reading) : scan('addresses', scope, reading),
    reservations: (scope, reading) =>
      isHere(reading) ? cloud.reservations(scope, reading) : scan('reservations', scope, reading),
    // Of which addresses details are wanted is equal for all who join, and those who do the jobs know it.
    addressUses: (scope, reading, wantsDetails) =>
      isHere(reading) ? cloud.addressUses(scope, reading, wantsDetails) : scan('uses', scope, reading),
  };
}

/** Tells a part from every other: the first letters of its lists, and where it is of. */
const idOf = (names: readonly PartName[], { account, region }: Home): string =>
  `${names.map((name) => name.charAt(0)).join('')}_${account.id}_${region}`;

interface Growing<T> {
  readonly items: T[];
  readonly failures: Failure[];
}
type GrowingParts = { readonly [N in PartName]: Growing<PartLists[N]> };

const emptyParts = (): GrowingParts => ({
  instances: { items: [], failures: [] },
  volumes: { items: [], failures: [] },
  addresses: { items: [], failures: [] },
  reservations: { items: [], failures: [] },
  uses: { items: [], failures: [] },
});

function add(parts: GrowingParts, piece: Piece): void {
  parts[piece.list].failures.push(...piece.failures);
  switch (piece.list) {
    case 'instances':
      return void parts.instances.items.push(...piece.items);
    case 'volumes':
      return void parts.volumes.items.push(...piece.items);
    case 'addresses':
      return void parts.addresses.items.push(...piece.items);
    case 'reservations':
      return void parts.reservations.items.push(...piece.items);
    case 'uses':
      return void parts.uses.items.push(...piece.items);
  }
}

/** Characters of why something could not be done that are told; the log has the whole. */
const reasonAtMost = 200;

/** What no process could read. */
const lostOf = ({ account, region }: Home, lost: string): Failure => ({
  account: account.name,
  region,
  what: undefined,
  problem: {
    problem: 'cloud-away',
    what: say`${here}: could not be read: ${withoutSecrets(lost).slice(0, reasonAtMost)}.`,
    todo: say`It is tried again the next time; the log of whoever read it tells more.`,
  },
});
