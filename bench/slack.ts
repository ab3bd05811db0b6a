import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { bundled } from '../scripts/bundled.ts';
import { at, ms } from './measure.ts';
import { createStandIn, signingSecret, type Mode, type StandIn, type Timed } from './slack-stand-in.ts';

const program = fileURLToPath(new URL('../dist/main.mjs', import.meta.url));

/** The load that is not to be felt: commands a second, for so long, after so many that warm up. */
const steady = { perSecond: 50, forMs: 20_000, warmUp: 1_500 } as const;
/** As much as goes through: so many commands at once, for so long. */
const full = { atOnce: 20, forMs: 10_000 } as const;
/** Memory is looked at after so many commands. */
const memoryAfter: readonly number[] = (process.env['BENCH_SLACK_COMMANDS'] ?? '10000,50000,100000')
  .split(',')
  .map(Number);
const line = 'price m5.large';
/** What people say in a day, in turns. */
const mixed: readonly string[] = [
  'list',
  'show web-1',
  'price m5.large',
  'explain m5.large',
  'addresses idle',
  'cost by:owner',
];

/** A process that answers commands. */
interface Serving {
  readonly slack: StandIn;
  readonly readyMs: number;
  readonly rssMiB: number;
  rss(): Promise<number>;
  end(): Promise<void>;
}

/** Starts a process against a stand-in of its own, and waits until it is ready. */
async function serving(mode: Mode, args: (apiUrl: string) => readonly string[]): Promise<Serving> {
  const slack = await createStandIn();
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-bench-'));
  const start = performance.now();
  const child = spawn(process.execPath, args(slack.apiUrl), {
    cwd: folder,
    env: {
      ...process.env,
      QUARTERMASTER_SLACK_MODE: mode,
      QUARTERMASTER_SLACK_PORT: '0',
      QUARTERMASTER_SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_SIGNING_SECRET: signingSecret,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ready = await readyLine(child);
  const readyMs = ms(performance.now() - start);
  const port = /port (\d+)/.exec(ready)?.[1];
  if (mode === 'http') slack.listensAt(`http://127.0.0.1:${port}/slack/events`);
  return {
    slack,
    readyMs,
    rssMiB: await rssOf(child),
    rss: () => rssOf(child),
    async end() {
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      await ended;
      await slack.close();
      await rm(folder, { recursive: true });
    },
  };
}

function readyLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = '';
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${told}`)));
    child.stderr?.on('data', (part: Buffer) => {
      told += part.toString();
      const found = told.split('\n').find((one) => one.startsWith('ready'));
      if (found !== undefined) resolve(found);
      // The last words alone are of use.
      told = told.slice(-2_000);
    });
  });
}

/** Resident memory of a process, in MiB (Linux). */
async function rssOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

const turnsOf = (lines: readonly string[]): (() => string) => {
  let turn = 0;
  return () => lines[(turn += 1) % lines.length] ?? line;
};

/** So many at once until it is over; gives how many were answered a second. */
async function closedLoop(slack: StandIn, next: () => string, over: () => boolean): Promise<number> {
  let answered = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: full.atOnce }, async () => {
      while (!over()) {
        await slack.command(next());
        answered += 1;
      }
    }),
  );
  return Math.round(answered / ((performance.now() - start) / 1_000));
}

const counted = (most: number): (() => boolean) => {
  let left = most;
  return () => (left -= 1) < 0;
};
const lasting = (forMs: number): (() => boolean) => {
  const until = performance.now() + forMs;
  return () => performance.now() >= until;
};

/** Sends at its times whatever becomes of what was sent before. */
async function openLoop(slack: StandIn, next: () => string): Promise<readonly (Timed | undefined)[]> {
  const going: Promise<Timed | undefined>[] = [];
  const start = performance.now();
  const all = (steady.perSecond * steady.forMs) / 1_000;
  while (going.length < all) {
    const due = start + (going.length * 1_000) / steady.perSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    going.push(slack.command(next()).catch(() => undefined));
  }
  return Promise.all(going);
}

const spreadOf = (values: readonly number[]) => ({ p50: at(values, 0.5), p99: at(values, 0.99) });

async function latency(slack: StandIn, lines: readonly string[]) {
  const next = turnsOf(lines);
  await closedLoop(slack, next, counted(steady.warmUp));
  const sent = await openLoop(slack, next);
  const all = sent.filter((one) => one !== undefined);
  return {
    commands: sent.length,
    unanswered: sent.length - all.length,
    acknowledgedMs: spreadOf(all.map(({ sent, acknowledged }) => acknowledged - sent)),
    answeredMs: spreadOf(all.map(({ sent, answered }) => answered - sent)),
  };
}

async function measured(mode: Mode, args: (apiUrl: string) => readonly string[]) {
  const { slack, readyMs, rssMiB, end } = await serving(mode, args);
  try {
    const steadily = await latency(slack, [line]);
    const perSecond = await closedLoop(slack, () => line, lasting(full.forMs));
    return { readyMs, rssAtReadyMiB: rssMiB, ...steadily, perSecond };
  } finally {
    await end();
  }
}

/** Many kinds of command in turns, where a bare handler is no measure. */
async function ofMany(mode: Mode) {
  const { slack, end } = await serving(mode, () => [program]);
  try {
    return await latency(slack, mixed);
  } finally {
    await end();
  }
}

/** Memory over many commands of many kinds in turns. */
async function memory() {
  const { slack, rss, rssMiB, end } = await serving('http', () => [program]);
  const rssAfterMiB: Record<string, number> = { 0: rssMiB };
  const next = turnsOf(mixed);
  let done = 0;
  try {
    for (const most of memoryAfter) {
      await closedLoop(slack, next, counted(most - done));
      done = most;
      rssAfterMiB[most] = await rss();
    }
    return rssAfterMiB;
  } finally {
    await end();
  }
}

/** Slack: the program beside a bare Bolt handler, over both transports, in one run. */
export async function benchSlack() {
  const folder = await bundled(new URL('slack-bare-run.ts', import.meta.url));
  try {
    const bare = join(folder, 'slack-bare-run.mjs');
    const modes: Record<string, unknown> = {};
    for (const mode of ['http', 'socket'] as const) {
      const own = await measured(mode, () => [program]);
      const beside = await measured(mode, (apiUrl) => [bare, mode, apiUrl]);
      modes[mode] = {
        own,
        bare: beside,
        ratio: {
          acknowledgedP50: ms(own.acknowledgedMs.p50 / beside.acknowledgedMs.p50),
          answeredP50: ms(own.answeredMs.p50 / beside.answeredMs.p50),
          perSecond: ms(own.perSecond / beside.perSecond),
        },
        manyKindsOfCommand: await ofMany(mode),
      };
    }
    return {
      line,
      perSecond: steady.perSecond,
      ...modes,
      rssAfterCommandsMiB: await memory(),
      targets: { p50Ratio: 1.5, p99Ms: 50, perSecondRatio: 0.5 },
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
