import { LRUCache } from 'lru-cache';
import type { Effect } from '../commands/command.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Problem } from '../core/problem.ts';
import { say } from '../core/text.ts';
import { secondMs } from '../core/time.ts';

/** How many requests one person may make. */
export interface Rate {
  /** At once, after a rest. */
  readonly burst: number;
  /** For each of these, in ms, there is one more. */
  readonly everyMs: number;
}

/** Reads cost a little work; what changes something is read by others, written down and told. Far more than anybody types. */
export const usualRates: Readonly<Record<'reading' | 'changing', Rate>> = {
  reading: { burst: 120, everyMs: 200 },
  changing: { burst: 30, everyMs: secondMs },
};

/** Persons remembered. Who was not heard of for longest is forgotten and has a whole burst again. */
export const personsRemembered = 10_000;

/** Too many requests: when there is room again, and whether this is the first refusal since one was let through. */
export interface Refused {
  readonly waitMs: number;
  readonly first: boolean;
}

/** Counts requests by person: reads apart from what changes AWS or what Quartermaster keeps. */
export interface Rates {
  /** Undefined: it may go on, and is counted. A refused one is not counted. */
  take(personId: string, effect: Effect): Taken | Promise<Taken>;
}

type Taken = Refused | undefined;

/** What is left of a burst, as of when, and whether the last one asked was refused. */
export interface Bucket {
  readonly left: number;
  readonly at: number;
  readonly refused: boolean;
}

/** Which requests are counted together. */
export const kindOf = (effect: Effect): keyof typeof usualRates => (effect === 'reads' ? 'reading' : 'changing');

/** What becomes of a bucket when one more is asked for, and whether that may go on. */
export function takenFrom(known: Bucket | undefined, { burst, everyMs }: Rate, now: number): readonly [Bucket, Taken] {
  const { left: before, at, refused } = known ?? { left: burst, at: now, refused: false };
  const left = Math.min(burst, before + Math.max(0, now - at) / everyMs);
  return left < 1
    ? [
        { left, at: now, refused: true },
        { waitMs: Math.ceil((1 - left) * everyMs), first: !refused },
      ]
    : [{ left: left - 1, at: now, refused: false }, undefined];
}

/** Counts of this process alone, which need not be waited for. */
export interface OwnRates extends Rates {
  take(personId: string, effect: Effect): Taken;
}

/** Buckets in memory: each process counts for itself. A clock that is put back gives nothing and takes nothing. */
export function createRates(clock: Pick<Clock, 'now'>, rates = usualRates, persons = personsRemembered): OwnRates {
  const buckets = { reading: bucketsOf(persons), changing: bucketsOf(persons) };
  return {
    take(personId, effect) {
      const kind = kindOf(effect);
      const [bucket, refused] = takenFrom(buckets[kind].get(personId), rates[kind], clock.now());
      buckets[kind].set(personId, bucket);
      return refused;
    },
  };
}

const bucketsOf = (max: number) => new LRUCache<string, Bucket>({ max });

/** What somebody is told who must wait. */
export const tooMany = ({ waitMs }: Refused): Problem => ({
  problem: 'too-many-requests',
  what: say`You have asked for so much in so short a time that this was not done.`,
  todo: say`Say it again in ${Math.max(1, Math.ceil(waitMs / secondMs))} s.`,
});
