import { resolve } from 'node:path';
import { stampOf } from '../core/people/access/rules-file.ts';
import type { Registered } from '../core/people/directory.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { secondMs } from '../core/time.ts';
import { ConfigError } from './error.ts';
import { defaultFile, readConfig, type ConfigSource } from './read.ts';

/** The file is looked at so often at most. */
const lookEveryMs = secondMs;

/**
 * Who is who and has which role, as the configuration says by now: a role that is taken away must not last until the next
 * start. Of a file that has become bad nothing is taken, and the log says what is wrong, once. Everything else that is
 * configured counts from the start on.
 */
export function rereading(source: ConfigSource, first: Registered, clock: Clock, log: Log): () => Promise<Registered> {
  const path = resolve(source.cwd, source.file ?? defaultFile);
  let known = first;
  let seen = stampOf(path);
  let lookedAt = clock.now();
  return async () => {
    const now = clock.now();
    if (Math.abs(now - lookedAt) < lookEveryMs) return known;
    lookedAt = now;
    const stamp = stampOf(path);
    if (stamp === seen) return known;
    seen = stamp;
    if (stamp === 'gone') {
      // Without it nobody would be anything, or everybody what their platform says: not by a slip of the hand.
      log.error({ file: path }, 'the configuration is gone; roles and people of before stay in force');
      return known;
    }
    try {
      const { roles, people } = await readConfig(source);
      if (roles === undefined && known.roles !== undefined) {
        log.error(
          { file: path },
          'roles: is gone from the configuration; those of before stay in force until the next start',
        );
        return known;
      }
      known = { roles, people };
      log.info({ file: path }, 'roles and people are read anew');
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      log.error({ error: error.message }, 'the configuration is bad; roles and people of before stay in force');
    }
    return known;
  };
}
