import type { Clock } from '../ports/clock.ts';
import type { Kept } from '../ports/store.ts';
import { secondMs } from '../time.ts';
import { withTargets, type ChangeRecord, type Records, type TargetRecord } from './record.ts';

/** A process that shows no sign of life for so long has lost its changes to whoever looks for them. */
export const leaseMs = 20 * secondMs;

/** The right to act on one change, held by one process: every write renews it. */
export interface Hold {
  readonly key: string;
  record(): ChangeRecord;
  /** Writes what is known of some targets and renews the lease; false where the change was taken over, and then nothing more may be called. */
  write(changed: ReadonlyMap<string, Partial<TargetRecord>>): Promise<boolean>;
  /** Renews the lease alone, where half of it has gone. */
  renew(): Promise<void>;
  end(): Promise<void>;
  /** Gives the change up unfinished: the next that looks for such changes will tell how it ended. */
  release(): Promise<void>;
}

/** Takes a record that is free (`asked`, or `acting` with its lease run out); undefined where somebody else was quicker. */
export async function takeHold(
  records: Records,
  clock: Clock,
  holder: string,
  kept: Kept<ChangeRecord>,
): Promise<Hold | undefined> {
  const { key } = kept;
  const lease = () => ({ holder, until: clock.now() + leaseMs });
  await records.acting.put(key, holder);
  const first: ChangeRecord = { ...kept.value, state: 'acting', lease: lease() };
  if (!(await records.changes.swap(kept, first))) return undefined;
  let record = first;

  const move = async (to: ChangeRecord): Promise<boolean> => {
    const now = await records.changes.get(key);
    if (now === undefined || now.value.state !== 'acting' || now.value.lease?.holder !== holder) return false;
    if (!(await records.changes.swap(now, to))) return false;
    record = to;
    return true;
  };
  return {
    key,
    record: () => record,
    write: (changed) => move({ ...withTargets(record, changed), lease: lease() }),
    async renew() {
      if ((record.lease?.until ?? 0) - clock.now() < leaseMs / 2) await move({ ...record, lease: lease() });
    },
    async end() {
      const { lease: _, ...ended } = record;
      if (await move({ ...ended, state: 'ended' })) await records.acting.delete(key);
    },
    async release() {
      await move({ ...record, lease: { holder, until: clock.now() } });
    },
  };
}
