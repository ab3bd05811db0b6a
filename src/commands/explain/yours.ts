import type { Reading } from '../../core/ports/cloud.ts';
import { say, type Spans } from '../../core/text.ts';
import { secondMs } from '../../core/time.ts';
import type { Context } from '../command.ts';
import { watched } from '../progress.ts';
import { note, type Note } from '../reply/reply.ts';
import { listingNotes } from '../words.ts';
import { applied } from './applied.ts';

/** So long, by the real clock, a topic reads what there is; then what was read will do. */
const enoughMs = 5 * secondMs;
/** So long that may take to be told; then the topic has its answer without. */
const tellMs = secondMs;

/** How long a topic waits for what there is. */
interface Patience {
  /** What was read so far is to be told. */
  readonly enough: AbortSignal;
  /** Nothing is waited for any longer. */
  readonly late: AbortSignal;
}

const patience = (): Patience => ({
  enough: AbortSignal.timeout(enoughMs),
  late: AbortSignal.timeout(enoughMs + tellMs),
});

/** What a topic says of the asker's own, and how old that is. */
export interface Yours {
  readonly says?: Spans | undefined;
  readonly notes: readonly Note[];
}

/**
 * A topic applied to what the asker has: a sentence, and how old it is. Nothing where a topic is about nothing that can
 * be counted. A read that fails or takes too long is said, with what was read until then, and keeps no topic from being
 * explained; only the asker's own stop ends it.
 */
export async function yoursOf(
  topic: string,
  context: Context<'reads'>,
  { enough, late }: Patience = patience(),
): Promise<Yours> {
  const read = applied[topic];
  if (read === undefined) return { notes: [] };
  const own = watched(context);
  const reading: Reading = {
    ...own,
    signal: AbortSignal.any([own.signal, late]),
    stop: own.stop === undefined ? enough : AbortSignal.any([own.stop, enough]),
  };
  try {
    const { listing, says } = await read(context, reading);
    return { says, notes: [...listingNotes(listing), ...(enough.aborted ? [note(readInPart)] : [])] };
  } catch (error) {
    context.signal.throwIfAborted();
    // A fault of ours must come to the log; being late is none. A read that others join goes on without us.
    if (!enough.aborted) throw error;
    return { notes: [note(notRead)] };
  }
}

const readInPart = say`Yours were read for ${enoughMs / secondMs} seconds; what AWS had not told by then is not counted.`;
const notRead = say`Yours were not looked at: AWS did not answer within ${enoughMs / secondMs} seconds.`;
