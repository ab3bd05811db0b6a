import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { bundled } from '../scripts/bundled.ts';

/** A sweep of 40,000 addresses for those that idle, and of as many instances and volumes by all rules, beside a plain loop. */
export async function benchSweep() {
  const folder = await bundled(new URL('sweep-run.ts', import.meta.url));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'sweep-run.mjs')]);
    return z.record(z.string(), z.unknown()).parse(JSON.parse(stdout));
  } finally {
    await rm(folder, { recursive: true });
  }
}
