import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { kindOf, large, scan } from './aws-answers.ts';
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
  const server = await startServer();
  try {
    const ofScan = await bothSides('scan', server.url);
    const counted = await server.counts();
    const ofLarge = await bothSides('large', server.url);
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
  }
}

/** Each side in a process of its own, one after the other. */
async function bothSides(what: 'scan' | 'large', url: string) {
  const loop = await run('loop', what, url);
  const ours = await run('ours', what, url);
  const ratio = (of: (pass: Pass) => number) => ms(middle(ours, of) / middle(loop, of));
  return {
    loop: figures(loop),
    ours: figures(ours),
    wallRatio: ratio(({ wallMs }) => wallMs),
    cpuRatio: ratio(({ cpuMs }) => cpuMs),
    rssRatio: ms(Math.max(...ours.map(({ rssMiB }) => rssMiB)) / Math.max(...loop.map(({ rssMiB }) => rssMiB))),
  };
}

const middle = (all: readonly Pass[], of: (pass: Pass) => number): number =>
  all
    .slice(1)
    .map(of)
    .toSorted((one, other) => one - other)[Math.floor((all.length - 1) / 2)] ?? 0;

const figures = (all: readonly Pass[]) => ({
  coldMs: all[0]?.wallMs,
  wallMs: middle(all, ({ wallMs }) => wallMs),
  cpuMs: middle(all, ({ cpuMs }) => cpuMs),
  delayP99Ms: middle(all, ({ delayP99Ms }) => delayP99Ms),
  longestHoldMs: middle(all, ({ longestHoldMs }) => longestHoldMs),
  rssMiBAfterEach: all.map(({ rssMiB }) => rssMiB),
});

function run(side: 'ours' | 'loop', what: 'scan' | 'large', url: string): Promise<readonly Pass[]> {
  const args = [
    '--import',
    'tsx',
    fileURLToPath(new URL('scan-run.ts', import.meta.url)),
    side,
    what,
    url,
    String(passes[what]),
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...quiet },
    });
    let out = '';
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve(z.array(Pass).parse(JSON.parse(out)));
      else reject(new Error(`${side} of ${what} ended with ${code}`));
    });
  });
}

const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

function startServer(): Promise<{
  readonly url: string;
  counts(): Promise<Readonly<Record<string, number>>>;
  stop(): void;
}> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL('aws-server.ts', import.meta.url))],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
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
