import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Ended } from '../program.ts';
import { aheadMs, type Replica } from '../replicas.ts';
import { patienceMs } from '../served.ts';
import { entriesIn, type Aftermath } from './kill.ts';

/** So long after the press, or after a round began; whatever is under way then. */
export interface Random {
  readonly afterMs: number;
}

/** Where a round is played: a Redis that others use too, under names of its own. */
export interface RoundParts {
  readonly redis: { readonly port: number; readonly prefix: string; readonly password?: string };
  /** That of the test run if left out. */
  readonly program?: string | undefined;
}

/** What AWS was still at when it was looked at first is looked at again after a tenth of the time that clocks went ahead, and then it must be told. */
const settledMs = aheadMs / 10 + patienceMs;
/** Between two looks whether all is told. */
const lookMs = 50;

/** Waits until nothing is left to be told or looked up. */
export async function settled({ redis }: Pick<RoundParts, 'redis'>, families: readonly string[]): Promise<void> {
  const { port, prefix, password } = redis;
  const client = new Redis({ port, ...(password !== undefined && { password }) });
  try {
    const late = AbortSignal.timeout(settledMs);
    for (;;) {
      const left = await Promise.all(families.map((name) => client.hlen(`{${prefix}:family:${name}}:values`)));
      if (left.every((count) => count === 0)) return;
      if (late.aborted) throw new Error(`${families.join(', ')} hold ${left.join(', ')} that nobody takes`);
      await pause(lookMs);
    }
  } finally {
    client.disconnect();
  }
}

/** The audit as one that lives has it. A Redis on a busy machine may owe an answer for longer than is waited for it. */
export async function auditOf(living: Replica): Promise<Pick<Aftermath, 'entries' | 'verified'>> {
  const late = AbortSignal.timeout(patienceMs);
  const run = async (what: string): Promise<Ended> => {
    const ended = await living.run(['audit', what]);
    return ended.err.includes('owes an answer') && !late.aborted ? run(what) : ended;
  };
  const [exported, verified] = await Promise.all(['export', 'verify'].map(run));
  if (exported === undefined || verified === undefined) throw new Error('two programs have two ends');
  return { entries: entriesIn(exported.out), verified };
}
