import { constants } from 'node:os';
import type { Writable } from 'node:stream';
import type { Config } from './config/schema.ts';
import type { Registered } from './core/people/directory.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Log } from './core/ports/log.ts';
import { onEndSignals } from './core/end-signals.ts';
import { lingerMs, serve } from './serve.ts';
import { watchStrayErrors } from './stray-errors.ts';

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
  const ended = (signal: NodeJS.Signals) => {
    if (end.signal.aborted) process.exit(128 + constants.signals[signal]);
    end.abort(new Error('asked to end'));
  };
  // Neither may end everything else, nor turn a good end into a bad one: they stay.
  watchStrayErrors(parts.log);
  const unheard = onEndSignals(ended);
  try {
    return await serve({ ...parts, end: end.signal, ready: (line) => void stderr.write(`${line}\n`) });
  } finally {
    unheard();
    setTimeout(() => process.exit(), lingerMs).unref();
  }
}
