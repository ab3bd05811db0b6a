import type { Clock } from '../../ports/clock.ts';
import type { ControlKind } from '../../ports/control.ts';
import { minuteMs, secondMs, type Instant } from '../../time.ts';

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

/** Of EC2's figures for reads so much is used: everybody in the account draws on the same buckets, and other tools want theirs. */
const share = 0.5;
const halfOf = (rate: Rate): Rate => ({ bucket: rate.bucket * share, perSecond: rate.perSecond * share });

/** What is used of EC2's request buckets for reads, per account, region and API (EC2 API guide, "Request throttling"). */
export const ec2ReadRates = {
  read: halfOf({ bucket: 100, perSecond: 20 }),
  /** Without a filter and without a page size; of those APIs alone that are named below. */
  whole: halfOf({ bucket: 50, perSecond: 10 }),
} as const satisfies Record<string, Rate>;

/** APIs that have a smaller bucket for calls that ask for everything at once. */
const smallerWhenWhole: ReadonlySet<string> = new Set([
  'DescribeInstances',
  'DescribeInstanceStatus',
  'DescribeNetworkInterfaces',
  'DescribeVolumes',
  'DescribeSnapshots',
  'DescribeSecurityGroups',
  'DescribeSpotInstanceRequests',
]);

/** Which of EC2's buckets a read draws on. @param narrowed It has a filter or a page size. */
export const readClassOf = (api: string, narrowed: boolean): keyof typeof ec2ReadRates =>
  narrowed || !smallerWhenWhole.has(api) ? 'read' : 'whole';

/** Paces calls by key. */
export interface Pace {
  /** Waits until another call fits the rate of its key; calls of one key wait in the order they came. Rejects with the signal's reason when that is aborted; the call then counts as not made. */
  (key: string, rate: Rate, signal: AbortSignal): Promise<void>;
  /** AWS refused a call of this key for its rate: what is left at once is gone, and the rate is halved; it doubles again each half minute. */
  slow(key: string): void;
}

/** Buckets kept at once, a few hundred bytes each; then the first made goes, and is full when it is made again. */
const bucketsKept = 20_000;
/** A slowed rate doubles in so long, until it is its own again. */
const recoversMs = minuteMs / 2;
/** However often AWS refuses, so much of the rate is left. */
const slowestShare = 1 / 16;

interface Bucket {
  tokens: number;
  at: Instant;
  /** Of the rate: 1, or less since AWS refused a call. */
  share: number;
}

/** Paces calls on the clock port. */
export function createPace(clock: Clock): Pace {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (key: string, rate: Rate): Bucket => {
    const known = buckets.get(key);
    if (known !== undefined) return known;
    const made = { tokens: rate.bucket, at: clock.now(), share: 1 };
    buckets.set(key, made);
    const [oldest] = buckets.keys();
    if (buckets.size > bucketsKept && oldest !== undefined) buckets.delete(oldest);
    return made;
  };
  /** The rate grows back. */
  const recover = (bucket: Bucket, elapsedMs: number): void => {
    if (bucket.share < 1) bucket.share = Math.min(1, bucket.share * 2 ** (elapsedMs / recoversMs));
  };

  const take = async (key: string, rate: Rate, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    const bucket = bucketOf(key, rate);
    const now = clock.now();
    // A clock that was set back must not be waited for.
    const elapsedMs = Math.max(0, now - bucket.at);
    const filled = bucket.tokens + (elapsedMs / secondMs) * rate.perSecond * bucket.share;
    bucket.tokens = Math.min(rate.bucket, filled) - 1;
    bucket.at = now;
    recover(bucket, elapsedMs);
    if (bucket.tokens >= 0) return;
    // A debt is waited for; the next call sees it and waits longer.
    try {
      await clock.sleep((-bucket.tokens / (rate.perSecond * bucket.share)) * secondMs, signal);
    } catch (error) {
      bucket.tokens += 1;
      throw error;
    }
  };
  return Object.assign(take, {
    slow(key: string) {
      const bucket = buckets.get(key);
      if (bucket === undefined) return;
      bucket.tokens = Math.min(bucket.tokens, 0);
      bucket.share = Math.max(slowestShare, bucket.share / 2);
    },
  });
}
