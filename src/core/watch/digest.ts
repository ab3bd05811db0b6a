import { usd, type Money } from '../money.ts';
import { isResting, type Rest } from '../people/rests.ts';
import type { Home } from '../ports/instance.ts';
import { filtered, firstInOrder, inSlices } from '../slices.ts';
import { dayMs, hourMs, type Instant } from '../time.ts';
import { toOwner, type Alert } from './alert.ts';
import { dearestFirst, ownerWord, recordOf, type Finding, type FoundRecord } from './finding.ts';
import type { Told } from './memory.ts';
import { resolvedSums } from './resolved.ts';
import type { reasonsTold, RunOf } from './run.ts';
import { sumsByOwner, type Sorted } from './totals.ts';

/** Findings that a run tells one by one; the others are counted. */
export const tellAtMost = 100;

/** What is due again after so many days is due at the same time of the day, also where the clocks were changed meanwhile. */
const slackMs = 2 * hourMs;

/** What a digest is made from: all of it is known before. */
export interface DigestQuestion {
  readonly alert: Pick<Alert, 'to' | 'atLeast' | 'repeatDays' | 'escalate'>;
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
  leftBy(finding: Pick<Finding, 'key'>): FoundRecord['left'];
  /** Whether everything was read that a rule looks at there: what is missing then is over. */
  covers(rule: string, home: Home): boolean;
  /** Whether costs of what a rule finds are summed. */
  sums(rule: string): boolean;
  /** What became of something that was told and is found no longer. */
  became(finding: FoundRecord): Omit<RunOf<'waste'>['resolved'][number], 'finding'>;
}

/** What there is to tell, and what is remembered when it has been. */
export interface Digested extends Pick<RunOf<'waste'>, 'told' | 'moreOf' | 'escalated' | 'resolved' | 'resolvedMore'> {
  /** Everything that was found, by what is done with it. */
  readonly sorted: Sorted;
  readonly next: ReadonlyMap<string, Told>;
}

type Why = (typeof reasonsTold)[number];

/** Something to be told elsewhere too. */
type High = RunOf<'waste'>['escalated'][number];

/** Something to be told, and why. */
interface Due {
  readonly finding: FoundRecord;
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
  const high: High[] = [];
  const next = new Map<string, Told>();
  const found = new Set<string>();
  const going: FoundRecord[] = [];
  const kept: FoundRecord[] = [];
  const snoozed: FoundRecord[] = [];
  const below: FoundRecord[] = [];
  const least = alert.atLeast.usdPerMonth === undefined ? undefined : usd(alert.atLeast.usdPerMonth);

  const look = (one: Finding): void => {
    const { key, perMonth, rule } = one;
    const left = question.leftBy(one);
    const finding = recordOf(one, question.first.get(key) ?? now, {
      ...(left && { left }),
      ...(!question.sums(rule) && { weak: true }),
    });
    found.add(key);
    const before = told.get(key);
    const rest = rests.get(key);
    if (isResting(rest, now)) {
      (rest?.reason === undefined ? snoozed : kept).push(finding);
      if (before !== undefined) next.set(key, before.rested ? before : { ...before, rested: true });
      return;
    }
    if (isBelow(finding, perMonth)) {
      below.push(finding);
      if (before !== undefined) next.set(key, before);
      return;
    }
    const why = reasonTo(finding, before);
    if (before !== undefined && isHigh(before)) high.push({ finding, days: Math.round((slot - before.first) / dayMs) });
    if (why === undefined) {
      going.push(finding);
      if (before !== undefined) next.set(key, before);
      return;
    }
    due.push({ finding, why });
    next.set(key, { finding, first: before?.first ?? slot, last: slot, ...(before?.escalated && { escalated: true }) });
  };

  const isBelow = ({ since }: FoundRecord, perMonth: Money | undefined): boolean =>
    (alert.atLeast.days !== undefined && now - since < alert.atLeast.days * dayMs) ||
    // What is not known may be more.
    (least !== undefined && perMonth !== undefined && isLess(perMonth, least));

