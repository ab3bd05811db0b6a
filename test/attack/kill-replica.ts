import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { wordsIn } from '../bot/slack/workspace.ts';
import type { Halt } from '../peers/redis/proxy.ts';
import { startRedis } from '../peers/redis/server.ts';
import { openReplicas, type Replica, type Replicas } from '../replicas.ts';
import { patienceMs } from '../served.ts';
import { faultAt, rules, type Aftermath, type Killed } from './kill.ts';
import { auditOf, settled, type Random, type RoundParts } from './rounds.ts';

/**
 * When one of three dies, between an answer of Redis and its next call: what was written last, as it is on the wire. Of `not
 * answered` Redis has it and the process never heard of it; `not sent` it was about to write.
 */
export const written = {
  'the change is taken': { is: 'not answered', holds: '"state":"acting"' },
  'the intent is in the audit': { is: 'not answered', holds: '"event":"intent"' },
  'the call is about to be made': { is: 'not answered', holds: '"intentAt":' },
  'the answer is about to be written': { is: 'not sent', holds: '"phase":"under-way"' },
  'the answer is written': { is: 'not answered', holds: '"phase":"under-way"' },
  'the end is in the audit': { is: 'not answered', holds: '"event":"ended"' },
  'the change has ended': { is: 'not answered', holds: '"state":"ended"' },
} as const satisfies Record<string, { readonly is: Halt['is']; readonly holds: string }>;

/** When one of three dies within a change. */
export type ChangeMoment = 'on receipt' | 'before the answer' | 'after the answer' | keyof typeof written | Random;
/** What there is in the end. */
export interface Outlived extends Aftermath {
  /** Whoever asked was told so late that the answer had not come in time. */
  readonly late: boolean;
  /** The moment never came: it was killed after all. */
  readonly missed: boolean;
}

/** The key in a plan; without one, where Redis owed an answer for longer than people are let wait, as it may on a busy machine. */
const planned = /(?:confirm|cancel) ([2-9A-Z]{8})|owes an answer/;

/** What is killed once the confirmation is said, and has come back where it does; resolves then. */
type Strike = (dies: Replica, replicas: Replicas) => Promise<unknown>;

/** A change in which something is killed. */
interface Round {
  readonly call: Killed;
  readonly strike: Strike;
}

/**
 * Rounds of three processes, one after another, in one account: the second is asked, the first hears the confirmation, and something is
 * killed; what is left goes on, and clocks go ahead. A first that died is begun anew. Each wants a target of its own, but that nothing befell.
 */
