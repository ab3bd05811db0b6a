import { z } from 'zod';
import { Tag } from './alert.ts';
import { FoundRecord } from './finding.ts';

/** A sum of many: how many, and what they cost for 730 hours, as `toRecord` of money writes it. */
const Sum = z.object({
  count: z.number(),
  perMonth: z.string(),
  /** Of so many the price is not known: the sum is "at least". */
  unknown: z.number(),
});
export type Sum = z.infer<typeof Sum>;

/** What a sweep looked at. */
export const Looked = z.object({
  accounts: z.number(),
  regions: z.number(),
  /** How many of each were read: `addresses` → 412. */
  things: z.record(z.string(), z.number()),
  /** What could not be read, each in a sentence. */
  gaps: z.array(z.string()),
});
export type Looked = z.infer<typeof Looked>;

/** Why a finding is told now: for the first time, since it changed, since it goes on, or since its rest is over. */
export const reasonsTold = ['new', 'changed', 'again', 'woken'] as const;

/** A finding that is told. */
const Told = z.object({ finding: FoundRecord, why: z.enum(reasonsTold), escalated: z.literal(true).optional() });
export type Told = z.infer<typeof Told>;

/** Something that was told, and is waste no longer. */
const Resolved = z.object({
  finding: FoundRecord,
  /** What became of it: `released by maria`, `in use again`, `no longer there`. */
  how: z.string(),
});
export type Resolved = z.infer<typeof Resolved>;

/** What a group costs an hour and for 730 hours. */
const Burn = z.object({
  label: z.string(),
  perHour: z.string(),
  perMonth: z.string(),
  running: z.number(),
  /** An hour at the time of the report before; absent where there was none. */
  before: z.string().optional(),
});
export type Burn = z.infer<typeof Burn>;

/** Figures of a time, for a picture: a decimal in USD, of waste for 730 hours, of costs and budgets for an hour. */
const Point = z.object({ at: z.number(), value: z.string() });
export type Point = z.infer<typeof Point>;

const shared = {
  alert: z.string(),
  /** The time that it was due, which names it among the runs of its alert. */
  slot: z.number(),
  /** When it was made. */
  at: z.number(),
  looked: Looked,
};

/** What of everything was counted, and how it was put together. */
const counted = {
  /** Names of accounts; left out: all that may be seen. */
  accounts: z.array(z.string()).optional(),
  tag: Tag.optional(),
  /** `account`, `region`, `type`, `owner` or `tag:KEY`. */
  by: z.string(),
};

/** What one run of an alert found, whole: its posts are worded from it, however late. */
export const Run = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('waste'),
    ...shared,
    /** To be told now, dearest first, up to a bound. */
    told: z.array(Told),
    /** To be told now as well, beyond that bound. */
    more: Sum,
    /** Told before, and unchanged. */
    going: Sum,
    /** Kept on purpose, and put off. */
    kept: Sum,
    snoozed: Sum,
    /** Below the alert's threshold. */
    below: Sum,
    resolved: z.array(Resolved),
    /** Everything that wastes and is not kept: now, so far, and at the run before. */
    wasted: Sum,
    soFar: z.string(),
    before: z.object({ at: z.number(), wasted: Sum }).optional(),
    /** Waste by day, oldest first. */
    history: z.array(Point),
  }),
  z.object({
    is: z.literal('cost'),
    ...shared,
    ...counted,
    groups: z.array(Burn),
    all: Burn,
    /** So many things have no known price. */
    unknown: z.number(),
    /** When the report before was made. */
    before: z.number().optional(),
    /** Everything, an hour: oldest first, the last one this report's. */
    history: z.array(Point),
  }),
  z.object({
    is: z.literal('budget'),
    ...shared,
    ...counted,
    /** Above the limit, or back at or below it. */
    crossed: z.enum(['above', 'below']),
    perHour: z.string(),
    limit: z.string(),
    /** The dearest parts of it. */
    groups: z.array(Burn),
    unknown: z.number(),
    /** Everything, an hour: oldest first, the last one of now. */
    history: z.array(Point),
  }),
]);
export type Run = z.infer<typeof Run>;
/** A run of one kind. */
export type RunOf<K extends Run['is']> = Extract<Run, { readonly is: K }>;

/** The key of a run: runs of one alert stand in their order. */
export const runKey = ({ alert, slot }: Pick<Run, 'alert' | 'slot'>): string =>
  `${alert}/${String(slot).padStart(15, '0')}`;
