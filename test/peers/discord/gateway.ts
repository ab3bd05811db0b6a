import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { data, numberOr, parsed, text, textOrNumber, type Data } from '../json.ts';
import type { Ack, Transport } from './delivery.ts';
import { gatewayEventBytes } from './limits.ts';
import { channelOutput, guildCreate, roleOutput, userOutput } from './outputs.ts';
import type { Room } from './room.ts';
import { createSession, type OwnSession, type Session } from './session.ts';
import type { Change } from './world.ts';

/** Opcodes of the gateway (Discord, "Opcodes and Status Codes", "Gateway Opcodes"). */
export const opcodes = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const;

/** Codes by which the gateway closes (same page, "Gateway Close Event Codes"). */
export const closeCodes = {
  unknownError: 4_000,
  unknownOpcode: 4_001,
  decodeError: 4_002,
  notAuthenticated: 4_003,
  authenticationFailed: 4_004,
  alreadyAuthenticated: 4_005,
  invalidSeq: 4_007,
  rateLimited: 4_008,
  sessionTimedOut: 4_009,
  invalidShard: 4_010,
  shardingRequired: 4_011,
  invalidVersion: 4_012,
  invalidIntents: 4_013,
  disallowedIntents: 4_014,
} as const;

/** Intents (Discord, "Gateway", "List of Intents"): the one that the app may ask for, and those that need leave. */
const guildsIntent = 1;
const privileged = (1 << 1) | (1 << 8) | (1 << 15);

/** Discord's way to an app over WebSocket. */
export interface Gateway extends Transport {
  /** Sessions that are connected, or may still be resumed, oldest first. */
  readonly sessions: readonly Session[];
  /** IDENTIFYs so far, as they came. */
  readonly identifies: readonly Data[];
  /** RESUMEs so far, as they came. */
  readonly resumes: readonly Data[];
  /** Heartbeats so far. */
  readonly heartbeats: number;
  /** Sockets that are open. */
  readonly connections: number;
  /** Whether connections are refused: cut, or told by HTTP that the gateway is not available. */
  refusing: boolean | 'unavailable';
  /** How the next connections are taken: as usual, without a hello, or without an answer to what comes after it. */
  manner: 'usual' | 'silent' | 'mute';
  /** The close code by which every IDENTIFY is refused; undefined: they are taken. */
  refusedBy: number | undefined;
  /** Whether heartbeats are acknowledged. */
  acknowledging: boolean;
  /** Cuts every connection, as a network does. */
  drop(): void;
  /** Closes every connection by this code. */
  end(code: number): void;
  /** Asks every session to reconnect and resume (op 7). */
  reconnect(): void;
  /** Says to every session that it is invalid (op 9), and whether it may be resumed all the same. */
  invalidate(resumable: boolean): void;
  /** Tells every session of something. */
  dispatch(event: string, body: Data): void;
}

/** The gateway with what the stand-in needs of it. */
export interface OwnGateway extends Gateway {
  told(change: Change): void;
  close(): void;
}

