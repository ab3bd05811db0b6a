import { z } from 'zod';
import { entriesOf } from '../entries.ts';
import type { Store } from '../ports/store.ts';
import { turn } from '../slices.ts';
import { dayMs, type Instant } from '../time.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './rules/rule.ts';
import type { Sweep } from './sweep.ts';

const Seen = z.object({
  at: z.number(),
  rule: z.string(),
  account: z.object({ name: z.string(), id: z.string() }),
  region: z.string(),
});

/** How long it is known when something was seen first that is seen no longer, since its account is not looked at. */
const rememberedMs = 5 * 365 * dayMs;
/** Writes between two turns of the event loop: a few milliseconds, as each waits for the disk. */
const writtenAtOnce = 16;

/** When sweeps of ours saw each finding first. AWS tells no date of an allocation, nor since when a volume is attached to nothing. */
export interface SeenFirst {
  of(finding: Pick<Finding, 'key'>): Promise<Instant | undefined>;
  /**
   * Notes what a sweep has found, and forgets what it found no longer where it read everything that its rule looks at. Gives by
   * key when each was seen first. Rejects with StoreUnwritable. Cost grows with the findings; only new ones are written.
   * @param rules What the sweep went by.
   */
  note(sweep: Sweep, rules: readonly Pick<Rule, 'id'>[]): Promise<ReadonlyMap<string, Instant>>;
  /** The same without a note of it: what was never seen is seen first now. */
  look(sweep: Pick<Sweep, 'findings' | 'asOf'>): Promise<ReadonlyMap<string, Instant>>;
}

/** Kept in the store. Entries are by finding, so that two sweeps at once harm nothing: the first note stands. */
export function createSeenFirst(store: Store): SeenFirst {
  const family = store.family('watch-seen', Seen, { ttlMs: rememberedMs, whileAway: 'or-nothing' });
  return {
    of: async ({ key }) => (await family.get(key))?.value.at,

    async note(sweep, rules) {
      const first = new Map<string, Instant>();
      const found = new Set(sweep.findings.map(({ key }) => key));
      const gone: string[] = [];
      const ids = new Set(rules.map(({ id }) => id));
      for await (const { key, value } of entriesOf(family)) {
        if (found.has(key)) first.set(key, value.at);
        else if (ids.has(value.rule) && sweep.covers(value.rule, value)) gone.push(key);
      }
      let written = 0;
      const pause = async (): Promise<void> => {
        written += 1;
        if (written % writtenAtOnce === 0) await turn();
      };
      for (const key of gone) {
        await family.delete(key);
        await pause();
      }
      for (const { key, rule, account, region } of sweep.findings) {
        if (first.has(key)) continue;
        first.set(key, sweep.asOf);
        await family.claim(key, { at: sweep.asOf, rule, account: { name: account.name, id: account.id }, region });
        await pause();
      }
      return first;
    },

    async look(sweep) {
      const first = new Map<string, Instant>();
      const found = new Set(sweep.findings.map(({ key }) => key));
      for await (const { key, value } of entriesOf(family)) if (found.has(key)) first.set(key, value.at);
      for (const { key } of sweep.findings) if (!first.has(key)) first.set(key, sweep.asOf);
      return first;
    },
  };
}
