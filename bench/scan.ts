import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { kindOf, large, scan } from './aws-answers.ts';
import { bundled } from './bundled.ts';
import { ms } from './measure.ts';

const Pass = z.object({
  found: z.number(),
  wallMs: z.number(),
  cpuMs: z.number(),
  delayP99Ms: z.number(),
  longestHoldMs: z.number(),
  rssMiB: z.number(),
});
type Pass = z.infer<typeof Pass>;
const Counts = z.record(z.string(), z.number());

/** Passes of a side; the first warms up: clients are made, roles assumed, code compiled. */
const passes = { scan: 11, large: 3 } as const;

/** The least number of calls for the answer: one list of addresses a region, and of what it holds only what the verdict needs. */
function least(): Readonly<Record<string, number>> {
  const kinds = scan.accounts.flatMap((account) => scan.regions.map((region) => kindOf(account, region)));
  const of = (...some: readonly string[]) => kinds.filter((kind) => some.includes(kind)).length;
  return {
    DescribeAddresses: kinds.length,
    DescribeInstances: of('held', 'mixed'),
    DescribeNetworkInterfaces: of('mixed'),
    DescribeAddressTransfers: of('free'),
    DescribeAddressesAttribute: of('free'),
  };
}

/** `addresses idle` over 100 accounts × 17 regions, and one region with 40,000 instances, each beside what somebody would write with the SDK alone, against the same server. */
export async function benchScan() {
  const folder = await bundled(
    new URL('scan-run.ts', import.meta.url),
    new URL('aws-server.ts', import.meta.url),
    new URL('../src/core/drivers/aws/parse-worker.ts', import.meta.url),
  );
  const server = await startServer(folder);
  try {
    const ofScan = await bothSides('scan', folder, server.url);
    const counted = await server.counts();
    const ofLarge = await bothSides('large', folder, server.url);
    const expected = least();
    const callsOfScan = Object.fromEntries(
      Object.keys(expected).map((action) => [action, (counted[action] ?? 0) / (2 * passes.scan)]),
    );
    return {
      scan: {
        places: scan.accounts.length * scan.regions.length,
        ...ofScan,
        callsEach: callsOfScan,
        leastCalls: expected,
        callsAreLeast: JSON.stringify(callsOfScan) === JSON.stringify(expected),
      },
      large: { instances: large.instances, ...ofLarge },
      targets: { wallRatio: 1.15, cpuRatio: 1.15, rssRatio: 1, delayP99Ms: 20, longestHoldMsOfLarge: 20 },
    };
  } finally {
    server.stop();
    await rm(folder, { recursive: true });
  }
}

/** Each side in a process of its own, in turns: what else the machine does meanwhile hits both alike. The ratios are medians of those of the turns. */
async function bothSides(what: 'scan' | 'large', folder: string, url: string) {
  const sides = { loop: startSide(folder, 'loop', what, url), ours: startSide(folder, 'ours', what, url) };
  try {
    const loop: Pass[] = [];
    const ours: Pass[] = [];
    for (let turn = 0; turn < passes[what]; turn += 1) {
      loop.push(await sides.loop.pass());
      ours.push(await sides.ours.pass());
    }
    const ratio = (of: (pass: Pass) => number) =>
      middle(ours.map((one, turn) => of(one) / Math.max(1, of(loop[turn] ?? one))));
    const highest = (all: readonly Pass[]) => Math.max(...all.map(({ rssMiB }) => rssMiB));
    return {
      loop: figures(loop),
      ours: figures(ours),
      wallRatio: ratio(({ wallMs }) => wallMs),
      cpuRatio: ratio(({ cpuMs }) => cpuMs),
      rssRatio: ms(highest(ours) / highest(loop)),
    };
  } finally {
    sides.loop.stop();
    sides.ours.stop();
  }
}

/** The median, without the first: that one warms up. */
const middle = (all: readonly number[]): number =>
  ms(all.slice(1).toSorted((one, other) => one - other)[Math.floor((all.length - 1) / 2)] ?? 0);

const figures = (all: readonly Pass[]) => ({
  coldMs: all[0]?.wallMs,
  wallMs: middle(all.map(({ wallMs }) => wallMs)),
  cpuMs: middle(all.map(({ cpuMs }) => cpuMs)),
  delayP99Ms: middle(all.map(({ delayP99Ms }) => delayP99Ms)),
  longestHoldMs: middle(all.map(({ longestHoldMs }) => longestHoldMs)),
  rssMiBAfterEach: all.map(({ rssMiB }) => rssMiB),
});

function startSide(folder: string, side: 'ours' | 'loop', what: 'scan' | 'large', url: string) {
  const child = spawn(process.execPath, [join(folder, 'scan-run.mjs'), side, what, url], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...quiet },
  });
  const lines: AsyncIterator<string, undefined> = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async pass(): Promise<Pass> {
      child.stdin.write('pass\n');
      const line = await lines.next();
      if (line.done === true) throw new Error(`${side} of ${what} has ended`);
      return Pass.parse(JSON.parse(line.value));
    },
    stop: () => child.stdin.end(),
  };
}

const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

function startServer(folder: string): Promise<{
  readonly url: string;
  counts(): Promise<Readonly<Record<string, number>>>;
  stop(): void;
}> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(folder, 'aws-server.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.on('error', reject);
    child.stdout.once('data', (port: Buffer) => {
      const url = `http://127.0.0.1:${port.toString().trim()}`;
      resolve({
        url,
        counts: async () => Counts.parse(await (await fetch(`${url}/counts`)).json()),
        stop: () => child.kill(),
      });
    });
  });
}
