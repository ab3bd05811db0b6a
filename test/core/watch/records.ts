import fc from 'fast-check';
import { keyOf, thingKinds, type FoundRecord } from '../../../src/core/watch/finding.ts';

/** When the runs of tests are made. */
export const runAt = Date.parse('2026-11-24T10:00:00Z');
const monthMs = 30 * 86_400_000;

/** Text as people and AWS may have it: mentions, markup, controls, nothing at all. */
export const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '<!channel> @everyone',
    '\u001b[31mred\u202E',
    '*bold* `code` ~x~',
    '[a](https://b)',
    '|| # -# >',
    '',
  ),
);

const accounts = [
  { name: 'demo-dev', id: '444455556666' },
  { name: 'demo-prod', id: '111122223333' },
  { name: 'a'.repeat(40), id: '' },
];

const prefixes = { address: 'eipalloc', volume: 'vol', instance: 'i', reservation: 'cr', account: 'account' } as const;

/** Any finding as it is kept. */
export const anyRecord: fc.Arbitrary<FoundRecord> = fc
  .record({
    is: fc.constantFrom(...thingKinds),
    hex: fc.stringMatching(/^[0-9a-f]{17}$/),
    ip: fc.ipV4(),
    name: anyText,
    account: fc.constantFrom(...accounts),
    region: fc.constantFrom('us-east-1', 'eu-west-1', 'all regions'),
    matter: fc.option(fc.constantFrom('stopped', 'type', 'owner'), { nil: undefined }),
    owner: fc.option(anyText, { nil: undefined }),
    says: anyText,
    since: fc.integer({ min: runAt - 12 * monthMs, max: runAt }),
    sinceBy: fc.constantFrom('aws' as const, 'seen' as const),
    perMonth: fc.option(
      fc.integer({ min: 0, max: 10_000_000 }).map((digits) => String(digits / 1_000)),
      { nil: undefined },
    ),
    weak: fc.boolean(),
    left: fc.option(fc.record({ by: anyText, at: fc.constant(runAt), kind: fc.constant('stop'), of: anyText }), {
      nil: undefined,
    }),
  })
  .map(({ hex, ip, name, matter, owner, perMonth, weak, left, ...rest }) => ({
    ...rest,
    ...(rest.is === 'account'
      ? { id: rest.account.id, label: rest.account.name }
      : { id: `${prefixes[rest.is]}-${hex}`, label: rest.is === 'address' ? ip : name }),
    key: keyOf(rest, `${prefixes[rest.is]}-${hex}`, matter),
    rule: 'address-unassociated',
    facts: '',
    ...(owner !== undefined && { owner }),
    ...(perMonth !== undefined && { perMonth }),
    ...(weak && { weak: true as const }),
    ...(left && { left }),
  }));
