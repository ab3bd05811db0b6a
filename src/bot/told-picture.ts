import type { Picture, Series } from '../commands/reply/picture.ts';
import { harmless, type Spans } from '../core/text.ts';
import { isoTime } from '../core/time.ts';
import { plainly, wordsOf } from './plain-words.ts';

/** Lines of a picture that are told in words; of more the rest is said to be there. */
const seriesTold = 12;

/** A picture in words, where none is shown: its title and its gist, and a line for each of its lines. */
export function toldPicture(picture: Picture): { readonly head: readonly Spans[]; readonly lines: readonly Spans[] } {
  const told = picture.series.slice(0, seriesTold).map((one) => seriesWords(one, picture));
  const more = picture.series.length - told.length;
  return {
    head: [[{ kind: 'strong', text: `${harmless(picture.title).trim()} (${picture.up.unit})` }], picture.alt],
    lines: [...told, ...(more > 0 ? [[plainly(`${more} more lines are not told.`)]] : [])],
  };
}

/** What stands in the place of a picture for who does not see it. Never empty. @param command The platform's own, `/ec2`. */
export const altOf = ({ alt, title, up }: Picture, command: string): string =>
  wordsOf(alt, command).trim() || harmless(title).trim() || up.label || 'A picture';

/** From where to where a line goes, and between which figures. */
function seriesWords({ label, points }: Series, { across }: Picture): Spans {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return [plainly(label)];
  const place = (at: number): string => (across.of === 'time' ? isoTime(at) : `${across.label} ${at}`);
  const values = points.map(({ value }) => value).toSorted((one, other) => Number(one) - Number(other));
  const [least = '', most = ''] = [values[0], values.at(-1)];
  return [
    plainly(
      `${label}: ${first.value} (${place(first.at)})` +
        (points.length === 1 ? '' : ` to ${last.value} (${place(last.at)}), between ${least} and ${most}`),
    ),
  ];
}
