import { createHash } from 'node:crypto';
import type { Call } from './call.ts';
import { isHit, type BucketSpec, type Fault, type Faults } from './faults.ts';

/** Headers by name. */
export type Headers = Readonly<Record<string, string>>;

/** What is said of a bucket, and what goes wrong where it is empty. */
export interface Taken {
  readonly headers: Headers;
  readonly fault?: Fault;
}

const idOf = ({ method = '', route = '' }: BucketSpec): string =>
  createHash('sha256').update(`${method} ${route}`).digest('hex').slice(0, 16);

/** What the requests of a bucket are counted by: the channel, the guild, or the webhook with its token (Discord, "Rate Limits"). */
const resourceOf = ({ params }: Call): string =>
  [params['channel'], params['guild'], params['application'], params['token']].map((one) => one ?? '').join(' ');

/** Counts requests by the buckets that a test set. */
export function createBuckets(faults: Faults, now: () => number): (call: Call) => Taken {
  const counts = new Map<string, { since: number; count: number }>();
  return (call) => {
    const spec = faults.buckets.find((one) => isHit(one, call));
    if (spec === undefined) return { headers: {} };
    const key = `${idOf(spec)} ${resourceOf(call)}`;
    const before = counts.get(key);
    const isOver = before === undefined || now() - before.since >= spec.perMs;
    const count = isOver ? { since: now(), count: 0 } : before;
    counts.set(key, count);
    const left = spec.limit - count.count;
    const resetAfter = (count.since + spec.perMs - now()) / 1_000;
    if (left > 0) count.count += 1;
    const headers = {
      'x-ratelimit-limit': String(spec.limit),
      'x-ratelimit-remaining': String(Math.max(0, left - 1)),
      'x-ratelimit-reset': String((count.since + spec.perMs) / 1_000),
      'x-ratelimit-reset-after': String(resetAfter),
      'x-ratelimit-bucket': idOf(spec),
    };
    return left > 0 ? { headers } : { headers, fault: { limitedFor: resetAfter, scope: spec.scope ?? 'user' } };
  };
}

/** Body and headers of a 429 (Discord, "Rate Limits", "Exceeding A Rate Limit"). */
export function limited(seconds: number, scope: 'user' | 'global' | 'shared'): { body: unknown; headers: Headers } {
  const words = scope === 'shared' ? 'The resource is being rate limited.' : 'You are being rate limited.';
  return {
    body: { message: words, retry_after: seconds, global: scope === 'global' },
    headers: {
      'retry-after': String(Math.ceil(seconds)),
      'x-ratelimit-scope': scope,
      ...(scope === 'global' && { 'x-ratelimit-global': 'true' }),
    },
  };
}
