import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { bundled } from '../scripts/bundled.ts';

/** Pictures that are drawn, no two equal; memory is looked at over the last 500. */
const pictures = 600;

const Measured = z.looseObject({ firstMs: z.number(), rssMiB: z.record(z.string(), z.number()) });

/** The picture of an alert is smaller than that of Spot prices. */
const targets = {
  spot: { eachP50Ms: 100, heldP99Ms: 20, rssGrowthMiB: 20 },
  digest: { eachP50Ms: 60, heldP99Ms: 20, rssGrowthMiB: 20 },
} as const;

/** A picture for a chat, of Spot prices and of an alert: the first one, which starts the thread, and each after; how long drawing holds the program; memory over the last 500. */
export async function benchPictures() {
  const folder = await bundled(
    new URL('pictures-run.ts', import.meta.url),
    new URL('../src/bot/pictures/raster.mjs', import.meta.url),
  );
  try {
    const measured = async (kind: keyof typeof targets) => {
      const { stdout } = await promisify(execFile)(process.execPath, [
        join(folder, 'pictures-run.mjs'),
        String(pictures),
        kind,
      ]);
      return { ...Measured.parse(JSON.parse(stdout)), targets: targets[kind] };
    };
    return { spot: await measured('spot'), digest: await measured('digest') };
  } finally {
    await rm(folder, { recursive: true });
  }
}
