import { StandardRetryStrategy } from '@smithy/core/retry';
import type { FinalizeHandler, RetryStrategyV2 } from '@smithy/types';
import type { Clock } from '../../ports/clock.ts';

/** Tries of a read, with the SDK's back-off and jitter, as long as the budget of its account and service lasts. */
export const readTries = 4;

/** Repeats reads. */
export interface Retries {
  /** The SDK's strategy for the calls that AWS counts together, which share one budget of retries. */
  strategy(key: string): RetryStrategyV2;
  /** A step of the SDK's for each client whose calls are repeated so: counts the time that the tries of a call take. */
  counted<I extends object, O extends object>(next: FinalizeHandler<I, O>): FinalizeHandler<I, O>;
}

/** Where it stands among the SDK's own steps: each try passes it, and waits for its turn before. */
export const countedPlace = {
  name: 'quartermasterCounted',
  relation: 'after',
  toMiddleware: 'httpSigningMiddleware',
} as const;

/** @param readMs Once a call's tries have taken so long it is not tried again, whatever the budget still holds. */
export function createRetries(clock: Pick<Clock, 'now'>, readMs: number): Retries {
  const strategies = new Map<string, RetryStrategyV2>();
  /** Errors of calls that have used up their time. */
  const final = new WeakSet<object>();
  return {
    strategy(key) {
      const known = strategies.get(key);
      if (known !== undefined) return known;
      const budget: RetryStrategyV2 = new StandardRetryStrategy(readTries);
      const made: RetryStrategyV2 = {
        acquireInitialRetryToken: (scope) => budget.acquireInitialRetryToken(scope),
        async refreshRetryTokenForRetry(token, failed) {
          const { error } = failed;
          // The SDK throws the call's own error then.
          if (error !== undefined && final.has(error)) throw new Error('the time of this call is used up');
          return budget.refreshRetryTokenForRetry(token, failed);
        },
        recordSuccess: (token) => budget.recordSuccess(token),
      };
      strategies.set(key, made);
      return made;
    },
    counted: (next) => {
      // The SDK puts its steps together anew for each call: this is one call's.
      let spentMs = 0;
      return async (args) => {
        const began = clock.now();
        try {
          return await next(args);
        } catch (error) {
          spentMs += clock.now() - began;
          if (spentMs >= readMs && typeof error === 'object' && error !== null) final.add(error);
          throw error;
        }
      };
    },
  };
}
