import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { oneId, type Person } from '../people/person.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import type { Problem } from '../problem.ts';
import { say } from '../text.ts';
import { dayMs, minuteMs } from '../time.ts';

/** Digits and letters that are not taken for one another when read or typed. */
export const keyAlphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Signs of a key. */
export const keyLength = 8;

/** A key that nobody guesses: 8 of 30 signs, about 6.6 × 10¹¹ keys, from the system's secure source. */
export const newKey = (): string =>
  Array.from({ length: keyLength }, () => keyAlphabet[randomInt(keyAlphabet.length)]).join('');

/** Wrong keys in a minute that make a person pause for a minute. */
export const wrongKeysAllowed = 5;
const pauseMs = minuteMs;
/** Counters that nobody adds to go after so long. */
const keptMs = dayMs;
/** Tries to write a counter that several windows of one person write at once. */
const swapTries = 8;

/** Counts wrong keys of each person. */
export interface KeyGuard {
  /** A Problem while this person rests. */
  paused(person: Person): Promise<Problem | undefined>;
  /** Counts one wrong key of this person, over all processes. */
  wrong(person: Person): Promise<void>;
}

/** Guards against guessing: the times of each person's wrong keys, in the store. */
export function createKeyGuard(store: Store, clock: Clock): KeyGuard {
  const family = store.family('wrong-keys', z.array(z.number()), { ttlMs: keptMs });
  const recent = (times: readonly number[]) =>
    times.filter((at) => at > clock.now() - pauseMs).slice(-wrongKeysAllowed);
  return {
    async paused(person) {
      const times = recent((await family.get(oneId(person)))?.value ?? []);
      if (times.length < wrongKeysAllowed) return undefined;
      return {
        problem: 'paused',
        what: say`${wrongKeysAllowed} wrong keys in a minute: your confirmations rest for a minute.`,
        todo: say`Wait a minute, then ask for the change anew.`,
      };
    },
    async wrong(person) {
      for (let tries = 0; tries < swapTries; tries += 1) {
        const kept = await family.get(oneId(person));
        const times = [...recent(kept?.value ?? []), clock.now()];
        if (kept === undefined ? await family.claim(oneId(person), times) : await family.swap(kept, times)) return;
      }
    },
  };
}
