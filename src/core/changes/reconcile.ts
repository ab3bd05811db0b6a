import { clocksApartMs } from '../clocks-apart.ts';
import { entriesOf } from '../entries.ts';
import { plain, say } from '../text.ts';
import { underRequest } from '../under-request.ts';
import { dayMs, minuteMs, secondMs, type Instant } from '../time.ts';
import { progressed, type ActParts } from './act.ts';
import { write, type Subject } from './book.ts';
import type { Outcome } from './changes.ts';
import { followMs } from './follow.ts';
import { holding, takeHold } from './hold.ts';
import { kinds, rowOf, type Kind } from './kinds.ts';
import { outcomeOf } from './outcome.ts';
import { isCalled, namedOf, stepOf, targetOf, type ChangeRecord, type Records, type TargetRecord } from './record.ts';
import { settle, type Ledgers } from './settle.ts';
import type { Found, Look } from './resource.ts';

/** What looking up needs of the rest; `holder` names this process. */
export interface ReconcileParts extends ActParts {
  readonly holder: string;
  readonly ledgers: Ledgers;
  /** Called once for each change that was found, before it counts as ended: whoever asked is to be told, there. */
  tell(says: 'change-found', change: string, place: string): Promise<void>;
}

/**
 * Looks for changes whose process is gone (their lease ran out), takes each over, reads its targets and says
 * how it ended: done, not done, or cannot tell. What AWS is still at is looked at again, less and less often, for a day.
 * Calls nothing that changes anything.
 */
