import { Worker } from 'node:worker_threads';
import type { Log } from '../../ports/log.ts';
import type { Home } from '../../ports/instance.ts';
import type { Nouns, Page, PagedApi } from './pages.ts';
import type { FromWorker, ToWorker } from './parse-worker.ts';

/** What became of an answer. `away`: the thread cannot be used; whoever asked reads the answer itself. */
export type Parsed<N> =
  | { readonly is: 'page'; readonly page: Page<N> }
  | { readonly is: 'unreadable' | 'not-answered' | 'away' };

/** Reads large answers on a thread of its own: the SDK takes about 190 ms for a page of 1,000 instances, in which nothing else would go on. */
export interface Parser {
  /** Answers are read one after another, in the order they come. Never rejects. @param parts The bytes as they came; they are left as they are. */
  read<A extends PagedApi>(api: A, parts: readonly Uint8Array[], home: Home): Promise<Parsed<Nouns[A]>>;
  /** Ends the thread; what it was reading is `away`. */
  close(): void;
}

/** Of the thread: a page of 1,000 instances needs less than a tenth of the one; the other keeps what is short-lived from being copied about. */
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 };
/** It reads bytes and asks nobody: neither settings nor credentials are its business. The SDK has told of Node.js's age on the main thread. */
const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
/** A thread that died so often is not started again: something is wrong that another one would meet too. */
const deathsAtMost = 3;

/** @param start Makes the thread; only a test gives another. It is made for the first large answer. */
export function createParser(log: Pick<Log, 'warn'>, start: () => Worker = startWorker): Parser {
  let worker: Worker | undefined;
  let deaths = 0;
  let closed = false;
  let tail: Promise<unknown> = Promise.resolve();
  /** Ends what is being read, when the thread ends. */
  let died = (): void => {};

  const running = (): Worker | undefined => {
    if (closed || deaths >= deathsAtMost) return undefined;
    if (worker !== undefined) return worker;
    const started = start();
    worker = started;
    const end = (why: unknown) => {
      if (worker !== started) return;
      worker = undefined;
      deaths += 1;
      log.warn(
        { why: why instanceof Error ? why.message : `exit code ${String(why)}`, again: deaths < deathsAtMost },
        'the thread that reads large answers has died; they are read on the main thread, where they hold others up',
      );
      died();
    };
    started.on('error', end);
    started.on('exit', end);
    return started;
  };

  const read = <A extends PagedApi>(api: A, parts: readonly Uint8Array[], home: Home): Promise<Parsed<Nouns[A]>> => {
    const thread = running();
    if (thread === undefined) return Promise.resolve({ is: 'away' });
    return new Promise((resolve) => {
      const items: Nouns[A][] = [];
      const end = (parsed: Parsed<Nouns[A]>) => {
        thread.off('message', take);
        died = () => {};
        // A thread that has nothing to do keeps no process alive.
        thread.unref();
        resolve(parsed);
      };
      // Each slice is asked for when the one before is stored, so that the event loop turns between them.
      const take = (message: FromWorker<Nouns[A]>) => {
        if (message.is !== 'slice') return end(message);
        for (const item of message.items) items.push(item);
        if (message.more) thread.postMessage({ wants: 'more' } satisfies ToWorker);
        else end({ is: 'page', page: { items, next: message.next } });
      };
      died = () => end({ is: 'away' });
      thread.on('message', take);
      thread.ref();
      // Handed over, not copied again.
      const body = joined(parts);
      thread.postMessage({ wants: 'page', api, body, home } satisfies ToWorker, [body.buffer]);
    });
  };

  return {
    read(api, parts, home) {
      const result = tail.then(() => read(api, parts, home));
      tail = result;
      return result;
    },
    close() {
      closed = true;
      const ending = worker;
      worker = undefined;
      died();
      void ending?.terminate();
    },
  };
}

/** All bytes in memory of their own. */
function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The thread's file lies beside this one: in the bundle as JavaScript; in the sources as TypeScript, which tsx loads. */
function startWorker(): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./parse-worker.mjs', import.meta.url), { env, resourceLimits });
  const file = new URL('./parse-worker.ts', import.meta.url).href;
  return new Worker(`import('tsx/esm/api').then(({ register }) => { register(); return import('${file}'); })`, {
    eval: true,
    execArgv: [],
    env,
    resourceLimits,
  });
}
