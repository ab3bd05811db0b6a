import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastUpTo, nextAfter, quietUntil } from '../../../src/core/watch/schedule.ts';
import { zoneNames } from '../../../src/core/watch/zone-name.ts';
import { dayMs, hourMs, isoTime, minuteMs, type Instant } from '../../../src/core/time.ts';

/** The next times, in UTC. */
function following(cron: string, timeZone: string, from: string, count: number): readonly string[] {
  let at = Date.parse(from);
  return Array.from({ length: count }, () => {
    at = nextAfter({ cron, timeZone }, at);
    return isoTime(at).replace(':00Z', '');
  });
}

describe('a time of the day', () => {
  it.each([
    // In a row: the leap leaves it out, so it is due at the leap; the day after it is due at its time.
    ['30 2 * * *', 'Europe/Paris', '2026-03-28T12:00Z', ['2026-03-29T01:00', '2026-03-30T00:30']],
    ['30 2 * * *', 'America/New_York', '2026-03-07T12:00Z', ['2026-03-08T07:00', '2026-03-09T06:30']],
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00Z', ['2026-10-03T15:30', '2026-10-04T15:15']],
    ['30 0 * * *', 'America/Sao_Paulo', '2018-11-03T12:00Z', ['2018-11-04T03:00', '2018-11-05T02:30']],
    ['30 23 * * *', 'America/Nuuk', '2025-03-29T12:00Z', ['2025-03-30T01:00', '2025-03-31T00:30']],
    // A day that there was not, 30 December, for its time is due as the next one begins.
    ['0 9 * * *', 'Pacific/Apia', '2011-12-29T20:00Z', ['2011-12-30T10:00', '2011-12-30T19:00']],
    // It comes twice, and is due the first time.
    ['30 2 * * *', 'Europe/Paris', '2026-10-24T12:00Z', ['2026-10-25T00:30', '2026-10-26T01:30']],
    ['30 1 * * *', 'America/New_York', '2026-10-31T12:00Z', ['2026-11-01T05:30', '2026-11-02T06:30']],
    ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-03T20:00Z', ['2026-04-04T14:45', '2026-04-05T15:15']],
    ['30 23 * * *', 'America/Sao_Paulo', '2018-02-17T12:00Z', ['2018-02-18T01:30', '2018-02-19T02:30']],
    // No clock is ever put forward or back.
    ['30 2 * * *', 'Asia/Kolkata', '2026-03-28T12:00Z', ['2026-03-28T21:00', '2026-03-29T21:00']],
    ['30 2 * * *', 'UTC', '2026-03-28T12:00Z', ['2026-03-29T02:30', '2026-03-30T02:30']],
  ])('%s in %s after %s: %j', (cron, zone, from, times) => {
    expect(following(cron, zone, from, times.length)).toEqual(times);
  });

  it('several of which are left out is due once for all of them', () => {
    expect(following('0 0,2 * * *', 'Europe/Paris', '2026-03-28T12:00Z', 3)).toEqual([
      '2026-03-28T23:00',
      '2026-03-29T01:00',
      '2026-03-29T22:00',
    ]);
    expect(following('10,40 2 * * *', 'Europe/Paris', '2026-03-28T12:00Z', 3)).toEqual([
      '2026-03-29T01:00',
      '2026-03-30T00:10',
      '2026-03-30T00:40',
    ]);
    expect(following('0 */6 * * *', 'America/Sao_Paulo', '2018-11-03T20:00Z', 3)).toEqual([
      '2018-11-03T21:00',
      '2018-11-04T03:00',
      '2018-11-04T08:00',
    ]);
  });

  it('is due on its days', () => {
    expect(following('0 9 * * 1-5', 'Europe/Paris', '2026-11-27T12:00Z', 2)).toEqual([
      '2026-11-30T08:00',
      '2026-12-01T08:00',
    ]);
    expect(following('0 9 1 * *', 'Europe/Paris', '2026-11-27T12:00Z', 2)).toEqual([
      '2026-12-01T08:00',
      '2027-01-01T08:00',
    ]);
    expect(following('0 9 29 2 *', 'UTC', '2026-11-27T12:00Z', 2)).toEqual(['2028-02-29T09:00', '2032-02-29T09:00']);
  });

  /** A time of the day that the clocks of a zone leave out in a year, `minute hour` of cron; undefined: there is none. */
  function leftOut(timeZone: string, year: number): string | undefined {
    const shown = shownIn(timeZone);
    for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += dayMs) {
      if (shown(at + dayMs) - shown(at) <= dayMs) continue;
      for (let minute = at; minute < at + dayMs; minute += minuteMs)
        if (shown(minute + minuteMs) - shown(minute) > minuteMs) {
          const time = new Date(shown(minute) + 2 * minuteMs);
          return `${time.getUTCMinutes()} ${time.getUTCHours()}`;
        }
    }
    return undefined;
  }

  it(
    'comes as often as a year has days in every zone, also where the leap of a day leaves it out',
    { timeout: 60_000 },
    () => {
      const odd: string[] = [];
      let leaps = 0;
      for (const timeZone of zoneNames()) {
        const gap = leftOut(timeZone, 2024);
        if (gap !== undefined) leaps += 1;
        const when = { cron: `${gap ?? '30 2'} * * *`, timeZone };
        let count = 0;
        for (let at = nextAfter(when, Date.UTC(2024, 0, 2)); at < Date.UTC(2025, 0, 2); at = nextAfter(when, at))
          count += 1;
        if (count !== 366) odd.push(`${timeZone} ${when.cron}: ${count}`);
      }
      expect(odd).toEqual([]);
      expect(leaps).toBeGreaterThan(100);
    },
  );
});

