import { Readable } from 'node:stream';
import { HttpResponse } from '@smithy/core/transport';
import { turn } from '../../slices.ts';
import { NotAnswered } from './errors.ts';
import type { Divert, Diverted, Nouns } from './pages.ts';
import type { Parser } from './parser.ts';

/** Answers from here on are read on another thread; the SDK takes about 5 ms for so much, in one piece. */
const largeBytes = 128 * 1_024;
/** What the SDK is given of an answer that the thread could not read: too little to be whole, so that it says the same. */
const unreadableBytes = 1_024;
/** What the SDK is given in place of an answer that was read elsewhere: the least that it can read. */
const readElsewhere = new TextEncoder().encode('<Answer><read>elsewhere</read></Answer>');

/**
 * Takes the body of an answer before the SDK reads it. A refusal and a small answer go on as they are, in bytes; a large
 * one goes to the parser, and the SDK gets a stand-in. A body that breaks off rejects here as it would in the SDK.
 */
export const createDivert =
  (parser: Parser): Divert =>
  (api, home, stack, signal) => {
    const diverted: Diverted<Nouns[typeof api]> = {};
    stack.add(
      (next) => async (args) => {
        const result = await next(args);
        const { response } = result;
        if (!HttpResponse.isInstance(response) || response.statusCode >= 300) return result;
        const stream: unknown = response.body;
        if (!(stream instanceof Readable)) return result;
        const parts = await partsOf(stream);
        // Answers come in bursts; read in one go they would hold everybody up for as many times a millisecond.
        await turn();
        const length = parts.reduce((sum, part) => sum + part.length, 0);
        const body = length < largeBytes ? Buffer.concat(parts) : await elsewhere(parts);
        return { ...result, response: Object.assign(response, { body }) };
      },
      { step: 'deserialize', name: 'quartermasterDivert', priority: 'low', override: true },
    );
    const elsewhere = async (parts: readonly Uint8Array[]): Promise<Uint8Array> => {
      const parsed = await parser.read(api, parts, home);
      signal?.throwIfAborted();
      switch (parsed.is) {
        case 'page':
          diverted.page = parsed.page;
          return readElsewhere;
        case 'not-answered':
          throw new NotAnswered();
        case 'unreadable':
          return Buffer.concat(parts, unreadableBytes);
        case 'away':
          return Buffer.concat(parts);
      }
    };
    return diverted;
  };

/** Every byte of it; rejects where it breaks off. */
const partsOf = (stream: Readable): Promise<readonly Uint8Array[]> =>
  new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    stream.on('data', (part: Uint8Array) => parts.push(part));
    stream.once('error', reject);
    stream.once('end', () => resolve(parts));
    // Closed before its end without a word of why: a cut connection to the SDK, which tries again.
    stream.once('close', () => {
      if (!stream.readableEnded) reject(Object.assign(new Error('the answer broke off'), { code: 'ECONNRESET' }));
    });
  });
