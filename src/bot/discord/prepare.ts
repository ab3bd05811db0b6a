import type { Clock } from '../../core/ports/clock.ts';
import { minuteMs, secondMs, type Instant } from '../../core/time.ts';
import type { DiscordGroups } from './groups.ts';
import { registering, type RegisteringParts } from './registering.ts';

/** What a start needs of Discord besides a connection. */
export interface PrepareParts extends Omit<RegisteringParts, 'joined'> {
  readonly groups: Pick<DiscordGroups, 'learn'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** What Discord did not do is asked again so much later, then twice that, up to the longest. */
const firstPauseMs = 15 * secondMs;
const longestPauseMs = 10 * minuteMs;

/**
 * Learns the roles of the servers, and registers the commands: each call tries what is not done yet, if it is time for that. What
 * Discord does not do is logged; whoever has the commands already goes on with them.
 */
export function preparing({ groups, clock, ...parts }: PrepareParts): () => Promise<void> {
  const { log } = parts;
  let next: Instant = Number.NEGATIVE_INFINITY;
  let pause = firstPauseMs;
  let registered = false;
  let learned = false;

  async function register(joined: readonly string[] | undefined): Promise<void> {
    try {
      await registering({ ...parts, ...(joined !== undefined && { joined }) });
      registered = true;
    } catch (error) {
      log.error({ platform: 'discord', error: String(error) }, 'commands could not be registered');
    }
  }

  return async () => {
    if ((learned && registered) || clock.now() < next) return;
    const joined = await groups.learn();
    learned = joined !== undefined;
    if (!registered) await register(joined);
    next = clock.now() + pause;
    pause = Math.min(2 * pause, longestPauseMs);
  };
}
