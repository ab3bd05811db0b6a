import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { at, ms } from './measure.ts';

/** One command: when it was sent, acknowledged and answered first, in ms of one clock. */
export interface Timed {
  readonly sent: number;
  readonly acknowledged: number;
  readonly answered: number;
}

/** As little of a platform as commands need: it counts and looks at the clock, and checks nothing. */
export interface StandIn {
  readonly apiUrl: string;
  /** Where the app listens over HTTP. */
  listensAt(url: string): void;
  /** Types a command as somebody of many. Resolves when it is acknowledged and answered; rejects after ten seconds without. */
  command(text: string): Promise<Timed>;
  close(): Promise<void>;
}

/** The load that is not to be felt: commands a second, for so long, after so many that warm up. */
export const steady = { perSecond: 50, forMs: 10_000, warmUp: 1_500 } as const;
/** As much as goes through: so many commands at once, for so long. */
const full = { atOnce: 20, forMs: 5_000 } as const;
/** The program and the bare handler take turns, for what else the machine does hits both alike. */
const turns = 3;
/** Memory is looked at after so many commands. */
const memoryAfter: readonly number[] = (process.env['BENCH_CHAT_COMMANDS'] ?? '10000,50000,100000')
  .split(',')
  .map(Number);
/** The line that is measured alone. */
export const line = 'price m5.large';
/** What people say in a day, in turns. */
export const mixed: readonly string[] = [
  'list',
  'show web-1',
  'price m5.large',
  'explain m5.large',
  'addresses idle',
  'cost by:owner',
];

/** A process that answers commands. */
export interface Serving<S extends StandIn> {
  readonly standIn: S;
  readonly readyMs: number;
  readonly rssMiB: number;
  rss(): Promise<number>;
  end(): Promise<void>;
}

/** What a process is started with. */
export interface Started<S extends StandIn> {
  readonly standIn: S;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where it listens, below its host; undefined: it connects. */
  readonly path?: string | undefined;
}

/** Starts a process against a stand-in of its own, and waits until it is ready. */
export async function serving<S extends StandIn>({ standIn, args, env, path }: Started<S>): Promise<Serving<S>> {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-bench-'));
  const start = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ready = await readyLine(child);
  const readyMs = ms(performance.now() - start);
  const port = /port (\d+)/.exec(ready)?.[1];
  if (path !== undefined) standIn.listensAt(`http://127.0.0.1:${port}${path}`);
  return {
    standIn,
    readyMs,
    rssMiB: await rssOf(child),
    rss: () => rssOf(child),
    async end() {
      if (child.exitCode !== null) throw new Error(`the process ended by itself, with ${child.exitCode}`);
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      await ended;
      await standIn.close();
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
async function closedLoop(standIn: StandIn, next: () => string, over: () => boolean): Promise<number> {
  let answered = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: full.atOnce }, async () => {
      while (!over()) {
        await standIn.command(next());
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
async function openLoop(standIn: StandIn, next: () => string): Promise<readonly (Timed | undefined)[]> {
  const going: Promise<Timed | undefined>[] = [];
  const start = performance.now();
  const all = (steady.perSecond * steady.forMs) / 1_000;
  while (going.length < all) {
    const due = start + (going.length * 1_000) / steady.perSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    going.push(standIn.command(next()).catch(() => undefined));
  }
  return Promise.all(going);
}

/** Median, and what all but a hundredth are within. */
export const spreadOf = (values: readonly number[]) => ({ p50: at(values, 0.5), p99: at(values, 0.99) });

/** How long commands take at the steady load. */
export async function latency(standIn: StandIn, lines: readonly string[]) {
  const next = turnsOf(lines);
  await closedLoop(standIn, next, counted(steady.warmUp));
  const sent = await openLoop(standIn, next);
  const all = sent.filter((one) => one !== undefined);
  return {
    commands: sent.length,
    unanswered: sent.length - all.length,
    acknowledgedMs: spreadOf(all.map(({ sent, acknowledged }) => acknowledged - sent)),
    answeredMs: spreadOf(all.map(({ sent, answered }) => answered - sent)),
  };
}

/** A process at both loads. */
async function measured<S extends StandIn>(serving: Promise<Serving<S>>) {
  const { standIn, readyMs, rssMiB, end } = await serving;
  try {
    const steadily = await latency(standIn, [line]);
    const perSecond = await closedLoop(standIn, () => line, lasting(full.forMs));
    return { readyMs, rssAtReadyMiB: rssMiB, ...steadily, perSecond };
  } finally {
    await end();
  }
}

type Measured = Awaited<ReturnType<typeof measured>>;

/** The program and a bare handler in turns, each time from its start; ratios are the medians of those of each turn. */
export async function beside<S extends StandIn>(own: () => Promise<Serving<S>>, bare: () => Promise<Serving<S>>) {
  const rounds: { readonly own: Measured; readonly bare: Measured }[] = [];
  for (let turn = 0; turn < turns; turn += 1) rounds.push({ own: await measured(own()), bare: await measured(bare()) });
  const ratio = (of: (one: Measured) => number) =>
    ms(
      at(
        rounds.map((one) => of(one.own) / of(one.bare)),
        0.5,
      ),
    );
  return {
    rounds,
    acknowledgedP99Ms: ms(Math.max(...rounds.map(({ own: one }) => one.acknowledgedMs.p99))),
    ratio: {
      acknowledgedP50: ratio(({ acknowledgedMs }) => acknowledgedMs.p50),
      answeredP50: ratio(({ answeredMs }) => answeredMs.p50),
      perSecond: ratio(({ perSecond }) => perSecond),
    },
  };
}

/** Many kinds of command in turns, where a bare handler is no measure. */
export async function ofMany<S extends StandIn>(serving: Promise<Serving<S>>) {
  const { standIn, end } = await serving;
  try {
    return await latency(standIn, mixed);
  } finally {
    await end();
  }
}

/** Memory over many commands of many kinds in turns. */
export async function memory<S extends StandIn>(serving: Promise<Serving<S>>) {
  const { standIn, rss, rssMiB, end } = await serving;
  const rssAfterMiB: Record<string, number> = { 0: rssMiB };
  const next = turnsOf(mixed);
  let done = 0;
  try {
    for (const most of memoryAfter) {
      await closedLoop(standIn, next, counted(most - done));
      done = most;
      rssAfterMiB[most] = await rss();
    }
    const [first = 1] = memoryAfter;
    return {
      rssAfterCommandsMiB: rssAfterMiB,
      rssRatio: ms((rssAfterMiB[done] ?? 0) / (rssAfterMiB[first] ?? 1)),
    };
  } finally {
    await end();
  }
}