/** Serves the gateway on the server of the API. */
export function openGateway(room: Room, server: Server, heartbeatMs: number): OwnGateway {
  const sessions: OwnSession[] = [];
  const sockets = new WebSocketServer({ noServer: true });
  const identifies: Data[] = [];
  const resumes: Data[] = [];
  let heartbeats = 0;
  const oops = (what: string) => room.log.offences.push({ where: 'gateway', what, at: '', refused: false });
  const shut = (ws: WebSocket, code: number, words: string): undefined => {
    ws.close(code, words);
    return undefined;
  };
  const frame = (op: number, d: unknown): string => JSON.stringify({ op, d, s: null, t: null });
  const invalid = (ws: WebSocket): undefined => {
    ws.send(frame(opcodes.invalidSession, false));
    return undefined;
  };
  const live = () => sessions.filter((one) => !one.over());

  function ready(session: OwnSession, shard: unknown): void {
    const { app, guilds } = room.world;
    const own = [...guilds.values()].filter(({ members }) => members.has(app.userId));
    session.push('READY', {
      v: 10,
      user: { ...userOutput(room.world, app.userId), verified: true, mfa_enabled: false, email: null, flags: 0 },
      session_type: 'normal',
      session_id: session.id,
      resume_gateway_url: room.origin().replace('http', 'ws'),
      guilds: own.map(({ id }) => ({ id, unavailable: true })),
      application: { id: app.id, flags: 0 },
      private_channels: [],
      relationships: [],
      ...(shard !== undefined && { shard }),
    });
    for (const guild of own) session.push('GUILD_CREATE', guildCreate(room.world, guild));
  }

  const admitted = (token: unknown): boolean =>
    !room.token.revoked && text(token).replace(/^Bot /, '') === room.token.bot;

  function identify(ws: WebSocket, body: Data): OwnSession | undefined {
    identifies.push(body);
    room.identifies.count += 1;
    if (room.identifies.count > room.identifies.most) oops('more IDENTIFYs than a day allows');
    const intents = numberOr(body['intents'], 0);
    if ((intents & ~guildsIntent) !== 0) oops(`intents ${intents} are more than GUILDS`);
    if (gateway.refusedBy !== undefined) return shut(ws, gateway.refusedBy, 'Refused.');
    if (!admitted(body['token'])) return shut(ws, closeCodes.authenticationFailed, 'Authentication failed.');
    if (!Number.isInteger(body['intents'])) return shut(ws, closeCodes.invalidIntents, 'Invalid intent(s).');
    if ((intents & privileged) !== 0) return shut(ws, closeCodes.disallowedIntents, 'Disallowed intent(s).');
    const session = createSession(randomUUID().replaceAll('-', ''), room);
    sessions.push(session);
    session.attach(ws);
    ready(session, body['shard']);
    return session;
  }

  function resume(ws: WebSocket, body: Data): OwnSession | undefined {
    resumes.push(body);
    if (gateway.manner === 'mute') return undefined;
    if (!admitted(body['token'])) return shut(ws, closeCodes.authenticationFailed, 'Authentication failed.');
    const session = live().find(({ id }) => id === body['session_id']);
    if (session === undefined) return invalid(ws);
    const seq = numberOr(body['seq'], 0);
    if (seq > session.sequence) return shut(ws, closeCodes.invalidSeq, 'Invalid seq.');
    session.attach(ws);
    session.replay(seq);
    session.push('RESUMED', {});
    return session;
  }

  function greet(ws: WebSocket): void {
    let session: OwnSession | undefined;
    // A connection is given up after two intervals without a heartbeat (Discord, "Gateway", "Sending Heartbeats").
    const missed = () => {
      oops('a heartbeat is missing');
      ws.close(closeCodes.unknownError, 'Unknown error.');
    };
    let watch = setTimeout(missed, 2 * heartbeatMs).unref();
    ws.on('message', (raw) => {
      const bytes = Buffer.isBuffer(raw) ? raw : Buffer.alloc(0);
      if (bytes.length > gatewayEventBytes) return ws.close(closeCodes.decodeError, 'Error while decoding payload.');
      const { op, d } = data(parsed(bytes.toString()));
      if (op === opcodes.heartbeat) {
        heartbeats += 1;
        clearTimeout(watch);
        watch = setTimeout(missed, 2 * heartbeatMs).unref();
        if (gateway.acknowledging) ws.send(frame(opcodes.heartbeatAck, null));
      } else if (op === opcodes.identify || op === opcodes.resume) {
        if (session?.holds(ws) === true) return ws.close(closeCodes.alreadyAuthenticated, 'Already authenticated.');
        session = op === opcodes.identify ? identify(ws, data(d)) : resume(ws, data(d));
      } else if (session === undefined) ws.close(closeCodes.notAuthenticated, 'Not authenticated.');
      else oops(`opcode ${textOrNumber(op)} is none that the app needs`);
      room.log.happened();
    });
    ws.on('error', () => ws.terminate());
    ws.on('close', (code) => {
      clearTimeout(watch);
      session?.detach(ws, code);
      room.log.happened();
    });
    if (gateway.manner === 'silent') return;
    ws.send(frame(opcodes.hello, { heartbeat_interval: heartbeatMs }));
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', room.origin());
    const { searchParams: query } = url;
    if (gateway.refusing === 'unavailable')
      return void socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    if (gateway.refusing) return void socket.destroy();
    if (query.get('v') !== '10' || query.get('encoding') !== 'json') oops(`the gateway is asked for ${url.search}`);
    sockets.handleUpgrade(request, socket, head, greet);
  }
  server.on('upgrade', upgrade);

  const gateway: OwnGateway = {
    refusing: false,
    manner: 'usual',
    refusedBy: undefined,
    acknowledging: true,
    get sessions() {
      return live();
    },
    get connections() {
      return sockets.clients.size;
    },
    identifies,
    resumes,
    get heartbeats() {
      return heartbeats;
    },
    drop: () => live().forEach((one) => one.drop()),
    end: (code) => live().forEach((one) => one.close(code)),
    reconnect: () => live().forEach((one) => one.reconnect()),
    invalidate: (resumable) => live().forEach((one) => one.invalidate(resumable)),
    dispatch: (event, body) => live().forEach((one) => one.push(event, body)),
    send(_, payload): Promise<Ack> {
      const hearing = live();
      for (const one of hearing) one.push('INTERACTION_CREATE', payload);
      return Promise.resolve({ status: hearing.length > 0 ? 200 : undefined });
    },
    told(change) {
      const { world } = room;
      switch (change.kind) {
        case 'joined':
          return gateway.dispatch('GUILD_CREATE', guildCreate(world, change.guild));
        case 'left':
          return gateway.dispatch('GUILD_DELETE', { id: change.guild.id });
        case 'role':
          return gateway.dispatch('GUILD_ROLE_CREATE', { guild_id: change.guild.id, role: roleOutput(change.role) });
        case 'channel':
          return gateway.dispatch(
            change.channel.kind === 'thread' ? 'THREAD_CREATE' : 'CHANNEL_CREATE',
            channelOutput(world, change.channel),
          );
      }
    },
    close() {
      server.off('upgrade', upgrade);
      for (const ws of sockets.clients) ws.terminate();
      sockets.close();
    },
  };
  return gateway;
}
