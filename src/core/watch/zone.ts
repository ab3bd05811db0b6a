import { LRUCache } from 'lru-cache';
import { hourMs, minuteMs, secondMs, type Instant } from '../time.ts';

/** What clocks show somewhere, as if it were UTC: in milliseconds. */
export type ClockTime = number;

/** A zone's clock. */
export interface ZoneClock {
  /** The first moment at which the clock shows so much, or more: of a time that comes twice the first, of one that is left out the moment of the leap. */
  when(shown: ClockTime): Instant;
  /** The most that the clock has shown up to a moment. */
  most(at: Instant): ClockTime;
  /** What the clock shows at a moment. */
  shows(at: Instant): ClockTime;
  /** The first moment after one and up to another, less than a day later, from which on the clock is put forward or back; undefined: there is none. */
  turn(from: Instant, to: Instant): Instant | undefined;
}

/** Clocks that are remembered: to make one takes as long as to read one fifty times. */
const clocksAtMost = 100;
const clocks = new LRUCache<string, ZoneClock>({ max: clocksAtMost });

/**
 * Further from UTC no zone is, so that a moment lies within so much of what its clock shows. Clocks are put forward or back at
 * most once within twice as much: since 1975 nowhere within a week (IANA time zone database, 2026).
 */
const reachMs = 26 * hourMs;

/** The clock of a zone. @param timeZone IANA name. Throws RangeError where there is none of it. */
export function clockOf(timeZone: string): ZoneClock {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const made = zoneClock(offsetIn(timeZone));
  clocks.set(timeZone, made);
  return made;
}

/** How far a zone's clock is ahead of UTC. */
type Offset = (at: Instant) => number;

const zoneClock = (offset: Offset): ZoneClock => ({
  when(shown) {
    const before = offset(shown - reachMs);
    const early = shown - before;
    if (offset(early) === before) return early;
    const after = offset(shown + reachMs);
    const late = shown - after;
    return offset(late) === after ? late : turnOf(offset, shown - reachMs, shown + reachMs);
  },
  most(at) {
    const before = offset(at - reachMs);
    const now = at + offset(at);
    // Put back lately, it has shown more than it shows now.
    return before <= offset(at) ? now : Math.max(now, turnOf(offset, at - reachMs, at) - 1 + before);
  },
  shows: (at) => at + offset(at),
  turn: (from, to) => (offset(from) === offset(to) ? undefined : turnOf(offset, from, to)),
});

/** The first moment at which the offset is no longer that of `from`. */
function turnOf(offset: Offset, from: Instant, to: Instant): Instant {
  const first = offset(from);
  let [before, after] = [from, to];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offset(middle) === first) before = middle;
    else after = middle;
  }
  return after;
}

/** `11/1/2026, GMT+10:30`; before time zones, seconds too. */
function offsetIn(timeZone: string): Offset {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (at) => {
    const [, sign = '', hours = '0', minutes = '0', seconds = '0'] =
      /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(format.format(at)) ?? [];
    const ahead = Number(hours) * hourMs + Number(minutes) * minuteMs + Number(seconds) * secondMs;
    return sign === '-' ? -ahead : ahead;
  };
}
