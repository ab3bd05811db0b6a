import { dayMs, hourMs, isoTime, minuteMs, type Instant } from '../../core/time.ts';
import { badValue, oneWord, plainly, startingWith, type Declared } from './option.ts';

/** From when on: so long ago, or from a moment on. */
export type Since = { readonly agoMs: number } | { readonly at: Instant };

const units = [
  ['w', 7 * dayMs],
  ['d', dayMs],
  ['h', hourMs],
  ['m', minuteMs],
] as const;

/** What {@link readSince} takes, in words. */
export const sinceForms = 'a span as 30m, 2h, 3d or 1w, a day as 2026-11-24, or a time in UTC as 2026-11-24T10:00';

/** `30m`, `2h`, `3d`, `1w`, `2026-11-24`, `2026-11-24T10:00`, `2026-11-24T10:00:00Z`; days and times in UTC. Undefined: none of them. */
export function readSince(word: string): Since | undefined {
  const [, count = '', unit = ''] = /^(\d{1,5})\s*([wdhm])$/i.exec(word.trim()) ?? [];
  const size = units.find(([one]) => one === unit.toLowerCase())?.[1];
  if (size !== undefined) return Number(count) > 0 ? { agoMs: Number(count) * size } : undefined;
  const [, day = '', minutes = '00:00', seconds = ':00'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?Z?)?$/i.exec(word.trim()) ?? [];
  const whole = `${day}T${minutes}${seconds}Z`;
  const at = Date.parse(whole);
  // A day that there is not, as the 31st of June, is read by JavaScript as another.
  return !Number.isNaN(at) && isoTime(at) === whole ? { at } : undefined;
}

/** The moment that is meant. */
export const momentOf = (since: Since, now: Instant): Instant => ('at' in since ? since.at : now - since.agoMs);

/** As it is typed: the largest unit that is whole. */
export function sinceWord(since: Since): string {
  if ('at' in since) return isoTime(since.at).replace('T00:00:00Z', '');
  const [unit, size] = units.find(([, one]) => since.agoMs % one === 0) ?? units[3];
  return `${since.agoMs / size}${unit}`;
}

/** From when on. */
export const since = (about: string): Declared<Since> =>
  oneWord({
    shape: 'SINCE',
    about,
    recognises: (word) => readSince(word) !== undefined,
    parse: (word) => readSince(word) ?? badValue('SINCE', word, sinceForms),
    print: sinceWord,
    suggest: async (typed) => startingWith(typed, plainly(['1h', '2h', '1d', '3d', '1w', '4w'])),
  });
