import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ReadRule } from './rule.ts';
import type { Cedar } from './load.ts';

/** Sets of rules that Cedar holds ready. A small team has a handful of combinations of roles. */
const setsKept = 64;

/** Sets of rules that are parsed once and then asked by their name. */
export interface PreparedSets {
  /** The name under which Cedar has the rules. @param key The same rules have the same key. */
  nameOf(key: string, rules: () => readonly ReadRule[]): string;
}

/** Cedar keeps what it parsed for good, under its name: those that are given up make room for others. */
export function createPreparedSets(cedar: Cedar): PreparedSets {
  // Cedar's names count in the whole process.
  const own = randomUUID();
  const free = Array.from({ length: setsKept + 1 }, (_, index) => `${own}/${index}`);
  const kept = new LRUCache<string, string>({ max: setsKept, dispose: (name) => void free.push(name) });
  return {
    nameOf(key, rules) {
      const known = kept.get(key);
      if (known !== undefined) return known;
      const name = free.pop();
      if (name === undefined) throw new Error('no name is left for a set of rules');
      const answer = cedar.preparsePolicySet(name, {
        staticPolicies: Object.fromEntries(rules().map(({ rule }) => [rule.id, rule.text])),
      });
      if (answer.type === 'failure') {
        free.push(name);
        throw new Error(`Cedar refuses rules that it has read: ${answer.errors[0]?.message ?? ''}`);
      }
      kept.set(key, name);
      return name;
    },
  };
}
