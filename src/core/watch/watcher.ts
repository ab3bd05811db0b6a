import { isWrong } from '../clocks-apart.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { LabelsOf, Meter } from '../ports/meter.ts';
import { minuteMs, secondMs, type Instant } from '../time.ts';
import { logFailure } from '../log-failure.ts';
import { underRequest } from '../under-request.ts';
import { identityOf, isSameAlert, type Known } from './alert.ts';
import type { Alerts } from './alerts.ts';
import type { Looks } from './looks.ts';
import { makeRun, type RunParts } from './make-run.ts';
import type { Memory } from './memory.ts';
import type { Outbox } from './outbox.ts';
import { keyOfPost, postsOf, type OwnerPlace } from './posts.ts';
import type { Run } from './run.ts';
import type { Runs } from './runs.ts';
import { lastUpTo, quietUntil } from './schedule.ts';
import { doneUpTo, type Claim, type State, type States } from './states.ts';
import type { Tidy } from './tidy.ts';

/** What is due is looked for so often. */
const roundsMs = 10 * secondMs;
/** What fails is tried again after so long at most. */
const longestRestMs = 15 * minuteMs;
/** Runs that one process makes at once: each may read many accounts. */
const atOnce = 3;

/** What alerts are run with. */
export interface WatcherParts extends RunParts {
  readonly alerts: Pick<Alerts, 'list' | 'find' | 'begin'>;
  readonly states: States;
  readonly memory: Memory;
  readonly runs: Runs;
  readonly outbox: Pick<Outbox, 'put'>;
  /** What an alert may see: one of the configuration everything, one that was made in a chat what its maker may see there. @param due When the run was. */
  looksFor(known: Known, due: Instant): Promise<Looks>;
  /** Near the places of which alert somebody is to be told. */
  readonly ownerPlace: (near: Known) => OwnerPlace;
  readonly tidy: Tidy;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
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
  const { alerts, states, memory, runs, outbox, clock, log, meter, tidy } = parts;
  /** Alerts that this process runs now. */
  const under = new Map<string, Promise<void>>();

  /** When an alert was due last, where that is to be run now. */
  const dueOf = async (found: Known): Promise<Instant | undefined> => {
    const now = clock.now();
    const { alert, since, paused } = await alerts.begin(found, now);
    const state = await states.of(identityOf(found));
    // What counts is told, whatever has become of the alert since.
    if (state?.posting) return state.committed;
    if (paused !== undefined || isResting(state?.failed, now)) return undefined;
    const { quiet, when } = alert;
    if (quiet !== undefined && quietUntil(quiet, when.timeZone, now) !== undefined) return undefined;
    const slot = lastUpTo(when, now);
    // It began in times to come by a clock that was wrong.
    const begun = isWrong(since, now) ? 0 : since;
    return slot <= begun || slot <= doneUpTo(state ?? { committed: 0 }, now) ? undefined : slot;
  };

  const run = async (known: Known, slot: Instant, signal: AbortSignal): Promise<void> => {
    const own = identityOf(known);
    const claim = await states.claim(own, slot);
    if (claim === undefined) return;
    const work = () =>
      underRequest(`alert-${known.alert.name}-${slot}`, () => make(known, slot, claim, signal)).catch(
        async (error: unknown) => {
          if (!signal.aborted) ran('failed');
          if (!signal.aborted) await claim.failed('could not be run: it is tried again').catch(() => {});
          throw error;
        },
      );
    await states.holding(own, slot, work, signal);
  };

  const make = async (known: Known, slot: Instant, claim: Claim, signal: AbortSignal): Promise<void> => {
    const { state } = claim;
    if (state.posting && state.run !== undefined && state.committed === slot)
      return post(known, state.run, await runs.of(state.run), claim);
    const recalled = await memory.recall(identityOf(known), claim);
    const made = await makeRun(
      { alert: known.alert, slot, now: clock.now(), told: recalled.told, state },
      await parts.looksFor(known, slot),
      parts,
      { signal, joins: true },
    );
    // It looked for minutes: where it is another meanwhile, that one is run, and where it rests or is gone, none.
    if (!(await isStill(known))) return left(() => claim.leave());
    if (made.next !== undefined && !(await recalled.write(made.next))) return left();
    const key = made.tells ? await runs.keep(made.run) : undefined;
    if (!(await claim.commit(made.left, key))) return left();
    ran(key === undefined ? 'silent' : 'told');
    return key === undefined ? undefined : post(known, key, made.run, claim);
  };

