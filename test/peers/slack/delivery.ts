import type { Data } from '../json.ts';

/** What the app answered to something that Slack sent. */
export interface Ack {
  /** HTTP status; 200 where a socket acknowledged. Undefined where nothing came: no connection, a cut one, or silence. */
  readonly status: number | undefined;
  /** The body: a JSON value, text, or undefined where there was none. */
  readonly body: unknown;
  /** From sending to the answer, in milliseconds of real time. */
  readonly ms: number;
}

/** How a payload is named by a socket's envelope; over HTTP it decides the form of the body. */
export type PayloadKind = 'slash_commands' | 'interactive' | 'events_api';

/** That an event is sent again. */
export interface Retry {
  /** From 1 (docs, "Events API", "Retries"). */
  readonly number: number;
  readonly reason?: 'http_timeout' | 'http_error' | 'connection_failed' | 'timeout';
}

/** A way to the app. */
export interface Transport {
  send(kind: PayloadKind, payload: Data, retry?: Retry): Promise<Ack>;
}

/** How long the stand-in listens for an answer at all, in milliseconds of real time: well after Slack has given up. */
export const listenForMs = 10_000;
