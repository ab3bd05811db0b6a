import type { Cloud } from '../ports/cloud.ts';
import type { Clock } from '../ports/clock.ts';
import type { Applied, Control } from '../ports/control.ts';
import type { Journal } from '../ports/store.ts';
import type { Log } from '../ports/log.ts';
import { StoreUnwritable } from '../ports/store.ts';
import type { AuditRecord } from '../people/audit.ts';
import type { Estate, Whole } from '../estate/estate.ts';
import type { Problem } from '../problem.ts';
import { plain, say, text, type Spans } from '../text.ts';
import { write, type Subject } from './book.ts';
import type { Progress } from './changes.ts';
import { follow, type Found } from './follow.ts';
import type { Hold } from './hold.ts';
import { difference, judge, seen } from './judge.ts';
import { kinds } from './kinds.ts';
import { namedOf, targetOf, type ChangeRecord, type TargetRecord } from './record.ts';

/** What acting needs of the rest. */
export interface ActParts {
  readonly cloud: Cloud;
  readonly control: Control;
  readonly estate: Estate;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: Journal<AuditRecord>;
}

/** How it went: the record as far as it is known (the store may have less), and the targets as read before acting. */
export interface Acted {
  readonly record: ChangeRecord;
  readonly wholes: readonly Whole[];
}

/** What the record says, for showing. */
export const progressOf = (record: ChangeRecord, states: ReadonlyMap<string, string> = new Map()): Progress => ({
  kind: record.kind,
  targets: record.targets.map((target) => {
    const state = states.get(target.id);
    return {
      target: namedOf(target),
      phase: target.phase,
      says: target.says === '' ? [] : [text(target.says)],
      ...(state !== undefined && { state }),
    };
  }),
});

/**
 * Does what was confirmed: reads the targets again, leaves alone what has changed, writes the intent before each call
 * and the answer after it, and follows the targets. Ends with every target in a phase that says what is true; an
 * aborted signal stops the following, never a call under way.
 */
