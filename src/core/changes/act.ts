import type { Clock } from '../ports/clock.ts';
import type { Applied, Caller, Control } from '../ports/control.ts';
import type { Journal } from '../ports/store.ts';
import type { Log } from '../ports/log.ts';
import { StoreUnwritable } from '../ports/store.ts';
import type { AuditRecord } from '../people/audit.ts';
import { sentenceOf, type Problem } from '../problem.ts';
import { plain, say, text } from '../text.ts';
import { write, type Subject } from './book.ts';
import type { Progress } from './changes.ts';
import { follow } from './follow.ts';
import { silentMs, type Hold } from './hold.ts';
import { kinds, rowOf, type Kind } from './kinds.ts';
import type { Resources } from './plan.ts';
import {
  afterSteps,
  namedOf,
  stepOf,
  stepsDone,
  targetOf,
  withTargets,
  type ChangeRecord,
  type TargetRecord,
} from './record.ts';
import { noteRefusals, readAgain } from './read-again.ts';
import type { License } from './license.ts';
import type { Subjected } from './rights.ts';

/** What acting needs of the rest. */
export interface ActParts {
  readonly control: Control;
  readonly resources: Resources;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: Journal<AuditRecord>;
}

/** What the record says, for showing. */
export const progressOf = (record: ChangeRecord, states: ReadonlyMap<string, string> = new Map()): Progress => ({
  kind: record.kind,
  targets: record.targets.map((target) => {
    const state = states.get(target.id);
    return {
      target: namedOf(target),
      phase: target.phase,
      ...(target.phase !== 'done' && target.done > 0 && { partly: stepsDone(target).join(' and ') }),
      says: target.says === '' ? [] : [text(target.says)],
      ...(state !== undefined && { state }),
      ...(target.why !== undefined && { why: target.why }),
    };
  }),
});

/**
 * Does what was confirmed: reads the targets that wait again, leaves alone what has changed, then step by step writes the intent
 * before each call and the answer after it, and follows the targets. Ends with every target in a phase that says what is
 * true; an aborted signal stops the following, never a call under way. Gives the record as far as it is known: the store
 * may have less.
 * @param license Asked about each thing when it was read again, and about those of a call before it: a Problem withholds it.
 * @param caller Whom AWS is told of.
 */
