import type { Reading } from '../../core/ports/cloud.ts';
import { say, type Spans } from '../../core/text.ts';
import { secondMs } from '../../core/time.ts';
import type { Context } from '../command.ts';
import { watched } from '../progress.ts';
import { note, type Note } from '../reply/reply.ts';
import { listingNotes } from '../words.ts';
import { applied } from './applied.ts';

/** A topic waits at most so long for what there is, by the real clock: it has its answer without. */
const longestMs = 5 * secondMs;

/** What a topic says of the asker's own, and how old that is. */
export interface Yours {
  readonly says?: Spans | undefined;
  readonly notes: readonly Note[];
}

/**
 * A topic applied to what the asker has: a sentence, and how old it is. Nothing where a topic is about nothing that can
 * be counted. A read that fails or takes too long is said, and keeps no topic from being explained; only the asker's own
 * stop ends it.
 */
export async function yoursOf(topic: string, context: Context<'reads'>, waitMs = longestMs): Promise<Yours> {
  const read = applied[topic];
  if (read === undefined) return { notes: [] };
  const late = AbortSignal.timeout(waitMs);
  const reading: Reading = { ...watched(context), signal: AbortSignal.any([context.signal, late]) };
  try {
    const { listing, says } = await read(context, reading);
    return { says, notes: listingNotes(listing) };
  } catch (error) {
    context.signal.throwIfAborted();
    // A fault of ours must come to the log; being late is none.
    if (!late.aborted) throw error;
    return { notes: [note(say`Yours were not looked at: AWS did not answer in time.`)] };
  }
}
