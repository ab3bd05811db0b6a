import type { Approvers } from '../people/access/access.ts';
import { groupsMaxAgeMs } from '../people/directory.ts';
import type { Frozen } from '../people/freeze.ts';
import { oneId } from '../people/person.ts';
import { bothReasons, reasoned } from '../people/reason.ts';
import { isProblem, sentenceOf, type Problem } from '../problem.ts';
import type { Reading } from '../ports/cloud.ts';
import type { Kept } from '../ports/store.ts';
import { code, command, say } from '../text.ts';
import { approve, deny, wait } from './approval.ts';
import { ask, subjectOf } from './asking.ts';
import { write, type Subject } from './book.ts';
import type { Changes, Outcome, Plan, Press, Progress, Wish } from './changes.ts';
import { createKeyGuard } from './keys.ts';
import { atRest } from './license.ts';
import { outcomeOf, wayBackOf } from './outcome.ts';
import { perform, type Performing } from './perform.ts';
import type { GateParts } from './parts.ts';
import { makePlan } from './plan.ts';
import { isStop, mayPress, noWayBack, nothingToUndo, unknownKey, usedKeyNow } from './press.ts';
import { reconcileAll } from './reconcile.ts';
import { namedOf, recordsOf, targetOf, type ChangeRecord } from './record.ts';
import { judgeAll, neverMay, nobodyFor, subjectedOf, wantedOf } from './rights.ts';
import { createWaitingPlans } from './waiting.ts';

