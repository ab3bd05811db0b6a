import { fromRecord, rounded, usd } from '../money.ts';
import type { Reading } from '../ports/cloud.ts';
import type { Instant } from '../time.ts';
import type { Alert, Watched } from './alert.ts';
import { crossing, type BurnQuestion, type Burning } from './burn.ts';
import type { RunOf } from './run.ts';
import type { Left, State } from './states.ts';
import { lookedOf, pointsWith } from './told-before.ts';

/** Sums up what everything costs an hour now. */
export type BurnOf = (question: BurnQuestion, reading: Reading) => Promise<Burning>;

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
  readonly state: Pick<State, 'points' | 'groups' | 'over' | 'last' | 'gaps'>;
}

/** A report of what everything costs, beside the report before. */
export async function costRun(
  { alert, slot, now, state }: Question<'cost'>,
  burnOf: BurnOf,
  reading: Reading,
): Promise<BurnRun> {
  const { by } = alert.watches;
  const found = await burnOf({ by, ...(alert.accounts && { accounts: alert.accounts }) }, reading);
  const before = state.groups;
  const withBefore = <B extends { readonly label: string }>(one: B, label = one.label) => {
    const was = before?.perHour[label];
    return { ...one, ...(was !== undefined && { before: was }) };
  };
  const looked = lookedOf(found);
  const points = found.whole ? pointsWith(state.points, { at: now, value: found.all.perHour }) : state.points;
  const run: RunOf<'cost'> = {
    is: 'cost',
    alert: alert.name,
    slot,
    at: now,
    looked,
    by,
    groups: found.groups.map((one) => withBefore(one)),
    all: withBefore(found.all, everything),
    unknown: found.unknown,
    ...(before && { before: before.at }),
    history: points,
  };
  return {
    run,
    tells: true,
    left: {
      points,
      last: { at: now, says: `${rounded(fromRecord(found.all.perHour))} an hour` },
      // What was read in part is nothing to compare with.
      ...(found.whole
        ? {
            groups: {
              at: now,
              perHour: Object.fromEntries([
                ...found.groups.map(({ label, perHour }) => [label, perHour] as const),
                [everything, found.all.perHour] as const,
              ]),
            },
          }
        : before && { groups: before }),
    },
  };
}

/** The sum of all among the groups: no account, region or tag is called so. */
const everything = '*';

/** A budget's line, which is told of once a crossing. */
export async function budgetRun(
  { alert, slot, now, state }: Question<'budget'>,
  burnOf: BurnOf,
  reading: Reading,
): Promise<BurnRun> {
  const { usdPerHour, tag } = alert.watches;
  const found = await burnOf(
    { by: 'account', ...(alert.accounts && { accounts: alert.accounts }), ...(tag && { tag }) },
    reading,
  );
  const perHour = fromRecord(found.all.perHour);
  const limit = usd(usdPerHour);
  const crossed = crossing(state.over, perHour, limit, found.whole);
  const points = found.whole ? pointsWith(state.points, { at: now, value: found.all.perHour }) : state.points;
  const over = crossed ?? state.over;
  return {
    // The first look says nothing of a budget that is kept.
    tells: crossed === 'above' || (crossed === 'below' && state.over === 'above'),
    left: {
      points,
      last: { at: now, says: `${rounded(perHour)} an hour, limit ${rounded(limit)}` },
      ...(over && { over }),
    },
    run: {
      is: 'budget',
      alert: alert.name,
      slot,
      at: now,
      looked: lookedOf(found),
      crossed: over ?? 'below',
      perHour: found.all.perHour,
      limit: usdPerHour,
      groups: [...found.groups],
      unknown: found.unknown,
      history: points,
    },
  };
}