export async function act(
  parts: ActParts,
  hold: Hold,
  subject: Subject,
  told: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Acted> {
  const { kind } = hold.record();
  const states = new Map<string, string>();
  /** In memory first: what is known must reach the person even where the store no longer takes it. */
  let record = hold.record();
  const learn = async (changed: ReadonlyMap<string, Partial<TargetRecord>>): Promise<boolean> => {
    record = { ...record, targets: record.targets.map((target) => ({ ...target, ...changed.get(target.id) })) };
    told(progressOf(record, states));
    return hold.write(changed);
  };
  const keep = async (changed: ReadonlyMap<string, Partial<TargetRecord>>): Promise<void> => {
    try {
      await learn(changed);
    } catch (error) {
      if (!(error instanceof StoreUnwritable)) throw error;
      parts.log.error({ change: subject.change, error: error.message }, 'an outcome could not be written to the store');
    }
  };

  const again = await readAgain(parts, record, signal);
  if (again.stale.size > 0) await keep(again.stale);
  const going = record.targets.filter(({ phase }) => phase === 'waiting');

  const may = async (batch: readonly { readonly id: string }[]): Promise<Problem | undefined> => {
    const ids = new Set(batch.map(({ id }) => id));
    const named = record.targets.filter(({ id }) => ids.has(id)).map(namedOf);
    await write(parts.journal, subject, 'intent', named, say`about to call ${kinds[kind].permission}`);
    const intentAt = parts.clock.now();
    const ours = await learn(new Map(batch.map(({ id }) => [id, { intentAt }])));
    return ours ? undefined : takenOver;
  };
  const answered = async (batch: readonly Applied[]): Promise<void> => {
    const news = new Map(batch.map((one) => [one.id, answerOf(one)] as const));
    for (const { id, result } of batch) {
      if (result.kind === 'accepted') states.set(id, result.current);
    }
    await keep(news);
    try {
      for (const one of batch) await noteAnswer(parts.journal, subject, record, one);
    } catch (error) {
      if (!(error instanceof StoreUnwritable)) throw error;
      parts.log.error(
        { change: subject.change, error: error.message },
        'an answer of AWS could not be written to the audit',
      );
    }
  };
  await parts.control.apply(kind, going.map(targetOf), guarded(may), answered, signal).then(answeredLate);

  const open = record.targets.filter(({ phase }) => phase === 'under-way' || phase === 'cannot-tell');
  try {
    await follow(
      parts,
      kind,
      open,
      async (news) => {
        const changed = new Map<string, Partial<TargetRecord>>();
        for (const [id, found] of news) {
          if (found.state !== undefined) states.set(id, found.state);
          if (differs(record, id, found)) changed.set(id, { phase: found.phase, says: plain(found.says) });
        }
        if (changed.size > 0) await keep(changed);
      },
      signal,
    );
  } catch (error) {
    if (!signal.aborted) throw error;
    const left = record.targets.filter(({ phase }) => phase === 'under-way');
    await keep(
      new Map(
        left.map(({ id }) => [
          id,
          { phase: 'not-yet', says: 'nobody follows it any longer; it goes on at AWS' } as const,
        ]),
      ),
    );
  }
  return { record, wholes: again.wholes };

  /** Answers that came without `told` (withheld before any call) are learned here. */
  async function answeredLate(all: readonly Applied[]): Promise<void> {
    const missed = all.filter(({ id }) =>
      record.targets.some((target) => target.id === id && target.phase === 'waiting'),
    );
    if (missed.length > 0) await answered(missed);
  }
}

const takenOver: Problem = {
  problem: 'interrupted',
  what: say`Another process took this change over: its sign of life was missing too long.`,
  todo: say`Look at the instances before asking again.`,
};

/** A store that takes no intent withholds the call: no record, no action. */
const guarded =
  (may: (batch: readonly { readonly id: string }[]) => Promise<Problem | undefined>) =>
  async (batch: readonly { readonly id: string }[]): Promise<Problem | undefined> => {
    try {
      return await may(batch);
    } catch (error) {
      if (!(error instanceof StoreUnwritable)) throw error;
      return {
        problem: 'store-refused',
        what: say`The store cannot be written, so the call was not made.`,
        where: say`${error.message}`,
        todo: say`Free space, or make the file writable; then ask again.`,
      };
    }
  };

/** What changed between plan and press. Targets that differ in a way that matters are left alone. */
async function readAgain(
  parts: ActParts,
  record: ChangeRecord,
  signal: AbortSignal,
): Promise<{ readonly wholes: readonly Whole[]; readonly stale: ReadonlyMap<string, Partial<TargetRecord>> }> {
  const found = await parts.cloud.instancesById(record.targets.map(targetOf), { signal });
  const wholes = (await parts.estate.whole(found.items, { signal })).items;
  const now = new Map(wholes.map((whole) => [whole.instance.id, whole]));
  const stale = new Map<string, Partial<TargetRecord>>();
  const leave = (id: string, phase: 'left-alone' | 'withheld', says: Spans) =>
    stale.set(id, { phase, says: plain(says) });
  for (const target of record.targets) {
    const whole = now.get(target.id);
    if (whole === undefined) {
      const [gap] = found.gaps;
      if (gap === undefined) leave(target.id, 'left-alone', say`it no longer exists`);
      else leave(target.id, 'withheld', say`it could not be read again: ${gap.what}`);
      continue;
    }
    const judgement = judge(record.kind, whole, record.evenInGroup);
    const changed = difference({ ...target.seen }, seen(whole));
    if (judgement.is === 'already') leave(target.id, 'left-alone', say`it is ${whole.instance.state} already`);
    else if (changed !== undefined) leave(target.id, 'left-alone', changed);
    else if (judgement.is === 'refused') leave(target.id, 'left-alone', judgement.because.what);
  }
  return { wholes, stale };
}

function answerOf({ result }: Applied): Partial<TargetRecord> {
  switch (result.kind) {
    case 'accepted':
      return { phase: 'under-way', says: result.current };
    case 'refused':
      return { phase: 'failed', says: plain([...result.because.what, text(' '), ...result.because.todo]) };
    case 'withheld':
      return { phase: 'withheld', says: plain(result.because.what) };
    case 'unknown':
      return { phase: 'cannot-tell', says: plain(result.because.what) };
  }
}

async function noteAnswer(
  journal: Journal<AuditRecord>,
  subject: Subject,
  record: ChangeRecord,
  { id, result }: Applied,
): Promise<void> {
  const named = record.targets.filter((target) => target.id === id).map(namedOf);
  switch (result.kind) {
    case 'accepted':
      return write(
        journal,
        subject,
        'answer',
        named,
        say`accepted: ${result.previous} to ${result.current}`,
        result.requestId,
      );
    case 'refused':
      return write(journal, subject, 'answer', named, say`refused: ${result.code}`, result.requestId);
    case 'withheld':
      return write(journal, subject, 'answer', named, say`not called: ${result.because.what}`);
    case 'unknown':
      return write(journal, subject, 'answer', named, say`the answer was lost: ${result.because.what}`);
  }
}

const differs = (record: ChangeRecord, id: string, found: Found): boolean => {
  const target = record.targets.find((one) => one.id === id);
  return target !== undefined && (target.phase !== found.phase || target.says !== plain(found.says));
};
