import { rounded } from '../money.ts';
import type { Reading } from '../ports/cloud.ts';
import type { Instant } from '../time.ts';
import type { Alert } from './alert.ts';
import { budgetRun, costRun } from './burn-run.ts';
import type { Looks } from './looks.ts';
import { comparable, markOf } from './mark.ts';
import type { Told } from './memory.ts';
import type { Run, RunOf } from './run.ts';
import { sawOf } from './saw.ts';
import type { Left, State } from './states.ts';
import { sumOfSums } from './totals.ts';
import { wastedIn, wasteRun, type WasteParts } from './waste-run.ts';

/** What every run is made with, besides what may be seen. */
export type RunParts = WasteParts;

/** Which run is to be made, and what is known of those before. */
export interface RunQuestion {
  readonly alert: Alert;
  readonly slot: Instant;
  readonly now: Instant;
  readonly told: ReadonlyMap<string, Told>;
  readonly state: State;
}

/** A run, before anything of it is written. */
export interface MadeRun {
  readonly run: Run;
  /** Whether there is anything to post. */
  readonly tells: boolean;
  readonly left: Left;
  /** What is remembered as told; undefined where nothing is told by finding. */
  readonly next?: ReadonlyMap<string, Told>;
}

/** Looks at what an alert is about, and makes of it what is to be told. Rejects with StoreUnwritable where something is noted and cannot be. */
export async function makeRun(
  question: RunQuestion,
  looks: Looks,
  parts: RunParts,
  reading: Reading,
): Promise<MadeRun> {
  const mark = markOf(question.alert);
  const made = await runOf({ ...question, state: comparable(question.state, mark) }, looks, parts, reading);
  const left = { ...made.left, mark };
  const { last } = left;
  if (last === undefined) return { ...made, left };
  const saw = sawOf(await looks.cloud.homes(), question.alert.accounts);
  return saw.length === 0 ? blind(made, question) : { ...made, left: { ...left, last: { ...last, saw } } };
}

/** Where nothing may be looked at, that nothing wastes or costs is not known, and what was known before stays as it was. */
const blind = ({ run }: MadeRun, { now, state }: RunQuestion): MadeRun => {
  const { points, mark, wasted, burned, crossed, gaps } = state;
  const last = { at: now, says: 'it may look at no account any longer, and tells nothing', saw: [] };
  return { run, tells: false, left: { points, mark, wasted, burned, crossed, gaps, last } };
};

async function runOf(
  { alert: { watches, ...rest }, told, ...question }: RunQuestion,
  looks: Looks,
  parts: RunParts,
  reading: Reading,
): Promise<MadeRun> {
  switch (watches.is) {
    case 'waste': {
      const alert = { ...rest, watches };
      const { run, next, tells } = await wasteRun({ ...question, alert, told }, looks, parts, reading);
      return { run, next, tells, left: leftOf(run, question.state) };
    }
    case 'cost':
      return costRun({ ...question, alert: { ...rest, watches } }, looks, reading);
    case 'budget':
      return budgetRun({ ...question, alert: { ...rest, watches } }, looks, reading);
  }
}

function leftOf(
  { at, totals, told, resolved, resolvedMore = [], looked, history }: RunOf<'waste'>,
  state: State,
): Left {
  const gaps = looked.gaps.join('\n');
  const news = told.length + sumOfSums(totals.map(({ more }) => more)).count;
  const over = resolvedMore.reduce((sum, one) => sum + one.count, resolved.length);
  const { count } = sumOfSums(totals.map(({ wasted }) => wasted));
  return {
    points: history,
    // What was read in part is nothing to compare with.
    ...(gaps === ''
      ? {
          wasted: {
            at,
            totals: totals.map(({ account, wasted, kept, snoozed }) => ({
              account,
              wasted,
              rested: sumOfSums([kept, snoozed]),
            })),
          },
        }
      : state.wasted && { wasted: state.wasted }),
    ...(gaps !== '' && { gaps }),
    last: {
      at,
      says: `${news} told, ${over} resolved; ${count} waste ${rounded(wastedIn(totals))} a month${gaps === '' ? '' : '; not everything could be read'}`,
    },
  };
}