/** The only way to alter AWS. Everything that is kept is in the store, so a restart or another process goes on with it. */
export function createChanges(parts: GateParts): Changes {
  const { clock, journal, store, rights } = parts;
  const records = recordsOf(store);
  const keyGuard = createKeyGuard(store, clock);
  const waiting = createWaitingPlans(parts, records);
  const performing: Performing = {
    parts,
    records,
    waiting,
    ask: (plan, trying) => ask(parts, records, waiting, plan, trying),
  };

  const refuse = async (
    subject: Subject,
    targets: readonly ReturnType<typeof namedOf>[],
    problem: Problem,
  ): Promise<Problem> => {
    await write(journal, subject, 'refused', targets, sentenceOf(problem), { rules: problem.rules ?? [] });
    return problem;
  };

  return {
    async plan(wished, targets, reading) {
      await rights.directory.refresh([wished.by], groupsMaxAgeMs.changes);
      const wish = reasoned(wished);
      const by = rights.directory.now(wish.by);
      const frozen = (await neverMay(rights.access, by, wish.kind)) ?? (await glass({ ...wish, by }));
      if (isProblem(frozen)) return refuse(subjectOf(wish), targets, frozen);
      const made = await makePlan(parts, { ...wish, by }, targets, reading);
      if (isProblem(made)) return refuse(subjectOf(wish), targets, made);
      return frozen === undefined ? made : { ...made, breakGlass: frozen };
    },

    ask: (plan) => ask(parts, records, waiting, plan),

    async step(key, press, told, signal) {
      const subject: Subject = { request: press.request, person: press.by, place: press.where.id, does: press.verb };
      await rights.directory.refresh([press.by], groupsMaxAgeMs.changes);
      const by = rights.directory.now(press.by);
      // To take something back, or to say no, is never kept from anybody.
      const resting = press.verb === 'confirm' || press.verb === 'approve' ? await keyGuard.paused(by) : undefined;
      if (resting !== undefined) return refuse(subject, [], resting);
      const kept = await records.changes.get(key);
      if (kept === undefined) {
        await keyGuard.wrong(by);
        return refuse(subject, [], unknownKey(key));
      }
      const { kind, by: asker, targets } = kept.value;
      await rights.directory.refresh([asker], groupsMaxAgeMs.changes);
      const named = targets.map(namedOf);
      const judges = press.verb === 'approve' || press.verb === 'deny';
      const own: Subject = {
        ...subject,
        does: kind,
        change: key,
        // Who asked stays the person of it; who approves is named beside.
        ...(judges && { person: asker, approver: by }),
      };
      const result = await pressed(kept, own, { ...reasoned(press), by }, told, signal);
      if (!isProblem(result)) return result;
      const words = { ...result, what: say`${press.verb}: ${result.what}` };
      await refuse({ ...subject, does: kind, change: key }, named, words);
      return result;
    },

    async review(key, by, where, reading) {
      const kept = await records.changes.get(key);
      const person = rights.directory.now(by);
      const found = kept && (await waiting.standing(kept, person, where));
      if (kept === undefined || found === undefined) return nothingWaits(key);
      const plan = await readAgain(kept.value, reading);
      return isProblem(plan) ? plan : { plan, waiting: found };
    },

    async wanted(key, reading) {
      const kept = await records.changes.get(key);
      if (kept?.value.state !== 'awaiting') return undefined;
      const plan = await readAgain(kept.value, reading);
      return isProblem(plan) ? undefined : plan;
    },

    waiting: (by, where) => waiting.of(rights.directory.now(by), where),

    async outcome(key) {
      const kept = await records.changes.get(key);
      if (kept === undefined) return undefined;
      const outcome = outcomeOf(key, kept.value);
      const approver = await awaited(kept.value);
      return approver === undefined ? outcome : { ...outcome, awaiting: { approver, expiresAt: kept.value.expiresAt } };
    },

    async over(key) {
      const kept = await records.changes.get(key);
      if (kept === undefined) return undefined;
      const { state, expiresAt } = kept.value;
      const waits = (state === 'asked' || state === 'awaiting') && clock.now() < expiresAt;
      return waits || state === 'acting' ? undefined : outcomeOf(key, kept.value);
    },

    async wayBack(by, where) {
      const person = rights.directory.now(by);
      const last = await records.last.get(oneId(person));
      const kept = last && (await records.changes.get(last.value.key));
      if (kept === undefined) return nothingToUndo;
      const sight = await rights.access.sight(person, where);
      const [hidden] = sight?.hidden(kept.value.targets) ?? [];
      if (hidden !== undefined) return hidden;
      return wayBackOf(kept.value) ?? noWayBack(kept.value);
    },

    async reconcile(signal) {
      await waiting.sweep();
      return reconcileAll(parts, records, signal);
    },
  };

  /** Whose approval a change waits for, as rules are now; undefined: for nobody's. */
  async function awaited(record: ChangeRecord): Promise<Approvers | undefined> {
    if (record.state !== 'awaiting' || clock.now() >= record.expiresAt) return undefined;
    const wanted = wantedOf(record);
    const by = rights.directory.now(wanted.by);
    return (await judgeAll(rights.access, { ...wanted, by }, subjectedOf(record))).lacking.approver;
  }

  /** What a plan that waits would do as things are now. Nothing is asked of AWS in anybody's name. */
  async function readAgain(record: ChangeRecord, reading: Reading): Promise<Plan | Problem> {
    const { by: asker, where, reason } = wantedOf(record);
    const wish: Wish = {
      kind: record.kind,
      by: rights.directory.now(asker),
      where,
      request: 'review',
      evenInGroup: record.evenInGroup,
      ...(reason !== undefined && { reason }),
    };
    const plan = await makePlan(parts, wish, record.targets.map(targetOf), reading, false);
    const frozen = record.breakGlass === undefined ? undefined : await rights.freeze.now();
    const broken = frozen?.at === record.breakGlass ? frozen : undefined;
    return isProblem(plan) ? plan : { ...plan, ...(broken && { breakGlass: broken }) };
  }

  /** The freeze that a plan goes on through; why it does not. */
  async function glass({ by, where, breakGlass = false, reason }: Wish): Promise<Frozen | Problem | undefined> {
    const frozen = await rights.freeze.now();
    if (frozen === undefined) return undefined;
    const rests = await atRest(rights, by, where, breakGlass ? frozen.at : undefined);
    return rests ?? (reason === undefined ? reasonForGlass : frozen);
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
    // The record first: a confirmation at this very moment may be quicker, and then the audit must not say that nothing was done.
    if (!(await records.changes.swap(kept, { ...record, state: 'cancelled' }))) return usedKeyNow(records, kept);
    await write(journal, subject, 'cancelled', named, say`cancelled; nothing was done`);
    await waiting.over(key);
    return outcomeOf(key, { ...record, state: 'cancelled' });
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
    // Where it was asked it was shown; in another place, as in private, it may not be. What rules show is no matter of a right to change.
    const sight = await rights.access.sight(press.by, press.where);
    const [hidden] = sight?.ofPlace === true ? sight.hidden(record.targets) : [];
    if (hidden !== undefined) return hidden;
    const rests = await atRest(rights, press.by, wantedOf(record).where, record.breakGlass);
    if (rests !== undefined) return rests;
    const reason = bothReasons(record.reason, press.reason);
    const wanted = { ...wantedOf(record), by: press.by, ...(reason !== undefined && { reason }) };
    const { refused, lacking, rules } = await judgeAll(rights.access, wanted, subjectedOf(record));
    const [no] = refused.values();
    if (no !== undefined) return no;
    if (lacking.reason) return reasonNeeded(record.typed);
    const nobody = nobodyFor(lacking);
    if (nobody !== undefined) return nobody;
    if (lacking.approver !== undefined) return wait(performing, kept, subject, press, lacking.approver, rules);
    const tooMany = await rights.tally.count(press.by, kept.key, record.targets.length);
    return tooMany ?? perform(performing, kept, subject, press, { rules }, told, signal);
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
  todo: say`Confirm it again, with ${typed === undefined ? '' : say`${code(typed)} and `}${code('reason:"…"')}.`,
});

const nothingWaits = (key: string): Problem => ({
  problem: 'unknown-key',
  what: say`Nothing that waits for you, or for an approval you asked for, has the key ${code(key)}, here.`,
  todo: say`${command('plans')} lists what waits.`,
});
