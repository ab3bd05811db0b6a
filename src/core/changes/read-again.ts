import type { AuditRecord } from '../people/audit.ts';
import type { ResourceFacts } from '../ports/policy.ts';
import type { Journal } from '../ports/store.ts';
import { sentenceOf } from '../problem.ts';
import { plain, say, type Spans } from '../text.ts';
import type { License } from './license.ts';
import { write, type Subject } from './book.ts';
import { namedOf, targetOf, type ChangeRecord, type TargetRecord } from './record.ts';
import { difference, type Resource } from './resource.ts';

/** Why some of the targets are not called, for the audit. */
interface Refusal {
  readonly because: Spans;
  readonly ids: readonly string[];
  readonly rules: readonly string[];
}

/** What a second look has found. */
export interface ReadAgain {
  /** Those that are not called: changed in a way that matters, gone, or not to be changed as they are. */
  readonly stale: ReadonlyMap<string, Partial<TargetRecord>>;
  /** Why, each reason once. */
  readonly refusals: readonly Refusal[];
  /** What access rules may look at now, by id. */
  readonly facts: Map<string, ResourceFacts>;
}

/** What changed between plan and press, and what rules may look at now. */
export async function readAgain(
  resource: Resource,
  record: ChangeRecord,
  license: License,
  signal: AbortSignal,
): Promise<ReadAgain> {
  const waits = record.targets.filter(({ phase }) => phase === 'waiting');
  const { items, gaps } = await resource.read(record.kind, waits.map(targetOf), record, { signal });
  const now = new Map(items.map((candidate) => [candidate.target.id, candidate]));
  const stale = new Map<string, Partial<TargetRecord>>();
  const refusals = new Map<string, Refusal & { readonly ids: string[] }>();
  const leave = (id: string, phase: 'left-alone' | 'withheld', because: Spans, rules: readonly string[] = []): void => {
    const says = plain(because);
    stale.set(id, { phase, says });
    const same = refusals.get(says) ?? { because, ids: [], rules };
    same.ids.push(id);
    refusals.set(says, same);
  };
  for (const target of waits) {
    const candidate = now.get(target.id);
    if (candidate === undefined) {
      const [gap] = gaps;
      if (gap === undefined) leave(target.id, 'left-alone', say`it no longer exists`);
      else leave(target.id, 'withheld', say`it could not be read again: ${gap.what}`);
      continue;
    }
    const { judgement, seen } = candidate;
    const changed = difference(target.seen, seen);
    if (judgement.is === 'already') leave(target.id, 'left-alone', say`it is ${judgement.state} already`);
    else if (changed !== undefined) leave(target.id, 'left-alone', changed);
    else if (judgement.is === 'refused') leave(target.id, 'left-alone', sentenceOf(judgement.because));
    else {
      const no = (await license.rests()) ?? (await license.of([{ facts: candidate.facts, steps: target.steps }]));
      if (no !== undefined) leave(target.id, 'withheld', sentenceOf(no), no.rules);
    }
  }
  return {
    stale,
    refusals: [...refusals.values()],
    facts: new Map(items.map(({ target, facts }) => [target.id, facts])),
  };
}

/** Writes down why some are not called, each reason with the things that it is about. */
export async function noteRefusals(
  journal: Journal<AuditRecord>,
  subject: Subject,
  { targets }: ChangeRecord,
  refusals: ReadAgain['refusals'],
): Promise<void> {
  for (const { because, ids, rules } of refusals) {
    const named = targets.filter(({ id }) => ids.includes(id)).map(namedOf);
    await write(journal, subject, 'refused', named, because, { rules });
  }
}
