import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Picture } from '../../commands/reply/picture.ts';
import { size } from './frame.ts';
import { svgOf } from './svg.ts';

/** Draws pictures in a thread of its own, one after another. */
export interface Drawer {
  /**
   * A picture as PNG, 1,200 by 630 pixels. Equal ones are drawn once and shared: nobody writes into the bytes. Rejects with
   * DrawingFailed where it could not be drawn, where {@link waitingAtMost} wait, and once the drawer is closed; with a RangeError where the
   * picture has no figure.
   */
  png(picture: Picture): Promise<Uint8Array>;
  /** Ends the thread; what is not drawn yet is rejected. Never rejects. */
  close(): Promise<void>;
}

/** A picture could not be drawn: whoever asked has the words that go with it. One sentence. */
export class DrawingFailed extends Error {
  override readonly name = 'DrawingFailed';
}

/** Pictures that wait to be drawn at most; one more is refused. */
export const waitingAtMost = 32;
/** A drawing takes some 40 ms, the first of a thread some 200; the rest is for a machine that is busy. */
const usualDrawMs = 15_000;
/** Drawn pictures that are remembered, in bytes. */
const rememberedBytes = 4 * 1024 * 1024;

/** What a drawer is given instead of the usual. */
export interface DrawerParts {
  /** The program of the thread, see `raster.mjs`. */
  readonly raster?: URL;
  /** One picture takes so long at most, the start of the thread included; then the thread is ended. */
  readonly drawMs?: number;
}

/** What the thread answers. */
const Drawn = z.union([z.object({ png: z.instanceof(Uint8Array) }), z.object({ error: z.string() })]);

interface Job {
  readonly svg: string;
  drawn(png: Uint8Array): void;
  failed(why: string): void;
}

/** A drawer whose thread is started for the first picture, and anew for the next one after it has died. The thread does not keep a process alive that has nothing to draw. */
export function createDrawer({
  // In the sources it stands beside this module, in a build beside the bundle.
  raster = new URL('./raster.mjs', import.meta.url),
  drawMs = usualDrawMs,
}: DrawerParts = {}): Drawer {
  const drawings = new LRUCache<string, Uint8Array>({
    maxSize: rememberedBytes,
    sizeCalculation: ({ byteLength }) => byteLength,
  });
  const underWay = new Map<string, Promise<Uint8Array>>();
  const waiting: Job[] = [];
  let current: { readonly job: Job; readonly timer: NodeJS.Timeout } | undefined;
  let thread: Worker | undefined;
  let closed = false;

  /** Ends the picture that is being drawn, and goes on with the next. */
  const settle = (how: (job: Job) => void): void => {
    if (current === undefined) return;
    clearTimeout(current.timer);
    const { job } = current;
    current = undefined;
    how(job);
    next();
  };
  const start = (): Worker => {
    // Without what this process was started with: the thread needs no loader of sources.
    const started = new Worker(raster, { name: 'pictures', execArgv: [] });
    started.on('message', (answer: unknown) => {
      if (thread !== started) return;
      const { data } = Drawn.safeParse(answer);
      settle((job) =>
        data !== undefined && 'png' in data
          ? job.drawn(data.png)
          : job.failed(data?.error ?? 'the thread answered with something else'),
      );
    });
    started.on('error', (error) => lose(started, error instanceof Error ? error.message : String(error)));
    started.on('exit', () => lose(started, 'the thread that draws has ended'));
    return started;
  };
  const lose = (one: Worker, why: string): void => {
    if (thread !== one) return;
    thread = undefined;
    void one.terminate();
    settle((job) => job.failed(why));
  };
  const next = (): void => {
    if (current !== undefined) return;
    const job = waiting.shift();
    if (job === undefined) {
      thread?.unref();
      return;
    }
    const one = (thread ??= start());
    one.ref();
    current = { job, timer: setTimeout(() => lose(one, `it took longer than ${drawMs} ms`), drawMs) };
    one.postMessage({ svg: job.svg, zoom: size.zoom });
  };
  const draw = (svg: string): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      const failed = (why: string) => reject(new DrawingFailed(`The picture could not be drawn: ${why}.`));
      if (closed) failed('the program is about to end');
      else if (waiting.length >= waitingAtMost) failed(`${waitingAtMost} others wait already`);
      else {
        waiting.push({ svg, drawn: resolve, failed });
        next();
      }
    });

  return {
    async png(picture) {
      const svg = svgOf(picture);
      const key = createHash('sha256').update(svg).digest('base64');
      const known = drawings.get(key) ?? underWay.get(key);
      if (known !== undefined) return known;
      const drawing = draw(svg).then((png) => {
        drawings.set(key, png);
        return png;
      });
      underWay.set(key, drawing);
      try {
        return await drawing;
      } finally {
        underWay.delete(key);
      }
    },
    async close() {
      closed = true;
      const one = thread;
      thread = undefined;
      for (const job of waiting.splice(0)) job.failed('the program is about to end');
      settle((job) => job.failed('the program is about to end'));
      await one?.terminate();
    },
  };
}
