import { LRUCache } from 'lru-cache';
import { recallingNow, type Recalling } from './from-memory.ts';
import type { Clock } from './ports/clock.ts';
import {
  StoreAway,
  StoreUnwritable,
  type Bounds,
  type Family,
  type Journal,
  type Kept,
  type Page,
  type Store,
} from './ports/store.ts';
import type { Instant } from './time.ts';

/** Values remembered of one family by their keys; those that were asked for longest ago go first. */
const keysRemembered = 2_000;
/** Values remembered of one family in all pages of its listings. */
const listedRemembered = 10_000;
/** What is recalled has no version that could be swapped: a store counts from one. */
const noVersion = 0;

/** What was known of something, and when. */
interface Known<T> {
  readonly what: T;
  readonly at: Instant;
}

/** Whether the store answers, as far as is known. */
interface Reach {
  since: Instant | undefined;
}

/**
 * The same store, which remembers what this process last read of it or wrote, and tells that while the store is away, to work that
 * changes nothing (`fromMemory`) and to no other. What was never read is refused with StoreAway, but where the family says
 * that it may be taken for not there. Each such work asks the store first, and once only, so that it is told the store
 * itself as soon as that is back, and waits once as long as it is not. Of journals nothing is remembered but where they
 * ended: what came later is then not known, and what stands in them is told by the store alone.
 */
export function rememberingStore(store: Store, clock: Pick<Clock, 'now'>): Store {
  const reach: Reach = { since: undefined };
  return {
    id: store.id,
    close: () => store.close(),
    examine: () => store.examine(),
    family: (name, schema, bounds) => rememberingFamily(store.family(name, schema, bounds), bounds, reach, clock),
    journal: (name, schema) => rememberingJournal(store.journal(name, schema), reach, clock),
  };
}

function rememberingFamily<T>(
  own: Family<T>,
  { ttlMs, whileAway = 'recalled' }: Bounds,
  reach: Reach,
  clock: Pick<Clock, 'now'>,
): Family<T> {
  const values = new LRUCache<string, Known<Kept<T> | undefined>>({ max: keysRemembered });
  const pages = new LRUCache<string, Known<readonly Kept<T>[]>>({
    maxSize: listedRemembered,
    sizeCalculation: ({ what }) => what.length + 1,
  });
  const keeps = whileAway !== 'nothing';
  const isLive = ({ at }: Known<unknown>): boolean => ttlMs === 'forever' || clock.now() < at + ttlMs;
  const remember = (key: string, what: Kept<T> | undefined): void => {
    if (keeps) values.set(key, { what, at: clock.now() });
  };
  /** What was written is known as well; what may have been is not. */
  const written = async <R>(
    key: string,
    work: () => Promise<R>,
    becomes: (done: R) => Known<T>['what'] | undefined | 'unknown',
  ): Promise<R> => {
    try {
      const done = await work();
      const value = becomes(done);
      if (value === 'unknown') values.delete(key);
      else remember(key, value === undefined ? undefined : { key, value, version: noVersion });
      return done;
    } catch (error) {
      if (error instanceof StoreUnwritable && error.isUnknown) values.delete(key);
      throw error;
    }
  };
  return {
    get: (key) =>
      asked(
        reach,
        clock,
        async () => {
          const kept = await own.get(key);
          remember(key, kept);
          return kept;
        },
        (away) => {
          const known = values.get(key);
          return known === undefined
            ? unread(away, whileAway, undefined)
            : recalled(away, { ...known, what: isLive(known) ? known.what : undefined });
        },
      ),
    list: (page) =>
      asked(
        reach,
        clock,
        async () => {
          const found = await own.list(page);
          if (keeps) pages.set(nameOf(page), { what: found, at: clock.now() });
          return found;
        },
        (away) => {
          const known = pages.get(nameOf(page));
          return known === undefined || !isLive(known) ? unread(away, whileAway, []) : recalled(away, known);
        },
      ),
    put: (key, value) =>
      written(
        key,
        () => own.put(key, value),
        () => value,
      ),
    claim: (key, value) =>
      written(
        key,
        () => own.claim(key, value),
        (won) => (won ? value : 'unknown'),
      ),
    take: (key) =>
      written(
        key,
        () => own.take(key),
        () => undefined,
      ),
    swap: (kept, to) =>
      written(
        kept.key,
        () => own.swap(kept, to),
        (done) => (done ? to : 'unknown'),
      ),
    delete: (key) =>
      written(
        key,
        () => own.delete(key),
        () => undefined,
      ),
  };
}

function rememberingJournal<T>(own: Journal<T>, reach: Reach, clock: Pick<Clock, 'now'>): Journal<T> {
  let end: Known<number> | undefined;
  return {
    ...own,
    read: (from, limit) =>
      asked(
        reach,
        clock,
        async () => {
          const entries = await own.read(from, limit);
          if (entries.length < limit) end = { what: entries.at(-1)?.position ?? from - 1, at: clock.now() };
          return entries;
        },
        (away) => {
          if (end === undefined || from <= end.what) throw away.because;
          return recalled(away, { what: [], at: end.at });
        },
      ),
  };
}

/** Work that has found the store away, and what it was told. */
interface Away {
  readonly recalling: Recalling;
  readonly because: StoreAway;
}

/** Asks the store, and goes on from memory where it is away and that is allowed. */
async function asked<R>(
  reach: Reach,
  clock: Pick<Clock, 'now'>,
  ask: () => Promise<R>,
  recall: (away: Away) => R,
): Promise<R> {
  const recalling = recallingNow();
  // What has found it away is told one state of things to its end, and waits no more.
  if (recalling?.away !== undefined) return recall({ recalling, because: recalling.away.because });
  try {
    const answer = await ask();
    reach.since = undefined;
    return answer;
  } catch (error) {
    if (!(error instanceof StoreAway)) throw error;
    reach.since ??= clock.now();
    if (recalling === undefined) throw error;
    recalling.away ??= { because: error, since: reach.since };
    return recall({ recalling, because: error });
  }
}

function recalled<R>({ recalling }: Away, { what, at }: Known<R>): R {
  recalling.asOf = Math.min(recalling.asOf ?? at, at);
  return what;
}

/** What was never read. */
function unread<R>({ recalling, because }: Away, whileAway: NonNullable<Bounds['whileAway']>, nothing: R): R {
  if (whileAway === 'recalled') throw because;
  if (whileAway === 'or-nothing') recalling.unread = true;
  return nothing;
}

const nameOf = ({ limit, after }: Page<string>): string => JSON.stringify([limit, after]);
