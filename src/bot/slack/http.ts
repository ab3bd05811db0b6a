import { createServer, type IncomingMessage, type Server } from 'node:http';
import { HTTPReceiver, type Receiver } from '@slack/bolt';
import type { Log } from '../../core/ports/log.ts';
import { minuteMs, secondMs } from '../../core/time.ts';
import { BotRefused } from '../bot.ts';
import { slackLogger } from './logger.ts';

/** What the endpoint is made with. */
export interface HttpParts {
  readonly signingSecret: string;
  /** 0: whichever is free. */
  readonly port: number;
  readonly path: string;
  readonly log: Log;
}

/** Whoever needs longer for one request is no Slack. */
const requestMs = 10 * secondMs;

/** Answers that are on their way when the end comes, in real time. */
const lastAnswersMs = secondMs;
/** Slack sends no payload that is longer, in bytes. */
const bodyAtMost = 4 * 1_024 * 1_024;
/** Slack, "Verifying requests from Slack": whatever is signed at another time is no request of now. */
const skewAtMostMs = 5 * minuteMs;
const signedAt = 'x-slack-request-timestamp';

/** The form in which Slack sends what is not JSON. */
const form = 'application/x-www-form-urlencoded';

/** An endpoint for Slack, and where it listens. */
export interface Endpoint extends Receiver {
  /** The port that it listens on; undefined: not yet. */
  port(): number | undefined;
}

/** An HTTP endpoint that takes what Slack has signed within the last five minutes. `start` rejects with BotRefused where the port cannot be had. */
export function createEndpoint({ signingSecret, port, path, log }: HttpParts): Endpoint {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: path,
    logger: slackLogger(log),
    processEventErrorHandler: async ({ error, response }) => {
      log.error({ platform: 'slack', error: error.stack ?? error.message }, 'a payload could not be handled');
      if (!response.headersSent) {
        response.writeHead(500);
        response.end();
      }
      return true;
    },
  });
  const server: Server = createServer((request, response) => {
    plainForm(request);
    take(request, path)
      .then((taken) => {
        if (typeof taken === 'number') response.writeHead(taken).end();
        // Bolt reads the body from there, and examines the signature over it.
        else receiver.requestListener(Object.assign(request, { rawBody: taken }), response);
      })
      .catch(() => response.destroy());
  });
  server.requestTimeout = requestMs;
  server.headersTimeout = requestMs;
  return {
    init: (app) => receiver.init(app),
    port() {
      const at = server.address();
      return at !== null && typeof at === 'object' ? at.port : undefined;
    },
    start: () =>
      new Promise<void>((resolve, reject) => {
        server.once('error', (error) =>
          reject(
            new BotRefused(`the port ${port} for Slack cannot be had (${error.message}); slack.port names another`),
          ),
        );
        server.listen(port, () => resolve());
      }),
    stop: () =>
      new Promise<void>((resolve) => {
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

/** Bolt refuses the form where its character set is told, as proxies do. */
function plainForm({ headers }: IncomingMessage): void {
  const type = headers['content-type'];
  if (type?.toLowerCase().startsWith(`${form};`) === true) headers['content-type'] = form;
}

/**
 * The body of a request, or the status of its refusal. Bolt takes what was signed in the future, and ends the process by an
 * error of its own where a signed body is no object, or where somebody asks for another path.
 */
async function take(request: IncomingMessage, path: string): Promise<Buffer | number> {
  const { headers, method, url = '' } = request;
  if (method !== 'POST' || url.split('?')[0] !== path) return refusal(request, 404);
  const at = headers[signedAt];
  if (at !== undefined && !(Math.abs(Number(at) * secondMs - Date.now()) <= skewAtMostMs)) return refusal(request, 401);
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) return refusal(request, 400);
    length += part.length;
    if (length > bodyAtMost) return refusal(request, 413);
    parts.push(part);
  }
  const body = Buffer.concat(parts);
  return isPayload(headers['content-type'] ?? '', body.toString()) ? body : 400;
}

/** What is still on its way is not waited for. */
function refusal(request: IncomingMessage, status: number): number {
  request.resume();
  return status;
}

/** Whether it is an object, or a form, in which an object may stand. */
function isPayload(type: string, body: string): boolean {
  const payload = type === form ? new URLSearchParams(body).get('payload') : body;
  return payload === null || /^\s*\{/.test(payload);
}
