import { createServer, type IncomingMessage, type Server } from 'node:http';
import { HTTPReceiver, type Receiver } from '@slack/bolt';
import type { Log } from '../../core/ports/log.ts';
import { secondMs } from '../../core/time.ts';
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
    receiver.requestListener(request, response);
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
        server.close(() => resolve());
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
