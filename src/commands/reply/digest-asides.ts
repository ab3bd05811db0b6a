import { fromRecord, isZero, plus, times, total, type Money } from '../../core/money.ts';
import { command, figure, list, say, strong, time, type Spans } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import { endedOf, savingOf } from '../../core/watch/resolved.ts';
import type { Looked, Resolved, Sum, Told } from '../../core/watch/run.ts';
import { countOf, sumInWords, type View } from './digest-view.ts';
import { thingOf } from './finding-words.ts';
import { line, note, paragraph, type Block } from './reply.ts';

/** What was resolved is told one by one up to so many. */
const resolvedAtMost = 10;
/** Sentences about what could not be read. */
const gapsAtMost = 10;

/**
 * `$3.65 more than on 25 Nov`, `as much as on 25 Nov`, `looked at for the first time`, and how much more or less of it is kept
 * or snoozed now. Empty where not everything was read, or currencies differ: that is no trend.
 */
export function trendInWords(
  { wasted, going, kept, snoozed, unread, before }: View,
  dayOf: (at: Instant) => string,
): Spans {
  if (before === undefined) return countOf(going) > 0 ? [] : say`looked at for the first time`;
  const change = changeOf(before.wasted, [wasted]);
  const rest = changeOf(before.rested, [kept, snoozed]);
  if (unread.length > 0 || change.besides !== undefined || rest.besides !== undefined) return [];
  const day = dayOf(before.at);
  const main = isZero(change) ? say`as much as on ${day}` : say`${moreOrLess(change)} than on ${day}`;
  return isZero(rest) ? main : say`${main} (${moreOrLess(rest)} is kept or snoozed)`;
}

const changeOf = (before: Sum, now: readonly Sum[]): Money =>
  plus(total(now.map(({ perMonth }) => fromRecord(perMonth))), times(fromRecord(before.perMonth), -1));
const moreOrLess = (change: Money): Spans =>
  change.amount.gt(0) ? say`${figure(change)} more` : say`${figure(times(change, -1))} less`;

/** What was told and is waste no longer, and what that saves. @param heading Said before, where other things stand before it. */
export function resolvedBlocks(
  { resolved, resolvedMore }: Pick<View, 'resolved' | 'resolvedMore'>,
  heading?: string,
): readonly Block[] {
  const count = resolved.length + resolvedMore.count;
  if (count === 0) return [];
  const told = resolved.slice(0, resolvedAtMost);
  const more = count - told.length;
  const saving = resolved.flatMap((one) => savingOf(one) ?? []);
  const saved = plus(total(saving), resolvedMore.saves);
  const isSeveral = saving.length + (isZero(resolvedMore.saves) ? 0 : 1) > 1;
  return [
    ...(heading === undefined ? [] : [paragraph(strong(heading))]),
    ...told.map((one) => paragraph(resolvedInWords(one))),
    ...(more > 0 ? [paragraph(say`And ${more} more ${more === 1 ? 'is' : 'are'} waste no longer.`)] : []),
    ...(isSeveral ? [paragraph(say`Together that saves ${figure(saved)} a month.`)] : []),
  ];
}

function resolvedInWords(one: Resolved): Spans {
  const { finding, how, saves } = one;
  const month = endedOf(one);
  const what = say`${thingOf(finding)} ${how}`;
  if (month === undefined || isZero(month) || finding.weak === true) return say`${what}.`;
  return saves === true
    ? say`${what}: saves ${figure(month)} a month.`
    : say`${what}: its ${figure(month)} a month are waste no longer.`;
}

/** What is not told one by one, counted; undefined: all is. */
export function countsBlock({ going, kept, snoozed, below }: View): Block | undefined {
  const part = (sum: Sum, one: string, more: string): readonly Spans[] =>
    countOf(sum) === 0 ? [] : [say`${countOf(sum)} ${countOf(sum) === 1 ? one : more}${costs(sum)}`];
  const onwards =
    countOf(going) === 0
      ? []
      : say`${countOf(going)} ${countOf(going) === 1 ? 'finding' : 'findings'} ${countOf(going) === 1 ? 'was' : 'were'} told before and ${countOf(going) === 1 ? 'goes' : 'go'} on unchanged${costs(going)}. `;
  const besides = [
    ...part(kept, 'is kept on purpose', 'are kept on purpose'),
    ...part(snoozed, 'is snoozed', 'are snoozed'),
    ...part(below, 'is below the threshold', 'are below the threshold'),
  ];
  if (onwards.length === 0 && besides.length === 0) return undefined;
  return paragraph(say`${onwards}${besides.length === 0 ? '' : say`Not told: ${list(besides)}.`}`);
}

const costs = (sum: Sum): Spans => (sum.count === 0 ? [] : say` (${sumInWords(sum)} a month)`);

/** What is in accounts that the place does not show. */
export const hiddenBlock = (hidden: number): Block | undefined =>
  hidden === 0
    ? undefined
    : note(say`${hidden} more ${hidden === 1 ? 'is' : 'are'} in accounts that are not shown here.`);

/** `412 addresses and 96 volumes`. */
export const thingsInWords = ({ things }: Looked): Spans =>
  list(
    Object.entries(things).map(
      ([what, count]) => `${count.toLocaleString('en-US')} ${count === 1 ? oneOf(what) : what}`,
    ),
  );

const oneOf = (what: string): string => (what === 'addresses' ? 'address' : what.replace(/s$/, ''));

/** `9 accounts × 17 regions`. */
export function placesInWords({ accounts, regions, places }: Looked): string {
  const [of, at] = [counted(accounts.length, 'account'), counted(regions, 'region')];
  return places === accounts.length * regions ? `${of} × ${at}` : `${counted(places, 'place')} of ${of}`;
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;

/** What the sweep looked at, when, and what it could not read. */
export function lookedBlocks(looked: Looked, at: Instant, { unread }: View): readonly Block[] {
  const more = unread.length - gapsAtMost;
  const gaps = [...unread.slice(0, gapsAtMost), ...(more > 0 ? [`And ${more} more.`] : [])];
  return [
    note(say`Looked at ${thingsInWords(looked)} in ${placesInWords(looked)} at ${time(at)}.`),
    ...(gaps.length === 0
      ? []
      : [note(say`Not everything could be read, and what was not is not told as resolved: ${gaps.join(' ')}`)]),
  ];
}

/** What `≥` means, where a sum of what is told has it. */
export const soFarBlock = (told: readonly Told[]): Block | undefined =>
  told.some(({ finding }) => finding.sinceBy === 'seen')
    ? note(say`So far: at today's prices. ≥: since an alert saw it first; AWS does not tell for how long before.`)
    : undefined;

/** Which alert tells it, and how to look at it: several may tell the same to one place. */
export const alertBlock = (name: string): Block =>
  note(say`Told by the alert ${strong(name)}; see ${command(line`alerts show ${name}`)}.`);
