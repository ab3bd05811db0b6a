import { kinds } from '../changes/kinds.ts';
import type { LeftBehind } from '../changes/left-behind.ts';
import type { Rests } from '../people/rests.ts';
import type { Reading } from '../ports/cloud.ts';
import { plain } from '../text.ts';
import type { Instant } from '../time.ts';
import type { Alert, Watched } from './alert.ts';
import { digest, type Digested } from './digest.ts';
import type { FoundRecord } from './finding.ts';
import type { Ledger } from './ledger.ts';
import type { Told } from './memory.ts';
import { rules as allRules } from './rules/index.ts';
import type { Rule } from './rules/rule.ts';
import type { RunOf } from './run.ts';
import type { SeenFirst } from './seen.ts';
import type { State } from './states.ts';
import type { Sweep, Sweeper } from './sweep.ts';
import { lookedOf, pointsWith } from './told-before.ts';

/** What waste is looked for with. */
export interface WasteParts {
  readonly seen: SeenFirst;
  readonly rests: Pick<Rests, 'all'>;
  readonly leftBehind: Pick<LeftBehind, 'list'>;
  readonly ledger: Pick<Ledger, 'doneTo'>;
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
  /** Whether what is seen first is noted. */
  readonly notes: boolean;
}

/** Sweeps what the alert may see, and makes of it what is to be told. Rejects with StoreUnwritable where something is noted. */
export async function wasteRun(
  { alert, slot, now, told, state, notes }: WasteQuestion,
  sweeper: Pick<Sweeper, 'sweep'>,
  { seen, rests, leftBehind, ledger }: WasteParts,
  reading: Reading,
): Promise<WasteRun> {
  const chosen = alert.watches.rules;
  const swept = withKin(chosen);
  const sweep = await sweeper.sweep(
    { ...(alert.accounts && { accounts: alert.accounts }) },
    swept,
    reading,
  );
  const first = notes
    ? await seen.note(
        sweep,
        swept.map(({ id }) => id),
      )
    : await seen.look(sweep);
  const resting = await rests.all();
  const left = new Map((await leftBehind.list()).map((one) => [`${one.account.id}/${one.region}/${one.id}`, one]));
  const findings = sweep.findings.filter(({ rule }) => chosen.includes(rule));
  const gone = [...told.values()].filter(({ finding: { key } }) => !first.has(key));
  const became = await endsOf(gone.map(({ finding }) => finding), sweep, ledger);
  const digested = await digest(
    {
      alert,
      slot,
      now,
      findings,
      first,
      told,
      rests: resting,
      leftBy({ account, region, id }) {
        const by = left.get(`${account.id}/${region}/${id}`);
        return by && { by: by.by.name, at: by.at, kind: by.kind, of: by.of.name ?? by.of.id };
      },
      covers: (rule, home) => sweep.covers(rule, home),
      sums: (id) => ruleOf(id)?.sums === true,
      became: ({ key }) => became.get(key) ?? 'no longer found',
    },
    reading.signal,
  );
  const { next, ...told2 } = digested;
  const looked = lookedOf(sweep);
  const gaps = looked.gaps.join('\n');
  const run: RunOf<'waste'> = {
    is: 'waste',
    alert: alert.name,
    slot,
    at: now,
    looked,
    ...told2,
    ...(state.wasted && { before: state.wasted }),
    // What was read in part is less than there is, and would look as if something had been saved.
    history: looked.gaps.length > 0 ? state.points : pointsWith(state.points, { at: now, value: told2.wasted.perMonth }),
  };
  return {
    run,
    next,
    tells:
      run.told.length + run.resolved.length + run.escalated.length > 0 ||
      (gaps !== '' && gaps !== state.gaps) ||
      (alert.allClear && findings.length === 0),
  };
}

const ruleOf = (id: string): Rule | undefined => allRules.find((rule) => rule.id === id);

/** The chosen rules, and those that may name the same matter of the same thing: when it was seen first is known whatever names it today. */
export const withKin = (chosen: readonly string[]): readonly Rule[] =>
  allRules.filter((rule) =>
    allRules.some(({ id, over, matter, sums }) => chosen.includes(id) && over === rule.over && matter === rule.matter && sums === rule.sums),
  );

/** What became of things that were told, by key. */
async function endsOf(
  gone: readonly FoundRecord[],
  sweep: Sweep,
  ledger: Pick<Ledger, 'doneTo'>,
): Promise<ReadonlyMap<string, string>> {
  const ends = new Map<string, string>();
  for (const finding of gone) {
    const done = await ledger.doneTo(finding);
    const there = sweep.isThere(finding, finding.id);
    if (done !== undefined && done.at >= finding.since) ends.set(finding.key, `${kinds[done.kind].done} by ${done.by.name}`);
    else ends.set(finding.key, there ? stillThere(finding) : 'no longer there');
  }
  return ends;
}

/** What is found of it no longer. */
function stillThere({ is, key }: FoundRecord): string {
  switch (is) {
    case 'address':
    case 'reservation':
      return 'in use again';
    case 'volume':
      return 'attached again';
    case 'instance':
      return key.endsWith('/stopped') ? 'running again' : 'changed';
    case 'account':
      return 'none any longer';
  }
}
