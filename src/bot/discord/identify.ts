import { Routes } from 'discord.js';
import { z } from 'zod';
import { secondMs } from '../../core/time.ts';
import { BotRefused } from '../bot.ts';
import { createNews } from '../chat/news.ts';
import type { DiscordParts } from './parts.ts';

/** Who the bot is, and what its requests are signed with. */
export interface Identity {
  readonly name: string;
  readonly applicationId: string;
  readonly publicKey: string | undefined;
}

const User = z.object({ id: z.string(), username: z.string() });
const Application = z.object({ id: z.string(), verify_key: z.string().optional() });

/** Discord is asked again so much later, then twice that, up to the longest. */
const firstPauseMs = secondMs;
const longestPauseMs = 15 * secondMs;

/** Asks Discord who we are, again as long as nobody answers; rejects with BotRefused where the token is not taken, or something that is no Discord says no. */
export async function identify(
  { settings, calls, clock, log }: Pick<DiscordParts, 'settings' | 'calls' | 'clock' | 'log'>,
  signal: AbortSignal,
): Promise<Identity> {
  const { host } = new URL(settings.apiUrl);
  const news = createNews(clock);

  async function asked<T>(route: `/${string}`, schema: z.ZodType<T>): Promise<T> {
    for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, longestPauseMs)) {
      signal.throwIfAborted();
      const told = await calls.call({ method: 'Get', route, signal });
      const read = told.is === 'sent' ? schema.safeParse(told.body) : undefined;
      if (read?.success === true) return read.data;
      const code = told.is === 'sent' ? 'bad_answer' : told.code;
      if (told.is === 'refused')
        throw new BotRefused(
          told.why === 'dead-token'
            ? `Discord does not take DISCORD_TOKEN; make a new one in the developer portal`
            : `what answers at ${host} is not Discord's API; discord.apiUrl names it`,
        );
      if (news.isNew(code))
        log.warn(
          { platform: 'discord', host, error: code },
          'Discord could not be asked who we are; it is asked again until it answers',
        );
      await clock.sleep(pause, signal);
    }
  }

  /** Where all is configured, what Discord tells all the same. */
  async function seen(): Promise<z.infer<typeof Application> | undefined> {
    const told = await calls.call({ method: 'Get', route: Routes.currentApplication(), signal });
    return told.is === 'sent' ? Application.safeParse(told.body).data : undefined;
  }

  const { id, username } = await asked(Routes.user(), User);
  const { applicationId, publicKey, mode } = settings;
  const known = applicationId !== undefined && (mode === 'gateway' || publicKey !== undefined);
  const application = known ? await seen() : await asked(Routes.currentApplication(), Application);
  for (const [key, own, theirs] of [
    ['applicationId', applicationId, application?.id],
    // Over the gateway nothing is checked with it.
    ['publicKey', mode === 'http' ? publicKey?.toLowerCase() : undefined, application?.verify_key?.toLowerCase()],
  ] as const)
    if (own !== undefined && theirs !== undefined && own !== theirs)
      log.error(
        { platform: 'discord', configured: own, told: theirs },
        `discord.${key} is not that of the app whose token is DISCORD_TOKEN: nothing will be answered; leave the key out`,
      );
  return {
    name: username,
    applicationId: applicationId ?? application?.id ?? id,
    publicKey: publicKey ?? application?.verify_key,
  };
}
