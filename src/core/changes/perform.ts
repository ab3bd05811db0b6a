import { bothReasons } from '../people/reason.ts';
import type { Person } from '../people/person.ts';
import { isProblem, type Problem } from '../problem.ts';
import type { Target } from '../ports/control.ts';
import { StoreUnwritable, type Kept } from '../ports/store.ts';
import { say, type Spans } from '../text.ts';
import { act } from './act.ts';
import { write, type Subject } from './book.ts';
import type { Asked, Outcome, Plan, Press, Progress, Trying } from './changes.ts';
import type { GateParts } from './parts.ts';
import { holding, takeHold } from './hold.ts';
import { keepTrying, lacksRoom } from './keep-trying.ts';
import { rowOf } from './kinds.ts';
import { outcomeOf } from './outcome.ts';
import { makePlan } from './plan.ts';
import { usedKeyNow } from './press.ts';
import { namedOf, partOf, personOf, targetOf, type ChangeRecord, type Records } from './record.ts';
import { licenseOf, type License } from './license.ts';
import { wantedOf } from './rights.ts';
import { settle } from './settle.ts';
import type { WaitingPlans } from './waiting.ts';

/** What acting on a record that was confirmed, and approved where that was wanted, needs besides. */
export interface Performing {
  readonly parts: GateParts;
  readonly records: Records;
  readonly waiting: WaitingPlans;
  /** Keeps a plan under a key of its own. */
  ask(plan: Plan, trying: Trying): Promise<Asked>;
}

/** Who let it be done besides whoever asked, and by which rules. */
export interface Decided {
  readonly approver?: Person | undefined;
  /** Their ids. */
  readonly rules: readonly string[];
}

/** Acts once: whoever presses second, or in another process, is told that the key was used. Then follows the targets. */
export async function perform(
  { parts, records, ask }: Performing,
  kept: Kept<ChangeRecord>,
  subject: Subject,
  press: Press,
  { approver, rules }: Decided,
  told: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Outcome | Problem> {
  const { clock, journal } = parts;
  // Whoever approves says why of their own; it stands in the audit, beside what was asked for.
  const reason = approver === undefined ? bothReasons(kept.value.reason, press.reason) : kept.value.reason;
  const to: ChangeRecord = {
    ...kept.value,
    ...(reason !== undefined && { reason }),
    ...(approver && { approver: partOf(approver) }),
  };
  const hold = await takeHold(records, clock, parts.holder, { ...kept, value: to });
  if (hold === undefined) return usedKeyNow(records, kept);
  const named = to.targets.map(namedOf);
  // What was approved is told of where it was asked for by a notice of its own.
  const seenIn = new Set(approver === undefined ? [press.where.id, to.where] : [press.where.id]);
  await loudly();
  const [event, why] =
    approver === undefined
      ? (['confirmed', reason] as const)
      : (['approved', bothReasons(reason, press.reason)] as const);
  await write(journal, subject, event, named, saidBy(event, press, why), { rules });
  const { trying } = to;
  const stopped = async () => (await records.stops.get(kept.key)) !== undefined;
  const lawful = licenseOf(parts.rights, wantedOf(to, approver), to.breakGlass);
  const license: License = {
    ...lawful,
    async of(things) {
      return trying !== undefined && (await stopped()) ? stoppedBefore : lawful.of(things);
    },
  };
  const caller = { id: to.by.id, ...(approver && { approvedBy: approver.id }) };
  const record = await holding(hold, clock, () =>
    trying === undefined
      ? act(parts, hold, subject, told, signal, license, caller)
      : keepTrying(parts, hold, subject, trying, { license, caller, stopped }, told, signal),
  );
  // What AWS is still at is looked at again and told when it is over, also where ten minutes were not enough.
  const unfinished = record.targets.some(
    ({ phase }) => phase === 'not-yet' || (signal.aborted && phase === 'cannot-tell'),
  );
  try {
    if (!unfinished) await write(journal, subject, 'ended', record.targets.map(namedOf), endedInWords(record));
    await settle(records, parts.ledgers, kept.key, record, clock.now());
    // Before it counts as ended: nobody would look for it any longer.
    if (!unfinished) for (const place of seenIn) await parts.owe(kept.key, place, press.request);
    // Who asked may look elsewhere: an outcome that is seen by who approves alone is told there too.
    if (approver !== undefined && press.where.id !== to.where) await parts.tell('change-approved', kept.key, to.where);
    await (unfinished ? hold.release() : hold.end());
  } catch (error) {
    // What AWS did must be told even where it cannot be written; the lease runs out, and a later start looks it up.
    if (!(error instanceof StoreUnwritable)) throw error;
    parts.log.error({ change: kept.key, error: error.message }, 'the end of a change could not be written');
  }
  const outcome = outcomeOf(kept.key, record);
  const short = record.targets.filter(lacksRoom);
  return short.length === 0 || signal.aborted
    ? outcome
    : { ...outcome, ...(await withoutRoom(record, short.map(targetOf), press)) };

  /** A freeze is broken in the open, whichever press acts: in the audit, in the log, and in the place for approvals. */
  async function loudly(): Promise<void> {
    const frozen = await parts.rights.freeze.now();
    if (frozen === undefined || frozen.at !== to.breakGlass) return;
    const says = say`goes through the freeze of ${frozen.by.name} (${frozen.reason}), reason: ${reason ?? ''}`;
    await write(journal, subject, 'break-glass', named, says);
    parts.log.warn({ change: kept.key, person: to.by.id, reason }, 'a change goes on through a freeze');
    const { place } = parts.approvals;
    if (place !== undefined) await parts.tell('glass-broken', kept.key, place);
  }

  /** What there is instead of a start without room, and a plan to keep trying it under a key of its own. What cannot be read is left out: the outcome stands without it. */
  async function withoutRoom(
    { kind, by, evenInGroup, where, privateTo }: ChangeRecord,
    targets: readonly Target[],
    { request }: Press,
  ): Promise<Pick<Outcome, 'instead' | 'keepTrying'>> {
    try {
      const instead = await parts.resources[rowOf(kind).of].instead?.(targets, { signal });
      const wish = {
        kind,
        by: parts.rights.directory.now(personOf(by)),
        where: { id: where, ...(privateTo !== undefined && { privateTo }) },
        request,
        evenInGroup,
        ...(reason !== undefined && { reason }),
      };
      // Its keys would be in the hands of who approved, and work for who asked alone.
      if (approver !== undefined) return instead === undefined ? {} : { instead };
      const plan = await makePlan(parts, wish, targets, { signal });
      return {
        ...(instead && { instead }),
        ...(!isProblem(plan) && { keepTrying: { ...parts.keepTrying, ...(await ask(plan, parts.keepTrying)) } }),
      };
    } catch (error) {
      if (!(error instanceof StoreUnwritable) && !signal.aborted) throw error;
      return {};
    }
  }
}

const saidBy = (word: 'confirmed' | 'approved', { by }: Press, reason: string | undefined): Spans =>
  say`${word} by ${by.name}${reason === undefined ? '' : `, reason: ${reason}`}`;

const stoppedBefore: Problem = {
  problem: 'interrupted',
  what: say`It was stopped before this attempt.`,
  todo: say`Ask again if it is still wanted.`,
};

/** `1 done, 1 failed`. */
const endedInWords = (record: ChangeRecord): Spans => {
  const counts = new Map<string, number>();
  for (const { phase } of record.targets) counts.set(phase, (counts.get(phase) ?? 0) + 1);
  return say`${[...counts].map(([phase, count]) => `${count} ${phase}`).join(', ')}`;
};