export async function reconcileAll(
  parts: ReconcileParts,
  records: Records,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for await (const { key } of entriesOf(records.acting)) {
    const kept = await records.changes.get(key);
    try {
      if (kept === undefined || kept.value.state === 'ended' || kept.value.state === 'cancelled') {
        await records.acting.delete(key);
        continue;
      }
      if (kept.value.state === 'asked' || kept.value.state === 'awaiting') {
        // The process died between the mark and the record: nothing was called, and its key may still be pressed.
        if (parts.clock.now() >= kept.value.expiresAt + clocksApartMs) await records.acting.delete(key);
        continue;
      }
      if ((kept.value.lease?.until ?? 0) > parts.clock.now()) continue;
      const hold = await takeHold(records, parts.clock, parts.holder, kept);
      if (hold === undefined) continue;
      const request = `reconcile-${key}`;
      const looked = await underRequest(request, () =>
        holding(hold, parts.clock, () => lookUp(parts, hold.record(), signal)),
      );
      // Taken over meanwhile: whoever has it now tells how it ended.
      if (!(await hold.write(looked))) continue;
      const subject: Subject = {
        request,
        person: kept.value.by,
        place: kept.value.where,
        does: kept.value.kind,
        change: key,
        ...(kept.value.approver && { approver: kept.value.approver }),
      };
      const record = hold.record();
      if (goesOn(record, parts.clock.now())) {
        // AWS is still at it: told when it is over, by whoever looks next.
        await hold.release(pauseMs(record, parts.clock.now()));
        continue;
      }
      for (const target of record.targets) {
        await write(parts.journal, subject, 'reconciled', [namedOf(target)], say`${target.phase}: ${target.says}`);
      }
      await settle(records, parts.ledgers, key, record, parts.clock.now());
      await parts.tell('change-found', key, record.where);
      await hold.end();
      outcomes.push(outcomeOf(key, record));
    } catch (error) {
      if (signal.aborted) throw error;
      // One that cannot be looked up must not hide the others; its lease runs out, and it is looked up again.
      parts.log.warn(
        { change: key, error: error instanceof Error ? error.message : String(error) },
        'a change under way could not be looked up',
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
  const resource = parts.resources[rowOf(record.kind).of];
  const open = record.targets.filter(
    ({ phase }) => phase === 'waiting' || phase === 'under-way' || phase === 'not-yet' || phase === 'cannot-tell',
  );
  const changed = new Map<string, Partial<TargetRecord>>();
  for (const target of open.filter((one) => !isCalled(one)))
    changed.set(
      target.id,
      progressed(target, {
        phase: 'withheld',
        says:
          record.trying === undefined
            ? 'not done: the process ended before its call'
            : `not done: the process that kept trying has ended, and nothing tries any longer${target.says === '' ? '' : ` (${target.says})`}`,
      }),
    );
  const called = open.filter(isCalled);
  for (const step of new Set(called.map(stepOf))) {
    const targets = called.filter((target) => stepOf(target) === step);
    const looks = await resource.look(step, targets.map(targetOf), { signal });
    for (const target of targets) {
      const look = looks.get(target.id);
      const stands = resource.standing(step, target.intentAt ?? 0, target, look);
      const found = foundOf(step, target, look, stands, parts.clock.now());
      // AWS took the call: that nothing is to be seen of it yet is no refusal.
      const taken = isAtIt(target) && found.phase !== 'done' && stands === undefined;
      changed.set(target.id, taken ? { phase: 'not-yet', says: stillAtIt(look) } : ended(target, found));
    }
  }
  return changed;
}

/** What AWS took is looked at for so long: a Mac is scrubbed for hours after its stop. */
const lookedForMs = dayMs;
/** Between two looks: a tenth of the time that it has lasted, at most so long. */
const longestPauseMs = 15 * minuteMs;

const isAtIt = ({ phase }: TargetRecord): boolean => phase === 'under-way' || phase === 'not-yet';

/** Whether looking again will tell more: AWS took a call and its end is not reached, or one was made not long ago. */
const goesOn = ({ targets }: ChangeRecord, now: Instant): boolean =>
  targets.some((target) => {
    const since = now - (target.intentAt ?? 0);
    return isAtIt(target) ? since < lookedForMs : target.phase === 'cannot-tell' && since < followMs;
  });

const pauseMs = ({ targets }: ChangeRecord, now: Instant): number => {
  const newest = Math.max(...targets.map(({ intentAt = 0 }) => intentAt));
  return Math.max(0, Math.min(longestPauseMs, (now - newest) / 10));
};

/** A step that is found done, with others to come: those were not called, and are not called now. */
function ended(target: TargetRecord, found: Pick<TargetRecord, 'phase' | 'says' | 'why'>): Partial<TargetRecord> {
  const changed = progressed(target, found);
  return changed.phase === 'waiting'
    ? {
        ...changed,
        ...progressed(
          { ...target, ...changed },
          { phase: 'withheld', says: 'the rest was not done: the process ended before its call' },
        ),
      }
    : changed;
}

const stillAtIt = (look: Look | undefined): string =>
  `AWS took the call; ${look === undefined ? 'it cannot be read' : `it is still ${look.state}`}`;

/** What reading tells of a call whose process is gone. */
function foundOf(
  step: Kind,
  { intentAt = 0 }: TargetRecord,
  look: Look | undefined,
  stands: Found | undefined,
  now: number,
): Pick<TargetRecord, 'phase' | 'says' | 'why'> {
  if (stands !== undefined)
    return { phase: stands.phase, says: plain(stands.says), ...(stands.why !== undefined && { why: stands.why }) };
  if (look === undefined) return { phase: 'cannot-tell', says: 'cannot tell: it could not be read' };
  if (now - intentAt < settledMs)
    return { phase: 'cannot-tell', says: `cannot tell yet: it is ${look.state}, and AWS may still be at it` };
  return {
    phase: 'failed',
    says: `not done: it is still ${look.state}; ${kinds[step].verb} it again if that is still wanted`,
  };
}

/** Reads of EC2 can lag behind a call for some seconds ("Eventual consistency in the Amazon EC2 API"); when it was made is told by another clock. */
const settledMs = 15 * secondMs + clocksApartMs;
