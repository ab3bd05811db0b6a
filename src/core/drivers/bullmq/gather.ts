import type { Clock } from '../../ports/clock.ts';
import type { Done, Job, Part } from '../../ports/jobs.ts';
import { spanInWords } from '../../time.ts';
import { askedAtOnce, type Limits } from './bounds.ts';
import { unpacked } from './packed.ts';
import type { DoneEntry } from './keys.ts';
import type { Results } from './results.ts';

/** What a batch is gathered with. */
export interface GatherParts<P, R> {
  readonly job: Pick<Job<P, R>, 'wire'>;
  readonly results: Pick<Results, 'doneFrom' | 'of'>;
  /** Has these done; what is asked for and not done already is left as it is. */
  ask(parts: readonly Part<P>[]): Promise<void>;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly limits: Limits;
  /** For spans of time alone: the machine's, which runs whatever the house's clock shows. */
  elapsedMs(): number;
}

/**
 * Asks for the parts of a batch, some at a time, and gives each as it comes. It keeps no place in Redis: what is done of the batch
 * stands there in order, and each who gathers it walks that from the beginning, so that several may, and a later one finds what
 * an earlier one had done.
 */
export async function* gather<P, R>(
  batch: string,
  parts: readonly Part<P>[],
  signal: AbortSignal,
  { job, results, ask, clock, limits, elapsedMs }: GatherParts<P, R>,
): AsyncGenerator<Done<P, R>, void, void> {
  const queue = parts.values();
  /** Asked for, and not answered. */
  const waiting = new Map<string, Part<P>>();
  /** Done, and not asked for here yet. */
  const ready = new Set<string>();
  const began = elapsedMs();
  let [newsAt, askedAt] = [began, began];
  let walked = 0;
  /** The entry that was walked last. */
  let last: DoneEntry | undefined;

  /** What was done since. Where another entry stands at the place of the last one, Redis has lost them and a new list has begun. */
  const unwalked = async (): Promise<readonly DoneEntry[]> => {
    let entries = await results.doneFrom(batch, Math.max(0, walked - 1));
    const [first] = entries;
    if (last !== undefined && first?.id === last.id && first.lost === last.lost) entries = entries.slice(1);
    else if (last !== undefined) {
      entries = await results.doneFrom(batch, 0);
      walked = 0;
    }
    walked += entries.length;
    last = walked === 0 ? undefined : (entries.at(-1) ?? last);
    return entries;
  };
  /** Of what is new, what is wanted here: ids that are done, and what is lost. What was lost before it was asked for here is tried again. */
  const news = async (): Promise<{ readonly done: readonly string[]; readonly lost: ReadonlyMap<string, string> }> => {
    const entries = await unwalked();
    const done = new Set<string>();
    const lost = new Map<string, string>();
    for (const { id, lost: reason } of entries) {
      if (reason === undefined) (waiting.has(id) ? done : ready).add(id);
      else if (waiting.has(id)) lost.set(id, reason);
      else ready.delete(id);
    }
    return { done: [...done], lost };
  };
  /** Fills up what limits; gives those that are done by now, and asks for the others. */
  const fill = async (): Promise<readonly string[]> => {
    const done: string[] = [];
    const wanted: Part<P>[] = [];
    while (waiting.size < askedAtOnce) {
      const { value: part, done: over } = queue.next();
      if (over === true) break;
      waiting.set(part.id, part);
      if (ready.delete(part.id)) done.push(part.id);
      else wanted.push(part);
    }
    if (wanted.length > 0) await ask(wanted);
    return done;
  };
  /** Results of these, one after another; what is gone meanwhile is asked for again. */
  const fetched = async function* (ids: readonly string[]): AsyncGenerator<Done<P, R>, void, void> {
    for (let from = 0; from < ids.length;) {
      const found = await results.of(batch, ids.slice(from));
      if (found.length === 0) return;
      const gone: Part<P>[] = [];
      for (const [index, result] of found.entries()) {
        const part = waiting.get(ids[from + index] ?? '');
        if (part === undefined) continue;
        if (result === null) {
          gone.push(part);
          continue;
        }
        waiting.delete(part.id);
        yield await read(part, result);
      }
      from += found.length;
      if (gone.length > 0) await ask(gone);
    }
  };
  const read = async (part: Part<P>, result: Buffer): Promise<Done<P, R>> => {
    try {
      return { ...part, pieces: await unpacked(result, (written) => job.wire.read(written, part.payload), limits) };
    } catch {
      return { ...part, lost: 'its result came in a form that cannot be read' };
    }
  };

  await news();
  for (;;) {
    signal.throwIfAborted();
    yield* fetched(await fill());
    if (waiting.size === 0) return;
    const { done, lost } = await news();
    for (const [id, reason] of lost) {
      const part = waiting.get(id);
      if (part !== undefined && waiting.delete(id)) yield { ...part, lost: reason };
    }
    yield* fetched(done);
    const now = elapsedMs();
    if (done.length + lost.size > 0) newsAt = now;
    else if (now - newsAt >= limits.quietMs || now - began >= limits.wholeMs) {
      const why = `no process has done it within ${spanInWords(now - newsAt >= limits.quietMs ? limits.quietMs : limits.wholeMs)}`;
      for (const part of [...waiting.values(), ...queue]) yield { ...part, lost: why };
      return;
    } else if (now - Math.max(newsAt, askedAt) >= limits.askAgainMs) {
      askedAt = now;
      await ask([...waiting.values()]);
    }
    await clock.sleep(limits.pollMs, signal);
  }
}
