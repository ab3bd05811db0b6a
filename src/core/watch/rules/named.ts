import { didYouMean } from '../../near.ts';
import type { Problem } from '../../problem.ts';
import { code, say } from '../../text.ts';
import { ruleGroups, rules, rulesCalled } from './index.ts';

/** Names of groups of rules, then ids of rules: what {@link rulesNamed} takes. */
export const ruleNames: readonly string[] = [...Object.keys(ruleGroups), ...rules.map(({ id }) => id)];

/** The ids of the rules that words name, groups or single rules, letters of any case, each once and in their order; a Problem with what is near where one names none. */
export function rulesNamed(words: readonly string[]): readonly string[] | Problem {
  const named = new Set<string>();
  for (const word of words) {
    const called = rulesCalled(word.trim().toLowerCase());
    if (called === undefined) return notNamed(word);
    for (const { id } of called) named.add(id);
  }
  return rules.flatMap(({ id }) => (named.has(id) ? [id] : []));
}

const notNamed = (word: string): Problem => ({
  problem: 'bad-value',
  what: say`There is no rule or group of rules ${code(word)}.`,
  todo: didYouMean(word, ruleNames),
});

/** The name of a group where these are its rules, else their ids: {@link rulesNamed} reads them back. */
export function rulesInWords(ids: readonly string[]): readonly string[] {
  const group = Object.entries(ruleGroups).find(
    ([, members]) => members.length === ids.length && members.every(({ id }) => ids.includes(id)),
  );
  return group === undefined ? ids : [group[0]];
}
