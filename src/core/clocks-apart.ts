import { hourMs, minuteMs, type Instant } from './time.ts';

/**
 * Clocks of processes on one store may be so far apart, and nothing is taken from one that lives. What a process holds ends so much
 * later than its silence is long enough, for whoever looks may be ahead. Longer would let people wait longer for what a dead one
 * has left; a machine whose time is kept is less than a second off.
 */
export const clocksApartMs = minuteMs;

/** No two clocks that anybody looks after are so far apart: what lies further ahead was written by one that was wrong. */
const wrongMs = hourMs;

/** Whether a moment that was written down lies further ahead than clocks can be apart. */
export const isWrong = (written: Instant, now: Instant): boolean => written > now + wrongMs;
