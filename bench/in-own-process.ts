import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { bundled } from '../scripts/bundled.ts';

/** What a benchmark prints that has a process of its own, for its garbage is its own then. @param name Of its file, without `.ts`. */
export async function inOwnProcess(name: string): Promise<Readonly<Record<string, unknown>>> {
  const folder = await bundled(new URL(`${name}.ts`, import.meta.url));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, `${name}.mjs`)]);
    return z.record(z.string(), z.unknown()).parse(JSON.parse(stdout));
  } finally {
    await rm(folder, { recursive: true });
  }
}
