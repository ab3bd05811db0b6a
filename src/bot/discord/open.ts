import type { CoreReads } from '../../commands/core-reads.ts';
import type { Person, Place } from '../../core/people/person.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Bot } from '../bot.ts';
import type { HouseParts } from '../chat/parts.ts';
import { createDiscord } from './app.ts';
import { createCalls } from './calls.ts';
import { createGroups, type DiscordGroups } from './groups.ts';
import type { DiscordSettings } from './parts.ts';

/** Discord before it is connected: who has a role is asked of it, and what Discord needs of the rest wants to know that. */
export interface OpenDiscord {
  readonly groups: DiscordGroups;
  bot(
    rest: Omit<HouseParts, 'clock' | 'log'> & {
      /** What a person may see in a place: values are completed from that. */
      coreFor(person: Person, place: Place): Promise<CoreReads>;
    },
  ): Bot;
}

/** @param settings How Discord is reached. @param token What opens it. @param patienceMs How long an answer of Discord's is waited for; the usual if left out. */
export function openDiscord(
  settings: DiscordSettings,
  token: string,
  clock: Clock,
  log: Log,
  patienceMs?: number,
): OpenDiscord {
  const calls = createCalls(token, settings.apiUrl, patienceMs);
  const groups = createGroups(calls, settings.servers, clock, log);
  return { groups, bot: (rest) => createDiscord({ ...rest, settings, token, calls, groups, clock, log }) };
}