  const ran = (outcome: LabelsOf<'quartermaster_alert_runs_total'>['outcome']): void =>
    meter.add('quartermaster_alert_runs_total', { outcome });
  /** Another process has it, or it is another alert by now. */
  const left = async (leave?: () => Promise<void>): Promise<void> => {
    ran('left');
    await leave?.();
  };

  const isStill = async (known: Known): Promise<boolean> => {
    const now = await alerts.find(known.alert.name);
    return (
      now !== undefined &&
      now.paused === undefined &&
      identityOf(now) === identityOf(known) &&
      JSON.stringify(now.made) === JSON.stringify(known.made) &&
      isSameAlert(now.alert, known.alert)
    );
  };

  const post = async (known: Known, key: string, told: Run | undefined, claim: Claim): Promise<void> => {
    // What is remembered no longer is too old to be told.
    const posts = told === undefined ? [] : await postsOf(told, known.alert, parts.ownerPlace(known));
    for (const one of posts)
      await outbox.put(keyOfPost(key, one), one.place, { says: 'run', run: key, part: one.part });
    meter.add('quartermaster_alert_posts_total', {}, posts.length);
    await claim.done();
  };

  const failed = (says: string, signal: AbortSignal, facts?: object) => logFailure(log, says, signal, facts);

  /** What is due and not begun, the longest due first: else those that are always due would keep the others waiting for good. */
  const allDue = async (begun: ReadonlySet<string>): Promise<readonly { known: Known; slot: Instant }[]> => {
    const due: { known: Known; slot: Instant }[] = [];
    for (const known of await alerts.list()) {
      const { name } = known.alert;
      const slot = under.has(name) || begun.has(name) ? undefined : await dueOf(known);
      if (slot !== undefined) due.push({ known, slot });
    }
    return due.toSorted((one, other) => one.slot - other.slot);
  };
  /** Begins what is due, as far as there is room, but for what was begun already; gives whether there was room for all. */
  const begin = async (signal: AbortSignal, begun = new Set<string>()): Promise<boolean> => {
    if (under.size >= atOnce) return false;
    for (const { known, slot } of await allDue(begun)) {
      const { name } = known.alert;
      if (signal.aborted) return true;
      if (under.size >= atOnce) return false;
      begun.add(name);
      under.set(
        name,
        run(known, slot, signal)
          .catch(failed('an alert could not be run; it is tried again', signal, { alert: name }))
          .finally(() => under.delete(name)),
      );
    }
    return true;
  };
  let tidying: Promise<void> | undefined;
  const beginTidy = (signal: AbortSignal): void => {
    tidying ??= underRequest('tidy', () => tidy(signal))
      .catch(failed('the history of waste could not be brought up; it is tried again', signal))
      .finally(() => {
        tidying = undefined;
      });
  };

  return {
    async round(signal) {
      beginTidy(signal);
      const begun = new Set<string>();
      for (let all: boolean | void = false; all === false;) {
        all = await begin(signal, begun).catch(failed(undue, signal));
        await Promise.all(under.values());
      }
      await tidying;
    },
    async watch(signal) {
      while (!signal.aborted) {
        beginTidy(signal);
        await begin(signal).catch(failed(undue, signal));
        await clock.sleep(roundsMs, signal).catch(() => {});
      }
      await Promise.all([...under.values(), tidying]);
    },
  };
}

/** What is said where it is not even known which alerts are due. */
const undue = 'which alerts are due could not be read; it is tried again';

/** Whether what has failed is not tried again yet: longer and longer, a quarter of an hour at most. */
const isResting = (failed: State['failed'], now: Instant): boolean =>
  failed !== undefined && failed.at <= now && now < failed.at + Math.min(roundsMs * 2 ** failed.times, longestRestMs);
