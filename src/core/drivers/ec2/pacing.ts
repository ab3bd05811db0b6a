import type { Clock } from '../../ports/clock.ts';
import type { ControlKind } from '../../ports/control.ts';
import { secondMs, type Instant } from '../../time.ts';

/** A token bucket: so many calls at once, then so many a second. */
export interface Rate {
  readonly bucket: number;
  readonly perSecond: number;
}

/** Most changing calls share these figures, a bucket each. */
const changing: Rate = { bucket: 50, perSecond: 5 };

/** EC2's request buckets per account, region and API (EC2 API guide, "Request throttling"); a hibernation is a StopInstances. */
export const ec2Rates = {
  start: { api: 'start', rate: { bucket: 5, perSecond: 2 } },
  stop: { api: 'stop', rate: changing },
  hibernate: { api: 'stop', rate: changing },
  reboot: { api: 'reboot', rate: changing },
  terminate: { api: 'terminate', rate: { bucket: 100, perSecond: 5 } },
  'reset-dns': { api: 'reset-dns', rate: changing },
  disassociate: { api: 'disassociate', rate: changing },
  release: { api: 'release', rate: changing },
  recover: { api: 'recover', rate: changing },
} as const satisfies Record<ControlKind, { readonly api: ControlKind; readonly rate: Rate }>;

/** Waits until another call fits the rate of its key. Rejects with the signal's reason when that is aborted. */
export interface Pace {
  (key: string, rate: Rate, signal: AbortSignal): Promise<void>;
}

/** Buckets kept at once; the fullest, which are those long unused, go first. */
const bucketsKept = 2_000;

/** Paces calls on the clock port. Calls of one key wait in the order they came. */
export function createPace(clock: Clock): Pace {
  const buckets = new Map<string, { tokens: number; at: Instant }>();
  return async (key, { bucket, perSecond }, signal) => {
    const now = clock.now();
    const known = buckets.get(key) ?? { tokens: bucket, at: now };
    const tokens = Math.min(bucket, known.tokens + ((now - known.at) / secondMs) * perSecond) - 1;
    buckets.delete(key);
    buckets.set(key, { tokens, at: now });
    const [oldest] = buckets.keys();
    if (buckets.size > bucketsKept && oldest !== undefined) buckets.delete(oldest);
    // A debt is waited for; the next call sees it and waits longer.
    if (tokens < 0) await clock.sleep((-tokens / perSecond) * secondMs, signal);
  };
}
