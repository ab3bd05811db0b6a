import { usd } from '../../core/money.ts';
import type { Place } from '../../core/people/person.ts';
import { code, figure, list, say, time, type Spans } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import { fields, type Fields } from '../reply/reply.ts';
import { toOwner, type Alert, type Known, type Watched } from '../../core/watch/alert.ts';
import { tagInWords } from '../../core/watch/alert-words.ts';
import { rulesInWords } from '../../core/watch/rules/named.ts';
import { nextAfter, quietUntil } from '../../core/watch/schedule.ts';
import { hoursInWords } from '../../core/watch/time-of-day.ts';

/** What an alert looks for: `idle-addresses`, `what everything costs, by owner`, `more than $30.00 an hour for env=dev`. */
export function watchedInWords(watches: Watched): Spans {
  switch (watches.is) {
    case 'waste':
      return list(rulesInWords(watches.rules).map(code));
    case 'cost':
      return say`what everything costs, by ${watches.by.replace(/^tag:/, 'tag ')}`;
    case 'budget':
      return say`more than ${figure(usd(watches.usdPerHour))} an hour${watches.tag === undefined ? '' : say` for ${code(tagInWords(watches.tag))}`}`;
  }
}

/** Whom it tells. @param place Where that is said. */
export const toldInWords = (places: readonly string[], place: Pick<Place, 'id'>): Spans =>
  list(places.map((one) => (one === toOwner ? 'each owner' : one === place.id ? 'here' : code(one))));

/** When it is due next; undefined where it rests. */
export const nextOf = ({ alert, paused }: Known, now: Instant): Instant | undefined =>
  paused === undefined ? nextAfter(alert.when, now) : undefined;

/** When what is due then is looked for and told: where that falls into quiet hours, when they end. */
export const toldAt = ({ quiet, when }: Alert, due: Instant): Instant =>
  (quiet && quietUntil(quiet, when.timeZone, due)) ?? due;

function nextInWords(alert: Alert, next: Instant): Spans {
  const told = toldAt(alert, next);
  return told === next
    ? say`${time(next)}`
    : say`${time(next)}, which is told at ${time(told)}, when the quiet hours end`;
}

/** Who lets it rest, and until when. */
export const restInWords = ({ by, until }: NonNullable<Known['paused']>): Spans =>
  say`by ${by.name}${until === undefined ? '' : say`, until ${time(until)}`}`;

/** Everything of an alert, by label. @param place Where that is said. */
export function alertFields(known: Known, place: Pick<Place, 'id'>, now: Instant): Fields | undefined {
  const { alert, made, sees, paused } = known;
  const { watches, accounts, when, to, atLeast, form, repeatDays, escalate, quiet, allClear } = alert;
  const isWaste = watches.is === 'waste';
  const next = nextOf(known, now);
  return fields(
    ['Looks for', watchedInWords(watches)],
    ['Accounts', accounts === undefined ? 'all' : list(accounts)],
    ['When', when.said],
    ['Next', next === undefined ? undefined : nextInWords(alert, next)],
    ['Rests', paused && restInWords(paused)],
    ['Told to', toldInWords(to, place)],
    ['Told from', leastInWords(atLeast)],
    ['Form', isWaste ? (form === 'digest' ? 'one digest' : 'a message each') : undefined],
    [
      'Told again',
      isWaste ? (repeatDays === undefined ? 'never, until it changes' : `after ${days(repeatDays)}`) : undefined,
    ],
    ['Told elsewhere', escalate && say`after ${days(escalate.afterDays)}, to ${toldInWords(escalate.to, place)}`],
    ['Quiet', quiet && say`${hoursInWords(quiet)} ${when.timeZone}`],
    ['All clear', isWaste && allClear ? 'told too' : undefined],
    ['Made', made === undefined ? 'in the configuration' : say`by ${made.by.name} at ${time(made.at)}`],
    ['Sees', sees && say`what ${sees.by.name} may, who turned it at ${time(sees.at)}`],
  );
}

const days = (count: number): string => `${count} day${count === 1 ? '' : 's'}`;

function leastInWords({ days: least, usdPerMonth }: Alert['atLeast']): Spans | undefined {
  const parts = [
    ...(least === undefined ? [] : [days(least)]),
    ...(usdPerMonth === undefined ? [] : [say`${figure(usd(usdPerMonth))} a month`]),
  ];
  return parts.length === 0 ? undefined : list(parts);
}
