import { DelayedError, UnrecoverableError, WaitingError, Worker, type Job as BullJob } from 'bullmq';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import { NotHere, type Job } from '../../ports/jobs.ts';
import type { Log } from '../../ports/log.ts';
import { withoutSecrets } from '../../secrets.ts';
import { secondMs } from '../../time.ts';
import { listenedToByMany } from '../../until-aborted.ts';
import { deathsAtMost, type Limits } from './bounds.ts';
import type { Keys } from './keys.ts';
import { packed, TooLarge } from './packed.ts';
import type { Connection, Results } from './results.ts';

/** What a job carries. */
export const Carried = z.object({ batch: z.string(), id: z.string(), payload: z.unknown() });

/** What a worker is made of. */
export interface WorkerParts<P, R> {
  readonly job: Job<P, R>;
  readonly keys: Keys;
  readonly results: Results;
  /** A connection that waits for Redis, however long that is away. */
  readonly connection: Connection;
  readonly atOnce: number;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly limits: Limits;
  readonly log: Log;
  /** Told of what goes wrong with Redis. */
  failed(error: Error): void;
}

/** Does jobs until the signal is aborted. Then no new one is begun; those under way may finish for a while, and are given back after it. Never rejects. */
export async function workOn<P, R>(parts: WorkerParts<P, R>, signal: AbortSignal): Promise<void> {
  const { job, keys, results, clock, limits, log } = parts;
  const end = new AbortController();

  /** Why others were given way, each said once. */
  const said = new Set<string>();

  /** Offers it to others, later each time; rejects as BullMQ wants it. Where nobody has had it while anybody may wait for it, it fails. */
  const toOthers = async (taken: BullJob<unknown>, token: string | undefined, why: string): Promise<never> => {
    const waited = Date.now() - taken.timestamp;
    if (waited >= limits.wholeMs) throw new UnrecoverableError(why);
    if (!said.has(why)) log.warn({ job: taken.id, why }, `${job.name}: left to processes that can do it`);
    said.add(why);
    await taken.moveToDelayed(Date.now() + Math.max(limits.elsewhereMs, waited / 10), token);
    throw new DelayedError();
  };

  const process = async (taken: BullJob<unknown>, token: string | undefined, lost?: AbortSignal): Promise<void> => {
    const { batch, id, payload: carried } = Carried.parse(taken.data);
    const payload = job.payload.parse(carried);
    const whose = job.whose(payload);
    const entered = await results.enter(batch, id, whose);
    if (entered === 'done') return;
    if (entered === 'full') {
      // It gives way to others: a worker that waited for a slot would do nothing meanwhile.
      await taken.moveToDelayed(Date.now() + limits.slotRestMs * (1 + Math.random()), token);
      throw new DelayedError();
    }
    const ends = [end.signal, AbortSignal.timeout(limits.tryMs), ...(lost === undefined ? [] : [lost])];
    try {
      const pieces = await job.run(payload, listenedToByMany(AbortSignal.any(ends)));
      await results.leave(
        batch,
        id,
        whose,
        await packed(
          pieces.map((piece) => job.wire.write(piece)),
          limits,
        ),
      );
    } catch (error) {
      await results.giveBack(batch, id, whose);
      if (end.signal.aborted) {
        await taken.moveToWait(token);
        throw new WaitingError();
      }
      // Whoever can read Redis reads it there, and whoever is told reads it in a chat.
      const why = withoutSecrets(error instanceof Error ? error.message : String(error));
      if (error instanceof NotHere) return toOthers(taken, token, why);
      // However often it is tried, its result is as large.
      throw error instanceof TooLarge ? new UnrecoverableError(why) : new Error(why, { cause: error });
    }
  };

  const worker = new Worker<unknown, void>(keys.queue, process, {
    connection: parts.connection,
    prefix: keys.prefix,
    // It would write to the console what `doctor` tells of Redis. Taking Redis for the oldest one, it waits whole seconds for what is delayed.
    skipVersionCheck: true,
    concurrency: parts.atOnce,
    autorun: false,
    drainDelay: limits.lookMs / secondMs,
    lockDuration: limits.lockMs,
    stalledInterval: limits.lockMs,
    maxStalledCount: deathsAtMost,
    // What is known of a job is its result: one that is done may be asked for again when that is gone.
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  });
  worker.on('error', parts.failed);
  worker.on('lockRenewalFailed', (ids) => ids.forEach((id) => worker.cancelJob(id, 'another process does it by now')));
  worker.on('failed', (taken, error) => {
    log.warn({ job: taken?.id, tries: taken?.attemptsMade, error: error.message }, `${job.name}: a try has failed`);
    // While it is tried again, nothing is said of it.
    if (taken?.finishedOn === undefined) return;
    const { success, data } = Carried.safeParse(taken.data);
    // Whoever waits for it asks again after a while where this is not told.
    if (success) results.lost(data.batch, data.id, error.message).catch(parts.failed);
  });
  worker.run().catch(parts.failed);

  if (!signal.aborted)
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  const closed = worker.close().catch(parts.failed);
  const over = new AbortController();
  const late = async (): Promise<void> => {
    await clock.sleep(limits.finishMs, over.signal);
    end.abort(new Error('this process ends'));
    await clock.sleep(limits.giveBackMs, over.signal);
  };
  await Promise.race([closed, late().catch(() => {})]);
  over.abort(new Error('it is over'));
}