describe('what is due in every hour goes on evenly while clocks are put forward and back', () => {
  it.each([
    ['*/15 * * * *', 15 * minuteMs],
    ['*/30 * * * *', 30 * minuteMs],
  ])('%s in every zone', (cron, every) => {
    for (const timeZone of ['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'America/Nuuk'])
      for (const from of ['2026-03-07', '2026-03-28', '2026-04-04', '2026-10-03', '2026-10-24', '2026-10-31']) {
        let at = nextAfter({ cron, timeZone }, Date.parse(from));
        for (let step = 0; step < (2 * dayMs) / every; step += 1) {
          const next = nextAfter({ cron, timeZone }, at);
          expect(next - at, `${timeZone} ${isoTime(at)}`).toBe(every);
          at = next;
        }
      }
  });

  it('hourly, at the full hours of the clock', () => {
    expect(following('0 * * * *', 'Europe/Paris', '2026-10-24T23:30Z', 4)).toEqual([
      '2026-10-25T00:00',
      '2026-10-25T01:00',
      '2026-10-25T02:00',
      '2026-10-25T03:00',
    ]);
    expect(following('0 * * * *', 'Asia/Kolkata', '2026-10-24T23:00Z', 2)).toEqual([
      '2026-10-24T23:30',
      '2026-10-25T00:30',
    ]);
  });
});

/** What the clocks of a zone show, as if it were UTC; read off in another way than the program does. */
function shownIn(timeZone: string): (at: Instant) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (at) => {
    const [, day, month, year, hour, minute] = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+)$/.exec(format.format(at)) ?? [];
    return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  };
}

/** A schedule, and whether it holds for what a clock shows. */
interface Made {
  readonly cron: string;
  readonly everyHour: boolean;
  holds(shown: number): boolean;
}

const hours = fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 3 });
const minutes = fc.uniqueArray(fc.constantFrom(0, 10, 15, 30, 45, 59), { minLength: 1, maxLength: 3 });
const days = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 });
const madeOf = (minute: readonly number[], hour: readonly number[] | undefined, day: readonly number[]): Made => ({
  cron: `${minute.join()} ${hour?.join() ?? '*'} * * ${day.join()}`,
  everyHour: hour === undefined,
  holds(shown) {
    const clock = new Date(shown);
    return (
      minute.includes(clock.getUTCMinutes()) &&
      (hour?.includes(clock.getUTCHours()) ?? true) &&
      day.includes(clock.getUTCDay())
    );
  },
});
const schedule = fc.tuple(minutes, fc.option(hours, { nil: undefined }), days).map((parts) => madeOf(...parts));

