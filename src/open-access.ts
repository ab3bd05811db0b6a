import type { Config } from './config/schema.ts';
import { kindNames, rowOf } from './core/changes/kinds.ts';
import { createCedar } from './core/drivers/cedar/cedar.ts';
import type { Access } from './core/people/access/access.ts';
import { createAccess } from './core/people/access/create-access.ts';
import type { Directory } from './core/people/directory.ts';
import { shownIn, sightIn } from './core/people/places.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Log } from './core/ports/log.ts';
import type { Store } from './core/ports/store.ts';

/** Who may do what, by the rules that are configured; and what is looked at where, by the places too. Rejects with RulesError where they are bad; the store is closed then. */
export async function openAccess(
  config: Pick<Config, 'access' | 'accounts' | 'places'>,
  clock: Clock,
  log: Log,
  store: Store,
  directory: Directory,
  announce: (text: string, file: string | undefined) => Promise<void>,
): Promise<Access> {
  try {
    const access = await createAccess({
      language: createCedar({ changes: Object.fromEntries(kindNames.map((kind) => [kind, rowOf(kind).of])) }),
      file: config.access.file,
      timeZone: config.access.timeZone,
      get roles() {
        return directory.roles;
      },
      rolesAreOpen: config.accounts === undefined,
      linked: (id) => directory.linked(id),
      announce,
      clock,
      log,
      store,
    });
    return {
      ...access,
      async sight(person, where) {
        const own = await access.sight(person, where);
        const shown = shownIn(where, config.places);
        return shown === 'all' ? own : sightIn(where, shown, own);
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
