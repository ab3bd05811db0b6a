import { Readable } from 'node:stream';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { minuteMs, secondMs, spanInWords } from '../../time.ts';
import { GivenUp } from './errors.ts';

/** How long AWS is waited for, and how much of it is taken. The SDK's own bound for an answer that has begun is a quarter of an hour. */
export interface Patience {
  /** Until an answer begins. */
  readonly answerMs: number;
  /** Without a byte of an answer that has begun. */
  readonly silenceMs: number;
  /** From the beginning of an answer to its end, however steadily it trickles. */
  readonly wholeMs: number;
  /** Of one answer; the largest, a page of 1,000 instances with all their tags, has some ten. */
  readonly mebibytes: number;
  /** Spent in the tries of one read, without its waiting for a turn: after that it is not tried again. */
  readonly readMs: number;
}

/** What is waited for where nothing else is said. */
export const patience: Patience = {
  answerMs: 30 * secondMs,
  silenceMs: 30 * secondMs,
  wholeMs: minuteMs,
  mebibytes: 64,
  readMs: minuteMs,
};
const bytesOfMebibyte = 1_024 * 1_024;

/** What sends requests. */
type Handler = Pick<NodeHttpHandler, 'handle' | 'metadata'>;

/** The handler, with answers that end: in time and in size, whatever is at the other end. */
export const patient = (handler: Handler, waits: Patience): Handler => ({
  metadata: handler.metadata,
  async handle(request, options) {
    const answer = await handler.handle(request, options);
    const body: unknown = answer.response.body;
    if (body instanceof Readable) giveUpLate(body, waits);
    return answer;
  },
});

/** Ends a body that is silent, endless or too large. */
function giveUpLate(body: Readable, { silenceMs, wholeMs, mebibytes }: Patience): void {
  const late = (why: string) => () => body.destroy(new GivenUp(why, 'try-again'));
  const silence = setTimeout(late(`its answer stopped for ${spanInWords(silenceMs)}`), silenceMs);
  const whole = setTimeout(late(`its answer was not whole in ${spanInWords(wholeMs)}`), wholeMs);
  let bytes = 0;
  const count = (part: Uint8Array): void => {
    silence.refresh();
    bytes += part.length;
    if (bytes > mebibytes * bytesOfMebibyte)
      body.destroy(new GivenUp(`its answer is of more than ${mebibytes} MiB`, 'no-use'));
  };
  // Together with its reader: listening sets a body flowing.
  const begin = (event: string | symbol): void => {
    if (event !== 'data') return;
    body.off('newListener', begin);
    body.on('data', count);
  };
  body.on('newListener', begin);
  body.once('close', () => {
    clearTimeout(silence);
    clearTimeout(whole);
  });
}
