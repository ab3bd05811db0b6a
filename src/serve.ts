import { BotRefused, type Bot } from './bot/bot.ts';
import { createClaims } from './bot/claims.ts';
import { createDrawer } from './bot/pictures/draw.ts';
import { commands } from './commands/index.ts';
import { compose } from './compose.ts';
import type { Config } from './config/schema.ts';
import { slackSecrets } from './config/secrets.ts';
import { chatPerson } from './core/people/roles.ts';
import type { Registered } from './core/people/directory.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Log } from './core/ports/log.ts';
import { plain } from './core/text.ts';
import { secondMs } from './core/time.ts';
import { StartError } from './start-error.ts';

/** A configuration in which there is a chat platform. */
export interface Served {
  readonly slack: NonNullable<Config['slack']>;
}

/** What is served, and how the end is told. */
export interface ServeParts {
  readonly config: Config & Served;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly registered: () => Promise<Registered>;
  /** Aborted when it is to end. */
  readonly end: AbortSignal;
  /** One line for whoever waits until everything is connected. */
  ready(line: string): void;
}

/** What is under way is waited for so long before the end. */
const drainMs = 20 * secondMs;

/**
 * Serves chat platforms until it is told to end, and gives the exit code. Rejects with ConfigError where a secret is missing,
 * and with StartError where the platform does not take us, or something else that it needs is not there.
 */
export async function serve({ config, env, clock, log, registered, end, ready }: ServeParts): Promise<number> {
  const secrets = await slackSecrets(env, config.slack.mode);
  // Loaded only where it is used: Bolt is half of the start-up time.
  const { openSlack } = await import('./bot/slack/open.ts');
  const slack = openSlack(config.slack, secrets, clock, log);
  const house = await compose({ config, clock, log, registered, groups: slack.groups });
  const drawer = createDrawer();
  try {
    const missing = await house.missing();
    if (missing !== undefined) throw new StartError(`${plain(missing.what)} ${plain(missing.todo)}`);
    const demo = config.accounts === undefined;
    const bot = slack.bot({
      dispatch: house.dispatch,
      commands,
      claims: createClaims(house.store, log),
      store: house.store,
      drawer,
      person: ({ id, name, standing }) =>
        chatPerson({ id, name, ...(standing && { standing }), demo, directory: house.directory }),
      notices: house.notices,
      tellLater: house.tellLater,
      over: house.over,
    });
    return await running(bot, { end, ready: (words) => ready(`ready: ${words}; ${accountsIn(config)}`) });
  } finally {
    await drawer.close();
    await house.close();
  }
}

/** Starts a platform, and lets it run until the end is told. */
async function running(bot: Bot, { end, ready }: Pick<ServeParts, 'end' | 'ready'>): Promise<number> {
  const ended = new Promise<void>((resolve) => {
    if (end.aborted) resolve();
    else end.addEventListener('abort', () => resolve(), { once: true });
  });
  const started = bot.start();
  started.catch(() => {});
  try {
    const words = await Promise.race([started, ended]);
    if (words !== undefined) ready(words);
    await ended;
    return 0;
  } catch (error) {
    throw error instanceof BotRefused ? new StartError(error.message) : error;
  } finally {
    await bot.stop(drainMs);
  }
}

const accountsIn = ({ accounts }: Config): string =>
  accounts === undefined
    ? 'the demo account, where nothing is real'
    : `accounts ${accounts.map(({ name }) => name).join(', ')}`;
