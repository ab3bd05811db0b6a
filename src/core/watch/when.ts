import { didYouMean } from '../near.ts';
import { isProblem, type Problem } from '../problem.ts';
import { code, say, type Spans } from '../text.ts';
import { minuteMs } from '../time.ts';
import type { When } from './alert.ts';
import { daysInCron, daysInWords, daysNamed, daysOfCron, dayWords } from './day-words.ts';
import { cronFault, oftenestMs, type CronFault } from './schedule.ts';
import { readTimeOfDay } from './time-of-day.ts';
import { isZoneWord, zoneNamed, zoneNames } from './zone-name.ts';

/** What {@link readWhen} takes, for whoever has to say it. */
export const whenForms = 'weekdays 9:00, mon,thu 9:00, daily 17:30, every 6h, monthly 9:00 or 0 9 * * 1-5';

/** Words that a time may begin with. */
export const whenWords: readonly string[] = [...dayWords, 'monthly', 'hourly', 'every'];

/** Minutes and hours that go evenly into an hour and a day: cron counts from the full ones. */
const everyMinutes = [5, 6, 10, 12, 15, 20, 30];
const everyHours = [2, 3, 4, 6, 8, 12];

const minutesPerHour = 60;
/** All of them, from the shortest. */
const spans = [
  ...everyMinutes.map((size) => ({ words: `${size}m`, minutes: size })),
  ...[1, ...everyHours, 24].map((size) => ({ words: `${size}h`, minutes: size * minutesPerHour })),
];

/**
 * When something is due, from people's words: days and a time of the day, `hourly`, `every 15m`, or the five fields of cron, and
 * a time zone after them. A Problem names what is wrong with them, and what is near.
 * @param usualZone IANA name, where none is said.
 */
export function readWhen(words: string, usualZone: string): When | Problem {
  const said = tidied(words);
  const parted = withZone(said, usualZone);
  if (isProblem(parted)) return parted;
  const { rest, timeZone } = parted;
  if (rest.length === 0) return noWords;
  const cron = isCronLike(rest) ? rest.join(' ') : cronOf(rest);
  if (isProblem(cron)) return cron;
  const fault = cronFault(cron.toUpperCase());
  if (fault !== undefined) return cronProblem(fault, cron);
  const when = { cron: canonical(cron), timeZone };
  return { said: whenInWords(when), ...when };
}

/** In words that {@link readWhen} reads to the same: `weekdays 9:00 Europe/Paris`. */
export function whenInWords({ cron, timeZone }: Pick<When, 'cron' | 'timeZone'>): string {
  return `${cronInWords(cron)} ${timeZone}`;
}

/** Lists have no spaces within, and `9 am` is one word. */
const tidied = (words: string): readonly string[] =>
  words
    .trim()
    .replaceAll(/\s*,\s*/g, ',')
    .replaceAll(/(\d)\s+([ap]m)\b/gi, '$1$2')
    .split(/\s+/)
    .filter((word) => word !== '');

/** The zone stands last; of one of several words (`America/New York`) the rest belongs to it. */
function withZone(
  words: readonly string[],
  usualZone: string,
): { readonly rest: readonly string[]; readonly timeZone: string } | Problem {
  const begins = words.findIndex(isZoneWord);
  const at = begins < 0 ? words.length - 1 : begins;
  const name = words.slice(at).join('_');
  const timeZone = zoneNamed(name);
  if (timeZone !== undefined) return { rest: words.slice(0, at), timeZone };
  return begins < 0 ? { rest: words, timeZone: usualZone } : noZone(name);
}

/** Whoever uses a sign of cron's means cron, and five fields that begin with two numbers are nothing else. */
const isCronLike = (words: readonly string[]): boolean =>
  words.some((word) => word.includes('*')) ||
  (words.length > 3 && words.slice(0, 2).every((word) => /^[\d,/-]+$/.test(word)));

/** The cron of people's words. */
function cronOf(said: readonly string[]): string | Problem {
  const words = said.map((word) => word.toLowerCase());
  const [, count = '', unit = ''] = /^(?:every|each) (\d{1,4}) ?([a-z]+)$/.exec(words.join(' ')) ?? [];
  if (count !== '') return everyOf(Number(count), unit);
  const told = words.filter((word) => !/^(?:every|each|on|at|and|the)$/.test(word));
  if (/^(?:hourly|hour)$/.test(told.join(' '))) return '0 * * * *';
  if (told.some((word) => /^hour(?:ly)?$/.test(word))) return hourAndMore;
  const times = told.map(timeOf);
  const [wrong] = times.filter(isProblem);
  if (wrong !== undefined) return wrong;
  const [time, another] = times.flatMap((one) => (one === undefined || isProblem(one) ? [] : [one]));
  if (another !== undefined) return twoTimes;
  const days = told.filter((_, at) => times[at] === undefined);
  const isMonthly = days.length === 1 && /^month(?:ly)?$/.test(days[0] ?? '');
  const unknown = isMonthly ? undefined : days.find((word) => daysNamed(word) === undefined);
  if (unknown !== undefined) return noDay(said.find((word) => word.toLowerCase() === unknown) ?? unknown);
  if (time === undefined) return noTime(said.join(' '));
  if (isMonthly) return `${time} 1 * *`;
  return `${time} * * ${daysInCron(daysNamed(days.length === 0 ? 'daily' : days.join()) ?? [])}`;
}

/** `minute hour` of a time of the day; undefined: it is not meant to be one. */
function timeOf(word: string): string | Problem | undefined {
  const time = readTimeOfDay(word);
  if (time === undefined) return /^\d/.test(word) ? badTime(word) : undefined;
  const [hour, minute] = time.split(':').map(Number);
  return `${minute} ${hour}`;
}

