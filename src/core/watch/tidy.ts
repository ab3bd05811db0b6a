import type { Clock } from '../ports/clock.ts';
import { hourMs } from '../time.ts';
import { rules } from './rules/index.ts';
import type { Ledger } from './ledger.ts';
import type { SeenFirst } from './seen.ts';
import type { States } from './states.ts';
import type { Looks } from './looks.ts';

/** What goes on whether or not an alert is due. Rejects with StoreUnwritable. */
export type Tidy = (signal: AbortSignal) => Promise<void>;

/** What it is done with. */
export interface TidyParts {
  readonly states: States;
  readonly looks: Pick<Looks, 'sweep' | 'cloud'>;
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
 * there to see it, and so that a machine that was started elsewhere saves nothing any longer.
 */
export function createTidy({ states, looks, seen, savings, clock, everyHours }: TidyParts): Tidy {
  return async (signal) => {
    const everyMs = everyHours * hourMs;
    const slot = Math.floor(clock.now() / everyMs) * everyMs;
    const claim = await states.claim(claimName, slot);
    if (claim === undefined) return;
    await states.holding(claimName, slot, async () => {
      const reading = { signal, joins: true };
      // The sweep reads the same list at the same time: it is read once.
      const [sweep, instances] = await Promise.all([
        looks.sweep({}, rules, reading),
        looks.cloud.instances({}, reading),
      ]);
      await seen.note(sweep, rules);
      await savings.closeStarted(instances, signal);
      await claim.commit({ points: [] }, undefined);
    });
  };
}
