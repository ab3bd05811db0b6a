import { once } from 'node:events';
import { Client, Events, GatewayCloseCodes, GatewayDispatchEvents, GatewayIntentBits, Options } from 'discord.js';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { minuteMs, secondMs, type Instant } from '../../core/time.ts';
import { BotRefused } from '../bot.ts';
import { createNews } from '../chat/news.ts';
import type { Stands } from '../chat/standing.ts';
import type { DiscordCalls } from './calls.ts';
import { failureOf } from './failure.ts';
import { OneShard } from './shard.ts';

/** What a gateway is made with. */
export interface GatewayParts {
  readonly token: string;
  readonly calls: DiscordCalls;
  readonly clock: Clock;
  readonly log: Log;
  readonly standing: Stands;
  /** An interaction as Discord sends it. */
  hear(interaction: unknown): void;
}

/** The connection over which Discord sends what people do. */
export interface Gateway {
  /** Resolves when interactions come. Tries again as long as Discord does not answer; rejects with BotRefused where it never will. */
  start(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

/** An IDENTIFY is one of 1,000 a day, and beyond that Discord takes the token away (Discord, "Gateway": Session Start Limit): a session that ends is followed by another so much later, each time it ends at once. */
const pausesMs = [secondMs, 5 * secondMs, 15 * secondMs, minuteMs, 5 * minuteMs] as const;
/** Rests before an IDENTIFY, by how many there were lately: discord.js makes one after the other where Discord takes none of its sessions. The longest is kept 720 times a day. */
const identifyRestsMs = [0, 5 * secondMs, 15 * secondMs, minuteMs, 2 * minuteMs] as const;
const latelyMs = 10 * minuteMs;
/** What Discord refused for good is tried again so seldom: a setting of the app may be mended there. */
const refusedPauseMs = 5 * minuteMs;
/** A session that lasted so long has ended for a reason of its own. */
const steadyMs = 5 * minuteMs;
/** discord.js resumes by itself; a session that is not back by then is begun anew. */
const deafAtMostMs = 3 * minuteMs;
const watchMs = 15 * secondMs;
/** The end of a session is waited for so long. */
const closeMs = 5 * secondMs;

/** Close codes after which Discord takes no session of this app (Discord, "Gateway Close Event Codes"). */
const refusals: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: 'it does not take DISCORD_TOKEN; make a new one in the developer portal',
  [GatewayCloseCodes.InvalidShard]: 'it takes no session of one shard',
  [GatewayCloseCodes.ShardingRequired]: 'the bot is in so many servers that it needs several shards',
  [GatewayCloseCodes.InvalidAPIVersion]: 'it knows this version of its API no longer',
  [GatewayCloseCodes.InvalidIntents]: 'it does not take the intents',
  [GatewayCloseCodes.DisallowedIntents]: 'it does not allow the intents',
};

/** Nothing of what people do is kept: every interaction brings along who did it, where. */
const makeCache = Options.cacheWithLimits({
  ApplicationCommandManager: 0,
  AutoModerationRuleManager: 0,
  BaseGuildEmojiManager: 0,
  EntitlementManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildInviteManager: 0,
  GuildMemberManager: { maxSize: 1, keepOverLimit: ({ id, client }) => id === client.user.id },
  GuildMessageManager: 0,
  GuildScheduledEventManager: 0,
  GuildStickerManager: 0,
  MessageManager: 0,
  PresenceManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  StageInstanceManager: 0,
  ThreadManager: 0,
  ThreadMemberManager: 0,
  UserManager: { maxSize: 1, keepOverLimit: ({ id, client }) => id === client.user.id },
  VoiceStateManager: 0,
});

/** See {@link Gateway}: one session of discord.js after another, each until it ends for good. */
export function createGateway({ token, calls, clock, log, hear, standing }: GatewayParts): Gateway {
  const over = new AbortController();
  const news = createNews(clock);
  let client: Client | undefined;
  let running: Promise<void> | undefined;
  /** When it was identified, lately. */
  let identified: readonly Instant[] = [];

  const heardIs = (heard: boolean): void => {
    if (over.signal.aborted) standing.down('it is stopped');
    else if (heard) standing.up('the session over the gateway stands');
    else standing.down('no session over the gateway stands; it is tried again');
  };

  async function rest(signal: AbortSignal): Promise<void> {
    identified = identified.filter((at) => clock.now() - at < latelyMs);
    const pause = identifyRestsMs[Math.min(identified.length, identifyRestsMs.length - 1)] ?? 0;
    const wait = (identified.at(-1) ?? Number.NEGATIVE_INFINITY) + pause - clock.now();
    if (wait > 0) await clock.sleep(wait, signal);
    identified = [...identified, clock.now()];
  }

  /** One session, from its begin to its end. Gives the close code it ended by; undefined: it was lost otherwise. */
  async function session(ready: () => void): Promise<number | undefined> {
    /** Undefined: it is heard. */
    let deafSince: Instant | undefined = clock.now();
    const watch = new AbortController();
    const own = new Client({
      intents: [GatewayIntentBits.Guilds],
      makeCache,
      rest: calls.options,
      ws: {
        buildStrategy: (manager) => new OneShard(manager, watch.signal, hear),
        buildIdentifyThrottler: () =>
          Promise.resolve({
            async waitForIdentify(_, signal) {
              // A connection that comes after the end is closed at once.
              if (watch.signal.aborted && !signal.aborted) await once(signal, 'abort');
              signal.throwIfAborted();
              await rest(signal);
              deafSince &&= clock.now();
            },
          }),
      },
    });
    client = own;
    try {
      return await new Promise<number | undefined>((resolve) => {
        own.ws.on(GatewayDispatchEvents.Ready, () => {
          deafSince = undefined;
          heardIs(true);
          news.forget();
          ready();
        });
        own.ws.on(GatewayDispatchEvents.Resumed, () => {
          deafSince = undefined;
          heardIs(true);
        });
        own.on(Events.ShardReconnecting, () => {
          deafSince ??= clock.now();
          heardIs(false);
        });
        own.on(Events.ShardDisconnect, ({ code }) => resolve(code));
        own.on(Events.Invalidated, () => resolve(undefined));
        // Without a listener it would end the process.
        own.on(Events.Error, (error) =>
          log.warn({ platform: 'discord', error: error.message }, 'an error of discord.js'),
        );
        own.login(token).catch((error: unknown) => {
          if (watch.signal.aborted) return;
          const failure = failureOf(error);
          if (news.isNew(failure.code))
            log.warn({ platform: 'discord', error: failure.code }, 'Discord could not be connected; it is tried again');
          resolve(
            failure.is === 'refused' && failure.why === 'dead-token'
              ? GatewayCloseCodes.AuthenticationFailed
              : undefined,
          );
        });
        over.signal.addEventListener('abort', () => resolve(undefined), { once: true, signal: watch.signal });
        void (async () => {
          for (;;) {
            await clock.sleep(watchMs, watch.signal).catch(() => {});
            if (watch.signal.aborted) return;
            if (deafSince === undefined) continue;
            if (clock.now() - deafSince >= deafAtMostMs) {
              log.warn({ platform: 'discord' }, 'Discord was not to be heard for minutes; the session is begun anew');
              return resolve(undefined);
            }
            // discord.js tries twice a second, and does not say so.
            if (news.isNew('deaf'))
              log.warn({ platform: 'discord' }, 'Discord is not to be heard over the gateway; it is tried again');
          }
        })();
      });
    } finally {
      watch.abort(new Error('the session is over'));
      heardIs(false);
      await closed(own);
    }
  }

  /** A session that is closed while it begins may never say that it is. */
  async function closed(own: Client): Promise<void> {
    const enough = new AbortController();
    await Promise.race([own.destroy(), clock.sleep(closeMs, enough.signal)]).catch(() => {});
    enough.abort(new Error('it is closed'));
  }

  /** Sessions until the end, or until Discord takes not even the first. */
  async function sessions(ready: () => void, refused: (why: string) => void): Promise<void> {
    let soon = 0;
    let begun = false;
    let told: string | undefined;
    const stands = () => {
      begun = true;
      told = undefined;
      ready();
    };
    while (!over.signal.aborted) {
      const began = clock.now();
      const code = await session(stands);
      if (over.signal.aborted) return;
      const why = code === undefined ? undefined : refusals[code];
      if (why !== undefined) {
        if (told !== why) log.error({ platform: 'discord', code }, `Discord takes no session: ${why}`);
        told = why;
        if (!begun) return refused(why);
        await clock.sleep(refusedPauseMs, over.signal).catch(() => {});
        continue;
      }
      soon = clock.now() - began > steadyMs ? 0 : soon + 1;
      await clock.sleep(pausesMs[Math.min(soon, pausesMs.length - 1)] ?? minuteMs, over.signal).catch(() => {});
    }
  }

  return {
    start: (signal) =>
      new Promise<void>((resolve, reject) => {
        signal.addEventListener('abort', () => over.abort(signal.reason), { once: true });
        running = sessions(resolve, (why) => reject(new BotRefused(`Discord takes no session: ${why}`)));
        // Where none ever stood, who waits for it waits no longer.
        running.then(() => reject(new Error('Discord was stopped before it was connected')), reject);
      }),
    async stop() {
      over.abort(new Error('Discord is stopped'));
      if (client !== undefined) await closed(client);
      await running;
    },
  };
}
