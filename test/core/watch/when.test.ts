import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isProblem } from '../../../src/core/problem.ts';
import { plain } from '../../../src/core/text.ts';
import { nextAfter } from '../../../src/core/watch/schedule.ts';
import { readWhen, whenInWords, whenWords } from '../../../src/core/watch/when.ts';
import { zoneNamed, zoneNames } from '../../../src/core/watch/zone-name.ts';

/** What is understood, or what is told. */
function read(words: string, usualZone = 'UTC'): string {
  const when = readWhen(words, usualZone);
  return isProblem(when) ? `${plain(when.what)} ${plain(when.todo)}` : `${when.cron} in ${when.timeZone}: ${when.said}`;
}

describe('when something is due, in people’s words', () => {
  it.each([
    ['weekdays 9:00 Europe/Paris', '0 9 * * 1-5 in Europe/Paris: weekdays 9:00 Europe/Paris'],
    ['Weekdays at 09:00 europe/paris', '0 9 * * 1-5 in Europe/Paris: weekdays 9:00 Europe/Paris'],
    ['daily 8:30', '30 8 * * * in UTC: daily 8:30 UTC'],
    ['every day at 9', '0 9 * * * in UTC: daily 9:00 UTC'],
    ['9:00 weekdays', '0 9 * * 1-5 in UTC: weekdays 9:00 UTC'],
    ['mondays 9:00', '0 9 * * 1 in UTC: mondays 9:00 UTC'],
    ['every monday 9', '0 9 * * 1 in UTC: mondays 9:00 UTC'],
    ['weekly 9:00', '0 9 * * 1 in UTC: mondays 9:00 UTC'],
    ['mon,thu 9:00', '0 9 * * 1,4 in UTC: mon,thu 9:00 UTC'],
    ['Mon, Thu 9:00', '0 9 * * 1,4 in UTC: mon,thu 9:00 UTC'],
    ['on thursdays and mondays at 9 am', '0 9 * * 1,4 in UTC: mon,thu 9:00 UTC'],
    ['sun,sat 10:00', '0 10 * * 0,6 in UTC: weekends 10:00 UTC'],
    ['mon-fri 10:00', '0 10 * * 1-5 in UTC: weekdays 10:00 UTC'],
    ['fri-mon 10:00', '0 10 * * 0,1,5,6 in UTC: mon,fri,sat,sun 10:00 UTC'],
    ['weekends 10:00', '0 10 * * 0,6 in UTC: weekends 10:00 UTC'],
    ['weekends,weekdays 10:00', '0 10 * * * in UTC: daily 10:00 UTC'],
    ['hourly', '0 * * * * in UTC: hourly UTC'],
    ['every hour', '0 * * * * in UTC: hourly UTC'],
    ['every 60 minutes', '0 * * * * in UTC: hourly UTC'],
    ['every 15m', '*/15 * * * * in UTC: every 15m UTC'],
    ['every 15 minutes Asia/Kolkata', '*/15 * * * * in Asia/Kolkata: every 15m Asia/Kolkata'],
    ['every 6h', '0 */6 * * * in UTC: every 6h UTC'],
    ['every 24 hours', '0 0 * * * in UTC: daily 0:00 UTC'],
    ['monthly 9:00', '0 9 1 * * in UTC: monthly 9:00 UTC'],
    ['09:00', '0 9 * * * in UTC: daily 9:00 UTC'],
    ['9am', '0 9 * * * in UTC: daily 9:00 UTC'],
    ['12am', '0 0 * * * in UTC: daily 0:00 UTC'],
    ['12:15pm', '15 12 * * * in UTC: daily 12:15 UTC'],
    ['5:30pm', '30 17 * * * in UTC: daily 17:30 UTC'],
    ['noon', '0 12 * * * in UTC: daily 12:00 UTC'],
    ['0 9 * * 1-5', '0 9 * * 1-5 in UTC: weekdays 9:00 UTC'],
    ['00 09 * * MON-FRI America/New York', '0 9 * * 1-5 in America/New_York: weekdays 9:00 America/New_York'],
    ['0 9 * * 7', '0 9 * * 0 in UTC: sundays 9:00 UTC'],
    ['0 9 * * 0-7', '0 9 * * * in UTC: daily 9:00 UTC'],
    ['0 9 l * *', '0 9 L * * in UTC: 0 9 L * * UTC'],
    ['0 9,17 * * mon', '0 9,17 * * MON in UTC: 0 9,17 * * MON UTC'],
    ['0 9 1 1 1', '0 9 1 1 1 in UTC: 0 9 1 1 1 UTC'],
    ['*/5 9-17 * * 1-5 UTC', '*/5 9-17 * * 1-5 in UTC: */5 9-17 * * 1-5 UTC'],
  ])('%s', (words, understood) => {
    expect(read(words)).toBe(understood);
  });

  it('in the usual zone, where none is said', () => {
    expect(read('daily 9', 'Asia/Tokyo')).toBe('0 9 * * * in Asia/Tokyo: daily 9:00 Asia/Tokyo');
    expect(read('daily 9 utc', 'Asia/Tokyo')).toBe('0 9 * * * in UTC: daily 9:00 UTC');
    expect(read('daily 9 CET', 'Asia/Tokyo')).toBe('0 9 * * * in CET: daily 9:00 CET');
  });
});

