import { fromRecord, rounded } from '../money.ts';
import type { Reading } from '../ports/cloud.ts';
import type { Instant } from '../time.ts';
import type { Known } from './alert.ts';
import { budgetRun, costRun, type BurnOf } from './burn-run.ts';
import type { Told } from './memory.ts';
import type { Run, RunOf } from './run.ts';
import type { Left, State } from './states.ts';
import type { Sweeper } from './sweep.ts';
import { wasteRun, type WasteParts } from './waste-run.ts';

/** What an alert looks with. */
export interface Looks {
  readonly sweeper: Pick<Sweeper, 'sweep'>;
  readonly burnOf: BurnOf;
}

/** What every run is made with. */
export type RunParts = WasteParts;

/** Which run is to be made, and what is known of those before. */
export interface RunQuestion {
  readonly known: Known;
  readonly slot: Instant;
  readonly now: Instant;
  readonly told: ReadonlyMap<string, Told>;
  readonly state: State;
  /** Whether what is seen first is noted. */
  readonly notes: boolean;
}

/** A run, before anything of it is written. */
export interface Made {
  readonly run: Run;
  /** Whether there is anything to post. */
  readonly tells: boolean;
  readonly left: Left;
  /** What is remembered as told; undefined where nothing is told by finding. */
  readonly next?: ReadonlyMap<string, Told>;
}

/** Looks at what an alert is about, and makes of it what is to be told. */
export async function makeRun(
  { known: { alert }, slot, now, told, state, notes }: RunQuestion,
  { sweeper, burnOf }: Looks,
  parts: RunParts,
  reading: Reading,
): Promise<Made> {
  const { watches, ...rest } = alert;
  const shared = { slot, now, state };
  switch (watches.is) {
    case 'waste': {
      const { run, next, tells } = await wasteRun({ ...shared, alert: { ...rest, watches }, told, notes }, sweeper, parts, reading);
      return { run, next, tells, left: leftOf(run, state) };
    }
    case 'cost':
      return costRun({ ...shared, alert: { ...rest, watches } }, burnOf, reading);
    case 'budget':
      return budgetRun({ ...shared, alert: { ...rest, watches } }, burnOf, reading);
  }
}

function leftOf(run: RunOf<'waste'>, state: State): Left {
  const { at, wasted, told, more, resolved, looked, history } = run;
  const gaps = looked.gaps.join('\n');
  const news = told.length + more.count;
  return {
    points: history,
    // What was read in part is nothing to compare with.
    ...(gaps === '' ? { wasted: { at, wasted } } : state.wasted && { wasted: state.wasted }),
    ...(gaps !== '' && { gaps }),
    last: {
      at,
      says: `${news} told, ${resolved.length} resolved; ${wasted.count} waste ${rounded(fromRecord(wasted.perMonth))} a month${gaps === '' ? '' : '; not everything could be read'}`,
    },
  };
}
