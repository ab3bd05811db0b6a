import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { HealthConfig } from '../config/health.ts';
import type { Log } from '../core/ports/log.ts';
import { secondMs } from '../core/time.ts';
import { fewConnections } from './few-connections.ts';
import { StartError } from '../start-error.ts';

/** A request has so long to come, and its connection so long for the next. */
const requestMs = 5 * secondMs;
const keepMs = 5 * secondMs;
/** How often it is looked whether that time is over: Node's usual is 30 seconds. */
const lookMs = secondMs;
const connectionsAtMost = 50;
/** Bytes of a request's head. */
const headAtMost = 8_192;

/** What is told under a path. */
export interface Page {
  readonly status: 200 | 503;
  readonly type: string;
  readonly text: string;
}

/** Pages by path. */
export type Pages = ReadonlyMap<string, () => Promise<Page>>;

/** The server, where it listens. */
export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** JSON as a page. */
export const jsonPage = (status: Page['status'], value: unknown): Page => ({
  status,
  type: 'application/json; charset=utf-8',
  text: `${JSON.stringify(value)}\n`,
});

/** Serves pages to whoever watches: GET and HEAD alone, and no body is read. Rejects with StartError where the port cannot be had. */
export async function openHealthServer({ port, host }: HealthConfig, pages: Pages, log: Log): Promise<HealthServer> {
  const server = createServer(
    {
      headersTimeout: requestMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: lookMs,
      keepAliveTimeout: keepMs,
      maxHeaderSize: headAtMost,
    },
    (request, response) => {
      answer(request, response, pages).catch((error: unknown) => {
        log.error({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'a probe failed');
        if (response.headersSent) response.destroy();
        else refuse(response, 500, 'a fault of ours; the log has it');
      });
    },
  );
  fewConnections(server, connectionsAtMost);
  // Nobody is asked to send a body.
  server.on('checkContinue', (_, response: ServerResponse) => refuse(response, 417, 'no body is read'));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new StartError(
          `the port ${port} of ${host} for health cannot be had (${error.message}); health.port and health.host name another`,
        ),
      ),
    );
    server.listen(port, host, () => resolve());
  });
  const at = server.address();
  return {
    port: at !== null && typeof at === 'object' ? at.port : port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer({ method, url = '', headers }: IncomingMessage, response: ServerResponse, pages: Pages) {
  const page = pages.get(url.split('?')[0] ?? '');
  if (page === undefined) return refuse(response, 404, `there are ${[...pages.keys()].join(', ')}`);
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return refuse(response, 405, 'GET and HEAD alone');
  }
  if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0)
    return refuse(response, 400, 'no body is read');
  const { status, type, text } = await page();
  send(response, status, type, text);
}

/** The connection is closed: what else comes on it may be a body. */
function refuse(response: ServerResponse, status: number, error: string): void {
  response.setHeader('connection', 'close');
  send(response, status, 'application/json; charset=utf-8', `${JSON.stringify({ error })}\n`);
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response
    .writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(text);
}
