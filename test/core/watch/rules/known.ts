import { usd } from '../../../../src/core/money.ts';
import type { Finding } from '../../../../src/core/watch/finding.ts';
import { rulesCalled } from '../../../../src/core/watch/rules/index.ts';
import type { Judged, Known, Rule, RuleOver, Things } from '../../../../src/core/watch/rules/rule.ts';
import { plain } from '../../../../src/core/text.ts';

/** When rules judge here. */
export const now = Date.parse('2026-11-24T10:00:00Z');

/** What a rule may know: prices for everything, and nothing else but what a test says. */
export const known = (some: Partial<Known> = {}): Known => ({
  now,
  addressMonth: () => usd('3.65'),
  volumeMonth: ({ sizeGiB }) => usd(String(sizeGiB / 10)),
  reservationMonth: ({ total }) => usd(String(total * 100)),
  volumesOf: () => [],
  successorOf: () => undefined,
  idleTagOf: () => undefined,
  ...some,
});

/** The one rule of this id, which looks at these things. */
export function ruleOver<K extends keyof Things>(over: K, id: string): RuleOver<K> {
  const isWanted = (rule: Rule): rule is Rule & RuleOver<K> => rule.over === over;
  const [rule] = rulesCalled(id) ?? [];
  if (rule === undefined || !isWanted(rule)) throw new Error(`${id} is no rule about ${over}`);
  return rule;
}

/** What was found, for comparing: its words, its facts, since when, and the exact sum a month. */
export const told = (
  judged: Judged | undefined,
): (Pick<Finding, 'facts' | 'since'> & { readonly says: string; readonly perMonth: string | undefined }) | undefined =>
  judged && {
    says: plain(judged.says()),
    facts: judged.facts,
    since: judged.since,
    perMonth: judged.perMonth?.amount.toFixed(),
  };