describe('what is wrong is named, and what would be right', () => {
  it.each([
    ['', /^Nothing says when. Say it as weekdays 9:00, /],
    ['Europe/Paris', /^Nothing says when. /],
    ['weekdys 9:00', /^weekdys is no day, no time and no time zone. Did you mean weekdays\?$/],
    ['Mondya 9:00', /^Mondya is no day, no time and no time zone. Did you mean Mondays\?$/i],
    ['weekdays 9:00 Paris', /^Paris is no day, no time and no time zone. Did you mean Europe\/Paris\?$/],
    ['weekdays 9:00 Europe/Pariss', /^There is no time zone Europe\/Pariss. Did you mean Europe\/Paris, /],
    [
      'weekdays 9:00 Xxxx/Qqqqqqqq',
      /^There is no time zone Xxxx\/Qqqqqqqq. A zone bears the name of a city, as Europe\/Paris; or say UTC.$/,
    ],
    ['daily 9:00 +02:00', /^\+02:00 is no day, no time and no time zone. Say it as /],
    ['weekdays', /^weekdays says no time of the day. Add one: weekdays 9:00.$/],
    ['monthly', /^monthly says no time of the day. Add one: monthly 9:00.$/],
    ['daily 25:00', /^25:00 is no time of the day. A time is as 9:00, /],
    ['daily 24:00', /^24:00 is no time of the day. /],
    ['daily 9:60', /^9:60 is no time of the day. /],
    ['13pm', /^13pm is no time of the day. /],
    ['0am', /^0am is no time of the day. /],
    ['9:00 17:00', /^Two times of the day .* 0 9,17 \* \* 1-5 is 9:00 and 17:00 on weekdays.$/],
    ['hourly 9:00', /^What is due hourly has no day and no time of the day. /],
    ['every 4m', /^More often than every 5 minutes nothing is looked at. /],
    ['every 0m', /^More often than every 5 minutes /],
    ['every 7m', /^7m does not go evenly into an hour. Say every 6m or every 5m.$/],
    ['every 90m', /^90m does not go evenly into an hour. Say every 1h or every 2h.$/],
    ['every 45m', / Say every 30m or every 1h.$/],
    ['every 5 hours', /^5h does not go evenly into a day. Say every 4h or every 6h.$/],
    ['every 0h', /^0h does not go evenly into a day. /],
    ['every 2 weeks', /^weeks is no unit of time here. /],
    ['0 9 * *', /^0 9 \* \* has 4 fields, and cron has five. They are minute, hour, /],
    ['0 0 9 * * 1', /^0 0 9 \* \* 1 has 6 fields, /],
    ['60 9 * * *', /^The minute of 60 9 \* \* \* cannot be read. /],
    ['2026-01-01T09:00 * * * *', /^The minute of /],
    ['0 9 * * !:', /^The weekday of /],
    ['0 24 * * *', /^The hour of /],
    ['0 9 0 * *', /^The day of the month of /],
    ['0 9 * 13 *', /^The month of /],
    ['0 9 * * 8', /^The weekday of /],
    ['0 9 31 2 *', /^0 9 31 2 \* never comes: there is no such day. /],
    ['*/2 * * * *', /^More often than /],
    // 57 and 00 are three minutes apart, and so are 23:58 and 0:01.
    ['*/19 * * * *', /^More often than /],
    ['1,58 0,23 * * 1,2', /^More often than /],
    ['1,58 0,23 * * 0,3,4', /^More often than /],
    ['0,2 9 29 2 *', /^More often than /],
  ])('%j', (words, told) => {
    expect(read(words)).toMatch(told);
  });

  it.each(['0,55 * * * *', '1,58 0,23 * * 1,4', '1,58 0,23 1 1 *', '0 9 29 2 *'])('and %s is not too often', (cron) => {
    expect(read(cron)).toBe(`${cron} in UTC: ${cron} UTC`);
  });
});

