// Transcripts show times: they are told in one zone, whatever the machine's is.
process.env['TZ'] = 'UTC';

import { writeSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import type { Reporter } from 'vitest/node';

/** Ends every run with one plain line, `N passed, N failed`; files that could not be run and stray errors count as failed. */
const summary = (): Reporter => ({
  onTestRunEnd(modules, errors) {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      passed += tests.filter((test) => test.result().state === 'passed').length;
      const broken = tests.filter((test) => test.result().state === 'failed').length;
      // A file whose import or hook failed may have no failed test of its own.
      failed += broken === 0 && module.state() === 'failed' ? 1 : broken;
    }
    // After whatever the other reporter still has to say.
    process.once('exit', () => writeSync(1, `${passed} passed, ${failed} failed\n`));
  },
});

export default defineConfig({
  test: {
    globalSetup: ['test/program-setup.ts'],
    setupFiles: ['test/setup.ts'],
    include: ['test/**/*.test.ts'],
    pool: 'threads',
    // A busy machine may take many times as long; what hangs is still found.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Nothing in the house keeps state in a module, so files may share a worker, which saves starting one for each.
    isolate: false,
    // Left to itself vitest keeps a processor free, which on two of them is half of all.
    maxWorkers: availableParallelism(),
    // What runs at once within a file are processes, which want processors too.
    maxConcurrency: 2,
    // Two files write parts of the README.
    fileParallelism: process.env['RECORD'] !== '1',
    reporters: ['default', summary()],
  },
});
