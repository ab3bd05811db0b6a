import type { Person } from '../people/person.ts';
import { toRecord } from '../money.ts';
import { isProblem, type Problem } from '../problem.ts';
import { StoreUnwritable, type Kept, type Store } from '../ports/store.ts';
import { code, list, say, type Spans } from '../text.ts';
import { spanInWords } from '../time.ts';
import { act, type ActParts } from './act.ts';
import { write, type Subject } from './book.ts';
import type { Changes, Outcome, Plan, Press } from './changes.ts';
import { holding, takeHold } from './hold.ts';
import { nameOf } from './instances/judge.ts';
import { createKeyGuard } from './keys.ts';
import { rowOf } from './kinds.ts';
import { keptLeft } from './left.ts';
import { outcomeOf, wayBackOf } from './outcome.ts';
import { makePlan, type PlanParts } from './plan.ts';
import { reconcileAll } from './reconcile.ts';
import { recordsOf, namedOf, type ChangeRecord } from './record.ts';
import { settle, type Ledgers } from './settle.ts';

/** What the gate needs of the rest. */
export interface GateParts extends ActParts, PlanParts {
  readonly store: Store;
  readonly ledgers: Ledgers;
  /** Whether a person may change anything; asked at the plan and again at the press. */
  mayChange(person: Person): Problem | undefined;
  /** How long a confirmation waits for its press. */
  readonly ttlMs: number;
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

    async ask(plan) {
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
      await write(journal, subject, 'asked', record.targets.map(namedOf), askedInWords(plan));
      return { plan, key, expiresAt: record.expiresAt };
    },

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
      return press.verb === 'cancel' ? cancel(kept, subject) : confirm(kept, subject, press, told, signal);
    },

    async outcome(key) {
      const kept = await records.changes.get(key);
      return kept === undefined ? undefined : outcomeOf(key, kept.value);
    },

    async wayBack(by) {
      const last = await records.last.get(by.id);
      const kept = last && (await records.changes.get(last.value));
      if (kept === undefined) return nothingToUndo;
      return wayBackOf(kept.value) ?? noWayBack(kept.value);
    },

    reconcile: (signal) => reconcileAll(parts, records, signal),
  };

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
    { reason }: Press,
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
      say`confirmed by ${subject.person.name}${reason === undefined ? '' : `, reason: ${reason}`}`,
    );
    const record = await holding(hold, clock, () => act(parts, hold, subject, told, signal));
    const unfinished =
      signal.aborted && record.targets.some(({ phase }) => phase === 'not-yet' || phase === 'cannot-tell');
    try {
      await write(journal, subject, 'ended', record.targets.map(namedOf), endedInWords(record));
      await settle(records, parts.ledgers, kept.key, record, clock.now());
      await (unfinished ? hold.release() : hold.end());
    } catch (error) {
      // What AWS did must be told even where it cannot be written; the lease runs out, and a later start looks it up.
      if (!(error instanceof StoreUnwritable)) throw error;
      parts.log.error({ change: kept.key, error: error.message }, 'the end of a change could not be written');
    }
    return outcomeOf(kept.key, record);
  }
}

/** Whether this press fits this record, in the order that says least to a stranger. */
function mayPress(record: ChangeRecord, press: Press, now: number): Problem | undefined {
  if (record.by.id !== press.by.id) {
    return {
      problem: 'wrong-person',
      what: say`${record.by.name} asked for this; only ${record.by.name} can confirm or cancel it.`,
      todo: say`Ask for the change yourself if you want it.`,
    };
  }
  if (record.where !== press.where.id && press.where.privateTo !== press.by.id) {
    return {
      problem: 'wrong-place',
      what: say`This was asked in another place.`,
      todo: say`Confirm it where it was asked, or in private.`,
    };
  }
  if (record.state !== 'asked') return usedKey(record);
  if (now >= record.expiresAt) {
    return {
      problem: 'expired-key',
      what: say`This confirmation ended ${spanInWords(now - record.expiresAt)} ago; nothing was done.`,
      todo: say`Ask for the change anew.`,
    };
  }
  if (press.verb === 'confirm' && record.typed !== undefined && record.typed !== press.typed) {
    return {
      problem: 'wrong-word',
      what:
        press.typed === undefined
          ? say`This one asks to type ${code(record.typed)} after the key.`
          : say`${code(press.typed)} is not ${code(record.typed)}; nothing was done.`,
      todo: say`Type the key again, then ${code(record.typed)}.`,
    };
  }
  return undefined;
}

const unknownKey = (key: string): Problem => ({
  problem: 'unknown-key',
  what: say`No confirmation has the key ${code(key)}.`,
  todo: say`Copy the key as it was shown, or ask for the change anew.`,
});

const nothingToUndo: Problem = {
  problem: 'nothing-to-undo',
  what: say`You have changed nothing here in the last seven days.`,
  todo: say`${code('audit')} shows what others did.`,
};

const noWayBack = ({ kind, targets }: ChangeRecord): Problem => ({
  problem: 'nothing-to-undo',
  what: say`Your last change was to ${rowOf(kind).verb} ${list(targets.slice(0, namesTold).map((target) => nameOf(namedOf(target))))}${targets.length > namesTold ? ' and others' : ''}: nothing leads back from that.`,
  todo: say`${code('audit')} shows what was done.`,
});

/** Names told in one sentence. */
const namesTold = 3;

const usedKey = (record: ChangeRecord): Problem => ({
  problem: 'used-key',
  what:
    record.state === 'cancelled'
      ? say`This was cancelled; nothing was done.`
      : say`This was confirmed before: a key works once.`,
  todo: say`Ask for the change anew if it is still wanted.`,
});

const askedInWords = ({ moves, already, refused, wish }: Plan): Spans =>
  say`${wish.kind} of ${moves.length} asked${already.length > 0 ? `, ${already.length} already there` : ''}${refused.length > 0 ? `, ${refused.length} refused` : ''}${wish.reason === undefined ? '' : `, reason: ${wish.reason}`}`;

/** `1 done, 1 failed`. */
export const endedInWords = (record: ChangeRecord): Spans => {
  const counts = new Map<string, number>();
  for (const { phase } of record.targets) counts.set(phase, (counts.get(phase) ?? 0) + 1);
  return say`${[...counts].map(([phase, count]) => `${count} ${phase}`).join(', ')}`;
};
