import type { Effect } from '../commands/command.ts';
import type { Clock } from '../core/ports/clock.ts';
import { secondMs } from '../core/time.ts';

/** What ends the work on a request. */
export interface Ends {
  /** Nobody waits for the answer any longer. */
  readonly signal: AbortSignal;
  /** Somebody has had enough: what there is will do. */
  readonly stop?: AbortSignal | undefined;
}

/** So long after a stop an answer may take; then nothing is told. A scan tells at once what it has, a price comes whole or not at all. */
export const tellMs = 5 * secondMs;

/**
 * What ends the work of a command. A stop leaves what only reads some seconds to tell what it has; everything else ends
 * at once, for half a plan is none. `over` is to be called when the work has ended. @param stopping Told that it waits.
 */
export function endingOf(
  { signal, stop }: Ends,
  effect: Effect,
  clock: Pick<Clock, 'sleep'>,
  stopping: () => void,
): Ends & { over(): void } {
  if (stop === undefined) return { signal, over() {} };
  if (effect !== 'reads') return { signal: AbortSignal.any([signal, stop]), over() {} };
  const late = new AbortController();
  const ended = new AbortController();
  const stopped = () => {
    stopping();
    clock.sleep(tellMs, ended.signal).then(
      () => late.abort(stop.reason),
      () => {},
    );
  };
  if (stop.aborted) stopped();
  else stop.addEventListener('abort', stopped, { once: true, signal: ended.signal });
  return { signal: AbortSignal.any([signal, late.signal]), stop, over: () => ended.abort() };
}
