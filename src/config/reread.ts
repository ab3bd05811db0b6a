import { resolve } from 'node:path';
import { gone, watchFile } from '../core/people/access/watch-file.ts';
import type { Registered } from '../core/people/directory.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { ConfigError } from './error.ts';
import { defaultFile, readConfig, type ConfigSource } from './read.ts';

/** What is read anew. */
const parts = ['roles', 'people'] as const;

/**
 * Who is who and has which role, as the configuration says by now: a role that is taken away must not last until the next
 * start. Of a file that has become bad nothing is taken, and the log says what is wrong, once. Everything else that is
 * configured counts from the start on.
 */
export function rereading(source: ConfigSource, first: Registered, clock: Clock, log: Log): () => Promise<Registered> {
  const path = resolve(source.cwd, source.file ?? defaultFile);
  let known = first;
  const watched = watchFile(path, clock);
  return async () => {
    const stamp = watched.changed();
    if (stamp === undefined) return known;
    if (stamp === gone) {
      watched.taken(stamp);
      // Without it nobody would be anything, or everybody what their platform says: not by a slip of the hand.
      log.error({ file: path }, 'the configuration is gone; roles and people of before stay in force');
      return known;
    }
    try {
      const { roles, people } = await readConfig(source);
      const now: Registered = { roles, people };
      if (!watched.taken(stamp)) return known;
      // An empty `people: {}` is a word; a part that is missing may be a slip, or a file of which the end is not there.
      const lost = parts.filter((part) => now[part] === undefined && known[part] !== undefined);
      if (lost.length > 0) {
        log.error(
          { file: path },
          `${lost.join(': and ')}: gone from the configuration; roles and people of before stay in force until the next start`,
        );
        return known;
      }
      known = now;
      log.info({ file: path }, 'roles and people are read anew');
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (!watched.taken(stamp)) return known;
      log.error({ error: error.message }, 'the configuration is bad; roles and people of before stay in force');
    }
    return known;
  };
}
