import { StoreUnwritable } from '../ports/store.ts';
import { plain, say } from '../text.ts';
import { secondMs } from '../time.ts';
import { progressOf, type ActParts } from './act.ts';
import { write, type Subject } from './book.ts';
import type { Outcome } from './changes.ts';
import { standing } from './follow.ts';
import { takeHold } from './hold.ts';
import { kinds } from './kinds.ts';
import { namedOf, targetOf, type ChangeRecord, type Records, type TargetRecord } from './record.ts';

/** Changes looked at in one go; the rest wait for the next start. */
const mostAtOnce = 100;

/** What looking up needs of the rest; `holder` names this process. */
export interface ReconcileParts extends ActParts {
  readonly holder: string;
}

/**
 * Looks for changes whose process is gone (their lease ran out), takes each over, reads its targets and says
 * how it ended: done, not done, or cannot tell. Calls nothing that changes anything.
 */
export async function reconcileAll(
  parts: ReconcileParts,
  records: Records,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { key } of await records.acting.list({ limit: mostAtOnce })) {
    const kept = await records.changes.get(key);
    try {
      if (kept === undefined || kept.value.state === 'ended' || kept.value.state === 'cancelled') {
        await records.acting.delete(key);
        continue;
      }
      if (kept.value.state === 'asked') {
        // The process died between the mark and the record: nothing was called, and its key may still be pressed.
        if (parts.clock.now() >= kept.value.expiresAt) await records.acting.delete(key);
        continue;
      }
      if ((kept.value.lease?.until ?? 0) > parts.clock.now()) continue;
      const hold = await takeHold(records, parts.clock, parts.holder, kept);
      if (hold === undefined) continue;
      await hold.write(await lookUp(parts, hold.record(), signal));
      const subject: Subject = {
        request: `reconcile-${key}`,
        person: kept.value.by,
        place: kept.value.where,
        does: kept.value.kind,
        change: key,
      };
      const record = hold.record();
      for (const target of record.targets) {
        await write(parts.journal, subject, 'reconciled', [namedOf(target)], say`${target.phase}: ${target.says}`);
      }
      await hold.end();
      const done = record.targets.filter(({ phase }) => phase === 'done').map(({ id }) => id);
      outcomes.push({
        ...progressOf(record),
        key,
        by: record.by,
        where: record.where,
        cancelled: false,
        leftBehind: [],
        ...(done.length > 0 && { wayBack: { kind: kinds[record.kind].wayBack, ids: done } }),
      });
    } catch (error) {
      if (!(error instanceof StoreUnwritable)) throw error;
      parts.log.warn(
        { change: key, error: error.message },
        'a change under way could not be looked up: the store cannot be written',
      );
    }
  }
  return outcomes;
}

/** What became of each target that has no end yet. */
async function lookUp(
  parts: ActParts,
  record: ChangeRecord,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Partial<TargetRecord>>> {
  const open = record.targets.filter(
    ({ phase }) => phase === 'waiting' || phase === 'under-way' || phase === 'not-yet' || phase === 'cannot-tell',
  );
  const called = open.filter(({ intentAt }) => intentAt !== undefined);
  const listing = await parts.cloud.instancesById(called.map(targetOf), { signal });
  const now = new Map(listing.items.map((instance) => [instance.id, instance]));
  const changed = new Map<string, Partial<TargetRecord>>();
  for (const target of open) {
    const { intentAt } = target;
    if (intentAt === undefined) {
      changed.set(target.id, { phase: 'withheld', says: 'not done: the process ended before its call' });
      continue;
    }
    const instance = now.get(target.id);
    const stands = standing(record.kind, intentAt, instance);
    if (stands !== undefined) changed.set(target.id, { phase: stands.phase, says: plain(stands.says) });
    else if (instance === undefined)
      changed.set(target.id, { phase: 'cannot-tell', says: 'cannot tell: it could not be read' });
    else if (parts.clock.now() - intentAt < settledMs)
      changed.set(target.id, {
        phase: 'cannot-tell',
        says: `cannot tell yet: it is ${instance.state}, and AWS may still be at it`,
      });
    else
      changed.set(target.id, {
        phase: 'failed',
        says: `not done: it is still ${instance.state}; ${kinds[record.kind].verb} it again if that is still wanted`,
      });
  }
  return changed;
}

/** Reads of EC2 can lag behind a call for some seconds ("Eventual consistency in the Amazon EC2 API"). */
const settledMs = 15 * secondMs;
