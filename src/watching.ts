import type { Background } from './background.ts';
import type { Config } from './config/schema.ts';
import type { Access } from './core/people/access/access.ts';
import type { Directory } from './core/people/directory.ts';
import { ownerPerson } from './core/people/owners.ts';
import type { Place, Standing } from './core/people/person.ts';
import { isChat } from './core/people/places.ts';
import { chatPerson } from './core/people/roles.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Log } from './core/ports/log.ts';
import type { Meter } from './core/ports/meter.ts';
import type { Store } from './core/ports/store.ts';
import type { Instant } from './core/time.ts';
import { eyesOf, type Known, type Made } from './core/watch/alert.ts';
import { createAlerts, type Alerts } from './core/watch/alerts.ts';
import type { Ledger } from './core/watch/ledger.ts';
import type { Looks } from './core/watch/looks.ts';
import type { RunParts } from './core/watch/make-run.ts';
import { leaverOf } from './core/watch/finding.ts';
import { createMemory } from './core/watch/memory.ts';
import type { Notice } from './core/watch/notice.ts';
import type { Outbox } from './core/watch/outbox.ts';
import type { OwnerPlace } from './core/watch/posts.ts';
import { createRuns, type Runs } from './core/watch/runs.ts';
import { quietUntil } from './core/watch/schedule.ts';
import { createSeenFirst, type SeenFirst } from './core/watch/seen.ts';
import { createStates, type States } from './core/watch/states.ts';
import { createTidy } from './core/watch/tidy.ts';
import { createWatcher, type Watcher } from './core/watch/watcher.ts';

/** What the watch keeps. */
export interface Watched {
  readonly alerts: Alerts;
  readonly runs: Runs;
  readonly seen: SeenFirst;
  readonly states: States;
}

/** Opens what the watch keeps. @param holder Names this process. */
export const openWatched = (
  store: Store,
  { alerts }: Pick<Config, 'alerts'>,
  clock: Clock,
  holder: string,
): Watched => ({
  alerts: createAlerts(store, alerts, clock),
  runs: createRuns(store),
  seen: createSeenFirst(store),
  states: createStates(store, clock, holder),
});

/** What alerts are run with in this house. */
export interface WatchingParts extends Watched, Omit<RunParts, 'firstSeen'> {
  readonly config: Pick<Config, 'watch'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly outbox: Outbox;
  readonly savings: Ledger;
  /** Core for what was due at a time. */
  readonly background: (due: Instant) => Background;
  /** The embedded account is looked at. */
  readonly demo: boolean;
  readonly directory: Directory;
  readonly access: Pick<Access, 'sight'>;
  readonly meter: Meter;
}

/** Puts the watch together: what an alert may see, and where an owner is told. */
export function createWatching(parts: WatchingParts): Watcher {
  const { store, background, directory, access, config, demo } = parts;
  const memory = createMemory(store);

  const looksFor = async (known: Known, due: Instant): Promise<Looks> => {
    const { core, coreFor } = background(due);
    const eyes = eyesOf(known);
    if (eyes === undefined) return core;
    await directory.refresh([eyes.by]);
    return coreFor(chatPerson({ ...eyes.by, demo, directory }), eyes.where);
  };

  const ownerPlace =
    (known: Known): OwnerPlace =>
    async (owner, found) => {
      const leaver = found.map(leaverOf).find((one) => one?.id === owner);
      const person = known.alert.to
        .filter(isChat)
        .flatMap((place) => ownerPerson(directory, owner, place) ?? (leaver && isOn(place, leaver.id) ? leaver : []))
        .find(({ id }) => isChat(id));
      if (person === undefined) return undefined;
      await directory.refresh([person]);
      const standing = standingOf(person.id, eyesOf(known));
      const place: Place = {
        id: person.id,
        privateTo: person.id,
        ...(standing === 'stranger' && { outside: true as const }),
      };
      const sight = await access.sight(chatPerson({ ...person, standing, demo, directory }), place);
      const seen = sight === undefined ? found : found.filter((one) => sight.sees(one));
      return seen.length > 0 ? { place: person.id, seen } : undefined;
    };

  return createWatcher({
    ...parts,
    firstSeen: (sweep, rules) => parts.seen.note(sweep, rules),
    memory,
    looksFor,
    ownerPlace,
    tidy: createTidy({ ...parts, memory, looksAt: (due) => background(due).core, everyHours: config.watch.everyHours }),
  });
}

/** Whether both are of one platform: `slack:C0123`, `slack:U0456`. */
const isOn = (place: string, person: string): boolean => place.split(':')[0] === person.split(':')[0];

/** What is known here of an owner's standing: by their id, and where they have made the alert themselves. */
function standingOf(id: string, eyes: Made | undefined): Standing | undefined {
  if (eyes?.by.id === id) return eyes.by.standing;
  // See the id of `Person`.
  return /^[a-z]+:[^:]+:/.test(id) ? 'stranger' : undefined;
}

/** Until when nothing of an alert is to be posted; undefined: it may be now. */
export const quietOf =
  (alerts: Pick<Alerts, 'find'>, runs: Pick<Runs, 'of'>, clock: Pick<Clock, 'now'>) =>
  async (notice: Notice): Promise<Instant | undefined> => {
    if (notice.says !== 'run') return undefined;
    const run = await runs.of(notice.run);
    const known = run && (await alerts.find(run.alert));
    if (known?.alert.quiet === undefined) return undefined;
    return quietUntil(known.alert.quiet, known.alert.when.timeZone, clock.now());
  };
