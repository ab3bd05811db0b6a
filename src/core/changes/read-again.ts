import type { ResourceFacts } from '../ports/policy.ts';
import { plain, say, type Spans } from '../text.ts';
import { targetOf, type ChangeRecord, type TargetRecord } from './record.ts';
import { difference, type Resource } from './resource.ts';
import type { License } from './rights.ts';

/** What changed between plan and press, and what rules may look at now. Targets that differ in a way that matters, or may not be changed as they are, are left alone. */
export async function readAgain(
  resource: Resource,
  record: ChangeRecord,
  license: License,
  signal: AbortSignal,
): Promise<{
  readonly stale: ReadonlyMap<string, Partial<TargetRecord>>;
  readonly facts: ReadonlyMap<string, ResourceFacts>;
}> {
  const waits = record.targets.filter(({ phase }) => phase === 'waiting');
  const { items, gaps } = await resource.read(record.kind, waits.map(targetOf), record, { signal });
  const now = new Map(items.map((candidate) => [candidate.target.id, candidate]));
  const stale = new Map<string, Partial<TargetRecord>>();
  const leave = (id: string, phase: 'left-alone' | 'withheld', says: Spans) =>
    stale.set(id, { phase, says: plain(says) });
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
    else if (judgement.is === 'refused') leave(target.id, 'left-alone', judgement.because.what);
    else {
      const no = await license([{ facts: candidate.facts, steps: target.steps }]);
      if (no !== undefined) leave(target.id, 'withheld', no.what);
    }
  }
  return { stale, facts: new Map(items.map(({ target, facts }) => [target.id, facts])) };
}