async function play(rounds: readonly Round[], parts: RoundParts): Promise<readonly Outlived[]> {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-kill-'));
  const access = join(folder, 'access.cedar');
  await writeFile(access, rules);
  const account = rounds[0]?.call.account ?? 'dev';
  const replicas = await openReplicas({ ...parts, count: 3, account, access });
  try {
    const all: Outlived[] = [];
    let told = 0;
    for (const [at, round] of rounds.entries()) {
      const outlived = await playOne(round, parts, replicas).catch((error: unknown) => {
        throw new Error(`${round.call.asks}, round ${at}: ${String(error)}`, { cause: error });
      });
      // The audit is that of all rounds.
      all.push({ ...outlived, entries: outlived.entries.slice(told) });
      told = outlived.entries.length;
      const [first] = replicas.all;
      if (first?.child.signalCode === 'SIGKILL' && at < rounds.length - 1) await replicas.renew(first);
    }
    return all;
  } finally {
    await replicas.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function playOne(
  { call: { asks, word = '', action, before }, strike }: Round,
  parts: RoundParts,
  replicas: Replicas,
): Promise<Outlived> {
  const { aws, slack } = replicas;
  const [dies, lives] = replicas.all;
  if (dies === undefined || lives === undefined) throw new Error('there are three');
  const messages = () =>
    new Map(slack.peer.seenBy(slack.maria, slack.ops).map((one) => [one.ts, wordsIn(one)] as const));
  const says = async (to: Replica, line: string): Promise<void> => {
    to.hears();
    await slack.peer.command({ user: slack.maria, channel: slack.ops, text: line });
  };
  /** What is new since then. */
  const news = (known: ReadonlyMap<string, string>) =>
    [...messages()].filter(([ts, words]) => known.get(ts) !== words).map(([, words]) => words);
  const hear = (known: ReadonlyMap<string, string>, fits: RegExp) =>
    slack.peer.until(() => news(known).find((words) => fits.test(words)), patienceMs);
  const ask = async (line: string): Promise<string> => {
    for (const late = AbortSignal.timeout(patienceMs); !late.aborted;) {
      const known = messages();
      await says(lives, line);
      const [, key] = planned.exec(await hear(known, planned)) ?? [];
      if (key !== undefined) return key;
    }
    throw new Error('Redis goes on owing an answer');
  };
  if (before !== undefined) {
    const first = await ask(before[0]);
    const known = messages();
    await says(lives, `confirm ${first} ${before[1]}`);
    await hear(known, /is released/);
  }
  const pressed = `confirm ${await ask(asks)} ${word}`;
  const [didBefore, seenBefore, known] = [replicas.done(), aws.seen.length, messages()];
  const struck = strike(dies, replicas);
  // Whoever hears it may never acknowledge it.
  says(dies, pressed).catch(() => {});
  let missed = false;
  const over = new AbortController();
  // What is waited for may never come, where a machine is so busy that another one has taken the change over before.
  const late = pause(patienceMs, undefined, { signal: over.signal }).then(() => {
    missed = true;
    return dies.kill();
  });
  late.catch(() => {});
  await Promise.race([struck, late]);
  over.abort();
  aws.fault = () => undefined;
  replicas.ahead();
  await settled(parts, ['changes-acting', 'outbox']);
  return {
    did: replicas.done() > didBefore,
    calls: aws.seen.slice(seenBefore).filter((request) => request.action === action && !request.dryRun).length,
    noticed: news(known).some((words) => words.includes('Found later')),
    missed,
    late: news(known).some((words) => words.includes('Told late')),
    ...(await auditOf(lives)),
  };
}

/** A change, and when the process dies that hears its confirmation. */
export interface KilledAt {
  readonly call: Killed;
  readonly moment: ChangeMoment;
}

/** In each of these changes, one after another, the process that hears the confirmation is killed at that moment. */
export const killInChanges = (all: readonly KilledAt[], parts: RoundParts): Promise<readonly Outlived[]> =>
  play(
    all.map(({ call, moment }) => ({
      call,
      strike(dies, { aws }) {
        if (typeof moment === 'object') void pause(moment.afterMs).then(dies.kill);
        else if (isWritten(moment)) {
          const { is, holds } = written[moment];
          void dies.proxy?.halt({ is, fits: (command) => command.includes(holds) }).then(dies.kill);
        } else
          aws.fault = ({ action, dryRun, key }) =>
            action === call.action && !dryRun && key === dies.key ? faultAt(moment, dies.kill) : undefined;
        return dies.ended;
      },
    })),
    parts,
  );

const isWritten = (moment: string): moment is keyof typeof written => Object.hasOwn(written, moment);

/** Redis is killed so long after the confirmation was said, and started again on what it has written. */
export async function killRedisInChange(
  call: Killed,
  { afterMs }: Random,
  program?: string,
): Promise<Outlived | undefined> {
  let server = await startRedis({ settings: ['--appendfsync', 'always'] });
  const strike: Strike = async () => {
    await pause(afterMs);
    await server.kill();
    server = await server.again();
  };
  try {
    const [after] = await play([{ call, strike }], { redis: { port: server.port, prefix: 'round' }, program });
    return after;
  } finally {
    await server.close();
  }
}
