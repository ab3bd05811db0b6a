import { reasoned } from '../people/reason.ts';
import { isProblem, type Problem } from '../problem.ts';
import type { Kept, Store } from '../ports/store.ts';
import { code, say } from '../text.ts';
import type { ActParts } from './act.ts';
import { approve, deny, subjectedOf, wait } from './approval.ts';
import { ask, subjectOf } from './asking.ts';
import { write, type Subject } from './book.ts';
import type { Changes, Outcome, Press, Progress, Trying, Wish } from './changes.ts';
import { createKeyGuard } from './keys.ts';
import { outcomeOf, wayBackOf } from './outcome.ts';
import { perform, wantedOf, type Performing } from './perform.ts';
import { makePlan, type PlanParts } from './plan.ts';
import { isStop, mayPress, noWayBack, nothingToUndo, unknownKey, usedKey } from './press.ts';
import { reconcileAll } from './reconcile.ts';
import { namedOf, recordsOf, targetOf, type ChangeRecord } from './record.ts';
import { judgeAll, neverMay, nobodyFor, standsStill } from './rights.ts';
import type { Said } from './said.ts';
import type { Ledgers } from './settle.ts';
import { createWaitingPlans } from './waiting.ts';

/** What the gate needs of the rest. */
export interface GateParts extends ActParts, PlanParts {
  readonly store: Store;
  readonly ledgers: Ledgers;
  /** How long a confirmation waits for its press. */
  readonly ttlMs: number;
  /** How long an approval is waited for, and where it is asked for besides the place of the change. */
  readonly approvals: { readonly ttlMs: number; readonly place?: string | undefined };
  /** How often and how long a start without room may be tried again, where a person wants that. */
  readonly keepTrying: Trying;
  /** Names this process among those that share the store. */
  readonly holder: string;
  /** A fresh key; see `keys.ts`. */
  newKey(): string;
  /** Something of a change is to be said in a place unasked, once. */
  tell(says: Said, change: string, place: string): Promise<void>;
}

