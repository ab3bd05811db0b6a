import { SocketModeReceiver, type App, type Receiver } from '@slack/bolt';
import { z } from 'zod';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { minuteMs, secondMs } from '../../core/time.ts';
import { BotRefused } from '../bot.ts';
import { optionsOf } from './clients.ts';
import { createNews } from '../chat/news.ts';
import type { Stands } from '../chat/standing.ts';
import { failureOf, isDeadToken } from './failure.ts';
import { slackLogger } from './logger.ts';

/** Slack takes each connection away after some hours, and one alone is deaf until the next stands (Slack, "Using Socket Mode": up to 10 an app). */
const connections = 2;
/** A connection that has not said hello by then is given up. */
const helloMs = 30 * secondMs;
/** False alarms of the SDK's own five seconds are common. */
const pingMs = 15 * secondMs;
/** A connection that ended is opened anew at once; then after so long, twice that, up to the longest. */
const firstPauseMs = secondMs;
const longestPauseMs = 15 * secondMs;
/** A token that Slack does not take is tried again so seldom. */
const refusedPauseMs = 5 * minuteMs;
/** Without any connection for so long the log is loud, and again after as long. */
const deafMs = 90 * secondMs;
/** A connection that ended sooner has hardly stood, and the next one waits like after one that never did. */
const lastingMs = 10 * secondMs;
/** Slack says some ten seconds beforehand that it will end a connection, and goes on using it until then. */
const leavingMs = 15 * secondMs;
/** Where one connection stands, the others are waited for no longer. */
const othersMs = 5 * secondMs;

/** What the connections are made with. */
export interface SocketParts {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly standing: Stands;
}

/**
 * Connections to Slack, each kept up by a loop of its own. Every connection is a receiver of its own: the SDK's own way to
 * connect again waits as long as its ping, can give up for good, and ends the process when it is stopped meanwhile.
 * `start` resolves when they stand; rejects with BotRefused where the token is not taken.
 */
