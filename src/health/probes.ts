import { z } from 'zod';
import type { Clock } from '../core/ports/clock.ts';
import type { Glance, Glimpse } from '../core/ports/glance.ts';
import type { Log } from '../core/ports/log.ts';
import type { Store } from '../core/ports/store.ts';
import { plain } from '../core/text.ts';
import { hourMs, minuteMs, secondMs } from '../core/time.ts';
import { inTime } from '../core/until-aborted.ts';

/** The store has so long to answer: whoever probes waits a second, as Kubernetes does unless told otherwise. */
const storeAnswerMs = 800;
/** A write is tried so often, and where the last one failed sooner: probes may come every second. */
const writeEveryMs = 30 * secondMs;
const writeAgainMs = 5 * secondMs;

/** Accounts are looked at so often at most, and where one could not be read sooner. */
const glanceEveryMs = minuteMs;
const glanceAgainMs = 15 * secondMs;
/** Of many accounts one a second, on the average. */
const glanceEachMs = secondMs;
/** AWS has so long to answer for all of them; then none that has not is taken for readable. */
const glanceWithinMs = 20 * secondMs;

/** What was found: absent words, it is fine. */
export type Probed = string | undefined;

/** Reads from the store at each probe, those that come together at once, and writes to it now and then. Never rejects. */
export function storeProbe(store: Store, clock: Clock, log: Log): () => Promise<Probed> {
  const family = store.family('health', z.number(), { ttlMs: hourMs });
  let writtenAt = Number.NEGATIVE_INFINITY;
  let unwritten: Probed;
  let looking: Promise<Probed> | undefined;
  const failed = (says: string) => (error: unknown) => {
    log.warn({ error: error instanceof Error ? error.message : String(error) }, says);
    return says;
  };
  const fine = (): Probed => undefined;
  const look = async (): Promise<Probed> => {
    const unread = await family.get(onlyKey).then(fine, failed('the store cannot be read'));
    if (unread !== undefined) return unread;
    const now = clock.now();
    if (now - writtenAt >= (unwritten === undefined ? writeEveryMs : writeAgainMs)) {
      writtenAt = now;
      unwritten = await family.put(onlyKey, now).then(fine, failed('the store cannot be written'));
    }
    return unwritten;
  };
  return async () => {
    looking ??= look().finally(() => (looking = undefined));
    const found = await inTime(
      clock,
      storeAnswerMs,
      looking.then((says) => ({ says })),
    );
    return found === undefined ? `the store does not answer within ${storeAnswerMs} ms` : found.says;
  };
}
const onlyKey = 'written';

/** What was seen of accounts last, while it is looked at again and again. */
export interface AccountsProbe {
  /** Undefined: not looked at yet. */
  seen(): readonly Glimpse[] | undefined;
  /** Looks until the end is told: probes ask AWS nothing. Never rejects. */
  watch(signal: AbortSignal): Promise<void>;
}

/** See {@link AccountsProbe}. */
export function accountsProbe(glance: Glance, clock: Clock, log: Log): AccountsProbe {
  let last: readonly Glimpse[] | undefined;
  const look = async (signal: AbortSignal): Promise<void> => {
    const late = new AbortController();
    const all = glance(AbortSignal.any([signal, late.signal]));
    const found = (await inTime(clock, glanceWithinMs, all)) ?? undefined;
    if (found === undefined) late.abort(new Error('AWS takes too long'));
    const now = found ?? (await all);
    const before = new Set((last ?? []).filter(({ problem }) => problem !== undefined).map(({ account }) => account));
    for (const { account, problem } of now)
      if (problem !== undefined && !before.has(account))
        log.warn({ account, error: plain(problem.what) }, 'an account cannot be read');
    last = now;
  };
  return {
    seen: () => last,
    async watch(signal) {
      while (!signal.aborted) {
        try {
          await look(signal);
        } catch (error) {
          if (!signal.aborted) log.error({ error: String(error) }, 'accounts could not be looked at');
        }
        const all = (last ?? []).length * glanceEachMs;
        const missing = last === undefined || last.some(({ problem }) => problem !== undefined);
        await clock.sleep(Math.max(missing ? glanceAgainMs : glanceEveryMs, all), signal).catch(() => {});
      }
    },
  };
}
