import fc from 'fast-check';
import { isProblem } from '../../../src/core/problem.ts';
import type { Alert, Watched, When } from '../../../src/core/watch/alert.ts';
import { rulesNamed, ruleNames } from '../../../src/core/watch/rules/named.ts';
import { readWhen } from '../../../src/core/watch/when.ts';

/** When something is due, from words that are right. */
export function whenOf(words: string, usualZone = 'UTC'): When {
  const when = readWhen(words, usualZone);
  if (isProblem(when)) throw new Error(`${words}: ${when.problem}`);
  return when;
}

const times = [
  'weekdays 9:00 Europe/Paris',
  'hourly UTC',
  'every 6h UTC',
  '0 9 L * * Asia/Kolkata',
  '0 9 * * MON#1 UTC',
  'monthly 0:05 America/New_York',
];
const places = fc.uniqueArray(fc.constantFrom('slack:C0123', 'discord:4567', 'terminal:store:os:maria'), {
  minLength: 1,
  maxLength: 3,
});
const amount = fc
  .tuple(fc.integer({ min: 1, max: 99_999 }), fc.constantFrom('', '.5', '.0104'))
  .map(([whole, rest]) => `${whole}${rest}`);
const days = fc.integer({ min: 1, max: 3_650 });
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '30', '05'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);

const waste = fc.uniqueArray(fc.constantFrom(...ruleNames), { minLength: 1, maxLength: 3 }).map((names): Watched => {
  const ids = rulesNamed(names);
  return { is: 'waste', rules: isProblem(ids) ? [] : [...ids] };
});
const cost = fc
  .constantFrom('account', 'region', 'type', 'owner', 'tag:team', 'tag:my team')
  .map((by): Watched => ({ is: 'cost', by }));
const budget = fc
  .tuple(
    amount,
    fc.option(
      fc.constantFrom({ key: 'env', value: 'dev' }, { key: 'aws:x', value: 'a "b"=c' }, { key: 'env', value: '*' }),
      { nil: undefined },
    ),
  )
  .map(([usdPerHour, tag]): Watched => ({ is: 'budget', usdPerHour, ...(tag && { tag }) }));

/** Any alert that can be said. */
export const anyAlert: fc.Arbitrary<Alert> = fc
  .record({
    name: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,62}$/),
    watches: fc.oneof(waste, cost, budget),
    accounts: fc.option(fc.uniqueArray(fc.constantFrom('demo-prod', 'demo-dev'), { minLength: 1 }), { nil: undefined }),
    when: fc.constantFrom(...times).map((words) => whenOf(words)),
    to: fc.tuple(places, fc.constantFrom<readonly string[]>([], ['owner'])).map((parts) => parts.flat()),
    least: fc.record({ days, usdPerMonth: amount }, { requiredKeys: [] }),
    form: fc.constantFrom('digest' as const, 'each' as const),
    repeatDays: fc.option(days, { nil: undefined }),
    escalate: fc.option(fc.record({ afterDays: days, to: places }), { nil: undefined }),
    quiet: fc.option(fc.record({ from: time, to: time }), { nil: undefined }),
    allClear: fc.boolean(),
  })
  .map(({ name, watches, accounts, when, to, least, form, repeatDays, escalate, quiet, allClear }) => {
    const isWaste = watches.is === 'waste';
    return {
      name,
      watches,
      ...(accounts && { accounts }),
      when,
      to,
      atLeast: isWaste ? least : {},
      form: isWaste ? form : 'digest',
      ...(isWaste ? repeatDays !== undefined && { repeatDays } : { repeatDays: 7 }),
      ...(isWaste && escalate && { escalate }),
      ...(quiet && { quiet }),
      allClear: isWaste && allClear,
    };
  });