export async function act(
  parts: ActParts,
  hold: Hold,
  subject: Subject,
  told: (progress: Progress) => void,
  signal: AbortSignal,
  license: License,
  caller: Caller,
): Promise<ChangeRecord> {
  const resource = parts.resources[rowOf(hold.record().kind).of];
  const states = new Map<string, string>();
  /** In memory first: what is known must reach the person even where the store no longer takes it. */
  let record = hold.record();
  const learn = async (changed: ReadonlyMap<string, Partial<TargetRecord>>): Promise<boolean> => {
    record = withTargets(record, changed);
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
  const now = (id: string): TargetRecord | undefined => record.targets.find((target) => target.id === id);

  const { stale, facts, refusals } = await readAgain(resource, record, license, signal);
  await noteRefusals(parts.journal, subject, record, refusals);
  if (stale.size > 0) await keep(stale);
  /** What rules look at of these; undefined: of one of them nothing is known. */
  const subjected = (ids: ReadonlySet<string>): readonly Subjected[] | undefined => {
    const found = record.targets.flatMap((target) => {
      const is = facts.get(target.id);
      return ids.has(target.id) && is !== undefined ? [{ facts: is, steps: target.steps }] : [];
    });
    return found.length === ids.size ? found : undefined;
  };
  // Each round makes the next call of those that wait for the same one; a target that is through with a step waits again.
  for (let open = waiting(record); open !== undefined; open = waiting(record)) {
    // What an earlier call took time for may have been tagged otherwise since.
    if (open.targets.some(({ done }) => done > 0)) await lookAnew(open.targets);
    await round(open.step, open.targets);
  }
  return record;

  /** What rules look at, read again. What cannot be read is called no more. */
  async function lookAnew(targets: readonly TargetRecord[]): Promise<void> {
    for (const { id } of targets) facts.delete(id);
    try {
      const { items } = await resource.read(record.kind, targets.map(targetOf), record, { signal });
      for (const { target, facts: now } of items) facts.set(target.id, now);
    } catch (error) {
      // Stopped: nothing further is called.
      if (!signal.aborted) throw error;
    }
  }

  async function round(step: Kind, targets: readonly TargetRecord[]): Promise<void> {
    const may = async (batch: readonly { readonly id: string }[]): Promise<Problem | undefined> => {
      const ids = new Set(batch.map(({ id }) => id));
      const things = subjected(ids);
      const no = things === undefined ? unread : await license.of(things);
      if (no !== undefined) return no;
      // Before the intent: what another process has taken over is none of ours to announce.
      if (!(await hold.write(new Map()))) return takenOver;
      const named = targets.filter(({ id }) => ids.has(id)).map(namedOf);
      await write(parts.journal, subject, 'intent', named, say`about to call ${kinds[step].permission}`);
      const rests = await license.rests();
      if (rests !== undefined) return rests;
      const intentAt = parts.clock.now();
      // Last of all: whoever stood still until now has been taken for dead, and told of as one that called nothing.
      const ours = await learn(new Map(batch.map(({ id }) => [id, { intentAt, called: (now(id)?.done ?? 0) + 1 }])));
      return ours && parts.clock.now() < intentAt + silentMs ? undefined : takenOver;
    };
    const answered = async (batch: readonly Applied[]): Promise<void> => {
      for (const { id, result } of batch) if (result.kind === 'accepted') states.set(id, result.current);
      await keep(new Map(batch.flatMap((one) => news(one.id, answerOf(one)))));
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
    const all = await parts.control.apply(step, targets.map(targetOf), guarded(may), answered, signal, caller);
    // Answers that came without `told` (withheld before any call) are learned here.
    const missed = all.filter(({ id }) => now(id)?.phase === 'waiting');
    if (missed.length > 0) await answered(missed);

    const ids = new Set(targets.map(({ id }) => id));
    const open = record.targets.filter(
      ({ id, phase }) => ids.has(id) && (phase === 'under-way' || phase === 'cannot-tell'),
    );
    try {
      await follow(
        resource,
        parts.clock,
        step,
        open,
        async (found) => {
          for (const [id, { state }] of found) if (state !== undefined) states.set(id, state);
          const changed = new Map(
            [...found].flatMap(([id, { phase, says, why }]) =>
              news(id, { phase, says: plain(says), ...(why !== undefined && { why }) }),
            ),
          );
          if (changed.size > 0) await keep(changed);
        },
        { signal },
      );
    } catch (error) {
      if (!signal.aborted) throw error;
      const left = record.targets.filter(({ id, phase }) => ids.has(id) && phase === 'under-way');
      await keep(
        new Map(
          left.flatMap((target) =>
            news(target.id, {
              phase: 'not-yet',
              says: `nobody follows it any longer; it goes on at AWS${target.done + 1 < target.steps.length ? ', and what was to come after it is not done' : ''}`,
            }),
          ),
        ),
      );
    }
  }

  /** What was learned of a target: a step that is done counts, and where more follow the target waits for the next. Nothing where it is known. */
  function news(
    id: string,
    found: Pick<TargetRecord, 'phase' | 'says' | 'why'>,
  ): readonly (readonly [string, Partial<TargetRecord>])[] {
    const target = now(id);
    if (target === undefined) return [];
    const changed = progressed(target, found);
    return target.phase === changed.phase && target.says === changed.says ? [] : [[id, changed]];
  }
}

/** A target after what was found of its step. */
export function progressed(
  target: TargetRecord,
  { phase, says, why }: Pick<TargetRecord, 'phase' | 'says' | 'why'>,
): Pick<TargetRecord, 'phase' | 'says' | 'why' | 'done'> {
  if (phase !== 'done')
    return { phase, says: afterSteps(target, says), done: target.done, ...(why !== undefined && { why }) };
  const done = target.done + 1;
  return done < target.steps.length
    ? { phase: 'waiting', says: afterSteps({ ...target, done }, ''), done }
    : { phase, says, done };
}

/** The step that most is waiting for first, and the targets that wait for it. */
function waiting(record: ChangeRecord): { readonly step: Kind; readonly targets: readonly TargetRecord[] } | undefined {
  const all = record.targets.filter(({ phase }) => phase === 'waiting');
  const [first] = all;
  if (first === undefined) return undefined;
  const step = stepOf(first);
  return { step, targets: all.filter((target) => stepOf(target) === step) };
}

const unread: Problem = {
  problem: 'cannot-tell',
  what: say`What the access rules look at could not be read again.`,
  todo: say`Ask for the change anew.`,
};

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
        todo: say`${error.todo}; then ask again.`,
      };
    }
  };

function answerOf({ result }: Applied): Pick<TargetRecord, 'phase' | 'says' | 'why'> {
  switch (result.kind) {
    case 'accepted':
      return { phase: 'under-way', says: result.current };
    case 'refused':
      return {
        phase: 'failed',
        says: plain([...result.because.what, text(' '), ...result.because.todo]),
        why: result.code,
      };
    case 'withheld':
      return { phase: 'withheld', says: plain(sentenceOf(result.because)) };
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
      return write(journal, subject, 'answer', named, say`accepted: ${result.previous} to ${result.current}`, {
        awsRequestId: result.requestId,
      });
    case 'refused':
      return write(journal, subject, 'answer', named, say`refused: ${result.code}`, { awsRequestId: result.requestId });
    case 'withheld':
      return write(journal, subject, 'answer', named, say`not called: ${sentenceOf(result.because)}`, {
        rules: result.because.rules ?? [],
      });
    case 'unknown':
      return write(journal, subject, 'answer', named, say`the answer was lost: ${result.because.what}`);
  }
}
