import type { Clock } from '../../ports/clock.ts';
import {
  atOnce,
  type Applied,
  type Caller,
  type Control,
  type ControlKind,
  type Target,
  type Verdict,
} from '../../ports/control.ts';
import type { Problem } from '../../problem.ts';
import { code, say } from '../../text.ts';
import { secondMs } from '../../time.ts';
import type { Ec2Calls } from './calls.ts';
import { AnswerLost, Ec2Error } from './error.ts';
import { concernsWholeCall, explain, isThrottle } from './explain.ts';
import { createPace, ec2Rates } from './pacing.ts';

/** Repeats of a call that EC2 refused for its rate alone: nothing was done, so a repeat is no second change. */
const throttleTries = 5;
const firstBackOffMs = secondMs;

type Batch = readonly [Target, ...Target[]];

/** The hands on any EC2, ours or AWS's: batches, pacing and halving are here once. */
export function createControl(calls: Ec2Calls, clock: Clock): Control {
  const pace = createPace(clock);

  /** Waits for everything that a call must wait for, its turn and its credentials, so that it is made at once then. */
  const ready = async (
    kind: ControlKind,
    [{ account, region }]: Batch,
    signal: AbortSignal,
    by: Caller | undefined,
  ) => {
    const { api, rate } = ec2Rates[kind];
    await calls.ready?.({ account, region }, by, signal);
    await pace(`${account.id || account.name}/${region}/${api}`, rate, signal);
  };
  const call = (kind: ControlKind, batch: Batch, dryRun: boolean, signal: AbortSignal, by: Caller | undefined) => {
    const [{ account, region }] = batch;
    return calls.change(kind, { account, region }, batch, dryRun, signal, by);
  };
  /** Whether a call may be made again: only where EC2 says that it was not done for its rate. Waits before it says yes. */
  const mayRepeat = async (error: unknown, tries: number, signal: AbortSignal): Promise<boolean> => {
    if (!(error instanceof Ec2Error) || !isThrottle(error.code) || tries >= throttleTries) return false;
    await clock.sleep(firstBackOffMs * 2 ** (tries - 1) * (0.5 + Math.random() / 2), signal).catch(() => {});
    return !signal.aborted;
  };

  return {
    async dryRun(kind, targets, signal, by) {
      const verdicts: Verdict[] = [];
      const ask = async (batch: Batch, tries = 1): Promise<void> => {
        try {
          await ready(kind, batch, signal, by);
          await call(kind, batch, true, signal, by);
          verdicts.push(...batch.map(({ id }) => ({ id })));
        } catch (error) {
          signal.throwIfAborted();
          if (await mayRepeat(error, tries, signal)) return ask(batch, tries + 1);
          const halves = error instanceof Ec2Error && !concernsWholeCall(error.code) ? halved(batch) : undefined;
          if (halves === undefined)
            verdicts.push(...batch.map((target) => ({ id: target.id, refusal: because(error, target) })));
          else for (const half of halves) await ask(half);
        }
      };
      for (const batch of batches(kind, targets)) await ask(batch);
      return verdicts;
    },

    async apply(kind, targets, may, told, signal, by) {
      const applied: Applied[] = [];
      const note = async (answers: readonly Applied[]): Promise<void> => {
        applied.push(...answers);
        await told(answers);
      };
      const withhold = (batch: Batch, problem: Problem) =>
        note(batch.map(({ id }) => ({ id, result: { kind: 'withheld', because: problem } })));
      const act = async (batch: Batch, tries = 1): Promise<void> => {
        if (signal.aborted) return withhold(batch, stopped);
        try {
          await ready(kind, batch, signal, by);
          signal.throwIfAborted();
        } catch (error) {
          // Aborted while waiting for its turn: the call was not made.
          if (signal.aborted) return withhold(batch, stopped);
          throw error;
        }
        const withheld = await may(batch);
        if (withheld !== undefined) return withhold(batch, withheld);
        try {
          const { changes, requestId } = await call(kind, batch, false, signal, by);
          const byId = new Map(changes.map((change) => [change.id, change]));
          return await note(
            batch.map(({ id }) => {
              const change = byId.get(id);
              if (change === undefined) return { id, result: { kind: 'unknown', because: notAnswered(id) } };
              return {
                id,
                result: { kind: 'accepted', previous: change.previous, current: change.current, requestId },
              };
            }),
          );
        } catch (error) {
          // A repeat is a call like any other: `may` is asked again.
          if (await mayRepeat(error, tries, signal)) return act(batch, tries + 1);
          if (error instanceof Ec2Error) {
            const halves = concernsWholeCall(error.code) ? undefined : halved(batch);
            if (halves !== undefined) {
              for (const half of halves) await act(half);
              return undefined;
            }
            return note(
              batch.map((target) => ({
                id: target.id,
                result: {
                  kind: 'refused',
                  code: error.code,
                  because: explain(error, target),
                  ...(error.requestId !== undefined && { requestId: error.requestId }),
                },
              })),
            );
          }
          if (error instanceof AnswerLost)
            return note(batch.map(({ id }) => ({ id, result: { kind: 'unknown', because: answerLost(error) } })));
          throw error;
        }
      };
      for (const batch of batches(kind, targets)) await act(batch);
      return applied;
    },
  };
}

/** Targets by account and region, in batches. */
function batches(kind: ControlKind, targets: readonly Target[]): readonly Batch[] {
  const homes = new Map<string, Target[]>();
  for (const target of targets) {
    const home = `${target.account.id}/${target.account.name}/${target.region}`;
    homes.set(home, [...(homes.get(home) ?? []), target]);
  }
  const all: Batch[] = [];
  for (const home of homes.values()) {
    for (let from = 0; from < home.length; from += atOnce[kind]) {
      const [first, ...rest] = home.slice(from, from + atOnce[kind]);
      if (first !== undefined) all.push([first, ...rest]);
    }
  }
  return all;
}

function halved(batch: Batch): readonly Batch[] | undefined {
  const middle = Math.ceil(batch.length / 2);
  const [first, ...restOfFirst] = batch.slice(0, middle);
  const [second, ...restOfSecond] = batch.slice(middle);
  return first === undefined || second === undefined
    ? undefined
    : [
        [first, ...restOfFirst],
        [second, ...restOfSecond],
      ];
}

function because(error: unknown, target: Target): Problem {
  if (error instanceof Ec2Error) return explain(error, target);
  if (error instanceof AnswerLost) return answerLost(error);
  throw error;
}

const answerLost = ({ message, requestId }: AnswerLost): Problem => ({
  problem: 'cannot-tell',
  what: say`The call was sent, and AWS's answer was lost (${code(message)}${requestId === undefined ? '' : say`, request ${code(requestId)}`}).`,
  todo: say`What it concerns is read until that tells; the call is not made again.`,
});

const notAnswered = (id: string): Problem => ({
  problem: 'cannot-tell',
  what: say`AWS's answer does not name ${code(id)}.`,
  todo: say`What it concerns is read until that tells; the call is not made again.`,
});

const stopped: Problem = {
  problem: 'interrupted',
  what: say`It was stopped before this call.`,
  todo: say`Ask again if it is still wanted.`,
};
