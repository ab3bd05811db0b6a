import { standingClock, type StandingClock } from '../src/bot/preview/standing-clock.ts';
import type { Instant } from '../src/core/time.ts';

/** A clock that stands still until a test lets time pass. */
export const fakeClock = (start: Instant = Date.parse('2026-11-24T10:00:00Z')): StandingClock => standingClock(start);
