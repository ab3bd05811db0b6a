import { clocksApartMs } from '../clocks-apart.ts';
import type { Clock } from '../ports/clock.ts';
import type { Kept } from '../ports/store.ts';
import { secondMs } from '../time.ts';
import { withTargets, type ChangeRecord, type Records, type TargetRecord } from './record.ts';

/** A process that has shown no sign of life for so long calls nothing any more. */
export const silentMs = 20 * secondMs;
/** After so long its changes are lost to whoever looks for them, whose clock may be ahead. */
export const leaseMs = silentMs + clocksApartMs;

/** The right to act on one change, held by one process: every write renews it. */
export interface Hold {
  readonly key: string;
  record(): ChangeRecord;
  /** Writes what is known of some targets and renews the lease; false where the change was taken over, and then nothing more may be called. */
  write(changed: ReadonlyMap<string, Partial<TargetRecord>>): Promise<boolean>;
  /** Renews the lease alone: a sign of life. */
  renew(): Promise<void>;
  end(): Promise<void>;
  /** Gives the change up unfinished: the next that looks for such changes, after so long, will tell how it ended. */
  release(afterMs?: number): Promise<void>;
}

/**
 * Takes a record that is free (`asked`, or `acting` with its lease run out); undefined where somebody else was quicker.
 * @param process What names this process.
 */
export async function takeHold(
  records: Records,
  clock: Clock,
  process: string,
  kept: Kept<ChangeRecord>,
): Promise<Hold | undefined> {
  const { key } = kept;
  // Whoever stood still finds its own changes as it finds those of others: what it then looks up it must not go on with as well.
  const holder = `${process}/${kept.version}`;
  const lease = () => ({ holder, until: clock.now() + leaseMs });
  await records.acting.put(key, holder);
  const confirmedAt = kept.value.confirmedAt ?? clock.now();
  const first: ChangeRecord = { ...kept.value, state: 'acting', confirmedAt, lease: lease() };
  if (!(await records.changes.swap(kept, first))) return undefined;
  let record = first;

  const step = async (change: (now: ChangeRecord) => ChangeRecord): Promise<boolean> => {
    const now = await records.changes.get(key);
    if (now === undefined || now.value.state !== 'acting' || now.value.lease?.holder !== holder) return false;
    const to = change(record);
    if (!(await records.changes.swap(now, to))) return false;
    record = to;
    return true;
  };
  /** One after another: a sign of life must not overwrite what was just learned. */
  let last: Promise<boolean> = Promise.resolve(true);
  const move = (change: (now: ChangeRecord) => ChangeRecord): Promise<boolean> => {
    last = last.then(
      () => step(change),
      () => step(change),
    );
    return last;
  };
  return {
    key,
    record: () => record,
    write: (changed) => move((now) => ({ ...withTargets(now, changed), lease: lease() })),
    async renew() {
      await move((now) => ({ ...now, lease: lease() }));
    },
    async end() {
      const ended = await move(({ lease: _, ...rest }) => ({ ...rest, state: 'ended' }));
      if (ended) await records.acting.delete(key);
    },
    async release(afterMs = 0) {
      await move((now) => ({ ...now, lease: { holder, until: clock.now() + afterMs } }));
    },
  };
}

/** Between two signs of life: one that is missed is no loss. */
const beatMs = silentMs / 4;

/** Renews the lease while `work` goes on, however long a call to AWS takes. A sign of life that fails is tried again at the next beat: what is wrong with the store is for the writes of `work` to tell. */
export async function holding<T>(hold: Hold, clock: Clock, work: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const beat = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await clock.sleep(beatMs, over.signal);
      await hold.renew().catch(() => {});
    }
  };
  beat().catch(() => {});
  try {
    return await work();
  } finally {
    over.abort(new Error('the work is over'));
  }
}
