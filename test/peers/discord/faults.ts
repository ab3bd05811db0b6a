import type { Call } from './call.ts';

/** What goes wrong with one request. */
export type Fault =
  /** The connection is cut before anything was done, or after it was. */
  | 'cut-before'
  | 'cut-after'
  /** Nothing is ever answered, and nothing done, or all of it. */
  | 'hang-before'
  | 'hang-after'
  /** 429 with the time to wait in seconds, which may be a fraction. `shared` is the limit of a resource that others use too (Discord, "Rate Limits"). */
  | { readonly limitedFor: number; readonly scope?: 'user' | 'global' | 'shared' }
  /** A status of 500 or more, in Discord's place or its own. Nothing is done, or it is done all the same. */
  | { readonly status: number; readonly done?: boolean }
  /** Discord refuses by this code. */
  | { readonly error: number; readonly refusedBy: number; readonly message?: string }
  /** The answer is held until then; what is asked is done before or after. */
  | { readonly until: Promise<unknown>; readonly done?: 'before' | 'after' };

/** Which requests are meant: of this method, on this route as the stand-in names it, in this channel. */
export interface Hit {
  readonly method?: string;
  readonly route?: string;
  readonly channel?: string;
  /** How many requests it befalls; 1, unless said otherwise. */
  readonly times?: number;
}

/** A bucket: so many requests in so long, for each channel, guild or webhook on its own (Discord, "Rate Limits"). */
export interface BucketSpec extends Omit<Hit, 'times'> {
  readonly limit: number;
  readonly perMs: number;
  readonly scope?: 'user' | 'shared';
}

/** Faults that wait for their requests, and a decision that a test may make itself. */
export interface Faults {
  /** The next requests so described go wrong so. */
  fail(hit: Hit, fault: Fault): void;
  /** Limits the rate of requests from now on, by the peer's clock, and tells of it in headers. */
  limit(bucket: BucketSpec): void;
  readonly buckets: readonly BucketSpec[];
  /** Decides of each request, before those that wait are looked at. */
  decide: (call: Call) => Fault | undefined;
  /** Discord as a whole: there, not reachable, or answering nothing but 503. */
  outage: 'cut' | 'unavailable' | 'hang' | undefined;
  /** What goes wrong with this request. */
  of(call: Call): Fault | undefined;
}

/** Whether a request is one of those. */
export const isHit = (hit: Omit<Hit, 'times'>, call: Call): boolean =>
  (hit.method === undefined || hit.method === call.method) &&
  (hit.route === undefined || hit.route === call.route) &&
  (hit.channel === undefined || hit.channel === call.params['channel']);

/** Nothing goes wrong, until it is told to. */
export function createFaults(): Faults {
  const waiting: { hit: Hit; fault: Fault; left: number }[] = [];
  const buckets: BucketSpec[] = [];
  const faults: Faults = {
    fail: (hit, fault) => void waiting.push({ hit, fault, left: hit.times ?? 1 }),
    limit: (bucket) => void buckets.push(bucket),
    buckets,
    decide: () => undefined,
    outage: undefined,
    of(call) {
      if (faults.outage === 'cut') return 'cut-before';
      if (faults.outage === 'hang') return 'hang-before';
      if (faults.outage === 'unavailable') return { status: 503 };
      const decided = faults.decide(call);
      if (decided !== undefined) return decided;
      const next = waiting.find(({ hit, left }) => left > 0 && isHit(hit, call));
      if (next === undefined) return undefined;
      next.left -= 1;
      return next.fault;
    },
  };
  return faults;
}
