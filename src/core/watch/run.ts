import { z } from 'zod';
import { Tag } from './alert.ts';
import { FoundRecord } from './finding.ts';

/** A sum of many: how many, and what they cost for 730 hours, as `toRecord` of money writes it. */
export const Sum = z.object({
  count: z.number(),
  perMonth: z.string(),
  /** Of so many the price is not known: the sum is "at least". */
  unknown: z.number(),
  /** So many besides may be meant, and are not summed. */
  weak: z.number(),
});
export type Sum = z.infer<typeof Sum>;

/** What a sweep looked at. */
export const Looked = z.object({
  /** Names of accounts, and how many regions there are in all of them together; a region that several accounts have counts once. */
  accounts: z.array(z.string()),
  regions: z.number(),
  /** How many pairs of both: not every account may have every region. */
  places: z.number(),
  /** How many of each were read: `addresses` → 412. */
  things: z.record(z.string(), z.number()),
  /** What could not be read, each in a sentence. */
  gaps: z.array(z.string()),
  /** Accounts of which that is so, and their regions: a place that does not show all of them is told no sentence about the others. */
  partly: z.array(z.object({ account: z.string(), regions: z.array(z.string()) })),
});
export type Looked = z.infer<typeof Looked>;

/** Why a finding is told now: for the first time, since it changed, since it goes on, or since its rest is over. */
export const reasonsTold = ['new', 'changed', 'again', 'woken'] as const;

/** A finding that is told. */
const Told = z.object({ finding: FoundRecord, why: z.enum(reasonsTold) });
export type Told = z.infer<typeof Told>;

/** Something that was told, and is waste no longer. */
const Resolved = z.object({
  finding: FoundRecord,
  /** What became of it, in words that go on from its label: `was released by maria`, `is in use again`, `is no longer there`. */
  how: z.string(),
  /** Its costs have ended: what is in use again costs as before, and is no waste any longer. */
  saves: z.literal(true).optional(),
  /** What of its costs has ended, or is waste no longer, for 730 hours, where that is not all of them; `0`: nothing, as far as is known. */
  ended: z.string().optional(),
});
export type Resolved = z.infer<typeof Resolved>;

/** Of an account, so many that are over, and what they save together for 730 hours. */
const ResolvedSum = z.object({ account: z.string(), count: z.number(), saves: z.string() });
export type ResolvedSum = z.infer<typeof ResolvedSum>;

/** What findings have cost since they are so, at the prices of the run; it may be more. */
const SoFar = z.object({ sum: z.string(), atLeast: z.boolean() });
export type SoFar = z.infer<typeof SoFar>;

/** What everything of one account comes to: a place may show some accounts alone, and sums are of what it shows. */
const AccountTotals = z.object({
  /** Its name. */
  account: z.string(),
  /** What the alert is about: to be told now, whether one by one or not, and told before. Now, so far, and at the run before. */
  wasted: Sum,
  soFar: SoFar,
  before: Sum.optional(),
  /** What was kept or snoozed at the run before. */
  restedBefore: Sum.optional(),
  /** Of that: to be told now, beyond the bound of what is told one by one; and told before, and unchanged. */
  more: Sum,
  going: Sum,
  /** Besides: kept on purpose, put off, and below the alert's threshold. */
  kept: Sum,
  snoozed: Sum,
  below: Sum,
});
export type AccountTotals = z.infer<typeof AccountTotals>;

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
export const Point = z.object({ at: z.number(), value: z.string() });
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
    /** What is to be told beyond the bound, of owners of whom something is told one by one. */
    moreOf: z.array(z.object({ owner: z.string(), account: z.string(), sum: Sum })).optional(),
    /** Told first so many days ago that it is told elsewhere too, up to the same bound. */
    escalated: z.array(z.object({ finding: FoundRecord, days: z.number() })),
    /** What is over, dearest first, up to the same bound; and the others: there may be thousands, and each post reads them all. */
    resolved: z.array(Resolved),
    resolvedMore: z.array(ResolvedSum).optional(),
    /** Of accounts with any finding. */
    totals: z.array(AccountTotals),
    /** When the run before was. */
    before: z.number().optional(),
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

/** Which part of a run is told in a place. */
export const RunPart = z.discriminatedUnion('of', [
  z.object({ of: z.literal('all') }),
  /** What belongs to one owner, by the owner tag; of that what has these keys, for they may not see the rest. */
  z.object({ of: z.literal('owner'), owner: z.string(), keys: z.array(z.string()).exactOptional() }),
  z.object({ of: z.literal('escalated') }),
  /** One finding, by its place in `told`. */
  z.object({ of: z.literal('one'), index: z.number() }),
  /** What there is besides the findings, where each has a message of its own. */
  z.object({ of: z.literal('rest') }),
]);
export type RunPart = z.infer<typeof RunPart>;
