import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { listenForMs, type Ack, type PayloadKind, type Retry, type Transport } from './delivery.ts';
import { data, parsed, text, type Data } from '../json.ts';
import { connectionsAtMost } from './limits.ts';
import type { Methods } from './method.ts';
import type { Room } from './room.ts';

/** Why Slack ends a connection (docs, "Using Socket Mode", "Disconnect messages"). */
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled';

/** One connection of the app. */
export interface Connection {
  readonly id: string;
  /** The app-level token that asked for its address. */
  readonly token: string;
  /** Payloads it was given. */
  readonly given: number;
  /** Sends a disconnect message. After `warning` the connection still takes payloads; after the others it gets none. */
  disconnect(reason: DisconnectReason): void;
  /** Cuts it, as a network does: no close frame. */
  kill(): void;
  /** Stops reading, as a stalled network does: no acknowledgement arrives, and no ping is answered. */
  stall(): void;
  /** Closes it in order. */
  close(): void;
}

/** Slack's way to an app in Socket Mode. */
export interface SocketDoor extends Transport {
  /** Connections that said hello and are open, oldest first. */
  connections(): readonly Connection[];
  /** Which connection gets the next payload: each in turn, unless a test decides. */
  choose: (among: readonly Connection[]) => Connection | undefined;
  /** Methods by which the app asks for an address. */
  readonly methods: Methods;
  /** Events that found no connection; the next one to open gets them, as retries. */
  readonly undelivered: number;
  /** Whether connections are refused and the open ones cut. */
  refusing: boolean;
  /** How the next connections are taken: as usual, without a hello, or with a hello and an end at once. */
  manner: 'usual' | 'silent' | 'brief';
  killAll(): void;
}

interface Line extends Connection {
  given: number;
  leaving: boolean;
  readonly ws: WebSocket;
  /** Payloads that were not acknowledged yet, by envelope. */
  readonly open: Map<string, Envelope>;
}

interface Envelope {
  readonly kind: PayloadKind;
  readonly payload: Data;
  /** How often it was sent before. */
  readonly number: number;
}

const path = '/link/';
const pingEveryMs = 10_000;
/** How long Slack says a connection will last, in seconds. */
const approximateTimeS = 18_060;

