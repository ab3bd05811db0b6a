import { chatPerson } from './core/people/roles.ts';
import { ownerPerson } from './core/people/owners.ts';
import type { Person, Place } from './core/people/person.ts';
import { isChat } from './core/people/places.ts';
import type { CoreReads } from './commands/core-reads.ts';
import type { Config } from './config/schema.ts';
import type { Access } from './core/people/access/access.ts';
import type { Directory } from './core/people/directory.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Log } from './core/ports/log.ts';
import type { Store } from './core/ports/store.ts';
import type { Known } from './core/watch/alert.ts';
import type { Alerts } from './core/watch/alerts.ts';
import type { Looks, RunParts } from './core/watch/make-run.ts';
import { createMemory } from './core/watch/memory.ts';
import type { Outbox } from './core/watch/outbox.ts';
import type { OwnerPlace } from './core/watch/posts.ts';
import type { Runs } from './core/watch/runs.ts';
import type { Ledger } from './core/watch/ledger.ts';
import { createStates } from './core/watch/states.ts';
import { createTidy } from './core/watch/tidy.ts';
import { createWatcher, type Watcher } from './core/watch/watcher.ts';

/** What alerts are run with in this house. */
export interface WatchingParts extends RunParts {
  readonly config: Pick<Config, 'watch'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly outbox: Outbox;
  readonly alerts: Alerts;
  readonly runs: Runs;
  readonly ledger: Ledger;
  readonly core: CoreReads;
  readonly coreFor: (person: Person, place: Place) => Promise<CoreReads>;
  readonly directory: Directory;
  readonly access: Pick<Access, 'sight'>;
  /** Names this process. */
  readonly holder: string;
}

/** Puts the watch together: whom an alert looks for, and where an owner is told. */
export function createWatching(parts: WatchingParts): Watcher {
  const { store, clock, core, coreFor, directory, access, config } = parts;
  const { demo } = core.cloud;
  const states = createStates(store, clock, parts.holder);

  const looksFor = async ({ made }: Known): Promise<Looks> => {
    if (made === undefined) return core;
    const person = { ...made.by, demo, directory };
    await directory.refresh([made.by]);
    return coreFor(chatPerson(person), made.where);
  };

  const ownerPlace =
    (near: readonly string[]): OwnerPlace =>
    async (owner, found) => {
      const person = near.filter(isChat).map((place) => ownerPerson(directory, owner, place)).find((one) => one !== undefined && isChat(one.id));
      if (person === undefined) return undefined;
      await directory.refresh([person]);
      const place: Place = { id: person.id, privateTo: person.id };
      const sight = await access.sight(chatPerson({ ...person, demo, directory }), place);
      return sight === undefined || found.every((one) => sight.sees(one)) ? person.id : undefined;
    };

  return createWatcher({
    ...parts,
    states,
    memory: createMemory(store),
    looksFor,
    ownerPlace,
    tidy: createTidy({
      ...parts,
      states,
      sweeper: core.sweeper,
      cloud: core.cloud,
      everyHours: config.watch.everyHours,
    }),
  });
}
