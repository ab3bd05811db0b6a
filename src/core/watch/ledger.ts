import { rowOf } from '../changes/kinds.ts';
import type { ChangeRecord, TargetRecord } from '../changes/record.ts';
import { allIn } from '../entries.ts';
import type { Listing } from '../ports/cloud.ts';
import type { Instance } from '../ports/instance.ts';
import type { Kept, Store } from '../ports/store.ts';
import { inSlices } from '../slices.ts';
import { dayMs, type Instant } from '../time.ts';
import {
  countsAfter,
  isStandingStill,
  overAt,
  releaseCountsMs,
  SavedRecord,
  startedAt,
  stopCountsMs,
} from './saved.ts';

/** How long an entry is kept: some years of reports. */
const rememberedMs = 5 * 365 * dayMs;

/** What changes made here save: an entry for each thing that was stopped, terminated or released. */
export interface Ledger {
  /** Writes what a change that has ended saves, and that what it started or recovered saves no longer. May be done again: each thing of a change has one entry. Rejects with StoreUnwritable. */
  settled(change: string, record: ChangeRecord): Promise<void>;
  /** Ends the entries of machines that were started since without us, as of these reads; gives how many. Rejects with StoreUnwritable, and with the signal's reason. */
  closeStarted(read: Pick<Listing<Instance>, 'items' | 'asOf'>, signal: AbortSignal): Promise<number>;
  /** Ends what counts still at a moment: all of it costs again, for the demo account starts over. Rejects with StoreUnwritable. */
  endAll(at: Instant): Promise<void>;
  /** Every entry that counts for a moment after `since`, or was made later, oldest first. */
  list(since: Instant): Promise<readonly SavedRecord[]>;
}

/** Kept in the store, in the order of time. */
export function createLedger(store: Store): Ledger {
  const family = store.family('saved', SavedRecord, { ttlMs: rememberedMs });

  /** Entries of changes that were made at a moment or later. */
  const madeSince = (since: Instant): Promise<readonly Kept<SavedRecord>[]> => allIn(family, timeKey(since));
  const end = (kept: Kept<SavedRecord>, ended: NonNullable<SavedRecord['ended']>): Promise<boolean> =>
    family.swap(kept, { ...kept.value, ended });

  return {
    async settled(change, record) {
      const begun = record.targets.filter(({ phase }) => phase === 'done').flatMap((one) => begunBy(record, one));
      if (begun.length > 0) {
        const oldest = Math.min(...begun.map(({ at }) => at));
        const longest = rowOf(record.kind).of === 'address' ? releaseCountsMs : stopCountsMs;
        for (const kept of await madeSince(oldest - longest)) {
          const again = begun.find((one) => one.thing === thingOf(kept.value) && one.at > kept.value.at);
          // Of two ends the earlier is true: by then it ran.
          if (again !== undefined && again.at < overAt(kept.value)) await end(kept, again.ended);
        }
      }
      for (const entry of entriesOf(change, record)) await family.claim(keyOf(entry), entry);
    },
    async closeStarted({ items, asOf }, signal) {
      const open = (await madeSince(asOf - stopCountsMs)).filter(({ value }) => isStandingStill(value, asOf));
      if (open.length === 0) return 0;
      const found = new Map<string, Instance>();
      const wanted = new Set(open.map(({ value }) => value.id));
      await inSlices(items, (one) => wanted.has(one.id) && found.set(one.id, one), signal);
      let closed = 0;
      for (const kept of open) {
        const instance = found.get(kept.value.id);
        const at = instance && startedAt(kept.value, instance, asOf);
        if (at !== undefined && (await end(kept, { at }))) closed += 1;
      }
      return closed;
    },
    async endAll(at) {
      for (const kept of await madeSince(at - releaseCountsMs)) if (overAt(kept.value) > at) await end(kept, { at });
    },
    async list(since) {
      const made = await madeSince(since - releaseCountsMs);
      return made.map(({ value }) => value).filter((entry) => countsAfter(entry, since));
    },
  };
}

/** Digits of a moment in a key: enough for all of them to stand in their order. */
const timeDigits = 15;
const timeKey = (at: Instant): string => String(Math.max(0, at)).padStart(timeDigits, '0');
const keyOf = ({ at, change, id }: SavedRecord): string => `${timeKey(at)}/${change}/${id}`;

/** When AWS was told to: the same however late, and however often, a change is settled. */
const doneAt = ({ confirmedAt, askedAt }: ChangeRecord, { intentAt }: TargetRecord): Instant =>
  intentAt ?? confirmedAt ?? askedAt;

/** An entry for each thing that the change has done. Nothing where it saves nothing by its kind. */
export function entriesOf(change: string, record: ChangeRecord): readonly SavedRecord[] {
  const { kind, by, approver, askedAt, targets } = record;
  if (rowOf(kind).money !== 'saved') return [];
  return targets.flatMap((target): readonly SavedRecord[] => {
    const { id, name: label = id, account, region, hourly: perHour, goes, phase } = target;
    if (phase !== 'done') return [];
    return [
      {
        change,
        kind,
        id,
        label,
        account,
        region,
        by: { id: by.id, name: by.name },
        ...(approver && { approver: { id: approver.id, name: approver.name } }),
        at: doneAt(record, target),
        ratedAt: askedAt,
        ...(perHour !== undefined && { perHour }),
        ...(goes && { volumesPerMonth: goes.perMonth }),
        ...((perHour === undefined || goes?.atLeast) && { atLeast: true }),
      },
    ];
  });
}

/** A thing as entries of different changes know it: an allocation id does not outlive a release, the address does. */
const thingOf = ({ kind, id, label }: Pick<SavedRecord, 'kind' | 'id' | 'label'>): string =>
  rowOf(kind).of === 'address' ? label : id;

/** That a thing began to cost again at a moment: it was started or recovered here, or else before it was stopped or released anew. */
function begunBy(
  record: ChangeRecord,
  target: TargetRecord,
): readonly { readonly thing: string; readonly at: Instant; readonly ended: NonNullable<SavedRecord['ended']> }[] {
  const { kind, by } = record;
  const { id, name: label = id, seen } = target;
  const thing = thingOf({ kind, id, label });
  const { of, money } = rowOf(kind);
  if (money === 'begun') {
    const at = doneAt(record, target);
    return [{ thing, at, ended: { at, by: { id: by.id, name: by.name } } }];
  }
  if (money === 'none') return [];
  // What is released again was ours again before, and nobody here knows since when.
  const at = of === 'address' ? doneAt(record, target) : Date.parse(seen['last start'] ?? '');
  return Number.isNaN(at) ? [] : [{ thing, at, ended: { at } }];
}
