import { parentPort } from 'node:worker_threads';
import { EC2Client } from '@aws-sdk/client-ec2';
import { HttpResponse } from '@smithy/core/transport';
import type { Home } from '../../ports/instance.ts';
import { NotAnswered } from './errors.ts';
import { readPage, type Nouns, type Page, type PagedApi } from './pages.ts';

/** An answer to be read, or the wish for more of the page that was. */
export type ToWorker =
  | { readonly wants: 'page'; readonly api: PagedApi; readonly body: Uint8Array; readonly home: Home }
  | { readonly wants: 'more' };

/** What became of an answer; the nouns of a page come in slices, each when it is asked for. */
export type FromWorker<N> =
  | { readonly is: 'slice'; readonly items: readonly N[]; readonly more: boolean; readonly next: string | undefined }
  /** The SDK cannot read it. */
  | { readonly is: 'unreadable' }
  /** It lacks what EC2 always gives. */
  | { readonly is: 'not-answered' };

/** Nouns handed over at once: the other thread takes about a millisecond for them. */
const sliceLength = 64;

let body: Uint8Array = new Uint8Array();
/** The SDK reads an answer here exactly as on the main thread; what it would send goes nowhere. */
const client = new EC2Client({
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1',
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  maxAttempts: 1,
  requestHandler: { handle: async () => ({ response: new HttpResponse({ statusCode: 200, headers: {}, body }) }) },
});

let page: Page<Nouns[PagedApi]> = { items: [], next: undefined };
let at = 0;

async function answer(message: ToWorker): Promise<FromWorker<Nouns[PagedApi]>> {
  if (message.wants === 'page') {
    body = message.body;
    at = 0;
    try {
      page = await readPage[message.api](client, {}, message.home, {});
    } catch (error) {
      return { is: error instanceof NotAnswered ? 'not-answered' : 'unreadable' };
    } finally {
      body = new Uint8Array();
    }
  }
  const items = page.items.slice(at, at + sliceLength);
  at += items.length;
  const more = at < page.items.length;
  const { next } = page;
  if (!more) page = { items: [], next: undefined };
  return { is: 'slice', items, more, next };
}

const port = parentPort;
// One message at a time: the other side waits for the answer before it sends the next.
port?.on('message', (message: ToWorker) => {
  answer(message).then(
    (answered) => port.postMessage(answered),
    (error: unknown) => {
      throw error;
    },
  );
});
