import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundled } from '../scripts/bundled.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The program as it is built, a file. */
    readonly program: string;
  }
}

/** What was built in this run. */
const folders: string[] = [];

/** Builds the program once for all tests that run it: many starts of its sources would take minutes. */
export async function setup(project: TestProject): Promise<void> {
  const build = async () => {
    const folder = await bundled(
      new URL('../src/entry.ts', import.meta.url),
      new URL('../src/bot/pictures/raster.mjs', import.meta.url),
    );
    folders.push(folder);
    project.provide('program', join(folder, 'entry.mjs'));
  };
  await build();
  project.onTestsRerun(build);
}

export async function teardown(): Promise<void> {
  for (const folder of folders) await rm(folder, { recursive: true });
}
