import type { IncomingMessage, Server } from 'node:http';
import { secondMs } from '../../core/time.ts';
import { BotRefused } from '../bot.ts';
import type { Stands } from './standing.ts';

/** Whoever needs longer for one request is no platform. */
const requestMs = 10 * secondMs;
/** Answers that are on their way when the end comes, in real time. */
const lastAnswersMs = secondMs;
/** No platform sends a payload that is longer, in bytes. */
const bodyAtMost = 4 * 1_024 * 1_024;

/** A server that a platform sends its payloads to. */
export interface Listening {
  /** The port that it listens on; undefined: not yet. */
  port(): number | undefined;
  /** Rejects with BotRefused where the port cannot be had. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Listens where it is configured. @param port 0: whichever is free. @param platform What people call it, and what its settings stand under. */
export function listening(
  server: Server,
  port: number,
  platform: { readonly title: string; readonly id: string },
  standing: Stands,
): Listening {
  server.requestTimeout = requestMs;
  server.headersTimeout = requestMs;
  return {
    port() {
      const at = server.address();
      return at !== null && typeof at === 'object' ? at.port : undefined;
    },
    start: () =>
      new Promise<void>((resolve, reject) => {
        server.once('error', (error) =>
          reject(
            new BotRefused(
              `the port ${port} for ${platform.title} cannot be had (${error.message}); ${platform.id}.port names another`,
            ),
          ),
        );
        server.listen(port, () => {
          standing.up(`requests of ${platform.title} are taken; whether any come, ${platform.title} alone knows`);
          resolve();
        });
      }),
    stop: () =>
      new Promise<void>((resolve) => {
        standing.down('it is stopped');
        // What is being answered has until then; a connection on which nobody says anything would stay for ever.
        const enough = setTimeout(() => server.closeAllConnections(), lastAnswersMs);
        server.close(() => {
          clearTimeout(enough);
          resolve();
        });
        // What was acknowledged goes on without its connection.
        server.closeIdleConnections();
      }),
  };
}

/** A request that is answered with a status alone. */
export interface Refused {
  readonly refusedBy: number;
}

/** The whole body of a request, or its refusal. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer | Refused> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) return refusal(request, 400);
    length += part.length;
    if (length > bodyAtMost) return refusal(request, 413);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** What is still on its way is not waited for. */
export function refusal(request: IncomingMessage, refusedBy: number): Refused {
  request.resume();
  return { refusedBy };
}
