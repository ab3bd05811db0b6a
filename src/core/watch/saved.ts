import { z } from 'zod';
import { KindName } from '../changes/record.ts';
import { rowOf } from '../changes/kinds.ts';
import { fromRecord, hoursPerMonth, plus, share, times, zero, type Money } from '../money.ts';
import type { Instance } from '../ports/instance.ts';
import { inSlices } from '../slices.ts';
import { dayMs, hourMs, minuteMs, type Instant } from '../time.ts';

const Who = z.object({ id: z.string(), name: z.string() });

/** Something that was stopped, terminated or released by a change made here, and what that saves. */
export const SavedRecord = z.object({
  /** Key of the change. */
  change: z.string(),
  kind: KindName,
  /** `i-…`, or `eipalloc-…`. */
  id: z.string(),
  /** How people know it: its Name or address, else the id. */
  label: z.string(),
  account: z.object({ name: z.string(), id: z.string() }),
  region: z.string(),
  by: Who,
  approver: Who.optional(),
  /** When AWS was told to: from then on it counts. */
  at: z.number(),
  /** When its plan was made, which the rate is of. */
  ratedAt: z.number(),
  /** What the machine, or the address, cost an hour, as `toRecord` of money writes it; left out: not known. */
  perHour: z.string().optional(),
  /** What volumes that went with it cost for 730 hours. */
  volumesPerMonth: z.string().optional(),
  /** Of some of it no price was known. */
  atLeast: z.literal(true).optional(),
  /** When it began to cost again before its time was over, and who let it; without them it was found so. */
  ended: z.object({ at: z.number(), by: Who.optional() }).optional(),
});
export type SavedRecord = z.infer<typeof SavedRecord>;

/** What was stopped or terminated counts for so long at most: nobody knows for how much longer it would have run. */
export const stopCountsMs = 30 * dayMs;
/** What was released counts for so long at most: what idles goes on idling. */
export const releaseCountsMs = 365 * dayMs;
/** Decimal places of what was saved: as many as AWS's own prices have. */
const places = 10;
/** Reads of EC2 lag behind a call ("Eventual consistency in the Amazon EC2 API"): that a machine runs as if it had never been stopped is believed so long after its stop. */
const believedAfterMs = 10 * minuteMs;

/** For how long it counts at most. */
export const countsMs = ({ kind }: Pick<SavedRecord, 'kind'>): number =>
  rowOf(kind).of === 'address' ? releaseCountsMs : stopCountsMs;

/** From when on it counts no longer. */
export const overAt = (entry: Pick<SavedRecord, 'kind' | 'at' | 'ended'>): Instant =>
  Math.max(entry.at, Math.min(entry.at + countsMs(entry), entry.ended?.at ?? Infinity));

/** Whether it counts for a moment after another, or was made later than that. */
export const countsAfter = (entry: SavedRecord, since: Instant): boolean => entry.at >= since || overAt(entry) > since;

/** Whether it may be found running again: a machine that was stopped, and counts still. */
export const isStandingStill = (entry: SavedRecord, now: Instant): boolean =>
  rowOf(entry.kind).to === 'stopped' && overAt(entry) > now;

/** When a machine was started after its stop, as far as it shows; undefined: it was not. @param asOf When it was read. */
export function startedAt(
  { at }: Pick<SavedRecord, 'at'>,
  { state, launchedAt }: Pick<Instance, 'state' | 'launchedAt'>,
  asOf: Instant,
): Instant | undefined {
  if (launchedAt > at) return launchedAt;
  // The clocks differ, or the demo account was put back to its beginning.
  return (state === 'running' || state === 'pending') && asOf - at >= believedAfterMs ? at : undefined;
}

/** What a month of 730 hours of it saves; undefined: not known. */
export function savedMonthOf({
  perHour,
  volumesPerMonth,
}: Pick<SavedRecord, 'perHour' | 'volumesPerMonth'>): Money | undefined {
  if (perHour === undefined && volumesPerMonth === undefined) return undefined;
  const machine = perHour === undefined ? zero : times(fromRecord(perHour), hoursPerMonth);
  return volumesPerMonth === undefined ? machine : plus(machine, fromRecord(volumesPerMonth));
}

/** What was saved from one moment to another: its hours times its rate, to ten decimal places; undefined: its rate is not known. @param since Left out: from its beginning on. */
export function savedOf(entry: SavedRecord, now: Instant, since: Instant = entry.at): Money | undefined {
  const perMonth = savedMonthOf(entry);
  const countedMs = Math.max(0, Math.min(now, overAt(entry)) - Math.max(since, entry.at));
  return perMonth && share(times(perMonth, countedMs), hoursPerMonth * hourMs, places);
}

/** What several come to. */
export interface SavedSum {
  readonly count: number;
  readonly saved: Money;
  /** How many count still, and what a month of 730 hours of those saves. */
  readonly goesOn: number;
  readonly perMonth: Money;
  /** Of some of them, and of some that count still, not everything has a known rate: the sum is "at least". */
  readonly atLeast: boolean;
  readonly monthAtLeast: boolean;
}

/** Nothing. */
const savedNothing: SavedSum = {
  count: 0,
  saved: zero,
  goesOn: 0,
  perMonth: zero,
  atLeast: false,
  monthAtLeast: false,
};

/** What entries come to in groups, between two moments; walked as by `inSlices`. Each sum is that of what `savedOf` says of its entries. */
export async function savedIn(
  entries: readonly SavedRecord[],
  groupOf: (entry: SavedRecord) => string,
  { since, now }: { readonly since: Instant; readonly now: Instant },
  signal: AbortSignal,
): Promise<ReadonlyMap<string, SavedSum>> {
  const sums = new Map<string, SavedSum>();
  await inSlices(
    entries,
    (entry) => {
      const group = groupOf(entry);
      const goes = overAt(entry) > now;
      const atLeast = entry.atLeast === true;
      const own: SavedSum = {
        count: 1,
        saved: savedOf(entry, now, since) ?? zero,
        goesOn: goes ? 1 : 0,
        perMonth: (goes ? savedMonthOf(entry) : undefined) ?? zero,
        atLeast,
        monthAtLeast: goes && atLeast,
      };
      sums.set(group, both(sums.get(group) ?? savedNothing, own));
    },
    signal,
  );
  return sums;
}

const both = (one: SavedSum, other: SavedSum): SavedSum => ({
  count: one.count + other.count,
  saved: plus(one.saved, other.saved),
  goesOn: one.goesOn + other.goesOn,
  perMonth: plus(one.perMonth, other.perMonth),
  atLeast: one.atLeast || other.atLeast,
  monthAtLeast: one.monthAtLeast || other.monthAtLeast,
});

/** Several sums as one. */
export const savedTogether = (sums: Iterable<SavedSum>): SavedSum => [...sums].reduce(both, savedNothing);
