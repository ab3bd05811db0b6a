import { list, say, type Spans } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import type { Looked, SoFar, Sum, Told } from '../../core/watch/run.ts';
import { sumsOf } from '../../core/watch/totals.ts';
import { thingsInWords, trendInWords } from './digest-asides.ts';
import { countOf, soFarInWords, sumInWords, type View } from './digest-view.ts';

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** `waste $47.30 a month, $12.10 so far`; nothing of so far where no price is known. */
const wasteInWords = (sum: Sum, soFar: SoFar): Spans =>
  say`${sum.count === 1 ? 'wastes' : 'waste'} ${sumInWords(sum)} a month${sum.unknown === sum.count ? '' : say`, ${soFarInWords(soFar)}`}`;

/** `5 findings waste $47.30 a month, $12.10 so far: $3.65 more than on 25 Nov`. */
export function wasteTitle(view: View, dayOf: (at: Instant) => string): Spans {
  const { wasted, soFar } = view;
  if (wasted.count === 0)
    return say`${counted(wasted.weak, 'finding')} that may be meant, and nothing that surely wastes`;
  const also = wasted.weak === 0 ? '' : ` (${wasted.weak} more may be meant)`;
  const trend = trendInWords(view, dayOf);
  return say`${counted(wasted.count, 'finding')} ${wasteInWords(wasted, soFar)}${also}${trend.length === 0 ? '' : say`: ${trend}`}`;
}

/** `2 things that waste $7.30 a month, $1.20 so far`. */
export function someTitle(told: readonly Told[], at: Instant): Spans {
  const { sum, soFar } = sumsOf(
    told.map(({ finding }) => finding),
    at,
  );
  if (sum.count === 0) return say`${counted(sum.weak, 'thing')} that may be meant`;
  const also = sum.weak === 0 ? '' : `, and ${sum.weak} more that may be meant`;
  return say`${counted(sum.count, 'thing')} that ${wasteInWords(sum, soFar)}${also}`;
}

/** `All clear: none of 412 addresses idles`, as far as that is so and was read. */
export function clearTitle(looked: Looked, { unread, whole, kept, snoozed, below }: View): Spans {
  const left = [
    ...(countOf(kept) === 0 ? [] : ['kept']),
    ...(countOf(snoozed) === 0 ? [] : ['snoozed']),
    ...(countOf(below) === 0 ? [] : ['below the threshold']),
  ];
  const kinds = Object.keys(looked.things);
  const verb = kinds.length === 1 && kinds[0] === 'addresses' ? 'idles' : 'wastes';
  const but = left.length === 0 ? '' : say` but for what is ${list(left, 'or')}`;
  const isAny = Object.values(looked.things).some((count) => count > 0);
  if (!isAny) return unread.length === 0 ? say`All clear: there is nothing to look at` : say`Nothing could be read`;
  const none = whole ? say`none of ${thingsInWords(looked)} ${verb}` : say`nothing of what is shown here ${verb}`;
  return unread.length === 0 ? say`All clear: ${none}${but}` : say`As far as could be read ${none}${but}`;
}
