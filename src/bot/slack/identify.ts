import { z } from 'zod';
import { secondMs } from '../../core/time.ts';
import { BotRefused } from '../bot.ts';
import { createNews } from '../chat/news.ts';
import { failureOf } from './failure.ts';
import type { SlackParts } from './parts.ts';

/** Who the bot is, in which workspace. */
const Identity = z.object({
  user: z.string().default('quartermaster'),
  user_id: z.string(),
  bot_id: z.string().optional(),
  team: z.string().default('the workspace'),
  team_id: z.string(),
  enterprise_id: z.string().nullish(),
});
export type Identity = z.infer<typeof Identity>;

/** Slack is asked again so much later, then twice that, up to the longest. */
const firstPauseMs = secondMs;
const longestPauseMs = 15 * secondMs;

/** Asks Slack once who we are: Bolt would ask at every payload. Asks again as long as nobody answers; rejects with BotRefused where the token is not taken, or something that is no Slack says no. */
export async function identify(
  { settings, clients, clock, log }: Pick<SlackParts, 'settings' | 'clients' | 'clock' | 'log'>,
  signal: AbortSignal,
): Promise<Identity> {
  const { host } = new URL(settings.apiUrl);
  const news = createNews(clock);
  const since = clock.now();
  for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, longestPauseMs)) {
    signal.throwIfAborted();
    try {
      return Identity.parse(await clients.lookups.apiCall('auth.test'));
    } catch (error) {
      const failure = failureOf(error);
      const said = failure?.code ?? (error instanceof z.ZodError ? 'bad_answer' : String(error));
      if (failure?.is === 'refused')
        throw new BotRefused(
          said.startsWith('http_')
            ? `what answers at ${host} is not Slack's Web API (${said}); slack.apiUrl names it`
            : `Slack does not take SLACK_BOT_TOKEN (${said}); install the app anew and give its bot token`,
        );
      if (news.isNew(said))
        log.warn(
          { platform: 'slack', host, error: said, forMs: clock.now() - since },
          'Slack could not be asked who we are; it is asked again until it answers',
        );
    }
    await clock.sleep(pause, signal);
  }
}
