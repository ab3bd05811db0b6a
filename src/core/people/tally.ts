import { z } from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import type { Problem } from '../problem.ts';
import { code, say } from '../text.ts';
import { hourMs, spanInWords } from '../time.ts';
import { oneId, type Person } from './person.ts';

/** Tries to write a counter that several windows of one person write at once. */
const swapTries = 8;

const Counted = z.object({ at: z.number(), change: z.string(), things: z.number() });
/** What was counted in an hour of the clock counts until the end of the next one; the entry may be made in its last moment. */
const keptMs = 3 * hourMs;

/** How much a person changes within an hour, in all platforms and processes. */
export interface Tally {
  /** Counts so many more for a change, once a key, or says why they are too many; those are not counted. Rejects with StoreUnwritable. */
  count(person: Pick<Person, 'id' | 'name' | 'also'>, change: string, things: number): Promise<Problem | undefined>;
}

/** Kept in the store, an entry for each hour of the clock. @param perHour Things that one person may change within any hour (`changes.perHour`). */
export function createTally(store: Store, clock: Clock, perHour: number): Tally {
  const family = store.family('changes-tally', z.array(Counted), { ttlMs: keptMs });
  return {
    async count(person, change, things) {
      const ofHour = (hour: number): string => `${oneId(person)}/${hour}`;
      for (let tries = 0; tries < swapTries; tries += 1) {
        const now = clock.now();
        const hour = Math.floor(now / hourMs);
        const before = (await family.get(ofHour(hour - 1)))?.value ?? [];
        const kept = await family.get(ofHour(hour));
        const recent = [...before, ...(kept?.value ?? [])].filter(({ at }) => at > now - hourMs);
        if (recent.some((one) => one.change === change)) return undefined;
        const many = recent.reduce((sum, one) => sum + one.things, 0);
        if (many + things > perHour)
          return tooMany(person.name, many, things, perHour, nextIn(recent, things, perHour, now));
        const to = [...(kept?.value ?? []), { at: now, change, things }];
        if (kept === undefined ? await family.claim(ofHour(hour), to) : await family.swap(kept, to)) return undefined;
      }
      return crowded;
    },
  };
}

/** How long until so many more fit; undefined: they never do. */
function nextIn(
  recent: readonly z.infer<typeof Counted>[],
  things: number,
  perHour: number,
  now: number,
): number | undefined {
  if (things > perHour) return undefined;
  let left = recent.reduce((sum, one) => sum + one.things, 0);
  for (const one of recent) {
    left -= one.things;
    if (left + things <= perHour) return one.at + hourMs - now;
  }
  return 0;
}

const tooMany = (name: string, before: number, things: number, perHour: number, inMs: number | undefined): Problem => ({
  problem: 'too-many-changes',
  what: say`One person changes at most ${perHour} things within an hour; ${name} has changed ${before}, and these are ${things} more.`,
  todo:
    inMs === undefined
      ? say`Ask for fewer at once, or raise ${code('changes.perHour')} in the configuration.`
      : say`Go on in ${spanInWords(inMs)}, ask for fewer, or let somebody raise ${code('changes.perHour')} in the configuration.`,
});

const crowded: Problem = {
  problem: 'too-many-changes',
  what: say`Too many confirmations of yours arrived at the same instant; this one was not counted, and nothing was done.`,
  todo: say`Confirm it again.`,
};
