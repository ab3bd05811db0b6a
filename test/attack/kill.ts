import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { createDemoEc2 } from '../../src/core/drivers/demo/engine.ts';
import { AuditRecord } from '../../src/core/people/audit.ts';
import type { Clock } from '../../src/core/ports/clock.ts';
import { systemClock } from '../../src/core/drivers/system-clock.ts';
import { minuteMs } from '../../src/core/time.ts';
import { startAwsPeer, type Fault, type SeenRequest } from '../peers/aws/server.ts';
import { runProgram, startProgram } from '../program.ts';
import { temporaryStore } from '../temporary.ts';

/** Keys of made-up users; they open nothing. */
const keys = { prod: ['AKIAPRODPRODPRODPROD', '111122223333'], dev: ['AKIADEVDEVDEVDEVDEVD', '444455556666'] } as const;

/** One kind of changing call: what is asked, the word it wants, and which of EC2's calls is meant. */
export interface Killed {
  readonly asks: string;
  readonly word?: string;
  readonly action: string;
  /** Done first, and to its end: a line, and its word. */
  readonly before?: readonly [line: string, word: string];
  readonly account?: keyof typeof keys;
}

/** Every kind of changing call. */
export const killed = {
  start: { asks: 'start batch-7', action: 'StartInstances' },
  stop: { asks: 'stop web-2', action: 'StopInstances' },
  hibernate: { asks: 'hibernate notebook-2', action: 'StopInstances' },
  reboot: { asks: 'reboot api-1', action: 'RebootInstances' },
  terminate: { asks: 'terminate crawler-spot-1', word: 'crawler-spot-1', action: 'TerminateInstances' },
  'reset-dns': {
    asks: 'release 198.51.100.108',
    word: '198.51.100.108',
    action: 'ResetAddressAttribute',
    account: 'prod',
  },
  disassociate: { asks: 'disassociate 198.51.100.10', word: '198.51.100.10', action: 'DisassociateAddress' },
  release: { asks: 'release 198.51.100.38', word: '198.51.100.38', action: 'ReleaseAddress' },
  recover: {
    asks: 'recover 198.51.100.38',
    word: '198.51.100.38',
    action: 'AllocateAddress',
    before: ['release 198.51.100.38', '198.51.100.38'],
  },
} as const satisfies Record<string, Killed>;

/**
 * When the process dies: AWS has the call and does nothing of it; it has done it and not answered; its answer is out; or so
 * long after the press, whatever is under way then.
 */
export type Moment = 'on receipt' | 'before the answer' | 'after the answer' | { readonly afterMs: number };

/** What there is after a restart. */
export interface Aftermath {
  /** EC2 did what was asked. */
  readonly did: boolean;
  /** Changing calls of the action that came, by both processes. */
  readonly calls: number;
  readonly entries: readonly AuditRecord[];
  readonly verified: { readonly code: number | null; readonly out: string };
  /** Whoever asked was told unasked how it ended. */
  readonly noticed: boolean;
}

/** The same, where one process was there and was started again. */
export interface Restarted extends Aftermath {
  /** What the restarted process said, a line an answer. */
  readonly told: readonly string[];
  readonly err: string;
}

/** The restarted process comes after every lease, and after the time in which AWS may still be at it. */
const laterMs = 12 * minuteMs;
/** Put before the program: its clock runs ahead. What AWS is signed with goes by another one. */
const ahead = `data:text/javascript,${encodeURIComponent(`const real = Date.now; Date.now = () => real() + ${laterMs};`)}`;
/** Longest wait for a line of the program. */
const patienceMs = minuteMs;

/** Whoever is an operator may change everything, and everybody may look. */
export const rules = `permit (principal in Role::"operator", action in Action::"change", resource);
permit (principal, action == Action::"look", resource);
`;

