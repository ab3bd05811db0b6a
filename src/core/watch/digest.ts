import { plus, times, toRecord, usd, zero, type Money } from '../money.ts';
import { isResting, type Rest } from '../people/rests.ts';
import type { Home } from '../ports/instance.ts';
import { firstInOrder, inSlices } from '../slices.ts';
import { dayMs, hourMs, type Instant } from '../time.ts';
import type { Alert } from './alert.ts';
import { monthOf, overMs, recordOf, type Finding, type FoundRecord } from './finding.ts';
import type { Told } from './memory.ts';
import type { reasonsTold, RunOf } from './run.ts';
import { summing } from './sum.ts';

/** Findings that a run tells one by one; the others are counted. */
export const tellAtMost = 100;

/** What is due again after so many days is due at the same time of the day, also where the clocks were changed meanwhile. */
const slackMs = 2 * hourMs;

/** What a digest is made from: all of it is known before. */
export interface DigestQuestion {
  readonly alert: Pick<Alert, 'atLeast' | 'repeatDays' | 'escalate'>;
  /** When the run was due. */
  readonly slot: Instant;
  readonly now: Instant;
  /** Of the rules of the alert. */
  readonly findings: readonly Finding[];
  /** When each was seen first, by key. */
  readonly first: ReadonlyMap<string, Instant>;
  /** What was told before, by key. */
  readonly told: ReadonlyMap<string, Told>;
  readonly rests: ReadonlyMap<string, Rest>;
  /** Who left it behind through a change made here. */
  leftBy(finding: Pick<Finding, 'id' | 'account' | 'region'>): FoundRecord['left'];
  /** Whether everything was read that a rule looks at there: what is missing then is over. */
  covers(rule: string, home: Home): boolean;
  /** Whether costs of what a rule finds are summed. */
  sums(rule: string): boolean;
  /** What became of something that was told and is found no longer, in words. */
  became(finding: FoundRecord): string;
}

/** What there is to tell, and what is remembered when it has been. */
export interface Digested extends Pick<
  RunOf<'waste'>,
  | 'told'
  | 'more'
  | 'escalated'
  | 'going'
  | 'kept'
  | 'snoozed'
  | 'below'
  | 'resolved'
  | 'wasted'
  | 'soFar'
> {
  readonly next: ReadonlyMap<string, Told>;
}

type Why = (typeof reasonsTold)[number];

/** Something to be told, and why. */
interface Due {
  readonly finding: Finding;
  readonly why: Why;
}

/**
 * What an alert tells now. A finding is told first when it is found, then not until its facts change, its rest is over, or
 * its days have passed; what is over is told once, and only where everything was read that would show it. Nothing is read or
 * kept here. Cost grows with the findings, in slices.
 */
