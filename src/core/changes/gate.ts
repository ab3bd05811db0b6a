import type { Person } from '../people/person.ts';
import { toRecord } from '../money.ts';
import { isProblem, type Problem } from '../problem.ts';
import type { Target } from '../ports/control.ts';
import { StoreUnwritable, type Kept, type Store } from '../ports/store.ts';
import { say, type Spans } from '../text.ts';
import { spanInWords } from '../time.ts';
import { act, type ActParts } from './act.ts';
import { write, type Subject } from './book.ts';
import type { Asked, Changes, Outcome, Plan, Press, Trying } from './changes.ts';
import { holding, takeHold } from './hold.ts';
import { keepTrying, lacksRoom } from './keep-trying.ts';
import { createKeyGuard } from './keys.ts';
import { rowOf } from './kinds.ts';
import { keptLeft } from './left.ts';
import { outcomeOf, wayBackOf } from './outcome.ts';
import { makePlan, type PlanParts } from './plan.ts';
import { isStop, mayPress, noWayBack, nothingToUndo, unknownKey, usedKey } from './press.ts';
import { reconcileAll } from './reconcile.ts';
import { recordsOf, namedOf, targetOf, type ChangeRecord } from './record.ts';
import { createWaitingPlans } from './waiting.ts';
import { settle, type Ledgers } from './settle.ts';

/** What the gate needs of the rest. */
export interface GateParts extends ActParts, PlanParts {
  readonly store: Store;
  readonly ledgers: Ledgers;
  /** Whether a person may change anything; asked at the plan and again at the press. */
  mayChange(person: Person): Problem | undefined;
  /** How long a confirmation waits for its press. */
  readonly ttlMs: number;
  /** How often and how long a start without room may be tried again, where a person wants that. */
  readonly keepTrying: Trying;
  /** Names this process among those that share the store. */
  readonly holder: string;
  /** A fresh key; see `keys.ts`. */
  newKey(): string;
  /** A change whose process was gone has been looked up and has ended: whoever asked is to be told, there. */
  found(key: string, record: ChangeRecord): Promise<void>;
}