const zones = [
  'Europe/Paris',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'America/Nuuk',
  'Antarctica/Troll',
  'Africa/Casablanca',
  'Pacific/Apia',
  'Europe/London',
];
/** Days around those on which clocks are put forward or back, in one of these zones at least. */
const around = [
  '2011-12-29',
  '2017-10-14',
  '2018-02-17',
  '2024-03-30',
  '2025-03-29',
  '2026-04-04',
  '2026-10-03',
  '2026-10-24',
  '2026-10-31',
];
const moment = fc
  .tuple(fc.constantFrom(...around), fc.integer({ min: 0, max: 2 * dayMs }))
  .map(([day, after]) => Date.parse(day) - dayMs / 2 + after);

describe('the next time that is due', () => {
  /** The first minute after a moment at which it is due, found by looking at every minute; undefined: it is none of the next three days. */
  function looked({ everyHour, holds }: Made, timeZone: string, at: Instant): Instant | undefined {
    const shown = shownIn(timeZone);
    const first = (Math.floor(at / minuteMs) + 1) * minuteMs;
    let most = 0;
    for (let before = first - 26 * hourMs; before < first; before += 10 * minuteMs)
      most = Math.max(most, shown(before));
    most = Math.max(most, shown(first - minuteMs));
    for (let minute = first; minute < first + 3 * dayMs; minute += minuteMs) {
      const now = shown(minute);
      if (everyHour) {
        if (holds(now)) return minute;
      } else for (let time = most + minuteMs; time <= now; time += minuteMs) if (holds(time)) return minute;
      most = Math.max(most, now);
    }
    return undefined;
  }

  it('is what looking at every minute finds', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(schedule, fc.constantFrom(...zones), moment, (made, timeZone, at) => {
        const wanted = looked(made, timeZone, at);
        const next = nextAfter({ cron: made.cron, timeZone }, at);
        if (wanted === undefined) expect(next).toBeGreaterThanOrEqual(at + 3 * dayMs - minuteMs);
        else expect(isoTime(next)).toBe(isoTime(wanted));
      }),
      { numRuns: 300 },
    );
  });

  it('is later, none lies between, and it is the last one at its own time', () => {
    fc.assert(
      fc.property(
        schedule,
        fc.constantFrom(...zones),
        moment,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (made, timeZone, at, part) => {
          const when = { cron: made.cron, timeZone };
          const next = nextAfter(when, at);
          expect(next).toBeGreaterThan(at);
          expect(lastUpTo(when, next)).toBe(next);
          const between = Math.min(next - 1, Math.floor(at + (next - at) * part));
          expect(lastUpTo(when, between)).toBe(lastUpTo(when, at));
          expect(lastUpTo(when, at)).toBeLessThanOrEqual(at);
          expect(nextAfter(when, lastUpTo(when, at) - 1)).toBe(lastUpTo(when, at));
          expect(nextAfter(when, between)).toBe(next);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('quiet hours', () => {
  const night = { from: '22:00', to: '07:00' };
  const until = (quiet: typeof night, zone: string, at: string) => {
    const end = quietUntil(quiet, zone, Date.parse(at));
    return end === undefined ? undefined : isoTime(end).replace(':00Z', '');
  };

  it.each([
    [night, 'Europe/Paris', '2026-11-27T20:59:59Z', undefined],
    [night, 'Europe/Paris', '2026-11-27T21:00Z', '2026-11-28T06:00'],
    [night, 'Europe/Paris', '2026-11-28T05:59:59Z', '2026-11-28T06:00'],
    [night, 'Europe/Paris', '2026-11-28T06:00Z', undefined],
    [{ from: '12:00', to: '14:00' }, 'UTC', '2026-11-28T13:00Z', '2026-11-28T14:00'],
    [{ from: '12:00', to: '14:00' }, 'UTC', '2026-11-28T14:00Z', undefined],
    // From a time to the same: never.
    [{ from: '9:00', to: '9:00' }, 'UTC', '2026-11-28T09:00Z', undefined],
    [{ from: '9:00', to: '9:00' }, 'UTC', '2026-11-28T12:00Z', undefined],
    // The night of a leap is an hour shorter, and one an hour longer.
    [night, 'Europe/Paris', '2026-03-29T00:30Z', '2026-03-29T05:00'],
    [night, 'Europe/Paris', '2026-10-25T00:30Z', '2026-10-25T06:00'],
    // They end in what the leap leaves out: at the leap.
    [{ from: '22:00', to: '2:30' }, 'Europe/Paris', '2026-03-29T00:30Z', '2026-03-29T01:00'],
    // They end at a time that comes twice: the first time, and begin again when the clock is put back.
    [{ from: '22:00', to: '2:30' }, 'Europe/Paris', '2026-10-25T00:00Z', '2026-10-25T00:30'],
    [{ from: '22:00', to: '2:30' }, 'Europe/Paris', '2026-10-25T00:45Z', undefined],
    [{ from: '22:00', to: '2:30' }, 'Europe/Paris', '2026-10-25T01:15Z', '2026-10-25T01:30'],
    // They lie in the hour that comes twice: both times.
    [{ from: '2:10', to: '2:50' }, 'Europe/Paris', '2026-10-25T00:20Z', '2026-10-25T00:50'],
    [{ from: '2:10', to: '2:50' }, 'Europe/Paris', '2026-10-25T00:55Z', undefined],
    [{ from: '2:10', to: '2:50' }, 'Europe/Paris', '2026-10-25T01:20Z', '2026-10-25T01:50'],
    // The clock is put back in them, to a time before they begin, and they begin again.
    [{ from: '2:30', to: '3:30' }, 'Europe/Paris', '2026-10-25T00:45Z', '2026-10-25T01:00'],
    [{ from: '2:30', to: '3:30' }, 'Europe/Paris', '2026-10-25T01:15Z', undefined],
    [{ from: '2:30', to: '3:30' }, 'Europe/Paris', '2026-10-25T01:30Z', '2026-10-25T02:30'],
    // The whole of them is left out.
    [{ from: '2:10', to: '2:50' }, 'Europe/Paris', '2026-03-29T01:00Z', undefined],
  ])('%j in %s at %s: until %s', (quiet, zone, at, end) => {
    expect(until(quiet, zone, at)).toBe(end);
  });

  it('are those in which the clock shows a time between the two, in every zone', () => {
    const time = fc.integer({ min: 0, max: 24 * 4 - 1 });
    const word = (quarter: number) => `${Math.floor(quarter / 4)}:${String((quarter % 4) * 15).padStart(2, '0')}`;
    fc.assert(
      fc.property(time, time, fc.constantFrom(...zones), moment, (from, to, zone, at) => {
        const shown = new Date(shownIn(zone)(at));
        const now = shown.getUTCHours() * 4 + Math.floor(shown.getUTCMinutes() / 15);
        const isQuiet = from <= to ? from <= now && now < to : now >= from || now < to;
        expect(quietUntil({ from: word(from), to: word(to) }, zone, at) !== undefined).toBe(isQuiet);
      }),
      { numRuns: 300 },
    );
  });

  it('end within two days, for a leap may leave out all that lies between, and later than they were asked for, in every zone', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30'))
      .map(([hour, minute]) => `${hour}:${minute}`);
    fc.assert(
      fc.property(fc.record({ from: time, to: time }), fc.constantFrom(...zones), moment, (quiet, zone, at) => {
        const end = quietUntil(quiet, zone, at);
        if (quiet.from === quiet.to) expect(end).toBeUndefined();
        if (end === undefined) return;
        expect(end).toBeGreaterThan(at);
        expect(end - at).toBeLessThanOrEqual(50 * hourMs);
        expect(quietUntil(quiet, zone, end)).toBeUndefined();
        expect(quietUntil(quiet, zone, end - 1)).toBe(end);
      }),
      { numRuns: 300 },
    );
  });
});