const zone = fc.constantFrom(
  'UTC',
  'Europe/Paris',
  'America/Argentina/Buenos_Aires',
  'Asia/Kolkata',
  'America/New_York',
);
const field = (least: number, most: number) =>
  fc.oneof(
    fc.constant('*'),
    fc.integer({ min: least, max: most }).map(String),
    fc.uniqueArray(fc.integer({ min: least, max: most }), { minLength: 2, maxLength: 4 }).map((some) => some.join()),
    fc
      .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }))
      .map(([one, other]) => `${Math.min(one, other)}-${Math.max(one, other)}`),
    fc.integer({ min: 1, max: most }).map((step) => `*/${step}`),
  );
const cron = fc
  .tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 7))
  .map((fields) => fields.join(' '));
const plainCron = fc
  .tuple(
    fc.integer({ min: 0, max: 59 }),
    fc.integer({ min: 0, max: 23 }),
    fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
  )
  .map(([minute, hour, days]) => `${minute} ${hour} * * ${days.join()}`);

describe('words of a schedule', () => {
  it('are read to that schedule, which is due at the times of what was typed', () => {
    fc.assert(
      fc.property(
        fc.oneof(cron, plainCron),
        zone,
        fc.constantFrom(...zoneNames()),
        fc.integer({ min: 0, max: 2e12 }),
        (typed, timeZone, usual, at) => {
          const when = readWhen(`${typed} ${timeZone}`, 'UTC');
          fc.pre(!isProblem(when));
          if (isProblem(when)) return;
          expect(readWhen(whenInWords(when), usual)).toEqual(when);
          expect(when.said).toBe(whenInWords(when));
          expect(nextAfter(when, at)).toBe(nextAfter({ cron: typed, timeZone }, at));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of whatever form never make it fail', () => {
    const some = fc.array(
      fc.oneof(
        fc.string(),
        fc.constantFrom(...whenWords, '9:00', 'Europe/Paris', '*', '0', 'and', 'every', '15m', ','),
      ),
      { maxLength: 7 },
    );
    fc.assert(
      fc.property(some, (words) => {
        const when = readWhen(words.join(' '), 'UTC');
        if (!isProblem(when)) expect(readWhen(when.said, 'Asia/Tokyo')).toEqual(when);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the name of a time zone', () => {
  it.each([
    ['europe/paris', 'Europe/Paris'],
    ['america/port_of_spain', 'America/Port_of_Spain'],
    ['asia/kolkata', 'Asia/Kolkata'],
    ['asia/calcutta', 'Asia/Calcutta'],
    ['EUROPE/KYIV', 'Europe/Kyiv'],
    ['utc', 'UTC'],
    ['gmt', 'GMT'],
    ['+02:00', undefined],
    ['Europe/Nowhere', undefined],
    ['', undefined],
  ])('%s is %s', (word, name) => {
    expect(zoneNamed(word)).toBe(name);
  });

  it('is no word for days or times', () => {
    const words = [
      ...whenWords,
      'sun',
      'mon',
      'tue',
      'wed',
      'thu',
      'fri',
      'sat',
      'noon',
      'midnight',
      'day',
      'week',
      'month',
      'hour',
    ];
    expect(words.filter((word) => zoneNamed(word) !== undefined)).toEqual([]);
  });

  it('is read to itself', () => {
    expect(zoneNames().filter((name) => zoneNamed(name.toLowerCase()) !== name)).toEqual([]);
    expect(zoneNames().length).toBeGreaterThan(400);
  });
});
