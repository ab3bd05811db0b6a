import type { Writable } from 'node:stream';
import type { Config } from './config/schema.ts';
import type { Registered } from './core/people/directory.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Log } from './core/ports/log.ts';
import { secondMs } from './core/time.ts';
import { serve } from './serve.ts';
import { watchStrayErrors } from './stray-errors.ts';

/** When all is closed, a library's own timer or a request that nobody answers keeps the process so long at most. */
const lingerMs = 2 * secondMs;

/** What the chat platforms are served with. */
export interface ServeProgram {
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly registered: () => Promise<Registered>;
  readonly stderr: Writable;
}

/** Whether a chat platform is configured. */
export const isServed = ({ slack, discord }: Config): boolean => slack !== undefined || discord !== undefined;

/** Serves until SIGTERM or SIGINT, whatever stdin is. Gives the exit code. A second signal ends the process at once. */
export async function runServe({ stderr, ...parts }: ServeProgram): Promise<number> {
  const end = new AbortController();
  const ended = () => end.abort(new Error('asked to end'));
  // Neither may end everything else, nor turn a good end into a bad one: they stay.
  watchStrayErrors(parts.log);
  process.once('SIGTERM', ended);
  process.once('SIGINT', ended);
  try {
    return await serve({ ...parts, end: end.signal, ready: (line) => void stderr.write(`${line}\n`) });
  } finally {
    process.off('SIGTERM', ended);
    process.off('SIGINT', ended);
    setTimeout(() => process.exit(), lingerMs).unref();
  }
}