export async function digest(question: DigestQuestion, signal: AbortSignal): Promise<Digested> {
  const { alert, slot, now, findings, told, rests } = question;
  const due: Due[] = [];
  const escalated: Finding[] = [];
  const next = new Map<string, Told>();
  const found = new Set<string>();
  const [going, kept, snoozed, below, wasted] = [summing(), summing(), summing(), summing(), summing()];
  let soFar: Money = zero;
  const least = alert.atLeast.usdPerMonth === undefined ? undefined : usd(alert.atLeast.usdPerMonth);
  const sinceOf = (finding: Finding): Instant => finding.since ?? question.first.get(finding.key) ?? now;
  const asFound = (finding: Finding): FoundRecord =>
    recordOf(finding, question.first.get(finding.key) ?? now, question.leftBy(finding));

  const look = (finding: Finding): void => {
    const { key, perMonth, rule } = finding;
    found.add(key);
    const before = told.get(key);
    const rest = rests.get(key);
    if (rest !== undefined && isResting(rest, now)) {
      (rest.reason === undefined ? snoozed : kept).add(perMonth);
      if (before !== undefined) next.set(key, before.rested ? before : { ...before, rested: true });
      return;
    }
    const since = sinceOf(finding);
    if (question.sums(rule)) {
      wasted.add(perMonth);
      if (perMonth !== undefined) soFar = plus(soFar, times(perMonth, Math.max(0, now - since)));
    }
    if (isBelow(finding, since)) {
      below.add(perMonth);
      if (before !== undefined) next.set(key, before);
      return;
    }
    const why = reasonTo(finding, before);
    const high = isHigh(before);
    if (why === undefined && !high) {
      going.add(perMonth);
      if (before !== undefined) next.set(key, before);
      return;
    }
    if (why === undefined) going.add(perMonth);
    else due.push({ finding, why });
    if (high) escalated.push(finding);
    next.set(key, {
      finding: asFound(finding),
      first: before?.first ?? slot,
      last: why === undefined ? (before?.last ?? slot) : slot,
      ...((high || before?.escalated) && { escalated: true }),
    });
  };

  const isBelow = ({ perMonth }: Finding, since: Instant): boolean =>
    (alert.atLeast.days !== undefined && now - since < alert.atLeast.days * dayMs) ||
    // What is not known may be more.
    (least !== undefined && perMonth !== undefined && isLess(perMonth, least));

  const reasonTo = ({ facts }: Finding, before: Told | undefined): Why | undefined => {
    if (before === undefined) return 'new';
    if (before.finding.facts !== facts) return 'changed';
    if (before.rested) return 'woken';
    return alert.repeatDays !== undefined && passed(before.last, alert.repeatDays) ? 'again' : undefined;
  };
  const isHigh = (before: Told | undefined): boolean =>
    before !== undefined &&
    before.escalated === undefined &&
    alert.escalate !== undefined &&
    passed(before.first, alert.escalate.afterDays);
  const passed = (at: Instant, days: number): boolean => slot - at >= days * dayMs - slackMs;

  await inSlices(findings, look, signal);

  const resolved: RunOf<'waste'>['resolved'] = [];
  for (const [key, before] of told) {
    if (found.has(key)) continue;
    const { finding } = before;
    // What nobody could read may be there still.
    if (question.covers(finding.rule, finding)) resolved.push({ finding, how: question.became(finding) });
    else next.set(key, before);
  }

  const first = await firstInOrder(due, tellAtMost, dearestFirst, signal);
  const shown = new Set(first);
  const more = summing();
  for (const one of due) if (!shown.has(one)) more.add(one.finding.perMonth);
  const worst = await firstInOrder(escalated, tellAtMost, dearer, signal);
  return {
    told: first.map(({ finding, why }) => ({ finding: asFound(finding), why })),
    more: more.sum(),
    escalated: worst.map(asFound),
    going: going.sum(),
    kept: kept.sum(),
    snoozed: snoozed.sum(),
    below: below.sum(),
    resolved: resolved.toSorted((one, other) => dearerFound(one.finding, other.finding)),
    wasted: wasted.sum(),
    soFar: toRecord(overMs(soFar)),
    next,
  };
}

/** In the same currency; of two no one is less. */
const isLess = (one: Money, other: Money): boolean => one.currency === other.currency && one.amount.lt(other.amount);

/** Dearest first, what has no known price last; then by key. */
const byCost = (
  one: Money | undefined,
  other: Money | undefined,
  [key, otherKey]: readonly [string, string],
): number => {
  const known = Number(other !== undefined) - Number(one !== undefined);
  const cost = one === undefined || other === undefined ? known : other.amount.cmp(one.amount);
  return cost || (key < otherKey ? -1 : key > otherKey ? 1 : 0);
};
const dearer = (one: Finding, other: Finding): number =>
  byCost(one.perMonth, other.perMonth, [one.key, other.key]);
const dearestFirst = (one: Due, other: Due): number => dearer(one.finding, other.finding);
const dearerFound = (one: FoundRecord, other: FoundRecord): number =>
  byCost(monthOf(one), monthOf(other), [one.key, other.key]);
