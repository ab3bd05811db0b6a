import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Bot } from '../bot.ts';
import type { HouseParts } from '../chat/parts.ts';
import { createSlack } from './app.ts';
import { createClients, type Patience } from './clients.ts';
import { createGroups, type SlackGroups } from './groups.ts';
import type { SlackSecrets, SlackSettings } from './parts.ts';

/** Slack before it is connected: who is in a group is asked of it, and what Slack needs of the rest wants to know that. */
export interface OpenSlack {
  readonly groups: SlackGroups;
  bot(rest: Omit<HouseParts, 'clock' | 'log'>): Bot;
}

/** @param settings How Slack is reached. @param secrets What opens it. @param patience The usual if left out. */
export function openSlack(
  settings: SlackSettings,
  secrets: SlackSecrets,
  clock: Clock,
  log: Log,
  patience?: Patience,
): OpenSlack {
  const clients = createClients(secrets.botToken, settings.apiUrl, log, patience);
  const groups = createGroups(clients.lookups, clock, log);
  return { groups, bot: (rest) => createSlack({ ...rest, settings, secrets, clients, groups, clock, log }) };
}
