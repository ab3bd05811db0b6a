import { createHmac, randomUUID } from 'node:crypto';
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import type { StandIn } from './chat-load.ts';

/** How commands come to the app. */
export type Mode = 'socket' | 'http';

/** Slack as far as commands need it. */
interface SlackStandIn extends StandIn {
  /** Requests that were no answers, by method. */
  readonly calls: ReadonlyMap<string, number>;
}

/** What signs requests of the stand-in. */
export const signingSecret = 'a-signing-secret-of-a-benchmark';

/** So many people take turns: nobody asks more often than somebody may. */
const people = 400;
const patienceMs = 10_000;
/** Slack pings now and then, and the SDK takes a connection without for dead. */
const pingMs = 5_000;

const Acknowledged = z.object({ envelope_id: z.string() });

interface Pending {
  acknowledged(): void;
  answered(): void;
}

/** Starts it on a port of its own. */
export async function createStandIn(): Promise<SlackStandIn> {
  const calls = new Map<string, number>();
  const pending = new Map<string, Pending>();
  const sockets: WebSocket[] = [];
  const agent = new Agent({ keepAlive: true });
  let app: URL | undefined;
  let sent = 0;

  const answerOf = (method: string): object => {
    switch (method) {
      case 'auth.test':
        return {
          url: 'https://acme.slack.com/',
          team: 'Acme',
          user: 'quartermaster',
          team_id: 'T1',
          user_id: 'U0',
          bot_id: 'B0',
        };
      case 'apps.connections.open':
        return { url: `ws://127.0.0.1:${portOf()}/socket` };
      case 'users.info':
        return { user: { name: 'somebody', team_id: 'T1' } };
      case 'conversations.info':
        return { channel: { id: 'C1' } };
      default:
        return { channel: 'C1', ts: '1.1', message_ts: '1.1' };
    }
  };
  const server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
    const path = incoming.url ?? '';
    const answer = /^\/answer\/(.+)$/.exec(path)?.[1];
    if (answer !== undefined) pending.get(answer)?.answered();
    incoming.resume();
    incoming.on('end', () => {
      const method = path.replace('/api/', '');
      if (answer === undefined) calls.set(method, (calls.get(method) ?? 0) + 1);
      response.setHeader('content-type', 'application/json');
      response.end(answer === undefined ? JSON.stringify({ ok: true, ...answerOf(method) }) : 'ok');
    });
  });
  const portOf = (): number => (server.address() as AddressInfo).port;
  const door = new WebSocketServer({ server, path: '/socket' });
  door.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('close', () => sockets.splice(sockets.indexOf(socket), 1));
    socket.on('message', (data: Buffer) => {
      const { envelope_id: id } = Acknowledged.parse(JSON.parse(data.toString()));
      pending.get(id)?.acknowledged();
    });
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }));
  });
  const pings = setInterval(() => {
    for (const socket of sockets) socket.ping();
  }, pingMs);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const payload = (id: string, text: string): Readonly<Record<string, string>> => ({
    command: '/ec2',
    text,
    user_id: `U${1 + (sent % people)}`,
    user_name: 'somebody',
    team_id: 'T1',
    team_domain: 'acme',
    channel_id: 'C1',
    channel_name: 'ops',
    api_app_id: 'A1',
    trigger_id: id,
    response_url: `http://127.0.0.1:${portOf()}/answer/${id}`,
  });

  function overHttp(
    to: URL,
    said: Readonly<Record<string, string>>,
    acknowledged: () => void,
    failed: (error: Error) => void,
  ): void {
    const body = new URLSearchParams(said).toString();
    const at = String(Math.floor(Date.now() / 1_000));
    const signature = createHmac('sha256', signingSecret).update(`v0:${at}:${body}`).digest('hex');
    const going = request(
      to,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          'x-slack-request-timestamp': at,
          'x-slack-signature': `v0=${signature}`,
        },
      },
      (response) => {
        response.resume();
        if (response.statusCode === 200) response.on('end', acknowledged);
        else failed(new Error(`a command was answered with ${response.statusCode}`));
      },
    );
    going.on('error', (error) => {
      // A connection that was kept may be closed by the other side at the moment it is used again (Node.js, "request.reusedSocket").
      if (going.reusedSocket && 'code' in error && error.code === 'ECONNRESET')
        overHttp(to, said, acknowledged, failed);
      else failed(error);
    });
    going.end(body);
  }

  return {
    get apiUrl() {
      return `http://127.0.0.1:${portOf()}/api/`;
    },
    listensAt: (url) => void (app = new URL(url)),
    calls,
    command: (text) =>
      new Promise((resolve, reject) => {
        const id = randomUUID();
        sent += 1;
        const said = payload(id, text);
        const start = performance.now();
        let acknowledgedAt: number | undefined;
        let answeredAt: number | undefined;
        const late = setTimeout(() => {
          pending.delete(id);
          reject(new Error(`${text} was ${acknowledgedAt === undefined ? 'not acknowledged' : 'not answered'}`));
        }, patienceMs);
        const done = () => {
          if (acknowledgedAt === undefined || answeredAt === undefined) return;
          clearTimeout(late);
          pending.delete(id);
          resolve({ sent: start, acknowledged: acknowledgedAt, answered: answeredAt });
        };
        const one: Pending = {
          acknowledged: () => {
            acknowledgedAt ??= performance.now();
            done();
          },
          answered: () => {
            answeredAt ??= performance.now();
            done();
          },
        };
        pending.set(id, one);
        if (app !== undefined) overHttp(app, said, one.acknowledged, reject);
        else
          sockets[sent % Math.max(1, sockets.length)]?.send(
            JSON.stringify({ envelope_id: id, type: 'slash_commands', accepts_response_payload: true, payload: said }),
          );
      }),
    async close() {
      clearInterval(pings);
      agent.destroy();
      for (const socket of sockets) socket.terminate();
      door.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
