import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { secondMs, type Instant } from '../time.ts';
import { identityOf, type Known } from './alert.ts';
import type { Alerts } from './alerts.ts';
import type { Looks } from './looks.ts';
import { makeRun, type RunParts } from './make-run.ts';
import type { Memory } from './memory.ts';
import type { Outbox } from './outbox.ts';
import { postsOf, type OwnerPlace } from './posts.ts';
import type { Run } from './run.ts';
import type { Runs } from './runs.ts';
import { lastUpTo, quietUntil } from './schedule.ts';
import type { Claim, States } from './states.ts';
import type { Tidy } from './tidy.ts';

/** What is due is looked for so often. */
const roundsMs = 10 * secondMs;
/** Runs that one process makes at once: each may read many accounts. */
const atOnce = 3;

/** What alerts are run with. */
export interface WatcherParts extends RunParts {
  readonly alerts: Pick<Alerts, 'list' | 'begin'>;
  readonly states: States;
  readonly memory: Memory;
  readonly runs: Runs;
  readonly outbox: Pick<Outbox, 'put'>;
  /** What an alert may see: one of the configuration everything, one that was made in a chat what its maker may see there. */
  looksFor(known: Known): Promise<Looks>;
  /** Near the places of which alert somebody is to be told. */
  readonly ownerPlace: (near: Known) => OwnerPlace;
  readonly tidy: Tidy;
  readonly clock: Clock;
  readonly log: Log;
}

/** Runs alerts when they are due. */
export interface Watcher {
  /** Makes every run that is due, and resolves when all are over. Never rejects: what fails is logged, and tried again. */
  round(signal: AbortSignal): Promise<void>;
  /** Rounds until the end is told; a long run keeps no other alert waiting. Never rejects. */
  watch(signal: AbortSignal): Promise<void>;
}

/**
 * Each time that an alert is due is claimed by one process, and counts from one write on: before it nothing of the run is
 * told, and whoever finds it unfinished makes it anew; after it all of it is put into the outbox, by whoever is there. An
 * alert that was due several times while nobody looked is run once, for the last of them.
 */
export function createWatcher(parts: WatcherParts): Watcher {
  const { alerts, states, memory, runs, outbox, clock, log, tidy } = parts;
  /** Alerts that this process runs now. */
  const under = new Map<string, Promise<void>>();

  /** When an alert was due last, where that is to be run now. */
  const dueOf = async (found: Known): Promise<Instant | undefined> => {
    const now = clock.now();
    const { alert, since, paused } = await alerts.begin(found, now);
    if (paused !== undefined) return undefined;
    const state = await states.of(identityOf(found));
    if (state?.posting) return state.committed;
    const { quiet, when } = alert;
    if (quiet !== undefined && quietUntil(quiet, when.timeZone, now) !== undefined) return undefined;
    const slot = lastUpTo(when, now);
    return slot <= since || slot <= (state?.committed ?? 0) ? undefined : slot;
  };

  const run = async (known: Known, slot: Instant, signal: AbortSignal): Promise<void> => {
    const own = identityOf(known);
    const claim = await states.claim(own, slot);
    if (claim === undefined) return;
    await states.holding(own, slot, async () => {
      const { state } = claim;
      if (state.posting && state.run !== undefined && state.committed === slot)
        return post(known, state.run, await runs.of(state.run), claim);
      const recalled = await memory.recall(own, state.committed);
      const made = await makeRun(
        { alert: known.alert, slot, now: clock.now(), told: recalled.told, state },
        await parts.looksFor(known),
        parts,
        { signal, joins: true },
      );
      if (made.next !== undefined) await recalled.write(made.next, slot);
      const key = made.tells ? await runs.keep(made.run) : undefined;
      if (!(await claim.commit(made.left, key))) return undefined;
      return key === undefined ? undefined : post(known, key, made.run, claim);
    });
  };

  const post = async (known: Known, key: string, told: Run | undefined, claim: Claim): Promise<void> => {
    // What is remembered no longer is too old to be told.
    const posts = told === undefined ? [] : await postsOf(told, known.alert, parts.ownerPlace(known));
    for (const [index, { place, part }] of posts.entries())
      await outbox.put(`alert/${key}/${String(index).padStart(indexDigits, '0')}`, place, {
        says: 'run',
        run: key,
        part,
      });
    await claim.done();
  };

  const failed = (what: string, signal: AbortSignal) => (error: unknown) => {
    if (!signal.aborted)
      log.error(
        { alert: what, error: error instanceof Error ? error.message : String(error) },
        'an alert could not be run; it is tried again',
      );
  };

  /** Begins what is due, as far as there is room, but for what was begun already; gives whether there was room for all. */
  const begin = async (signal: AbortSignal, begun = new Set<string>()): Promise<boolean> => {
    for (const known of await alerts.list()) {
      const { name } = known.alert;
      if (signal.aborted) return true;
      if (under.size >= atOnce) return false;
      if (under.has(name) || begun.has(name)) continue;
      const slot = await dueOf(known);
      if (slot === undefined) continue;
      begun.add(name);
      under.set(
        name,
        run(known, slot, signal)
          .catch(failed(name, signal))
          .finally(() => under.delete(name)),
      );
    }
    return true;
  };
  const beginTidy = (signal: AbortSignal): void => {
    if (!under.has(tidyName))
      under.set(
        tidyName,
        tidy(signal)
          .catch(failed(tidyName, signal))
          .finally(() => under.delete(tidyName)),
      );
  };

  return {
    async round(signal) {
      beginTidy(signal);
      const begun = new Set<string>();
      for (let all: boolean | void = false; all === false;) {
        all = await begin(signal, begun).catch(failed('', signal));
        await Promise.all(under.values());
      }
    },
    async watch(signal) {
      while (!signal.aborted) {
        beginTidy(signal);
        await begin(signal).catch(failed('', signal));
        await clock.sleep(roundsMs, signal).catch(() => {});
      }
      await Promise.all(under.values());
    },
  };
}

/** What goes on besides alerts; no alert is called so. */
const tidyName = '*';

const indexDigits = 4;
