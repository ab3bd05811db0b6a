import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../../core/ports/log.ts';
import { createAnswers, type AnswersParts, type Page } from './answers.ts';

/** What the preview is served with. */
export interface PreviewParts extends AnswersParts {
  /** 0: whichever is free. */
  readonly port: number;
  readonly log: Log;
}

/** A preview that is served. */
export interface Preview {
  /** `http://127.0.0.1:4040/`. */
  readonly url: string;
  /** Never rejects. */
  close(): Promise<void>;
}

/** This machine alone. */
const host = '127.0.0.1';

/** What a browser is told with every answer: nothing is loaded from elsewhere, nothing runs, nobody puts it into a frame. */
const headersOf = (scripts: boolean): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    'img-src data:',
    "style-src 'self'",
    "font-src 'self'",
    ...(scripts ? ["script-src 'self'"] : []),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
});

/** Serves the preview on 127.0.0.1. Rejects where the port is taken. */
export async function startPreview({ port, log, ...parts }: PreviewParts): Promise<Preview> {
  const answers = createAnswers(parts);
  let names: readonly string[] = [];
  const server = createServer((request, response) => {
    const send = ({ status, type, body, scripts = false }: Page, more: Readonly<Record<string, string>> = {}) => {
      response.writeHead(status, { ...headersOf(scripts), ...more, 'content-type': type });
      response.end(body);
    };
    const plainly = (status: number, body: string, more?: Readonly<Record<string, string>>) =>
      send({ status, type: 'text/plain; charset=utf-8', body }, more);
    // Another page's name may be made to lead here (DNS rebinding): it would read what this one says.
    if (!names.includes(request.headers.host ?? '')) return plainly(421, 'This is a page of 127.0.0.1 alone.\n');
    if (request.method !== 'GET') return plainly(405, 'Only GET.\n', { allow: 'GET' });
    answers.of(urlOf(request)).then(send, (error: unknown) => {
      log.error({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'a page failed');
      plainly(500, 'A fault of the preview; its log has the rest.\n');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const at = portOf(server.address());
  names = [`${host}:${at}`, `localhost:${at}`];
  return {
    url: `http://${host}:${at}/`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await answers.close();
    },
  };
}

const urlOf = ({ url = '/' }: IncomingMessage): URL => new URL(`http://${host}${url.startsWith('/') ? url : '/'}`);

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;
