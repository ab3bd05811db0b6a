import type { WebSocket } from 'ws';
import type { Data } from '../json.ts';
import { sessionLivesMs } from './limits.ts';
import type { Room } from './room.ts';

/** One session of the app on the gateway. */
export interface Session {
  readonly id: string;
  /** Number of the event that was pushed last. */
  readonly sequence: number;
  /** Whether it has a connection now. */
  connected(): boolean;
  /** Cuts its connection, as a network does: no close frame. */
  drop(): void;
  /** Closes its connection by a code; it can be resumed unless the code is 1000 or 1001, or says that it cannot. */
  close(code: number): void;
  /** Asks it to reconnect and resume (op 7). */
  reconnect(): void;
  /** Says that it is invalid (op 9); one that may not be resumed is over. */
  invalidate(resumable: boolean): void;
  /** Stops reading, as a stalled network does: no heartbeat is answered. */
  stall(): void;
}

/** A session with what the gateway needs of it. */
export interface OwnSession extends Session {
  /** Whether it can never be resumed. */
  over(): boolean;
  attach(ws: WebSocket): void;
  /** Whether this is its connection. */
  holds(ws: WebSocket): boolean;
  detach(ws: WebSocket, code: number): void;
  /** Tells it something, now or when it is resumed. */
  push(event: string, body: Data): void;
  /** Tells what came after this number again. */
  replay(after: number): void;
}

/** Events that are kept to be told again; older ones are lost. */
const keptEvents = 1_000;

/** Codes after which a session is over (Discord, "Gateway", "Initiating a Disconnect"; "Opcodes and Status Codes", "Gateway Close Event Codes"). */
const endingCodes: readonly number[] = [1_000, 1_001, 4_004, 4_007, 4_009, 4_010, 4_011, 4_012, 4_013, 4_014];

/** A session that was just made. */
export function createSession(id: string, { now, log }: Room): OwnSession {
  const events: { readonly s: number; readonly frame: string }[] = [];
  let sequence = 0;
  let ws: WebSocket | undefined;
  let ended = false;
  let lostAt: number | undefined;
  const say = (frame: string) => {
    if (ws?.readyState === ws?.OPEN) ws?.send(frame);
  };
  const control = (op: number, d: unknown) => say(JSON.stringify({ op, d, s: null, t: null }));
  const session: OwnSession = {
    id,
    get sequence() {
      return sequence;
    },
    connected: () => ws?.readyState === ws?.OPEN && ws !== undefined,
    over: () => ended || (lostAt !== undefined && now() - lostAt > sessionLivesMs),
    attach(next) {
      ws?.terminate();
      ws = next;
      lostAt = undefined;
    },
    holds: (one) => one === ws,
    detach(gone, code) {
      if (gone !== ws) return;
      ws = undefined;
      lostAt = now();
      if (endingCodes.includes(code)) ended = true;
    },
    push(event, body) {
      sequence += 1;
      const frame = JSON.stringify({ op: 0, s: sequence, t: event, d: body });
      events.push({ s: sequence, frame });
      if (events.length > keptEvents) events.shift();
      say(frame);
      log.happened();
    },
    replay(after) {
      for (const { s, frame } of events) if (s > after) say(frame);
    },
    drop: () => ws?.terminate(),
    close: (code) => ws?.close(code),
    reconnect: () => control(7, null),
    invalidate(resumable) {
      if (!resumable) ended = true;
      control(9, resumable);
      // A resume may come over the same connection.
      ws = undefined;
      lostAt = now();
    },
    stall: () => ws?.pause(),
  };
  return session;
}
