import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { kindOf, large, quarter, scan, whole } from './aws-answers.ts';
import { startAws } from './aws-process.ts';
import { bundled } from '../scripts/bundled.ts';
import { ms } from './measure.ts';

const Pass = z.object({
  region: z.string(),
  found: z.number(),
  wallMs: z.number(),
  cpuMs: z.number(),
  delayP99Ms: z.number(),
  longestHoldMs: z.number(),
  rssMiB: z.number(),
  peakRssMiB: z.number(),
});
type Pass = z.infer<typeof Pass>;

/** Turns of both sides; the first warms up: clients are made, roles assumed, code compiled. */
const turns = { scan: 11, large: 4 } as const;

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
  const folder = await bundled(new URL('scan-run.ts', import.meta.url), new URL('aws-server.ts', import.meta.url));
  const server = await startAws(folder);
  try {
    const ofScan = await bothSides('scan', ['all'], folder, server.url);
    const counted = await server.counts();
    const ofBoth = await bothSides('large', [whole, quarter], folder, server.url);
    const [ofLarge, ofQuarter] = [of(whole, ofBoth), of(quarter, ofBoth)];
    const expected = least();
    const callsOfScan = Object.fromEntries(
      Object.keys(expected).map((action) => [action, (counted[action] ?? 0) / (2 * turns.scan)]),
    );
    return {
      scan: {
        places: scan.accounts.length * scan.regions.length,
        ...compared(ofScan),
        callsEach: callsOfScan,
        leastCalls: expected,
        callsAreLeast: JSON.stringify(callsOfScan) === JSON.stringify(expected),
      },
      large: {
        instances: large.instances[whole],
        ...compared(ofLarge),
        perThousandRatio: { loop: growth(ofLarge.loop, ofQuarter.loop), ours: growth(ofLarge.ours, ofQuarter.ours) },
      },
      targets: {
        wallRatio: 1.15,
        cpuRatio: 1.15,
        rssRatio: 1,
        delayP99Ms: 20,
        longestHoldMsOfLarge: 20,
        perThousandRatio: 1.15,
      },
    };
  } finally {
    server.stop();
    await rm(folder, { recursive: true });
  }
}

/** Passes of both sides, in the order of the turns. */
interface Sides {
  readonly loop: readonly Pass[];
  readonly ours: readonly Pass[];
}
const of = (region: string, { loop, ours }: Sides): Sides => ({
  loop: loop.filter((pass) => pass.region === region),
  ours: ours.filter((pass) => pass.region === region),
});

/** Each side in a process of its own, in turns: what else the machine does meanwhile hits both alike. @param regions A pass of each in every turn. */
async function bothSides(
  what: keyof typeof turns,
  regions: readonly string[],
  folder: string,
  url: string,
): Promise<Sides> {
  const sides = { loop: startSide(folder, 'loop', what, url), ours: startSide(folder, 'ours', what, url) };
  try {
    const loop: Pass[] = [];
    const ours: Pass[] = [];
    for (let turn = 0; turn < turns[what]; turn += 1)
      for (const region of regions) {
        loop.push(await sides.loop.pass(region));
        ours.push(await sides.ours.pass(region));
      }
    return { loop, ours };
  } finally {
    sides.loop.stop();
    sides.ours.stop();
  }
}

/** Ratios are those of the passes of one turn. */
const compared = ({ loop, ours }: Sides) => {
  const ratio = (of: (pass: Pass) => number) =>
    spread(ours.map((one, turn) => of(one) / Math.max(1, of(loop[turn] ?? one))));
  return {
    loop: figures(loop),
    ours: figures(ours),
    wallRatio: ratio(({ wallMs }) => wallMs),
    cpuRatio: ratio(({ cpuMs }) => cpuMs),
    rssRatio: ms(peak(ours) / peak(loop)),
  };
};

/** Time for a thousand instances in the whole region, by that in the one with a quarter of them: 1 where time grows with their number alone. */
const growth = (ofWhole: readonly Pass[], ofQuarter: readonly Pass[]) => {
  const perThousand = ({ cpuMs, found }: Pass) => (cpuMs / found) * 1_000;
  return spread(ofWhole.map((one, turn) => perThousand(one) / perThousand(ofQuarter[turn] ?? one)));
};

/** Median, least and most, without the first: that one warms up. The last two show how quiet the machine was. */
const spread = (all: readonly number[]) => {
  const sorted = all.slice(1).toSorted((one, other) => one - other);
  return {
    p50: ms(sorted[Math.floor(sorted.length / 2)] ?? 0),
    min: ms(sorted[0] ?? 0),
    max: ms(sorted.at(-1) ?? 0),
  };
};

/** Of the whole life of the process. */
const peak = (all: readonly Pass[]): number => Math.max(...all.map(({ peakRssMiB }) => peakRssMiB));

const figures = (all: readonly Pass[]) => ({
  coldMs: all[0]?.wallMs,
  wallMs: spread(all.map(({ wallMs }) => wallMs)),
  cpuMs: spread(all.map(({ cpuMs }) => cpuMs)),
  delayP99Ms: spread(all.map(({ delayP99Ms }) => delayP99Ms)),
  longestHoldMs: spread(all.map(({ longestHoldMs }) => longestHoldMs)),
  rssMiBAfterEach: all.map(({ rssMiB }) => rssMiB),
  peakRssMiB: peak(all),
});

function startSide(folder: string, side: 'ours' | 'loop', what: 'scan' | 'large', url: string) {
  const child = spawn(process.execPath, [join(folder, 'scan-run.mjs'), side, what, url], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...quiet },
  });
  const lines: AsyncIterator<string, undefined> = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** @param region Of a large pass. */
    async pass(region: string): Promise<Pass> {
      child.stdin.write(`${region}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error(`${side} of ${what} has ended`);
      return Pass.parse(JSON.parse(line.value));
    },
    stop: () => child.stdin.end(),
  };
}

const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
