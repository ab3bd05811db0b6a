import type { Data } from '../json.ts';
import type { Call } from './call.ts';

/** What goes wrong with one request. */
export type Fault =
  /** The connection is cut before anything was done, or after it was. */
  | 'cut-before'
  | 'cut-after'
  /** Nothing is ever answered, and nothing done, or all of it. */
  | 'hang-before'
  | 'hang-after'
  /** 429 with `Retry-After` in whole seconds. */
  | { readonly limitedFor: number }
  /** A status of 500 or more, in Slack's place or its own. Nothing is done, or it is done all the same. */
  | { readonly status: number; readonly done?: boolean }
  /** Slack refuses by this error. */
  | { readonly error: string; readonly more?: Data }
  /** The answer is held until then; what is asked is done before or after. */
  | { readonly until: Promise<unknown>; readonly done?: 'before' | 'after' };

/** Which requests a fault is for. */
export interface Hit {
  readonly method?: string;
  readonly channel?: string;
  /** How many requests it befalls; 1, unless said otherwise. */
  readonly times?: number;
}

/** Faults that wait for their requests, and a decision that a test may make itself. */
export interface Faults {
  /** The next requests so described go wrong so. */
  fail(hit: Hit, fault: Fault): void;
  /** Decides of each request, before those that wait are looked at. */
  decide: (call: Call) => Fault | undefined;
  /** Slack as a whole: there, not reachable, or answering nothing but 503. */
  outage: 'cut' | 'unavailable' | 'hang' | undefined;
  /** What goes wrong with this request. */
  of(call: Call): Fault | undefined;
}

/** Nothing goes wrong, until it is told to. */
export function createFaults(): Faults {
  const waiting: { hit: Hit; fault: Fault; left: number }[] = [];
  const faults: Faults = {
    fail: (hit, fault) => void waiting.push({ hit, fault, left: hit.times ?? 1 }),
    decide: () => undefined,
    outage: undefined,
    of(call) {
      if (faults.outage === 'cut') return 'cut-before';
      if (faults.outage === 'hang') return 'hang-before';
      if (faults.outage === 'unavailable') return { status: 503 };
      const decided = faults.decide(call);
      if (decided !== undefined) return decided;
      const next = waiting.find(
        ({ hit, left }) =>
          left > 0 &&
          (hit.method === undefined || hit.method === call.method) &&
          (hit.channel === undefined || hit.channel === call.args['channel']),
      );
      if (next === undefined) return undefined;
      next.left -= 1;
      return next.fault;
    },
  };
  return faults;
}
