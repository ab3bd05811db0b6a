/**
 * What a container's health check runs, a process of its own beside the one that serves: exit code 0, or 1 and a sentence.
 * It reads the same configuration, so that it asks where that one listens: `health-check.mjs [--config FILE]`. Loaded are
 * the configuration and nothing else, for it is started every half minute.
 */
import { parseArgs } from 'node:util';
import { askHealth } from './ask.ts';
import { ConfigError, readConfig } from '../config/read.ts';

async function check(): Promise<string | undefined> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  const { health } = await readConfig({
    cwd: process.cwd(),
    env: process.env,
    ...(values.config !== undefined && { file: values.config }),
  });
  // Who cannot be asked is not ill: process 1 ends by itself where it cannot go on.
  if (health === undefined) {
    process.stdout.write('no health: in the configuration, so nothing is asked\n');
    return undefined;
  }
  return askHealth(health);
}

check().then(
  (wrong) => {
    if (wrong !== undefined) process.stderr.write(`${wrong}\n`);
    process.exitCode = wrong === undefined ? 0 : 1;
  },
  (error: unknown) => {
    const known = error instanceof ConfigError || (error instanceof TypeError && 'code' in error);
    process.stderr.write(`${known ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
