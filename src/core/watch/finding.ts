import { z } from 'zod';
import { fromRecord, hoursPerMonth, share, times, toRecord, type Money } from '../money.ts';
import { plain, type Spans } from '../text.ts';
import type { Home } from '../ports/instance.ts';
import { hourMs, type Instant } from '../time.ts';

/** What a finding is about. An account is one where its addresses are counted together. */
export const thingKinds = ['address', 'volume', 'instance', 'reservation', 'account'] as const;
export type ThingKind = (typeof thingKinds)[number];

/** Stands for the region of a finding about an account as a whole. No region is called so. */
export const allRegions = 'all regions';

/** Something that a rule found: what it is, why it may be waste, and what it costs. Of an account as a whole its region is {@link allRegions}. */
export interface Finding extends Home {
  /** One matter of one thing, whatever rule names it today: see {@link keyOf}. */
  readonly key: string;
  /** The id of the rule. */
  readonly rule: string;
  readonly is: ThingKind;
  /** `eipalloc-…`, `vol-…`, `i-…`, `cr-…`, or the twelve digits of an account. */
  readonly id: string;
  /** How people know it: the address, the Name, else the id. */
  readonly label: string;
  /** By its owner tag; of an address without one by that of the instance that holds it. */
  readonly owner?: string | undefined;
  /** Why, in words that go on from its label. Made when asked for: most of a long list is never shown. */
  says(): Spans;
  /** What makes it what it is, `row 7 i-0abc`: where that changes it is told anew. Never shown. */
  readonly facts: string;
  /** Since when, where AWS tells that. */
  readonly since?: Instant | undefined;
  /** What it costs for 730 hours, and would not if somebody did something; where a part of it alone is known, that part, and `says` tells so. Undefined: not known, or it costs nothing by itself. */
  readonly perMonth?: Money | undefined;
}

/** A finding as it is kept: with since when, and in words. */
export const FoundRecord = z.object({
  key: z.string(),
  rule: z.string(),
  is: z.enum(thingKinds),
  id: z.string(),
  label: z.string(),
  account: z.object({ name: z.string(), id: z.string() }),
  region: z.string(),
  owner: z.string().optional(),
  says: z.string(),
  facts: z.string(),
  since: z.number(),
  /** Whether AWS tells since when, or it was first seen then by a sweep of ours, and may be so for longer. */
  sinceBy: z.enum(['aws', 'seen']),
  /** As `toRecord` of money writes it. */
  perMonth: z.string().optional(),
  /** It may be meant: told, and not summed as waste (`sums` of its rule). */
  weak: z.literal(true).optional(),
  /** Who left it behind through a change made here. */
  left: z
    .object({
      by: z.string(),
      /** As their platform calls them; absent in older records. */
      id: z.string().exactOptional(),
      at: z.number(),
      kind: z.string(),
      of: z.string(),
    })
    .optional(),
});
export type FoundRecord = z.infer<typeof FoundRecord>;

/** The key of a matter. @param matter Of an instance, which has several: `stopped`, `type`. */
export const keyOf = ({ account, region }: Home, id: string, matter?: string): string =>
  [account.id || account.name, region, id, ...(matter === undefined ? [] : [matter])].join('/');

/** A finding for the record. @param seen When a sweep of ours saw it first. */
export function recordOf(
  finding: Finding,
  seen: Instant,
  { left, weak }: Pick<FoundRecord, 'left' | 'weak'> = {},
): FoundRecord {
  const { key, rule, is, id, label, account, region, owner, facts, since, perMonth } = finding;
  return {
    key,
    rule,
    is,
    id,
    label,
    account: { name: account.name, id: account.id },
    region,
    ...(owner !== undefined && { owner }),
    says: plain(finding.says()),
    facts,
    since: since ?? seen,
    sinceBy: since === undefined ? 'seen' : 'aws',
    ...(perMonth !== undefined && { perMonth: toRecord(perMonth) }),
    ...(weak && { weak }),
    ...(left && { left }),
  };
}

/** Who left something behind, as a finding keeps it. */
export const leftOf = ({
  by,
  at,
  kind,
  of,
}: {
  readonly by: { readonly id: string; readonly name: string };
  readonly at: Instant;
  readonly kind: string;
  readonly of: { readonly id: string; readonly name?: string | undefined };
}): NonNullable<FoundRecord['left']> => ({ by: by.name, id: by.id, at, kind, of: of.name ?? of.id });

/** By which word its owner is known: the value of its owner tag, else the id of who left it behind; undefined: nobody is known. */
export const ownerWord = ({ owner, left }: Pick<FoundRecord, 'owner' | 'left'>): string | undefined =>
  owner ?? left?.id;

/** Who left behind what has no owner tag, as a change made here knows them; undefined: nobody is known. */
export function leaverOf({ owner, left }: Pick<FoundRecord, 'owner' | 'left'>) {
  return owner === undefined && left?.id !== undefined ? { id: left.id, name: left.by } : undefined;
}

/** What it costs for 730 hours; undefined: not known. */
export const monthOf = ({ perMonth }: Pick<FoundRecord, 'perMonth'>): Money | undefined =>
  perMonth === undefined ? undefined : fromRecord(perMonth);

/** Decimal places of what something has cost. */
const soFarPlaces = 10;

/** What it has cost since then, at the price of now; undefined: that is not known. What was first seen by us may have cost more. */
export function soFarOf(record: Pick<FoundRecord, 'perMonth' | 'since'>, now: Instant): Money | undefined {
  const month = monthOf(record);
  return month && share(times(month, Math.max(0, now - record.since)), hoursPerMonth * hourMs, soFarPlaces);
}

/** In the order in which they are told: the dearest first, those without a known price after them, and last what may be meant; of equal ones what has gone on longest. */
export function dearestFirst(one: FoundRecord, other: FoundRecord): number {
  const [mine, theirs] = [monthOf(one), monthOf(other)];
  return (
    Number(one.weak === true) - Number(other.weak === true) ||
    Number(mine === undefined) - Number(theirs === undefined) ||
    (mine && theirs ? theirs.amount.cmp(mine.amount) : 0) ||
    one.since - other.since ||
    (one.key < other.key ? -1 : 1)
  );
}
