import { BotRefused, type Bot } from './bot/bot.ts';
import { createClaims } from './bot/claims.ts';
import { createDrawer } from './bot/pictures/draw.ts';
import { commands } from './commands/index.ts';
import { compose } from './compose.ts';
import type { Config } from './config/schema.ts';
import { discordToken, slackSecrets } from './config/secrets.ts';
import { joinedGroups } from './core/people/joined-groups.ts';
import { chatPerson } from './core/people/roles.ts';
import type { Registered } from './core/people/directory.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Log } from './core/ports/log.ts';
import { plain } from './core/text.ts';
import { secondMs } from './core/time.ts';
import { openHealth, type Health } from './health/open.ts';
import { openMeter } from './open-meter.ts';
import { StartError } from './start-error.ts';

/** What is served, and how the end is told. */
export interface ServeParts {
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly registered: () => Promise<Registered>;
  /** Aborted when it is to end. */
  readonly end: AbortSignal;
  /** One line for whoever waits until everything is connected. */
  ready(line: string): void;
}

/**
 * From the first signal until the process is gone at most, whatever hangs: who runs it kills it after 30 seconds unless told
 * otherwise (Kubernetes, "Pod lifecycle": terminationGracePeriodSeconds).
 */
const endWithinMs = 25 * secondMs;
/** When all is closed, a library's own timer or a request that nobody answers keeps the process so long at most. */
export const lingerMs = 2 * secondMs;
/** What is under way is waited for so long; then it is told to stop, and has until {@link lingerMs} before the end to write down where it stands. */
const drainMs = 20 * secondMs;
/** A platform that is not connected by then, while another is, is not waited for. */
const patienceMs = 30 * secondMs;

/** What a platform needs of the house. */
type Rest = Parameters<Awaited<ReturnType<typeof openPlatforms>>[number]['bot']>[0];

/**
 * Serves as {@link serving} does, and ends in time: what hangs then, such as a call of AWS that is never cut off, is left. It stands
 * in the store as begun, and whoever starts next looks up how it ended and tells it.
 */
export async function serve(parts: ServeParts): Promise<number> {
  const { clock, log, end } = parts;
  const over = new AbortController();
  const served = serving(parts).finally(() => over.abort(new Error('all is over')));
  const late = toldOf(end)
    .then(() => clock.sleep(endWithinMs - lingerMs, over.signal))
    .then(() => undefined);
  late.catch(() => {});
  const code = await Promise.race([served, late]);
  if (code !== undefined) return code;
  log.error({}, 'not all was over in time; what is under way is looked up by the next start');
  served.catch(() => {});
  return 0;
}

/**
 * Serves chat platforms until it is told to end, and gives the exit code. Rejects with ConfigError where a secret is missing,
 * and with StartError where no platform takes us, or something else that is needed is not there.
 */
async function serving({ config, env, clock, log, registered, end, ready }: ServeParts): Promise<number> {
  const platforms = await openPlatforms(config, env, clock, log);
  const groups = joinedGroups(platforms.map((platform) => platform.groups));
  const meter = await openMeter(config.health);
  const house = await compose({ config, env, clock, log, registered, groups, ending: end, ...(meter && { meter }) });
  const drawer = createDrawer();
  const over = new AbortController();
  let watching: Promise<void> | undefined;
  let health: Health | undefined;
  let begun = false;
  try {
    const missing = await house.missing();
    if (missing !== undefined) throw new StartError(`${plain(missing.what)} ${plain(missing.todo)}`);
    const demo = config.accounts === undefined;
    if (!demo && config.discord !== undefined && config.discord.servers === undefined)
      log.warn(
        { platform: 'discord' },
        'whoever is in a server with the bot may look at the accounts: list your servers under discord.servers, and switch Public Bot off in the developer portal',
      );
    const rest: Rest = {
      dispatch: house.dispatch,
      commands,
      claims: createClaims(house.store, log),
      store: house.store,
      drawer,
      person: ({ id, name, standing }) =>
        chatPerson({ id, name, ...(standing && { standing }), demo, directory: house.directory }),
      coreFor: house.coreFor,
      notices: house.notices,
      tellLater: house.tellLater,
      shown: house.shown,
      over: house.over,
    };
    const bots = platforms.map(({ bot }) => bot(rest));
    if (config.health !== undefined && meter !== undefined)
      health = await openHealth({ settings: config.health, house, bots, meter, clock, log, begun: () => begun, end });
    watching = house.watch(AbortSignal.any([end, over.signal]));
    return await running(bots, {
      clock,
      log,
      end,
      ready(words) {
        begun = true;
        ready(['ready: ' + words, accountsIn(config), ...(health ? [health.words] : [])].join('; '));
      },
    });
  } finally {
    over.abort(new Error('it is over'));
    await watching;
    await drawer.close();
    await health?.close();
    await house.close();
  }
}

/** Every platform that is configured, before it is connected. Loaded only where it is used: each is a part of the start-up time. */
async function openPlatforms({ slack, discord }: Config, env: ServeParts['env'], clock: Clock, log: Log) {
  return Promise.all([
    ...(slack === undefined
      ? []
      : [
          slackSecrets(env, slack.mode).then(async (secrets) =>
            (await import('./bot/slack/open.ts')).openSlack(slack, secrets, clock, log),
          ),
        ]),
    ...(discord === undefined
      ? []
      : [
          discordToken(env).then(async (token) =>
            (await import('./bot/discord/open.ts')).openDiscord(discord, token, clock, log),
          ),
        ]),
  ]);
}

/** Starts the platforms, and lets them run until the end is told. One that is down or refuses us leaves the others up. */
async function running(
  bots: readonly Bot[],
  { clock, log, end, ready }: Pick<ServeParts, 'clock' | 'log' | 'end' | 'ready'>,
): Promise<number> {
  const ended = toldOf(end);
  const enough = new AbortController();
  const connected: string[] = [];
  const refused: BotRefused[] = [];
  let isSaid = false;
  let stands = (): void => {};
  const first = new Promise<void>((resolve) => (stands = resolve));
  const started = bots.map(async (bot) => {
    try {
      const words = await bot.start();
      connected.push(words);
      stands();
      // Whoever waited for the line has it, and does not know of this one.
      if (isSaid) log.warn({ platform: bot.name }, `connected at last: ${words}`);
    } catch (error) {
      if (!(error instanceof BotRefused)) throw error;
      refused.push(error);
      if (bots.length > 1) log.error({ platform: bot.name, error: error.message }, 'a platform does not take us');
    }
  });
  // Whichever is connected first waits for the others no longer than it is patient.
  const late = first.then(() => clock.sleep(patienceMs, enough.signal));
  late.catch(() => {});
  try {
    await Promise.race([Promise.all(started), late, ended]);
    const [why] = refused;
    if (why !== undefined && refused.length === bots.length) throw new StartError(why.message);
    if (connected.length > 0) ready(connected.join('; '));
    isSaid = true;
    await ended;
    return 0;
  } finally {
    enough.abort(new Error('it is over'));
    await Promise.all(bots.map((bot) => bot.stop(drainMs)));
    await Promise.allSettled(started);
  }
}

/** Resolves when it is aborted. */
const toldOf = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

const accountsIn = ({ accounts }: Config): string =>
  accounts === undefined
    ? 'the demo account, where nothing is real'
    : `accounts ${accounts.map(({ name }) => name).join(', ')}`;
