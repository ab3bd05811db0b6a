import { readGrouping, type Grouping } from '../estate/grouping.ts';
import { fromRecord, rounded, usd, usdOf } from '../money.ts';
import type { Reading } from '../ports/cloud.ts';
import type { Instant } from '../time.ts';
import type { Alert, Watched } from './alert.ts';
import { burnOf, crossedNow, crossing, type BurnLooks, type BurnNow } from './burn.ts';
import { pointsWith } from './points.ts';
import type { Point, RunOf } from './run.ts';
import type { Left, State } from './states.ts';

/** A run over costs, before anything of it is written. */
export interface BurnRun {
  readonly run: RunOf<'cost'> | RunOf<'budget'>;
  /** Whether there is anything to post. */
  readonly tells: boolean;
  readonly left: Left;
}

/** What a run is about. */
interface Question<K extends Watched['is']> {
  readonly alert: Alert & { readonly watches: Extract<Watched, { readonly is: K }> };
  readonly slot: Instant;
  readonly now: Instant;
  readonly state: State;
}

/** A report of what everything costs, beside the report before. */
export async function costRun(
  { alert, slot, now, state }: Question<'cost'>,
  looks: BurnLooks,
  reading: Reading,
): Promise<BurnRun> {
  const by = readGrouping(alert.watches.by) ?? byAccount;
  const found = await burnOf(looks, { by, ...(alert.accounts && { accounts: alert.accounts }) }, reading);
  const before = state.burned;
  const perHourBefore = new Map(before?.groups.map(({ label, perHour }) => [label, perHour]));
  const beside = <B extends { readonly label: string }>(one: B, was = perHourBefore.get(one.label)) => ({
    ...one,
    ...(was !== undefined && { before: was }),
  });
  const history = historyWith(state.points, found, now);
  return {
    tells: true,
    run: {
      is: 'cost',
      alert: alert.name,
      slot,
      at: now,
      ...(alert.accounts && { accounts: alert.accounts }),
      by: alert.watches.by,
      looked: found.looked,
      groups: found.groups.map((one) => beside(one)),
      all: beside(found.all, before?.all),
      unknown: found.unknown,
      ...(before && { before: before.at }),
      history,
    },
    left: {
      points: history,
      last: { at: now, says: `${rounded(fromRecord(found.all.perHour))} an hour` },
      // What was read in part is nothing to compare with.
      ...(found.unread.length === 0
        ? {
            burned: {
              at: now,
              all: found.all.perHour,
              groups: found.groups.map(({ label, perHour }) => ({ label, perHour })),
            },
          }
        : before && { burned: before }),
    },
  };
}

/** A budget's line, which is told of once a crossing. */
export async function budgetRun(
  { alert, slot, now, state }: Question<'budget'>,
  looks: BurnLooks,
  reading: Reading,
): Promise<BurnRun> {
  const { usdPerHour, tag } = alert.watches;
  const wish = { ...(alert.accounts && { accounts: alert.accounts }), ...(tag && { tag }) };
  const found = await burnOf(looks, { by: byAccount, ...wish }, reading);
  const limit = usd(usdPerHour);
  const news = crossing(state.crossed, found, limit);
  const crossed = news === undefined ? state.crossed : crossedNow(news, found);
  const history = historyWith(state.points, found, now);
  const { perHour } = found.all;
  return {
    tells: news !== undefined,
    left: {
      points: history,
      last: { at: now, says: `${rounded(fromRecord(perHour))} an hour, limit ${rounded(limit)}` },
      ...(crossed && { crossed }),
    },
    run: {
      is: 'budget',
      alert: alert.name,
      slot,
      at: now,
      ...wish,
      by: 'account',
      looked: found.looked,
      crossed: crossed?.is ?? 'below',
      perHour,
      limit: usdPerHour,
      groups: [...found.groups],
      unknown: found.unknown,
      history,
    },
  };
}

const byAccount: Grouping = { by: 'account' };

/** What was read in part, or holds another currency, is no point beside the others. */
function historyWith(points: readonly Point[], { all, unread }: BurnNow, at: Instant): Point[] {
  const value = usdOf(fromRecord(all.perHour));
  return unread.length === 0 && value !== undefined ? pointsWith(points, { at, value }) : [...points];
}