function everyOf(count: number, unit: string): string | Problem {
  const isMinutes = /^m(?:in(?:ute)?s?)?$/.test(unit);
  if (!isMinutes && !/^h(?:(?:ou)?rs?)?$/.test(unit)) return badSpan(unit);
  const [allowed, full, one] = isMinutes ? [everyMinutes, 60, 'm'] : [everyHours, 24, 'h'];
  if (isMinutes && count * minuteMs < oftenestMs) return tooOften;
  if (!isMinutes && count === 1) return '0 * * * *';
  if (count === full) return isMinutes ? '0 * * * *' : '0 0 * * *';
  if (allowed.includes(count)) return isMinutes ? `*/${count} * * * *` : `0 */${count} * * *`;
  const minutes = isMinutes ? count : count * minutesPerHour;
  const near = spans
    .toSorted((left, right) => Math.abs(left.minutes - minutes) - Math.abs(right.minutes - minutes))
    .slice(0, 2);
  return {
    problem: 'bad-value',
    what: say`${code(`${count}${one}`)} does not go evenly into ${isMinutes ? 'an hour' : 'a day'}.`,
    todo: say`Say ${near.map(({ words }) => `every ${words}`).join(' or ')}.`,
  };
}

/** One way to write what may be written in several: numbers without zeros before them, and days as words have them. */
function canonical(cron: string): string {
  const [minute = '', hour = '', day, month, weekday = ''] = cron
    .toLowerCase()
    .split(' ')
    .map((field) => field.replaceAll(/\b0+(?=\d)/g, ''));
  const days = daysOfCron(weekday);
  const isPlain = /^\d+ \d+$/.test(`${minute} ${hour}`) && day === '*' && month === '*' && days !== undefined;
  return isPlain
    ? `${minute} ${hour} * * ${daysInCron(days)}`
    : [minute, hour, day, month, weekday].join(' ').toUpperCase();
}

function cronInWords(cron: string): string {
  const [minute = '', hour = '', day, month, weekday = ''] = cron.split(' ');
  if (cron === '0 * * * *') return 'hourly';
  const [, minutes, hours] = /^(?:\*\/(\d+) \*|0 \*\/(\d+)) \* \* \*$/.exec(cron) ?? [];
  if (minutes !== undefined && everyMinutes.includes(Number(minutes))) return `every ${minutes}m`;
  if (hours !== undefined && everyHours.includes(Number(hours))) return `every ${hours}h`;
  if (!/^\d+ \d+$/.test(`${minute} ${hour}`) || month !== '*') return cron;
  const time = `${hour}:${minute.padStart(2, '0')}`;
  if (day === '1' && weekday === '*') return `monthly ${time}`;
  const days = daysOfCron(weekday);
  return day === '*' && days !== undefined ? `${daysInWords(days)} ${time}` : cron;
}

const bad = (what: Spans, todo: Spans): Problem => ({ problem: 'bad-value', what, todo });
const sayIt = say`Say it as ${whenForms}, with a time zone such as Europe/Paris after it where it is another than usual.`;

const noWords: Problem = { problem: 'missing-value', what: say`Nothing says when.`, todo: sayIt };
const tooOften = bad(say`More often than every 5 minutes nothing is looked at.`, say`Say every 5m, or less often.`);
const twoTimes = bad(
  say`Two times of the day are more than can be said in words.`,
  say`Say them as cron does: ${code('0 9,17 * * 1-5')} is 9:00 and 17:00 on weekdays.`,
);
const hourAndMore = bad(
  say`What is due hourly has no day and no time of the day.`,
  say`Say hourly, or a day and a time.`,
);
const badTime = (word: string): Problem =>
  bad(say`${code(word)} is no time of the day.`, say`A time is as 9:00, 17:30, 9am or 5:30pm.`);
const badSpan = (word: string): Problem =>
  bad(say`${code(word)} is no unit of time here.`, say`Say minutes or hours: every 15m, every 6h.`);
const noTime = (words: string): Problem => ({
  problem: 'missing-value',
  what: say`${code(words)} says no time of the day.`,
  todo: say`Add one: ${code(`${words} 9:00`)}.`,
});
const noZone = (name: string): Problem =>
  bad(
    say`There is no time zone ${code(name)}.`,
    didYouMean(name, zoneNames(), say`A zone bears the name of a city, as Europe/Paris; or say UTC.`),
  );
/** A city alone may be meant as well. */
const noDay = (word: string): Problem =>
  bad(say`${code(word)} is no day, no time and no time zone.`, didYouMean(word, [...whenWords, ...zoneNames()], sayIt));

function cronProblem(fault: CronFault, cron: string): Problem {
  switch (fault) {
    case 'fields':
      return bad(
        say`${code(cron)} has ${cron.split(' ').length} fields, and cron has five.`,
        say`They are minute, hour, day of the month, month and weekday: ${code('0 9 * * 1-5')}.`,
      );
    case 'minute':
    case 'hour':
    case 'day of the month':
    case 'month':
    case 'weekday':
      return bad(
        say`The ${fault} of ${code(cron)} cannot be read.`,
        say`Fields of cron are as ${code('0')}, ${code('1-5')}, ${code('9,17')}, ${code('*/15')} or ${code('*')}.`,
      );
    case 'never':
      return bad(say`${code(cron)} never comes: there is no such day.`, say`Say a day that there is.`);
    case 'too often':
      return tooOften;
  }
}
