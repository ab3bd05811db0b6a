import { LRUCache } from 'lru-cache';
import type { Clock } from '../../core/ports/clock.ts';
import { secondMs } from '../../core/time.ts';

/** Slack, "Rate limits": about one message a second in a channel. */
const apartMs = secondMs;
/** Posts that wait for their turn in one channel; one more is not taken. */
export const waitingAtMost = 60;
/** Channels remembered. Of one that was forgotten nothing waits. */
const channelsRemembered = 10_000;

/** When somebody may post. */
export interface Pace {
  /** Resolves when it is the caller's turn in this channel; false: too many wait already. Rejects when the signal is aborted. */
  turn(channel: string, signal: AbortSignal): Promise<boolean>;
  /** Nobody posts in the channel for so long: Slack has said so. */
  rest(channel: string, ms: number): void;
}

interface Lane {
  readonly nextAt: number;
  readonly waiting: number;
}

/** In memory: each process counts for itself, and what is too much all the same Slack says with a 429. */
export function createPace(clock: Clock): Pace {
  const lanes = new LRUCache<string, Lane>({ max: channelsRemembered });
  const laneOf = (channel: string): Lane => lanes.get(channel) ?? { nextAt: 0, waiting: 0 };
  return {
    async turn(channel, signal) {
      const { nextAt, waiting } = laneOf(channel);
      if (waiting >= waitingAtMost) return false;
      const at = Math.max(nextAt, clock.now());
      lanes.set(channel, { nextAt: at + apartMs, waiting: waiting + 1 });
      try {
        const wait = at - clock.now();
        if (wait > 0) await clock.sleep(wait, signal);
        return true;
      } finally {
        const lane = laneOf(channel);
        lanes.set(channel, { ...lane, waiting: Math.max(0, lane.waiting - 1) });
      }
    },
    rest(channel, ms) {
      const lane = laneOf(channel);
      lanes.set(channel, { ...lane, nextAt: Math.max(lane.nextAt, clock.now() + ms) });
    },
  };
}
