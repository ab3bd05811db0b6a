import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { bundled } from '../scripts/bundled.ts';

/** Pictures that are drawn, no two equal; memory is looked at over the last 500. */
const pictures = 600;

const Measured = z.looseObject({ firstMs: z.number(), rssMiB: z.record(z.string(), z.number()) });

/** A picture for a chat: the first one, which starts the thread, and each after; how long drawing holds the program; memory over the last 500. */
export async function benchPictures() {
  const folder = await bundled(
    new URL('pictures-run.ts', import.meta.url),
    new URL('../src/bot/pictures/raster.mjs', import.meta.url),
  );
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(folder, 'pictures-run.mjs'),
      String(pictures),
    ]);
    return { ...Measured.parse(JSON.parse(stdout)), targets: { eachP50Ms: 100, heldP99Ms: 20, rssGrowthMiB: 20 } };
  } finally {
    await rm(folder, { recursive: true });
  }
}
