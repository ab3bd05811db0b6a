import { cents, hoursPerMonth, share, toRecord, type Money } from '../../core/money.ts';
import { code, figure, say, strong, text, type Span, type Spans } from '../../core/text.ts';
import { minuteMs, spanInWords, type Instant } from '../../core/time.ts';
import { allRegions, keyOf, monthOf, soFarOf, type FoundRecord } from '../../core/watch/finding.ts';
import { line } from './reply.ts';

/** What names one matter of one thing to people. */
export type Meant = Pick<FoundRecord, 'key' | 'id' | 'label' | 'account' | 'region'> & {
  readonly rule?: string | undefined;
};

/** The word that names it: an address is known by itself. */
export const wordOf = ({ id, label }: Pick<Meant, 'id' | 'label'>): string => (id.startsWith('eipalloc-') ? label : id);

/** A line about one matter: `keep 198.51.100.38 account:demo-dev region:us-east-1`. The rule is said of a thing that has several. */
export function lineOf(verb: string, meant: Meant): string {
  const { key, id, account, region, rule } = meant;
  const at = region === allRegions ? '' : line` region:${region}`;
  const named = `${verb} ${line`${wordOf(meant)} account:${account.name}`}${at}`;
  return rule === undefined || key === keyOf(meant, id) ? named : `${named}${line` rule:${rule}`}`;
}

/** `198.51.100.38`, `web-1`, `volume old-db`. */
export function thingOf({ is, id, label }: Pick<FoundRecord, 'is' | 'id' | 'label'>): Spans {
  if (label === id) return [code(id)];
  switch (is) {
    case 'address':
      return [code(label)];
    case 'instance':
      return [strong(label)];
    case 'volume':
    case 'reservation':
    case 'account':
      return say`${is} ${strong(label)}`;
  }
}

/** `12 days`, `at least 3 days`, `first seen now`. */
export function lastsFor({ since, sinceBy }: Pick<FoundRecord, 'since' | 'sinceBy'>, now: Instant): string {
  if (sinceBy === 'aws') return spanInWords(now - since);
  return now - since < minuteMs ? 'first seen now' : `at least ${spanInWords(now - since)}`;
}

/** The same in a sentence: `for 12 days`, `for at least 3 days`, `seen for the first time`. */
export const forSoLong = (record: Pick<FoundRecord, 'since' | 'sinceBy'>, now: Instant): string =>
  record.sinceBy === 'seen' && now - record.since < minuteMs
    ? 'seen for the first time'
    : `for ${lastsFor(record, now)}`;

const unknown: Span = text('unknown');

/** What it costs a month. */
export const monthSpan = (record: FoundRecord): Span => {
  const month = monthOf(record);
  return month === undefined ? unknown : figure(month);
};

/** What something has come to, in cents for people and with all digits for programs. @param atLeast It may be more. */
export const centsSpan = (sum: Money, atLeast: boolean): Span => ({
  kind: 'money',
  text: cents(sum, atLeast),
  digits: toRecord(sum),
});

/** What it has cost so far: `≥` where it may be more. */
export function soFarSpan(record: FoundRecord, now: Instant): Spans {
  const soFar = soFarOf(record, now);
  if (soFar === undefined) return [unknown];
  return record.sinceBy === 'seen' ? say`≥ ${centsSpan(soFar, true)}` : [centsSpan(soFar, false)];
}

/** `wastes $3.65 a month, at least $0.37 so far`; `costs` where it may be meant. @param sinceKnown Else how much it was so far is not told. */
export function wastesInWords(record: FoundRecord, now: Instant, sinceKnown = true): Spans {
  const [month, soFar] = [monthOf(record), soFarOf(record, now)];
  const verb = record.weak === true ? 'costs' : 'wastes';
  if (month === undefined || soFar === undefined) return say`${verb} an unknown sum`;
  const isSeen = record.sinceBy === 'seen';
  const atLeast = isSeen ? 'at least ' : '';
  return say`${verb} ${figure(month)} a month${sinceKnown ? say`, ${atLeast}${centsSpan(soFar, isSeen)} so far` : ''}`;
}

/** `maria's stop of web-1`; empty where no change made here left it. */
export const leftInWords = ({ left }: Pick<FoundRecord, 'left'>): string =>
  left === undefined ? '' : `${left.by}'s ${left.kind} of ${left.of}`;

/** Whose it is: by its owner tag, else who left it behind. @param none Where neither is known. */
export const ownerInWords = ({ owner, left }: Pick<FoundRecord, 'owner' | 'left'>, none = '(no owner tag)'): string =>
  owner ?? (left === undefined ? none : `${left.by} (left it)`);

/** `$0.005 an hour` of a month of 730 hours, to the digits that AWS's prices have. */
export const anHour = (month: Money): Money => share(month, hoursPerMonth, pricePlaces);
const pricePlaces = 10;
