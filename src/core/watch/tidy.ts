import type { Clock } from '../ports/clock.ts';
import { hourMs, type Instant } from '../time.ts';
import { rules } from './rules/index.ts';
import type { Alerts } from './alerts.ts';
import type { Ledger } from './ledger.ts';
import type { Memory } from './memory.ts';
import type { SeenFirst } from './seen.ts';
import type { States } from './states.ts';
import type { Looks } from './looks.ts';

/** What goes on whether or not an alert is due. Rejects with StoreUnwritable. */
export type Tidy = (signal: AbortSignal) => Promise<void>;

/** What it is done with. */
export interface TidyParts {
  readonly states: States;
  readonly memory: Pick<Memory, 'forget'>;
  readonly alerts: Pick<Alerts, 'identities'>;
  /** @param due When it was due. */
  looksAt(due: Instant): Pick<Looks, 'sweep' | 'cloud'>;
  readonly seen: Pick<SeenFirst, 'note'>;
  readonly savings: Pick<Ledger, 'closeStarted'>;
  readonly clock: Clock;
  /** Hours between two sweeps. */
  readonly everyHours: number;
}

/** Under which it is claimed among the alerts: none is called so. */
const claimName = '*';

/**
 * Every few hours one process looks at everything, so that it is known since when something idles also where no alert was
 * there to see it, so that a machine that was started elsewhere saves nothing any longer, and so that nothing is kept of alerts
 * that were made in chats and are there no longer.
 */
export function createTidy({ states, memory, alerts, looksAt, seen, savings, clock, everyHours }: TidyParts): Tidy {
  return async (signal) => {
    const everyMs = everyHours * hourMs;
    const slot = Math.floor(clock.now() / everyMs) * everyMs;
    const claim = await states.claim(claimName, slot);
    if (claim === undefined) return;
    const work = async () => {
      const looks = looksAt(slot);
      const reading = { signal, joins: true };
      // The sweep reads the same list at the same time: it is read once.
      const [sweep, instances] = await Promise.all([
        looks.sweep({}, rules, reading),
        looks.cloud.instances({}, reading),
      ]);
      await seen.note(sweep, rules);
      await savings.closeStarted(instances, signal);
      await forgetGone();
      await claim.commit({ points: [] }, undefined);
    };
    await states.holding(claimName, slot, work, signal);
  };

  /** One of the configuration may come again, and then what it has told is not told anew. */
  async function forgetGone(): Promise<void> {
    const there = new Set(await alerts.identities());
    for (const own of await states.all()) {
      if (!isOfChat(own) || there.has(own)) continue;
      await memory.forget(own);
      await states.forget(own);
    }
  }
}

/** See `identityOf`: no name has a dot in it. */
const isOfChat = (own: string): boolean => own.includes('.');
