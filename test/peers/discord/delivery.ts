import type { Data } from '../json.ts';
import type { Upload } from './body.ts';
import type { Interaction } from './interactions.ts';

/** What came back of an interaction that was sent. */
export interface Ack {
  /** Of a socket: 200 where somebody heard it. Over HTTP: the status of the answer. Undefined where nothing came: no session, a cut connection, or silence. */
  readonly status: number | undefined;
  /** Over HTTP: the body, a JSON value or text. */
  readonly body?: unknown;
  /** Over HTTP: the files that came with it. */
  readonly files?: readonly Upload[];
}

/** A way to the app. */
export interface Transport {
  /** Whether the app may answer in what `send` gives back. */
  readonly answersInPlace?: boolean;
  /** Sends an interaction. What comes back later by REST is not waited for. */
  send(interaction: Interaction, payload: Data): Promise<Ack>;
}

/** How long the stand-in waits for an answer at all, in milliseconds of real time: well after Discord has given up. */
export const listenForMs = 10_000;
