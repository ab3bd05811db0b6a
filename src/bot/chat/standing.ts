import type { Clock } from '../../core/ports/clock.ts';
import type { Standing } from '../bot.ts';

/** Notes whether a platform is heard. */
export interface Stands {
  /** It is, how: `2 connections`. */
  up(says: string): void;
  /** It is not, why. */
  down(says: string): void;
  now(): Standing;
}

/** Begins with a platform that is not connected. What is said again changes its words alone, not since when it is so. */
export function createStanding(clock: Pick<Clock, 'now'>): Stands {
  let standing: Standing = { heard: false, since: clock.now(), says: 'not connected yet' };
  const note = (heard: boolean, says: string): void => {
    standing = { heard, says, since: standing.heard === heard ? standing.since : clock.now() };
  };
  return { up: (says) => note(true, says), down: (says) => note(false, says), now: () => standing };
}
