import { createServer, type IncomingMessage, type Server } from 'node:http';
import { HTTPReceiver, type Receiver } from '@slack/bolt';
import type { Log } from '../../core/ports/log.ts';
import { minuteMs, secondMs } from '../../core/time.ts';
import { bodyOf, listening, refusal, type Listening, type Refused } from '../chat/endpoint.ts';
import type { Stands } from '../chat/standing.ts';
import { slackLogger } from './logger.ts';

/** What the endpoint is made with. */
export interface HttpParts {
  readonly signingSecret: string;
  /** 0: whichever is free. */
  readonly port: number;
  readonly path: string;
  readonly log: Log;
  readonly standing: Stands;
}

/** Slack, "Verifying requests from Slack": whatever is signed at another time is no request of now. */
const skewAtMostMs = 5 * minuteMs;
const signedAt = 'x-slack-request-timestamp';

/** The form in which Slack sends what is not JSON. */
const form = 'application/x-www-form-urlencoded';

/** An endpoint for Slack, and where it listens. */
export type Endpoint = Receiver & Listening;

/** An HTTP endpoint that takes what Slack has signed within the last five minutes. `start` rejects with BotRefused where the port cannot be had. */
export function createEndpoint({ signingSecret, port, path, log, standing }: HttpParts): Endpoint {
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
        if ('refusedBy' in taken) response.writeHead(taken.refusedBy).end();
        // Bolt reads the body from there, and examines the signature over it.
        else receiver.requestListener(Object.assign(request, { rawBody: taken }), response);
      })
      .catch(() => response.destroy());
  });
  return { init: (app) => receiver.init(app), ...listening(server, port, { title: 'Slack', id: 'slack' }, standing) };
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
async function take(request: IncomingMessage, path: string): Promise<Buffer | Refused> {
  const { headers, method, url = '' } = request;
  if (method !== 'POST' || url.split('?')[0] !== path) return refusal(request, 404);
  const at = headers[signedAt];
  if (at !== undefined && !(Math.abs(Number(at) * secondMs - Date.now()) <= skewAtMostMs)) return refusal(request, 401);
  const body = await bodyOf(request);
  if ('refusedBy' in body) return body;
  return isPayload(headers['content-type'] ?? '', body.toString()) ? body : { refusedBy: 400 };
}

/** Whether it is an object, or a form, in which an object may stand. */
function isPayload(type: string, body: string): boolean {
  const payload = type === form ? new URLSearchParams(body).get('payload') : body;
  return payload === null || /^\s*\{/.test(payload);
}
