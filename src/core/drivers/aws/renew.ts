import type { Clock } from '../../ports/clock.ts';
import { minuteMs, secondMs, type Instant } from '../../time.ts';
import { isSessionOver } from './errors.ts';

/** What is needed of a client of the SDK, whichever service it is of. */
interface Signing<In extends object, Out extends object> {
  readonly config: { credentials(how?: { readonly forceRefresh: boolean }): Promise<{ readonly accessKeyId: string }> };
  readonly middlewareStack: {
    add(
      middleware: (next: Handler<In, Out>) => Handler<In, Out>,
      where: { readonly step: 'initialize'; readonly name: string },
    ): void;
  };
}
type Handler<In, Out> = (args: { input: In }) => Promise<{ response: unknown; output: Out }>;

/** Forgets a session of which AWS has said that it is over, if its key is still this one; whether there may be another now. */
export type Forget = (accessKeyId: string) => boolean;

/**
 * Lets a client ask once more, with new credentials, where AWS refused the ones it has: a session that was ended before
 * its time, a key that was changed in the profile. A refusal is an answer, so that nothing was done: this holds for calls
 * that change something too. A call whose answer was lost is never repeated here.
 */
export function renewing<In extends object, Out extends object, C extends Signing<In, Out>>(
  client: C & Signing<In, Out>,
  forget: Forget,
): C {
  client.middlewareStack.add(
    (next) => async (args) => {
      const used = await client.config.credentials();
      try {
        return await next(args);
      } catch (error) {
        if (!isSessionOver(error)) throw error;
        const now = await client.config.credentials();
        const renewed = now.accessKeyId !== used.accessKeyId;
        if (!renewed && !forget(used.accessKeyId)) throw error;
        const fresh = renewed ? now : await client.config.credentials({ forceRefresh: true });
        if (fresh.accessKeyId === used.accessKeyId) throw error;
        return next(args);
      }
    },
    { step: 'initialize', name: 'quartermasterRenew' },
  );
  return client;
}

/** Of credentials that no role gives: they are looked for again, seldom. */
export function forgetting(clock: Clock): (name: string) => Forget {
  const triedAt = new Map<string, Instant>();
  return (name) => () => {
    const since = clock.now() - (triedAt.get(name) ?? Number.NEGATIVE_INFINITY);
    if (since >= renewEveryMs) triedAt.set(name, clock.now());
    return since >= renewEveryMs || since < togetherMs;
  };
}

/** Calls that were refused at one time look for the new credentials together. */
const togetherMs = 5 * secondMs;

/** New credentials help no more often than this: a region that is off, or a policy that denies, refuses the new ones alike. */
export const renewEveryMs = minuteMs;
