import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { bundled } from '../scripts/bundled.ts';

/** Decisions of access with 200 rules: cold in a process of its own, warm, and beside Cedar without what we leave out for it. */
export async function benchDecisions() {
  const folder = await bundled(new URL('decisions-run.ts', import.meta.url));
  try {
    const run = async (...args: readonly string[]) => {
      const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'decisions-run.mjs'), ...args]);
      return z.record(z.string(), z.unknown()).parse(JSON.parse(stdout));
    };
    return { starterCold: await run('starter'), ...(await run()) };
  } finally {
    await rm(folder, { recursive: true });
  }
}
