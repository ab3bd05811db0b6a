import { rowOf } from '../changes/kinds.ts';
import type { LeftBehind } from '../changes/left-behind.ts';
import type { Rests } from '../people/rests.ts';
import type { Reading } from '../ports/cloud.ts';
import { fromRecord, total, usdOf } from '../money.ts';
import { inSlices } from '../slices.ts';
import type { Instant } from '../time.ts';
import type { Alert, Watched } from './alert.ts';
import { digest, type Digested } from './digest.ts';
import { endOfGone, endOfThere, foundNoLonger, type End } from './ended.ts';
import { keyOf, leftOf, type FoundRecord } from './finding.ts';
import type { Ledger } from './ledger.ts';
import { lookedRecord } from './looked-record.ts';
import type { Looks } from './looks.ts';
import type { Told } from './memory.ts';
import { pointsWith } from './points.ts';
import { rules as allRules } from './rules/index.ts';
import type { Rule } from './rules/rule.ts';
import type { AccountTotals, RunOf } from './run.ts';
import type { State } from './states.ts';
import type { Sweep } from './sweep.ts';
import { totalsOf } from './totals.ts';

/** What waste is looked for with, besides what may be seen. */
export interface WasteParts {
  /** When each finding was seen first, by key: noted as well, or only looked up. */
  firstSeen(sweep: Sweep, rules: readonly Rule[]): Promise<ReadonlyMap<string, Instant>>;
  readonly rests: Pick<Rests, 'all'>;
  readonly leftBehind: Pick<LeftBehind, 'list'>;
  readonly savings: Pick<Ledger, 'list'>;
}

/** One run over waste, before anything of it is written. */
export interface WasteRun {
  readonly run: RunOf<'waste'>;
  readonly next: Digested['next'];
  /** Whether there is anything to post. */
  readonly tells: boolean;
}

/** What a run is about. */
export interface WasteQuestion {
  readonly alert: Alert & { readonly watches: Extract<Watched, { readonly is: 'waste' }> };
  readonly slot: Instant;
  readonly now: Instant;
  readonly told: ReadonlyMap<string, Told>;
  readonly state: Pick<State, 'points' | 'wasted' | 'gaps'>;
}

/** Sweeps what the alert may see, and makes of it what is to be told. Rejects with StoreUnwritable where something is noted and cannot be. */
export async function wasteRun(
  { alert, slot, now, told, state }: WasteQuestion,
  { cloud, sweep: sweepOver }: Pick<Looks, 'cloud' | 'sweep'>,
  { firstSeen, rests, leftBehind, savings }: WasteParts,
  reading: Reading,
): Promise<WasteRun> {
  const { signal } = reading;
  const chosen = alert.watches.rules;
  const swept = withKin(chosen);
  const scope = { ...(alert.accounts && { accounts: alert.accounts }) };
  const sweep = await sweepOver(scope, swept, reading);
  const first = await firstSeen(sweep, swept);
  const left = new Map((await leftBehind.list()).map((one) => [keyOf(one, one.id), one]));
  const findings = sweep.findings.filter(({ rule }) => chosen.includes(rule));
  const gone = [...told.values()].flatMap(({ finding }) => (first.has(finding.key) ? [] : [finding]));
  const ends = await endsOf(gone, sweep, savings, signal);
  const { next, sorted, ...digested } = await digest(
    {
      alert,
      slot,
      now,
      findings,
      first,
      told,
      rests: await rests.all(),
      leftBy({ key }) {
        const one = left.get(key);
        return one && leftOf(one);
      },
      covers: (rule, home) => sweep.covers(rule, home),
      sums: (id) => ruleOf(id)?.sums === true,
      became: ({ key }) => ends.get(key) ?? foundNoLonger,
    },
    signal,
  );
  const totals = await totalsOf(sorted, state.wasted, now, signal);
  const looked = await lookedRecord(
    {
      cloud,
      scope,
      things: sweep.looked.things,
      gaps: sweep.gaps,
      isWhole: (home) => swept.every(({ id }) => sweep.covers(id, home)),
    },
    signal,
  );
  const isWhole = looked.gaps.length === 0;
  const value = usdOf(wastedIn(totals));
  const run: RunOf<'waste'> = {
    is: 'waste',
    alert: alert.name,
    slot,
    at: now,
    looked,
    ...digested,
    totals: [...totals],
    ...(state.wasted && { before: state.wasted.at }),
    // What was read in part is less than there is, and would look as if something had been saved.
    history: isWhole && value !== undefined ? pointsWith(state.points, { at: now, value }) : state.points,
  };
  return {
    run,
    next,
    tells:
      run.told.length + run.resolved.length + run.escalated.length > 0 ||
      (!isWhole && looked.gaps.join('\n') !== state.gaps) ||
      (alert.allClear && findings.length === 0),
  };
}

/** What wastes in all accounts, for 730 hours. */
export const wastedIn = (totals: readonly AccountTotals[]) =>
  total(totals.map(({ wasted }) => fromRecord(wasted.perMonth)));

const ruleOf = (id: string): Rule | undefined => allRules.find((rule) => rule.id === id);

/** The chosen rules, and those that may name the same matter of the same thing: when it was seen first is known whatever names it today. */
export const withKin = (chosen: readonly string[]): readonly Rule[] => {
  const some = allRules.filter(({ id }) => chosen.includes(id));
  return allRules.filter((rule) =>
    some.some(({ over, matter, sums }) => over === rule.over && matter === rule.matter && sums === rule.sums),
  );
};

/** What became of things that were told, by key. */
async function endsOf(
  gone: readonly FoundRecord[],
  sweep: Sweep,
  savings: Pick<Ledger, 'list'>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, End>> {
  const became = new Map<string, End>();
  if (gone.length === 0) return became;
  const earliest = gone.reduce((least, { since }) => Math.min(least, since), Number.POSITIVE_INFINITY);
  const done = (await savings.list(earliest)).filter(({ kind }) => ends.has(rowOf(kind).to));
  /** The last change that ended each. */
  const lastOf = new Map(done.map((one) => [one.id, one]));
  const look = (finding: FoundRecord): void => {
    const { key, id, since } = finding;
    const by = lastOf.get(id);
    became.set(
      key,
      sweep.isThere(finding, id)
        ? endOfThere(finding, sweep.thingOf(finding, id))
        : endOfGone(finding, by !== undefined && by.at >= since ? by : undefined),
    );
  };
  await inSlices(gone, look, signal);
  return became;
}

/** What a change leads to that makes a thing go: one that was stopped here and is gone was ended elsewhere. */
const ends: ReadonlySet<string | undefined> = new Set(['terminated', 'released']);