/** The only way to alter AWS. Everything that is kept is in the store, so a restart or another process goes on with it. */
export function createChanges(parts: GateParts): Changes {
  const { clock, journal, store, rights } = parts;
  const records = recordsOf(store);
  const keyGuard = createKeyGuard(store, clock);
  const waiting = createWaitingPlans(parts, records);
  const performing: Performing = { parts, records, ask: (plan, trying) => ask(parts, records, waiting, plan, trying) };

  const refuse = async (
    subject: Subject,
    targets: readonly ReturnType<typeof namedOf>[],
    problem: Problem,
  ): Promise<Problem> => {
    await write(journal, subject, 'refused', targets, problem.what);
    return problem;
  };

  return {
    async plan(wished, targets, reading) {
      const wish = reasoned(wished);
      const by = rights.directory.now(wish.by);
      const broken = (await neverMay(rights.access, by, wish.kind)) ?? (await glass({ ...wish, by }));
      const made = isProblem(broken) ? broken : await makePlan(parts, { ...wish, by }, targets, reading);
      if (isProblem(made)) return refuse(subjectOf(wish), targets, made);
      return broken ? { ...made, breakGlass: true } : made;
    },

    ask: (plan) => ask(parts, records, waiting, plan),

    async step(key, press, told, signal) {
      const subject: Subject = { request: press.request, person: press.by, place: press.where.id, does: press.verb };
      const resting = await keyGuard.paused(press.by);
      if (resting !== undefined) return refuse(subject, [], resting);
      const kept = await records.changes.get(key);
      if (kept === undefined) {
        await keyGuard.wrong(press.by);
        return refuse(subject, [], unknownKey(key));
      }
      const { kind, by, targets } = kept.value;
      const named = targets.map(namedOf);
      const judges = press.verb === 'approve' || press.verb === 'deny';
      const own: Subject = {
        ...subject,
        does: kind,
        change: key,
        // Who asked stays the person of it; who approves is named beside.
        ...(judges && { person: by, approver: press.by }),
      };
      const now = { ...reasoned(press), by: rights.directory.now(press.by) };
      const result = await pressed(kept, own, now, told, signal);
      return isProblem(result) ? refuse({ ...own, person: press.by }, named, result) : result;
    },

    async review(key, by, where, reading) {
      const kept = await records.changes.get(key);
      const person = rights.directory.now(by);
      const found = kept && (await waiting.standing(kept, person, where));
      if (kept === undefined || found === undefined || found.for === 'confirmation') return nothingWaits(key);
      const { value: record } = kept;
      const { by: asker, where: place, reason } = wantedOf(record);
      const wish: Wish = {
        kind: record.kind,
        by: rights.directory.now(asker),
        where: place,
        request: 'review',
        evenInGroup: record.evenInGroup,
        ...(reason !== undefined && { reason }),
      };
      const plan = await makePlan(parts, wish, record.targets.map(targetOf), reading);
      return isProblem(plan) ? plan : { plan, waiting: found };
    },

    waiting: (by, where) => waiting.of(rights.directory.now(by), where),

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

  /** Whether a plan goes on through a freeze; why it does not. */
  async function glass({ by, where, breakGlass = false, reason }: Wish): Promise<boolean | Problem> {
    if ((await rights.freeze.now()) === undefined) return false;
    const stands = await standsStill(rights, by, where, breakGlass);
    if (stands !== undefined) return stands;
    return reason === undefined ? reasonForGlass : true;
  }

  async function pressed(
    kept: Kept<ChangeRecord>,
    subject: Subject,
    press: Press,
    told: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<Outcome | Problem> {
    switch (press.verb) {
      case 'approve':
        return approve(performing, kept, subject, press, told, signal);
      case 'deny':
        return deny(performing, kept, subject, press);
      case 'cancel':
        return cancel(kept, subject, press);
      case 'confirm':
        return confirm(kept, subject, press, told, signal);
    }
  }

  async function cancel(kept: Kept<ChangeRecord>, subject: Subject, press: Press): Promise<Outcome | Problem> {
    const { key, value: record } = kept;
    const wrong = mayPress(record, press, clock.now());
    if (wrong !== undefined) return wrong;
    const named = record.targets.map(namedOf);
    if (isStop(record, press)) {
      // Marks the key, so that whichever process tries makes no further attempt; what is under way at AWS is told there.
      await records.stops.put(key, press.by.name);
      await write(journal, subject, 'cancelled', named, say`asked to stop trying`);
      return { ...outcomeOf(key, record), stopping: true };
    }
    if (!(await records.changes.swap(kept, { ...record, state: 'cancelled' }))) return usedKey(record);
    await records.awaiting.delete(key);
    await write(journal, subject, 'cancelled', named, say`cancelled; nothing was done`);
    return outcomeOf(key, { ...record, state: 'cancelled' });
  }

  /** A freeze is broken in the open: in the audit, in the log, and in the place for approvals. */
  async function loudly({ key, value }: Kept<ChangeRecord>, subject: Subject, reason = ''): Promise<void> {
    await write(journal, subject, 'break-glass', value.targets.map(namedOf), say`through a freeze, reason: ${reason}`);
    parts.log.warn({ change: key, person: subject.person.id, reason }, 'a change goes on through a freeze');
    const { place } = parts.approvals;
    if (place !== undefined) await parts.tell('glass-broken', key, place);
  }

  /** Acts, or waits for another person where rules want one. Rights are read anew; so are the things themselves, before anything is called. */
  async function confirm(
    kept: Kept<ChangeRecord>,
    subject: Subject,
    press: Press,
    told: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<Outcome | Problem> {
    const { value: record } = kept;
    const wrong = mayPress(record, press, clock.now());
    if (wrong !== undefined) return wrong;
    const stands = await standsStill(rights, press.by, press.where, record.breakGlass === true);
    if (stands !== undefined) return stands;
    const reason = record.reason ?? press.reason;
    const wanted = { ...wantedOf(record), by: press.by, ...(reason !== undefined && { reason }) };
    const { refused, lacking, rules } = await judgeAll(rights.access, wanted, subjectedOf(record));
    const [no] = refused.values();
    if (no !== undefined) return no;
    if (lacking.reason) return reasonNeeded(record.typed);
    const nobody = nobodyFor(lacking);
    if (nobody !== undefined) return nobody;
    if (record.breakGlass) await loudly(kept, subject, reason);
    if (lacking.approver !== undefined) return wait(performing, kept, subject, press, lacking.approver, rules);
    const tooMany = await rights.tally.count(press.by, record.targets.length, kept.key);
    return tooMany ?? perform(performing, kept, subject, press, undefined, told, signal);
  }
}

const reasonForGlass: Problem = {
  problem: 'reason-needed',
  what: say`Who breaks the glass says why.`,
  todo: say`Say it again with ${code('reason:"…"')}.`,
};

const reasonNeeded = (typed: string | undefined): Problem => ({
  problem: 'reason-needed',
  what: say`An access rule wants a reason for this; nothing was done.`,
  todo: say`Type the key again${typed === undefined ? '' : say`, then ${code(typed)}`}, then ${code('reason:"…"')}.`,
});

const nothingWaits = (key: string): Problem => ({
  problem: 'unknown-key',
  what: say`Nothing that waits for approval has the key ${code(key)}, here.`,
  todo: say`${code('plans')} lists what waits.`,
});
