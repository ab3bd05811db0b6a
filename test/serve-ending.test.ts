import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaseMs } from '../src/core/changes/hold.ts';
import { secondMs } from '../src/core/time.ts';
import { wordsIn } from './bot/slack/workspace.ts';
import { patienceMs, type Begun } from './served.ts';
import { openAwsServing, type AwsServing } from './serving-aws.ts';

/** The end takes 25 seconds where something hangs; in ms of real time. */
const longestMs = 180_000;

/** Put before the next start: its clock is past the lease of the first, which is else waited for. */
const later = `--import=data:text/javascript,${encodeURIComponent(
  `const real = Date.now; Date.now = () => real() + ${leaseMs + secondMs};`,
)}`;

/** A process that is told to end within a change, while AWS holds its answer. */
let serving: AwsServing;
beforeEach(async () => {
  serving = await openAwsServing();
});
afterEach(() => serving.close());

const holding = (words: string) =>
  serving.peer.messages(serving.ops).findLast((message) => wordsIn(message).includes(words));
const seen = (words: string) => serving.peer.until(() => holding(words), patienceMs);
const startCalls = () => serving.aws.seen.filter(({ action, dryRun }) => action === 'StartInstances' && !dryRun);

/** Starts batch-7; AWS has taken the call, and answers when that is said. */
async function startHeld(
  begun: Begun,
): Promise<{ readonly plan: { readonly ts: string }; readonly url: string; answer(): void }> {
  const { peer, maria, ops, aws } = serving;
  const line = await begun.ready();
  let answer = (): void => {};
  const until = new Promise<void>((resolve) => (answer = resolve));
  aws.fault = ({ action, dryRun }) => (action === 'StartInstances' && !dryRun ? { until } : undefined);
  await peer.command({ user: maria, channel: ops, text: 'start batch-7' });
  const plan = await seen('Nothing has happened yet');
  await peer.press({ user: maria, message: plan, action: 'Confirm' });
  await peer.until(() => startCalls().length > 0, patienceMs);
  return { plan, answer, url: `http://${/health on (\S+)$/.exec(line)?.[1]}/readyz` };
}

describe('told to end while AWS holds its answer to a change', () => {
  it(
    'waits for the answer, and delivers how it ended',
    async () => {
      const begun = await serving.begin('health: { port: 0 }\n');
      const { plan, answer, url } = await startHeld(begun);
      begun.child.kill('SIGTERM');
      // Whoever probes sends nobody any longer, and what is under way goes on.
      while ((await fetch(url)).status !== 503) await new Promise((resolve) => setImmediate(resolve));
      answer();
      expect((await begun.ended).code).toBe(0);
      expect(holding('is started')?.ts).toBe(plan.ts);
      expect(startCalls()).toHaveLength(1);
    },
    longestMs,
  );

  it(
    'is gone in time where the answer never comes; the next one looks up how it ended, and tells',
    async () => {
      const begun = await serving.begin('health: { port: 0 }\n');
      const { answer } = await startHeld(begun);
      begun.child.kill('SIGTERM');
      // By itself: AWS still holds its answer.
      const { code, err } = await begun.ended;
      expect(code).toBe(0);
      expect(err).toContain('not all was over in time');
      expect(holding('is started')).toBeUndefined();
      answer();
      const next = await serving.begin('', 'socket', { env: { NODE_OPTIONS: later } });
      await next.ready();
      await seen('is started');
      expect(startCalls()).toHaveLength(1);
      next.child.kill('SIGTERM');
      expect((await next.ended).code).toBe(0);
    },
    longestMs,
  );

  it(
    'is gone at once at the second signal',
    async () => {
      const begun = await serving.begin();
      await startHeld(begun);
      begun.child.kill('SIGTERM');
      begun.child.kill('SIGTERM');
      begun.child.kill('SIGINT');
      const { code } = await begun.ended;
      // 128 and the number of either signal: which comes second is for the system to say.
      expect([143, 130]).toContain(code);
    },
    longestMs,
  );
});