/** Fresh keys tried until one is free; with 6 × 10¹¹ of them a second try is rare. */
const keyTries = 10;
/** The only way to alter AWS. Everything that is kept is in the store, so a restart or another process goes on with it. */
export function createChanges(parts: GateParts): Changes {
  const { clock, journal, store } = parts;
  const records = recordsOf(store);
  const keyGuard = createKeyGuard(store, clock);
  const waiting = createWaitingPlans(store, records, parts.ttlMs);

  const refuse = async (
    subject: Subject,
    targets: readonly ReturnType<typeof namedOf>[],
    problem: Problem,
  ): Promise<Problem> => {
    await write(journal, subject, 'refused', targets, problem.what);
    return problem;
  };

  return {
    async plan(wish, targets, reading) {
      const subject: Subject = { request: wish.request, person: wish.by, place: wish.where.id, does: wish.kind };
      const denied = parts.mayChange(wish.by);
      const plan = denied ?? (await makePlan(parts, wish, targets, reading));
      return isProblem(plan) ? refuse(subject, targets, plan) : plan;
    },

    ask: (plan) => ask(plan),

    async step(key, press, told, signal) {
      const resting = await keyGuard.paused(press.by);
      if (resting !== undefined) return resting;
      const kept = await records.changes.get(key);
      if (kept === undefined) {
        await keyGuard.wrong(press.by);
        return unknownKey(key);
      }
      const { value: record } = kept;
      const subject: Subject = {
        request: press.request,
        person: press.by,
        place: press.where.id,
        does: record.kind,
        change: key,
      };
      const wrong =
        mayPress(record, press, clock.now()) ?? (press.verb === 'confirm' ? parts.mayChange(press.by) : undefined);
      if (wrong !== undefined) return refuse(subject, record.targets.map(namedOf), wrong);
      if (isStop(record, press)) return stopTrying(kept, subject);
      return press.verb === 'cancel' ? cancel(kept, subject) : confirm(kept, subject, press, told, signal);
    },

    waiting: (by, where) => waiting.of(by, where, clock.now()),

    async outcome(key) {
      const kept = await records.changes.get(key);
      return kept === undefined ? undefined : outcomeOf(key, kept.value);
    },

    async wayBack(by) {
      const last = await records.last.get(by.id);
      const kept = last && (await records.changes.get(last.value.key));
      if (kept === undefined) return nothingToUndo;
      return wayBackOf(kept.value) ?? noWayBack(kept.value);
    },

    reconcile: (signal) => reconcileAll(parts, records, signal),
  };

  async function ask(plan: Plan, trying?: Trying): Promise<Asked> {
    const { wish, moves } = plan;
    const askedAt = clock.now();
    const record: ChangeRecord = {
      kind: wish.kind,
      state: 'asked',
      by: { id: wish.by.id, name: wish.by.name },
      where: wish.where.id,
      evenInGroup: wish.evenInGroup,
      ...(wish.reason !== undefined && { reason: wish.reason }),
      ...(plan.typed !== undefined && { typed: plan.typed }),
      ...(trying && { trying }),
      askedAt,
      expiresAt: askedAt + parts.ttlMs,
      targets: moves.map(({ named, target, tags, seen, hourly, left, steps }) => ({
        ...named,
        ...target,
        ...(tags !== undefined && { tags }),
        seen,
        ...(!isProblem(hourly) && { hourly: toRecord(hourly) }),
        left: left.map(keptLeft),
        steps: [...steps],
        done: 0,
        called: 0,
        phase: 'waiting' as const,
        says: '',
      })),
    };
    const key = await keepUnderNewKey(record);
    const subject: Subject = {
      request: wish.request,
      person: wish.by,
      place: wish.where.id,
      does: wish.kind,
      change: key,
    };
    await write(journal, subject, 'asked', record.targets.map(namedOf), askedInWords(plan, trying));
    await waiting.note(key, wish.by);
    return { plan, key, expiresAt: record.expiresAt };
  }

  async function keepUnderNewKey(record: ChangeRecord): Promise<string> {
    for (let tries = 0; tries < keyTries; tries += 1) {
      const key = parts.newKey();
      if (await records.changes.claim(key, record)) return key;
    }
    throw new Error(`${keyTries} fresh keys were all taken`);
  }

  async function cancel(kept: Kept<ChangeRecord>, subject: Subject): Promise<Outcome | Problem> {
    if (!(await records.changes.swap(kept, { ...kept.value, state: 'cancelled' }))) return usedKey(kept.value);
    await write(journal, subject, 'cancelled', kept.value.targets.map(namedOf), say`cancelled; nothing was done`);
    return outcomeOf(kept.key, { ...kept.value, state: 'cancelled' });
  }

  async function confirm(
    kept: Kept<ChangeRecord>,
    subject: Subject,
    press: Press,
    told: Parameters<Changes['step']>[2],
    signal: AbortSignal,
  ): Promise<Outcome | Problem> {
    const hold = await takeHold(records, clock, parts.holder, kept);
    if (hold === undefined) return usedKey(kept.value);
    await write(
      journal,
      subject,
      'confirmed',
      kept.value.targets.map(namedOf),
      say`confirmed by ${subject.person.name}${press.reason === undefined ? '' : `, reason: ${press.reason}`}`,
    );
    const { trying } = kept.value;
    const stopped = async () => (await records.stops.get(kept.key)) !== undefined;
    const may = async () => parts.mayChange(press.by) ?? (trying && (await stopped()) ? stoppedBefore : undefined);
    const record = await holding(hold, clock, () =>
      trying === undefined
        ? act(parts, hold, subject, told, signal, may)
        : keepTrying(parts, hold, subject, trying, { may, stopped }, told, signal),
    );
    // What AWS is still at is looked at again and told when it is over, also where ten minutes were not enough.
    const unfinished = record.targets.some(
      ({ phase }) => phase === 'not-yet' || (signal.aborted && phase === 'cannot-tell'),
    );
    try {
      if (!unfinished) await write(journal, subject, 'ended', record.targets.map(namedOf), endedInWords(record));
      await settle(records, parts.ledgers, kept.key, record, clock.now());
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
      : { ...outcome, ...(await withoutRoom(record, short.map(targetOf), press, signal)) };
  }

  /** What there is instead of a start without room, and a plan to keep trying it under a key of its own. What cannot be read is left out: the outcome stands without it. */
  async function withoutRoom(
    { kind, evenInGroup, reason }: ChangeRecord,
    targets: readonly Target[],
    { by, where, request }: Press,
    signal: AbortSignal,
  ): Promise<Pick<Outcome, 'instead' | 'keepTrying'>> {
    try {
      const instead = await parts.resources[rowOf(kind).of].instead?.(targets, { signal });
      const wish = { kind, by, where, request, evenInGroup, ...(reason !== undefined && { reason }) };
      const plan = parts.mayChange(by) ?? (await makePlan(parts, wish, targets, { signal }));
      return {
        ...(instead && { instead }),
        ...(!isProblem(plan) && { keepTrying: { ...parts.keepTrying, ...(await ask(plan, parts.keepTrying)) } }),
      };
    } catch (error) {
      if (!(error instanceof StoreUnwritable) && !signal.aborted) throw error;
      return {};
    }
  }

  /** Marks the key, so that whichever process tries makes no further attempt; what is under way at AWS is told there. */
  async function stopTrying({ key, value }: Kept<ChangeRecord>, subject: Subject): Promise<Outcome> {
    await records.stops.put(key, subject.person.name);
    await write(journal, subject, 'cancelled', value.targets.map(namedOf), say`asked to stop trying`);
    return { ...outcomeOf(key, value), stopping: true };
  }
}

const stoppedBefore: Problem = {
  problem: 'interrupted',
  what: say`It was stopped before this attempt.`,
  todo: say`Ask again if it is still wanted.`,
};

const askedInWords = ({ moves, already, refused, wish }: Plan, trying?: Trying): Spans =>
  say`${wish.kind} of ${moves.length} asked${trying === undefined ? '' : `, to be tried every ${spanInWords(trying.everyMs)} for ${spanInWords(trying.forMs)}`}${already.length > 0 ? `, ${already.length} already there` : ''}${refused.length > 0 ? `, ${refused.length} refused` : ''}${wish.reason === undefined ? '' : `, reason: ${wish.reason}`}`;

/** `1 done, 1 failed`. */
export const endedInWords = (record: ChangeRecord): Spans => {
  const counts = new Map<string, number>();
  for (const { phase } of record.targets) counts.set(phase, (counts.get(phase) ?? 0) + 1);
  return say`${[...counts].map(([phase, count]) => `${count} ${phase}`).join(', ')}`;
};