export function createSockets({ appToken, apiUrl, clock, log, standing }: SocketParts): Receiver {
  const over = new AbortController();
  const logger = slackLogger(log);
  const up = new Set<number>();
  const loops: Promise<void>[] = [];
  let app: App | undefined;
  let deafSince: number | undefined;
  let deafTold = 0;
  let refusalTold: string | undefined;
  /** They stood once: what is refused from then on ends nothing. */
  let begun = false;
  const news = createNews(clock);
  const { host } = new URL(apiUrl);

  const stood = (): void => {
    if (over.signal.aborted) standing.down('it is stopped');
    else if (up.size > 0) standing.up(`${up.size} of ${connections} connections to Slack stand`);
    else standing.down('no connection to Slack stands; it is tried again');
  };

  /** One connection from its opening to its end, or until Slack says that it will end it: then it goes on being heard while the next one is opened. Rejects where it never stood. */
  async function connect(slot: number, stands: () => void): Promise<void> {
    const receiver = new SocketModeReceiver({
      appToken,
      logger,
      clientPingTimeout: pingMs,
      autoReconnectEnabled: false,
      installerOptions: { clientOptions: optionsOf(apiUrl, log, 10 * secondMs, 0) },
      // An error of a listener is logged; the payload was acknowledged before.
      processEventErrorHandler: async ({ error }) => {
        log.error({ platform: 'slack', error: error.stack ?? error.message }, 'a payload could not be handled');
        return true;
      },
    });
    if (app === undefined) throw new Error('the connections belong to no app');
    receiver.init(app);
    const { client } = receiver;
    const given = new AbortController();
    const ended = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    let leaving = false;
    const warned = new Promise<void>((resolve) =>
      onWarning(client, () => {
        leaving = true;
        resolve();
      }),
    );
    const { stopped, forget } = stopping(over.signal);
    const started = receiver.start();
    started.catch(() => {});
    const leave = (): void => {
      forget();
      // Rejects, or never resolves, where the connection is gone already.
      const hangUp = () => client.disconnect().catch(() => {});
      void hangUp();
      // One that was given up while it opened would stand afterwards, and keep the process.
      void started.then(hangUp, () => {});
    };
    try {
      const silent = clock
        .sleep(helloMs, given.signal)
        .then(() => Promise.reject(new Error('Slack did not say hello')));
      silent.catch(() => {});
      await Promise.race([started, silent, stopped]);
      if (over.signal.aborted) return;
      up.add(slot);
      stood();
      deafSince = undefined;
      refusalTold = undefined;
      news.forget();
      stands();
      await Promise.race([ended, stopped, warned]);
    } finally {
      given.abort(new Error('over'));
      up.delete(slot);
      stood();
      if (up.size === 0) deafSince ??= clock.now();
      if (leaving) void Promise.race([ended, clock.sleep(leavingMs, over.signal)]).then(leave, leave);
      else leave();
    }
  }

  async function keep(slot: number, stands: () => void, refused: (error: BotRefused) => void): Promise<void> {
    let failures = 0;
    while (!over.signal.aborted) {
      let pause = 0;
      let stoodAt: number | undefined;
      try {
        await connect(slot, () => {
          stoodAt = clock.now();
          stands();
        });
        failures = clock.now() - (stoodAt ?? 0) < lastingMs ? failures + 1 : 0;
        // The first is opened anew at once.
        pause = failures > 1 ? pauseAfter(failures - 1) : 0;
      } catch (error) {
        const failure = failureOf(error);
        const said = failure?.code ?? (error instanceof Error ? error.message : String(error));
        failures += 1;
        pause = pauseAfter(failures);
        if (failure?.is === 'refused' && isRefusal(failure.code)) {
          pause = refusedPauseMs;
          if (begun && refusalTold !== said)
            log.error(
              { platform: 'slack', error: said },
              'Slack does not take SLACK_APP_TOKEN: make another with the scope connections:write',
            );
          refusalTold = said;
          refused(
            new BotRefused(
              `Slack does not take SLACK_APP_TOKEN (${said}); it is an app-level token with the scope connections:write`,
            ),
          );
        } else if (news.isNew(said))
          log.warn(
            { platform: 'slack', host, error: said },
            'Slack could not be connected; it is tried again until it is',
          );
      }
      const now = clock.now();
      if (deafSince !== undefined && now - Math.max(deafSince, deafTold) >= deafMs) {
        deafTold = now;
        log.error({ platform: 'slack', forMs: now - deafSince }, 'no connection to Slack: nobody is heard there');
      }
      if (pause > 0) await clock.sleep(pause, over.signal).catch(() => {});
    }
  }

  return {
    init(own) {
      app = own;
    },
    start() {
      return new Promise<void>((resolve, reject) => {
        const standing = new Set<number>();
        const done = () => {
          begun = true;
          resolve();
        };
        const stands = (slot: number) => {
          standing.add(slot);
          if (standing.size === connections) done();
          else void clock.sleep(othersMs, over.signal).then(done, done);
        };
        for (let slot = 0; slot < connections; slot += 1) loops.push(keep(slot, () => stands(slot), reject));
      });
    },
    async stop() {
      over.abort(new Error('stopped'));
      await Promise.all(loops);
    },
  };
}

/** What another try does not mend (Slack, "apps.connections.open"). */
const isRefusal = (code: string): boolean =>
  isDeadToken(code) || ['not_allowed_token_type', 'missing_scope', 'no_permission', 'forbidden_team'].includes(code);

const pauseAfter = (failures: number): number => Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);

/** Resolves when it is aborted. Each is forgotten in the end: there will be many. */
function stopping(signal: AbortSignal): { readonly stopped: Promise<void>; forget(): void } {
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = () => resolve();
  });
  signal.addEventListener('abort', stop, { once: true });
  return { stopped, forget: () => signal.removeEventListener('abort', stop) };
}

const Warning = z.object({ type: z.literal('disconnect'), reason: z.literal('warning') });

/** The SDK would close the connection at the first word of its end, and lose what Slack still hands over on it. */
function onWarning(client: SocketModeReceiver['client'], warned: () => void): void {
  const heard = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    if (typeof data === 'string' && data.includes('"disconnect"') && Warning.safeParse(json(data)).success) warned();
    else for (const hear of heard) hear.call(client, data, isBinary);
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