/** The program as a process on the peer: asked, confirmed, killed at that moment, started again. @param program That of the test run if left out. */
export async function killAt(
  { asks, word, action, before, account = 'dev' }: Killed,
  moment: Moment,
  program?: string,
): Promise<Restarted> {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-kill-'));
  let aheadMs = 0;
  const clock: Clock = { ...systemClock, now: () => Date.now() + aheadMs };
  const { store, remove } = await temporaryStore(clock);
  const ec2 = await createDemoEc2({ store, clock });
  const [key, accountId] = keys[account];
  let did = false;
  const peer = await startAwsPeer({
    ec2: {
      ...ec2,
      async change(kind, home, targets, dryRun, signal) {
        const made = await ec2.change(kind, home, targets, dryRun, signal);
        if (!dryRun) did = true;
        return made;
      },
    },
    keys: new Map([[key, accountId]]),
    products: [],
  });
  await writeFile(join(folder, 'access.cedar'), rules);
  const env = {
    AWS_ENDPOINT_URL: peer.url,
    AWS_ACCESS_KEY_ID: key,
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    QUARTERMASTER_ACCOUNTS: JSON.stringify([{ name: account, regions: ['us-east-1', 'eu-west-1'] }]),
    QUARTERMASTER_ROLES: JSON.stringify({ operator: [`os:${userInfo().username}`] }),
  };
  const isIt = (request: SeenRequest): boolean => request.action === action && !request.dryRun;
  try {
    const { child, ended, seen } = startProgram(folder, ['--json'], env, [], program);
    const kill = () => child.kill('SIGKILL');
    /** Waits for what the program says after `from`. */
    const said = async (what: RegExp, from: number): Promise<string> => {
      const late = AbortSignal.timeout(patienceMs);
      for (;;) {
        const found = what.exec(seen().slice(from));
        if (found !== null) return found[1] ?? '';
        if (late.aborted) throw new Error(`${asks}: it said ${seen().slice(from)}`);
        await once(child.stdout, 'data', { signal: late }).catch(() => {});
      }
    };
    const ask = async (line: string): Promise<string> => {
      const from = seen().length;
      child.stdin.write(`${line}\n`);
      return said(/"confirm ([2-9A-Z]{8})/, from);
    };
    if (before !== undefined) {
      const first = await ask(before[0]);
      const from = seen().length;
      child.stdin.write(`confirm ${first} ${before[1]}\n`);
      await said(/("final":true)/, from);
    }
    const pressed = `confirm ${await ask(asks)} ${word ?? ''}`;
    did = false;
    const calledBefore = peer.seen.filter(isIt).length;
    if (typeof moment === 'string') peer.fault = (request) => (isIt(request) ? faultAt(moment, kill) : undefined);
    child.stdin.write(`${pressed}\n`);
    if (typeof moment !== 'string') {
      await pause(moment.afterMs);
      kill();
    }
    await ended;

    // Nothing may be called now: whatever comes is answered, and counted.
    peer.fault = () => undefined;
    aheadMs = laterMs;
    const later = { ...env, NODE_OPTIONS: `--import=${ahead}` };
    const lines = ['whoami', ...(typeof moment === 'string' ? [pressed] : [])];
    const { out, err } = await runProgram(folder, ['--json'], lines, { env: later, program });
    const [exported, verified] = await Promise.all(
      ['export', 'verify'].map((what) => runProgram(folder, ['audit', what], [], { env, program })),
    );
    if (exported === undefined || verified === undefined) throw new Error('two programs have two ends');
    const told = out.trim().split('\n');
    return {
      did,
      calls: peer.seen.filter(isIt).length - calledBefore,
      entries: entriesIn(exported.out),
      verified,
      noticed: told.some((line) => line.includes('"notice":true')),
      told,
      err,
    };
  } finally {
    await peer.close();
    await remove();
    await rm(folder, { recursive: true, force: true });
  }
}

const Exported = z.object({ record: AuditRecord });
/** What `audit export` wrote. */
export const entriesIn = (exported: string): readonly AuditRecord[] =>
  exported
    .trim()
    .split('\n')
    .map((line) => Exported.parse(JSON.parse(line)).record);

/** What befalls the call at a moment. @param kill Ends the process at once. */
export function faultAt(moment: Extract<Moment, string>, kill: () => unknown): Fault {
  if (moment === 'on receipt') {
    kill();
    return 'reset-before';
  }
  return {
    sends(response, text) {
      if (moment === 'before the answer') {
        kill();
        response.destroy();
      } else response.writeHead(200, { 'content-type': 'text/xml;charset=UTF-8' }).end(text, () => void kill());
    },
  };
}

/** What became of each thing that a call was about to be made for, in the words of the audit. */
export const endsOf = (entries: readonly AuditRecord[]): readonly string[] =>
  entries.flatMap(({ event, says }) => (event === 'reconciled' ? [says.split(':')[0] ?? ''] : []));

/** What is not as it must be after any kill at any moment, in words. */
export function faultsOf(kind: string, { did, calls, entries, verified, noticed }: Aftermath): readonly string[] {
  const changes = new Set(entries.flatMap(({ change }) => (change === undefined ? [] : [change])));
  const ends = endsOf(entries);
  const untrue = ends.filter((end) =>
    // A release that was cut after its first step has not done its last.
    did ? kind !== 'reset-dns' && ['failed', 'withheld', 'left-alone'].includes(end) : end === 'done',
  );
  const open = [...changes].filter((key) => {
    const events = entries.flatMap(({ change, event }) => (change === key ? [event] : []));
    const lastCall = events.lastIndexOf('intent');
    return lastCall >= 0 && Math.max(events.lastIndexOf('ended'), events.lastIndexOf('reconciled')) < lastCall;
  });
  return [
    ...open.map((change) => `${change} has an intent and no end`),
    ...untrue.map((end) => `told as ${end}, although EC2 ${did ? 'did it' : 'did nothing'}`),
    ...(calls > 1 ? [`called ${calls} times`] : []),
    ...(ends.length > 0 === noticed ? [] : ['whoever asked was not told']),
    ...(verified.code === 0 ? [] : [verified.out]),
  ];
}
