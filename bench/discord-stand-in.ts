import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import type { StandIn, Timed } from './chat-load.ts';

/** Discord as far as the gateway, commands and their answers need it. */
export interface DiscordStandIn extends StandIn {
  /** Types in an option. Resolves when choices have come: how long they took, in ms, and how many there are. */
  suggests(
    command: string,
    option: string,
    typed: string,
  ): Promise<{ readonly tookMs: number; readonly choices: number }>;
}

/** So many people take turns: nobody asks more often than somebody may. */
const people = 400;
const patienceMs = 10_000;
const heartbeatMs = 41_250;
const ids = {
  app: '100000000000000001',
  user: '100000000000000002',
  guild: '100000000000000003',
  channel: '100000000000000004',
};

const Packet = z.object({ op: z.number() });
const Callback = z.object({
  type: z.number(),
  data: z.object({ choices: z.array(z.unknown()).optional() }).optional(),
});

interface Pending {
  acknowledged(): void;
  /** @param choices Of an answer that is some. */
  answered(choices?: number): void;
}

/** Starts it on a port of its own. */
export async function createStandIn(): Promise<DiscordStandIn> {
  const pending = new Map<string, Pending>();
  const sockets: WebSocket[] = [];
  let sequence = 0;
  let sent = 0;
  let last = 200_000_000_000_000_000n;
  const newId = (): string => String((last += 1n));

  const bot = { id: ids.user, username: 'quartermaster', discriminator: '0', avatar: null, bot: true };
  const message = () => ({ id: newId(), channel_id: ids.channel, author: bot, content: '', components: [] });
  const answerOf = (path: string): unknown => {
    if (path.endsWith('/gateway/bot'))
      return {
        url: `ws://127.0.0.1:${portOf()}`,
        shards: 1,
        session_start_limit: { total: 1_000, remaining: 999, reset_after: 86_400_000, max_concurrency: 1 },
      };
    if (path.endsWith('/users/@me')) return bot;
    if (path.endsWith('/applications/@me')) return { id: ids.app, verify_key: '0'.repeat(64) };
    if (path.endsWith('/guilds')) return [{ id: ids.guild }];
    if (path.endsWith('/roles') || path.endsWith('/commands')) return [];
    return message();
  };
  const told = (path: string, body: string): void => {
    const callback = /\/interactions\/(\d+)\//.exec(path)?.[1];
    if (callback !== undefined) {
      const one = pending.get(callback);
      const { type, data } = Callback.parse(JSON.parse(body));
      one?.acknowledged();
      // A message, or choices: nothing comes after them.
      if (type === 4 || type === 8) one?.answered(data?.choices?.length);
      return;
    }
    const webhook = /\/webhooks\/\d+\/t(\d+)/.exec(path)?.[1];
    if (webhook !== undefined) pending.get(webhook)?.answered();
  };
  const server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
    const path = decodeURIComponent(incoming.url ?? '').split('?')[0] ?? '';
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      told(path, Buffer.concat(parts).toString());
      const isCallback = path.endsWith('/callback');
      // What has no body has no type either, for discord.js reads what is called JSON.
      if (!isCallback) response.setHeader('content-type', 'application/json');
      response.statusCode = isCallback ? 204 : 200;
      response.end(isCallback ? undefined : JSON.stringify(answerOf(path)));
    });
  });
  const portOf = (): number => (server.address() as AddressInfo).port;
  const dispatch = (socket: WebSocket | undefined, t: string, d: unknown): void =>
    socket?.send(JSON.stringify({ op: 0, t, s: (sequence += 1), d }));
  const door = new WebSocketServer({ server });
  door.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('close', () => sockets.splice(sockets.indexOf(socket), 1));
    socket.on('message', (data: Buffer) => {
      const { op } = Packet.parse(JSON.parse(data.toString()));
      if (op === 1) socket.send(JSON.stringify({ op: 11 }));
      if (op !== 2) return;
      dispatch(socket, 'READY', {
        v: 10,
        user: bot,
        session_id: 's',
        resume_gateway_url: `ws://127.0.0.1:${portOf()}`,
        guilds: [],
        application: { id: ids.app, flags: 0 },
      });
    });
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: heartbeatMs } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const interaction = (id: string, type: number, data: unknown) => {
    const user = {
      id: `3000000000000000${String(1 + (sent % people)).padStart(2, '0')}`,
      username: 'somebody',
      discriminator: '0',
      avatar: null,
    };
    return {
      id,
      application_id: ids.app,
      type,
      token: `t${id}`,
      version: 1,
      guild_id: ids.guild,
      channel_id: ids.channel,
      channel: { id: ids.channel, type: 0 },
      member: {
        user,
        roles: [],
        permissions: '0',
        joined_at: '2026-01-01T00:00:00Z',
        deaf: false,
        mute: false,
        flags: 0,
      },
      app_permissions: '0',
      locale: 'en-GB',
      entitlements: [],
      authorizing_integration_owners: {},
      context: 0,
      attachment_size_limit: 10_485_760,
      data: { id: ids.app, name: 'ec2', type: 1, options: [data] },
    };
  };
  const timed = (type: number, data: unknown): Promise<Timed & { readonly choices: number }> =>
    new Promise((resolve, reject) => {
      const id = newId();
      sent += 1;
      const start = performance.now();
      let acknowledgedAt: number | undefined;
      let answeredAt: number | undefined;
      let offered = 0;
      const late = setTimeout(() => {
        pending.delete(id);
        reject(new Error(`a command was ${acknowledgedAt === undefined ? 'not acknowledged' : 'not answered'}`));
      }, patienceMs);
      const done = () => {
        if (acknowledgedAt === undefined || answeredAt === undefined) return;
        clearTimeout(late);
        pending.delete(id);
        resolve({ sent: start, acknowledged: acknowledgedAt, answered: answeredAt, choices: offered });
      };
      pending.set(id, {
        acknowledged() {
          acknowledgedAt ??= performance.now();
          done();
        },
        answered(choices = 0) {
          offered = choices;
          answeredAt ??= performance.now();
          done();
        },
      });
      dispatch(sockets[0], 'INTERACTION_CREATE', interaction(id, type, data));
    });

  return {
    get apiUrl() {
      return `http://127.0.0.1:${portOf()}/api`;
    },
    listensAt() {},
    command: (text) => timed(2, { type: 1, name: 'do', options: [{ type: 3, name: 'line', value: text }] }),
    async suggests(command, option, typed) {
      const {
        sent: from,
        answered,
        choices,
      } = await timed(4, {
        type: 1,
        name: command,
        options: [{ type: 3, name: option, value: typed, focused: true }],
      });
      return { tookMs: answered - from, choices };
    },
    async close() {
      for (const socket of sockets) socket.terminate();
      door.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
