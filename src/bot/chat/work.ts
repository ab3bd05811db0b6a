import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { secondMs } from '../../core/time.ts';
import { listenedToByMany } from '../../core/until-aborted.ts';
import type { Platform } from './parts.ts';

/** What waits to be said is looked for so often. */
const roundsMs = 3 * secondMs;

/** What goes on in a chat besides hearing it. */
export interface Work {
  /** Aborted when the chat is stopped. */
  readonly signal: AbortSignal;
  /** Work goes on after its payload was acknowledged; a fault in it ends nothing else. */
  begin(doing: () => Promise<unknown>): void;
  /** Does it every few seconds until the end. @param longestMs A round that takes longer goes on beside the next one. */
  again(what: () => Promise<void>, longestMs?: number): void;
  /** Waits for the end of what has begun, at most so long, and ends the rest. @param closed Nothing new comes in from then on. */
  stop(closed: Promise<unknown>, withinMs: number): Promise<void>;
}

/** See {@link Work}. */
export function createWork({ id, title }: Pick<Platform, 'id' | 'title'>, clock: Clock, log: Log): Work {
  const over = new AbortController();
  const signal = listenedToByMany(over.signal);
  const work = new Set<Promise<unknown>>();
  const going: Promise<void>[] = [];

  return {
    signal,
    begin(doing) {
      const under = doing()
        .catch((error: unknown) => {
          if (signal.aborted) return;
          const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
          log.error({ platform: id, error: told }, `something said in ${title} could not be answered`);
        })
        .finally(() => work.delete(under));
      work.add(under);
    },
    again(what, longestMs) {
      const under = new Set<Promise<void>>();
      const rounds = async () => {
        while (!signal.aborted) {
          const round = what()
            .catch((error: unknown) => {
              if (!signal.aborted)
                log.error({ platform: id, error: String(error) }, 'what is told unasked was not told');
            })
            .finally(() => under.delete(round));
          under.add(round);
          const enough = new AbortController();
          const late = longestMs === undefined ? [] : [clock.sleep(longestMs, enough.signal).catch(() => {})];
          await Promise.race([round, ...late]);
          enough.abort(new Error('the round is over'));
          await clock.sleep(roundsMs, signal).catch(() => {});
        }
        await Promise.all(under);
      };
      going.push(rounds());
    },
    async stop(closed, withinMs) {
      const enough = new AbortController();
      const late = clock.sleep(withinMs, enough.signal).catch(() => {});
      await Promise.race([closed.then(() => emptied(work)), late]);
      enough.abort(new Error('nothing is under way any longer'));
      over.abort(new Error(`${title} is stopped`));
      await Promise.allSettled([...work, ...going]);
    },
  };
}

/** Resolves when nothing is under way, what begins meanwhile with it. */
async function emptied(work: ReadonlySet<Promise<unknown>>): Promise<void> {
  while (work.size > 0) await Promise.allSettled(work);
}
