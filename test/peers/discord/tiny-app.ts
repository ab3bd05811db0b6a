import { createServer } from 'node:http';
import { Client, GatewayIntentBits, REST, type RESTOptions } from 'discord.js';
import { Agent } from 'undici6';
import { WebSocket } from 'ws';
import { bytesOf } from '../bytes.ts';
import { data, parsed, type Data } from '../json.ts';
import type { DiscordPeer } from './peer.ts';

/** Nothing rings. */
export const silence = { parse: [], repliedUser: false } as const;

const restOptions = (peer: DiscordPeer): Partial<RESTOptions> => ({
  api: peer.apiUrl,
  retries: 0,
  timeout: 5_000,
  // Slack's packages may have put a dispatcher of another undici in the place of the usual one.
  agent: new Agent({ keepAliveTimeout: 1_000, keepAliveMaxTimeout: 1_000 }),
});

/** discord.js' REST client, with the token. */
export const restOf = (peer: DiscordPeer, token = peer.token): REST => new REST(restOptions(peer)).setToken(token);

/** A real client that logs in over the gateway. `listen` says what it does, before it starts. */
export async function startTinyApp(
  peer: DiscordPeer,
  listen: (client: Client<true>) => void = () => {},
): Promise<Client<true>> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: silence,
    rest: restOptions(peer),
    waitGuildTimeout: 5_000,
    // The client's own lets 5 seconds pass between two IDENTIFYs, in real time.
    ws: { buildIdentifyThrottler: () => ({ waitForIdentify: () => Promise.resolve() }) },
  });
  client.on('error', () => {});
  const ready = new Promise<Client<true>>((resolve) => client.once('clientReady', resolve));
  const loggedIn = client.login(peer.token);
  await loggedIn;
  const started = await ready;
  listen(started);
  return started;
}

/** What an endpoint answers: a status, and JSON where there is a body; or text of another type. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly type?: string;
}

/** A small endpoint for interactions; it looks at no signature. */
export async function startTinyEndpoint(
  answer: (interaction: Data, headers: Readonly<Record<string, unknown>>, raw: string) => Reply | Promise<Reply>,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    void (async () => {
      const raw = (await bytesOf(request)).toString();
      const { status, body, type = 'application/json' } = await answer(data(parsed(raw)), request.headers, raw);
      response.writeHead(status, body === undefined ? {} : { 'content-type': type });
      response.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the endpoint listens on no port');
  return {
    url: `http://127.0.0.1:${address.port}/interactions`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A connection to the gateway without a client on it. */
export interface BareConnection {
  /** What it was told so far. */
  readonly frames: readonly Data[];
  say(op: number, d: unknown): void;
  /** The code that it was closed by. */
  closed(): number | undefined;
  cut(): void;
}

/** Connects to the gateway, and waits for the hello. */
export async function bareConnection(peer: DiscordPeer): Promise<BareConnection> {
  const ws = new WebSocket(`${peer.apiUrl.replace('http', 'ws').replace('/api', '')}/?v=10&encoding=json`);
  const frames: Data[] = [];
  let code: number | undefined;
  ws.on('message', (raw: Buffer) => void frames.push(data(parsed(raw.toString()))));
  ws.on('close', (one) => {
    code = one;
  });
  await peer.until(() => frames.length === 1);
  return {
    frames,
    say: (op, d) => ws.send(JSON.stringify({ op, d })),
    closed: () => code,
    cut: () => ws.terminate(),
  };
}

/** Stops the stand-in. Throws where the app did something against Discord's documents, but for what is expected. */
export async function stopQuietly(peer: DiscordPeer, but: readonly string[] = []): Promise<void> {
  await peer.stop();
  const violation = peer.violations().find(({ what }) => !but.includes(what));
  if (violation !== undefined) throw new Error(JSON.stringify(violation));
}
