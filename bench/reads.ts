import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { commands } from '../src/commands/index.ts';
import { bundled } from '../scripts/bundled.ts';
import { ms } from './measure.ts';

/** Copies of the demo estate's 42 instances: about 40, and about 40,000; and how often each line is answered over them. */
const sizes = { forty: { copies: 1, runs: 400 }, fortyThousand: { copies: 952, runs: 100 } } as const;
const instancesOfCopy = 42;
/** Answers to each line before those that count, see `WarmUp` of `measure.ts`. */
const warmUp = 4_000;

/** The first example of every command that reads; and lines that take another way through one. */
const lines: readonly string[] = [
  ...commands.flatMap(({ effect, examples: [first] }) => (effect === 'reads' && first !== undefined ? [first] : [])),
  'price m5.large windows eu-west-1',
  'explain memory optimized',
  'explain why am I paying for a stopped server',
  'list tag:env=dev stopped',
  'cost by:owner',
  'addresses idle',
  'volumes unattached',
];

const Held = z.object({ p99: z.number(), max: z.number() });
const Measured = z.object({
  figures: z.record(
    z.string(),
    z.object({
      runs: z.number(),
      p50: z.number(),
      p99: z.number(),
      cpuP50: z.number(),
      held: Held,
      heldIdle: Held,
      longestGc: z.object({ minor: z.number(), major: z.number() }),
    }),
  ),
  rssMiB: z.number(),
});

/** Every line over a small and a large estate: warm, all in one process, one instance changed before each call; cold, each call the first of its process, on an account that is yet to be read and on one that was. */
async function readsOver(program: string, { copies, runs }: { readonly copies: number; readonly runs: number }) {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-bench-'));
  const run = async (mode: 'prepare' | 'measure' | 'once-read', ...args: readonly (string | number)[]) => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      program,
      mode,
      folder,
      `${copies}`,
      ...args.map(String),
    ]);
    return stdout;
  };
  const measured = async (mode: 'measure' | 'once-read', times: number, warm: number, asked: readonly string[]) =>
    Measured.parse(JSON.parse(await run(mode, times, warm, ...asked)));
  const coldly = async (mode: 'measure' | 'once-read', line: string) => {
    const { figures, rssMiB } = await measured(mode, 1, 0, [line]);
    return { ms: figures[line]?.p50, held: figures[line]?.held.max, rssMiB };
  };
  await run('prepare');
  const cold: Record<string, unknown> = {};
  for (const line of lines) {
    const unread = await coldly('measure', line);
    cold[line] = { ...unread, onceRead: await coldly('once-read', line) };
  }
  const warm = await measured('measure', runs, warmUp, lines);
  await rm(folder, { recursive: true });
  return { instances: copies * instancesOfCopy, coldMs: cold, warmMs: warm.figures, rssMiB: warm.rssMiB };
}

/** Both sizes, and how the p50 of each line grows from the one to the other. */
export async function benchReads() {
  const folder = await bundled(new URL('reads-run.ts', import.meta.url));
  try {
    const program = join(folder, 'reads-run.mjs');
    const forty = await readsOver(program, sizes.forty);
    const fortyThousand = await readsOver(program, sizes.fortyThousand);
    const growthOfP50 = Object.fromEntries(
      lines.map((line) => [
        line,
        ms((fortyThousand.warmMs[line]?.p50 ?? 0) / Math.max(0.01, forty.warmMs[line]?.p50 ?? 0)),
      ]),
    );
    return {
      forty,
      fortyThousand,
      growthOfP50,
      targets: {
        priceP99Ms: 1,
        explainP99Ms: 1,
        compareP99Ms: 1,
        recommendMs: 5,
        listP99MsAtFortyThousand: 150,
        costP99MsAtFortyThousand: 150,
        longestHoldMs: 20,
      },
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
