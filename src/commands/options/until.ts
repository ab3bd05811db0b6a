import type { Instant } from '../../core/time.ts';
import { badValue, oneWord, plainly, startingWith, type Declared } from './option.ts';
import { readSince, sinceForms, sinceWord, type Since } from './since.ts';

/** The moment that lies so far ahead, or that was named. */
export const ahead = (end: Since, now: Instant): Instant => ('at' in end ? end.at : now + end.agoMs);

/** Until when: a span from now on, or a moment. */
export const until = (about: string): Declared<Since> =>
  oneWord({
    shape: 'UNTIL',
    about,
    parse: (word) => readSince(word) ?? badValue('UNTIL', word, sinceForms),
    print: sinceWord,
    suggest: async (typed) => startingWith(typed, plainly(['30m', '1h', '2h', '8h', '1d', '1w'])),
  });
