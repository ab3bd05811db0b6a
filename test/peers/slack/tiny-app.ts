import { App, HTTPReceiver, LogLevel, SocketModeReceiver, type Receiver } from '@slack/bolt';
import type { SlackPeer } from './peer.ts';

/** A small real Bolt app over one transport. */
export interface TinyApp {
  readonly app: App;
  /** Its request URL, where it has one. */
  readonly url: string;
  stop(): Promise<void>;
}

/** What requests to a tiny app are signed with. */
export const signingSecret = 'a-signing-secret';
const silent = () => undefined;
/** A logger that says nothing: what Bolt complains of is what tests provoke. */
export const silentLogger = {
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  setLevel: silent,
  setName: silent,
  getLevel: () => LogLevel.ERROR,
};

const portOf = (server: { address(): unknown }): number => {
  const address = server.address();
  if (typeof address === 'object' && address !== null && 'port' in address) return Number(address.port);
  throw new Error('the app listens on no port');
};

/** Starts an app on a stand-in. `listen` says what it does, before it starts. */
export async function startTinyApp(
  peer: SlackPeer,
  over: 'socket' | 'http',
  listen: (app: App) => void,
  connections = 1,
): Promise<TinyApp> {
  const clientOptions = { slackApiUrl: peer.apiUrl, retryConfig: { retries: 0 }, timeout: 5_000 };
  const { world } = peer;
  const http = over === 'http' ? new HTTPReceiver({ signingSecret, port: 0, logger: silentLogger }) : undefined;
  const sockets = Array.from(
    { length: over === 'socket' ? connections : 0 },
    () =>
      new SocketModeReceiver({
        appToken: peer.tokens.app,
        logger: silentLogger,
        clientPingTimeout: 200,
        installerOptions: {
          clientOptions: { ...clientOptions, retryConfig: { retries: 100, minTimeout: 50, maxTimeout: 100 } },
        },
      }),
  );
  const connected = new Set<SocketModeReceiver>();
  for (const one of sockets) {
    one.client.on('connected', () => connected.add(one));
    one.client.on('close', () => connected.delete(one));
  }
  const receivers: readonly Receiver[] = http === undefined ? sockets : [http];
  const [receiver, ...others] = receivers;
  if (receiver === undefined) throw new Error('an app needs a connection');
  const app = new App({
    receiver,
    logger: silentLogger,
    clientOptions,
    authorize: async () => ({ botToken: peer.tokens.bot, botId: world.app.botId, botUserId: world.app.userId }),
  });
  listen(app);
  for (const other of others) other.init(app);
  let url = '';
  if (http !== undefined) {
    url = `http://127.0.0.1:${portOf(await http.start(0))}/slack/events`;
    peer.http({ url, signingSecret });
  } else await Promise.all(sockets.map((one) => one.start()));
  return {
    app,
    url,
    async stop() {
      // Told to stop while it reconnects, the SDK leaves a rejection that nobody can handle.
      await peer.until(() => connected.size === sockets.length);
      for (const one of receivers) await one.stop();
    },
  };
}
