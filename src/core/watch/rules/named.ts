import { didYouMean } from '../../near.ts';
import type { Problem } from '../../problem.ts';
import { code, say } from '../../text.ts';
import { ruleGroups, rules, rulesCalled } from './index.ts';

/** Names of groups of rules, then ids of rules: what {@link rulesNamed} takes. */
export const ruleNames: readonly string[] = [...Object.keys(ruleGroups), ...rules.map(({ id }) => id)];

/** The ids of the rules that a word names, a group or one rule, letters of any case; a Problem with what is near where it names none. */
export function rulesNamed(word: string): readonly string[] | Problem {
  const called = rulesCalled(word.toLowerCase());
  if (called !== undefined) return called.map(({ id }) => id);
  return {
    problem: 'bad-value',
    what: say`There is no rule or group of rules ${code(word)}.`,
    todo: didYouMean(word, ruleNames),
  };
}

/** The name of a group where these are its rules, else their ids: {@link rulesNamed} reads each. */
export function rulesInWords(ids: readonly string[]): readonly string[] {
  const group = Object.entries(ruleGroups).find(
    ([, members]) => members.length === ids.length && members.every(({ id }) => ids.includes(id)),
  );
  return group === undefined ? ids : [group[0]];
}