/** Serves Socket Mode on the server of the Web API. */
export function openSocketDoor(room: Room, server: Server): SocketDoor & { close(): void } {
  /** Tokens that asked for addresses, by ticket. */
  const tickets = new Map<string, string>();
  const lines: Line[] = [];
  const waiting = new Map<string, (ack: { status: number | undefined; body: unknown }) => void>();
  const undelivered: Envelope[] = [];
  const sockets = new WebSocketServer({ noServer: true });
  const ready = () => lines.filter(({ ws }) => ws.readyState === ws.OPEN);
  let turns = 0;

  const pinging = setInterval(() => ready().forEach(({ ws }) => ws.ping()), pingEveryMs);
  pinging.unref();

  function greet(ws: WebSocket, token: string): void {
    if (door.manner === 'silent') return;
    const say = (message: Data) => ws.send(JSON.stringify(message));
    const debug_info = { host: 'applink-1', build_number: 1, approximate_connection_time: approximateTimeS };
    if (ready().length >= connectionsAtMost) {
      say({ type: 'disconnect', reason: 'too_many_websockets', debug_info });
      return ws.close();
    }
    const line: Line = {
      id: randomUUID(),
      token,
      ws,
      given: 0,
      leaving: false,
      open: new Map(),
      disconnect(reason) {
        line.leaving = reason !== 'warning';
        say({ type: 'disconnect', reason, debug_info });
      },
      kill: () => ws.terminate(),
      stall: () => ws.pause(),
      close: () => ws.close(1_000),
    };
    lines.push(line);
    ws.on('message', (raw) => {
      const message = data(parsed(Buffer.isBuffer(raw) ? raw.toString() : ''));
      const id = text(message['envelope_id']);
      const body = message['payload'];
      const empty = Object.keys(data(body)).length === 0;
      waiting.get(id)?.({ status: 200, body: empty ? undefined : body });
    });
    ws.on('error', () => ws.terminate());
    ws.on('close', () => {
      lines.splice(lines.indexOf(line), 1);
      for (const [id, envelope] of line.open) {
        // An event that was not acknowledged comes again; a command or a press is lost.
        if (envelope.kind === 'events_api' && !door.closed) undelivered.push(envelope);
        waiting.get(id)?.({ status: undefined, body: undefined });
      }
      room.log.happened();
    });
    if (door.manner === 'brief') queueMicrotask(() => line.disconnect('link_disabled'));
    say({ type: 'hello', num_connections: ready().length, debug_info, connection_info: { app_id: room.world.app.id } });
    room.log.happened();
    for (const { payload, number } of undelivered.splice(0))
      void door.send('events_api', payload, { number: number + 1, reason: 'timeout' });
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', room.origin());
    const ticket = url.searchParams.get('ticket') ?? '';
    // A ticket opens one connection, and soon (docs, "apps.connections.open").
    const token = tickets.get(ticket);
    tickets.delete(ticket);
    if (door.refusing || url.pathname !== path || token === undefined) return void socket.destroy();
    sockets.handleUpgrade(request, socket, head, (ws) => greet(ws, token));
  }
  server.on('upgrade', upgrade);

  const door: SocketDoor & { closed: boolean } = {
    closed: false,
    refusing: false,
    manner: 'usual',
    connections: ready,
    get undelivered() {
      return undelivered.length;
    },
    choose: (among) => among[(turns += 1) % among.length],
    killAll: () => [...lines].forEach((line) => line.kill()),
    methods: {
      'apps.connections.open': {
        scopes: ['connections:write'],
        token: 'app',
        run(_, __, token) {
          const ticket = randomUUID();
          tickets.set(ticket, token);
          return { url: `${room.origin().replace('http', 'ws')}${path}?ticket=${ticket}&app_id=${room.world.app.id}` };
        },
      },
    },
    send(kind: PayloadKind, payload: Data, retry?: Retry): Promise<Ack> {
      const began = performance.now();
      const open = ready();
      const staying = open.filter(({ leaving }) => !leaving);
      const among = staying.length > 0 ? staying : open;
      const chosen = door.choose(among);
      const line = among.find((one) => one === chosen);
      if (line === undefined) {
        if (kind === 'events_api') undelivered.push({ kind, payload, number: retry?.number ?? 0 });
        return Promise.resolve({ status: undefined, body: undefined, ms: 0 });
      }
      line.given += 1;
      const envelope_id = randomUUID();
      return new Promise((resolve) => {
        const timer = setTimeout(() => end({ status: undefined, body: undefined }), listenForMs);
        const end = (ack: { status: number | undefined; body: unknown }) => {
          clearTimeout(timer);
          waiting.delete(envelope_id);
          line.open.delete(envelope_id);
          resolve({ ...ack, ms: performance.now() - began });
        };
        waiting.set(envelope_id, end);
        line.open.set(envelope_id, { kind, payload, number: retry?.number ?? 0 });
        line.ws.send(
          JSON.stringify({
            envelope_id,
            type: kind,
            accepts_response_payload: kind !== 'events_api',
            payload,
            ...(kind === 'events_api' && {
              retry_attempt: retry?.number ?? 0,
              retry_reason: retry === undefined ? '' : (retry.reason ?? 'timeout'),
            }),
          }),
        );
      });
    },
  };
  return Object.assign(door, {
    close() {
      door.closed = true;
      clearInterval(pinging);
      server.off('upgrade', upgrade);
      door.killAll();
      for (const end of waiting.values()) end({ status: undefined, body: undefined });
      sockets.close();
    },
  });
}