  const reasonTo = ({ facts }: FoundRecord, before: Told | undefined): Why | undefined => {
    if (before === undefined) return 'new';
    if (before.finding.facts !== facts) return 'changed';
    if (before.rested) return 'woken';
    return alert.repeatDays !== undefined && passed(before.last, alert.repeatDays) ? 'again' : undefined;
  };
  const isHigh = ({ escalated, first }: Told): boolean =>
    escalated === undefined && alert.escalate !== undefined && passed(first, alert.escalate.afterDays);
  const passed = (at: Instant, days: number): boolean => slot - at >= days * dayMs - slackMs;

  await inSlices(findings, look, signal);

  const resolved: RunOf<'waste'>['resolved'] = [];
  const lookAfter = ([key, before]: readonly [string, Told]): void => {
    if (found.has(key)) return;
    const { finding } = before;
    // What nobody could read may be there still.
    if (question.covers(finding.rule, finding)) resolved.push({ finding, ...question.became(finding) });
    else next.set(key, before);
  };
  await inSlices([...told], lookAfter, signal);

  const dearest = await firstInOrder(due, tellAtMost, byFinding, signal);
  const first = alert.to.includes(toOwner) ? [...dearest, ...(await ownersBeside(dearest, due, signal))] : dearest;
  const shown = new Set(first);
  const escalated = await firstInOrder(high, tellAtMost, byFinding, signal);
  // What is beyond the bound is told elsewhere by the next run: nothing there counts it.
  for (const { finding } of escalated) {
    const known = next.get(finding.key);
    if (known !== undefined) next.set(finding.key, { ...known, finding, escalated: true });
  }
  const more = (await filtered(due, (one) => !shown.has(one), signal)).map(({ finding }) => finding);
  const owners = new Set(first.flatMap(({ finding }) => ownerWord(finding) ?? []));
  const moreOf = await sumsByOwner(more, owners, now, signal);
  return {
    told: [...first],
    ...(moreOf.length > 0 && { moreOf }),
    escalated: [...escalated],
    ...(await resolvedOf(resolved, signal)),
    sorted: {
      told: first.map(({ finding }) => finding),
      more,
      going,
      kept,
      snoozed,
      below,
    },
    next,
  };
}

/** The dearest finding of each owner who has none among the dearest of all: an owner is told of something, and of how many more. */
async function ownersBeside(
  dearest: readonly Due[],
  due: readonly Due[],
  signal: AbortSignal,
): Promise<readonly Due[]> {
  const heard = new Set(dearest.map(({ finding }) => ownerWord(finding)));
  const own = new Map<string, Due>();
  const look = (one: Due): void => {
    const owner = ownerWord(one.finding);
    if (owner === undefined || heard.has(owner)) return;
    const known = own.get(owner);
    if (known === undefined || byFinding(one, known) < 0) own.set(owner, one);
  };
  await inSlices(due, look, signal);
  return [...own.values()].toSorted(byFinding).slice(0, tellAtMost);
}

/** What is over: the dearest one by one, and what the others come to by account. */
async function resolvedOf(
  all: RunOf<'waste'>['resolved'],
  signal: AbortSignal,
): Promise<Pick<RunOf<'waste'>, 'resolved' | 'resolvedMore'>> {
  const first = await firstInOrder(all, tellAtMost, byFinding, signal);
  if (all.length === first.length) return { resolved: [...first] };
  const shown = new Set(first);
  return {
    resolved: [...first],
    resolvedMore: await resolvedSums(await filtered(all, (one) => !shown.has(one), signal), signal),
  };
}

/** In the same currency; of two no one is less. */
const isLess = (one: Money, other: Money): boolean => one.currency === other.currency && one.amount.lt(other.amount);

/** See {@link dearestFirst}. */
const byFinding = (one: { readonly finding: FoundRecord }, other: { readonly finding: FoundRecord }): number =>
  dearestFirst(one.finding, other.finding);
