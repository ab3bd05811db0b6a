import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/bot/grammar.ts';
import { commands } from '../../../src/commands/index.ts';
import { budgetReply, costReportReply } from '../../../src/commands/reply/cost-report-reply.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { plain } from '../../../src/core/text.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/core/time.ts';
import { Run, type Burn, type Looked, type RunOf } from '../../../src/core/watch/run.ts';
import { asideOf, linesOf, rowsOf } from '../house.ts';

const at = Date.parse('2026-11-23T08:00:00Z');
const weekBefore = at - 7 * dayMs;
const looked: Looked = {
  accounts: ['demo-dev', 'demo-prod'],
  regions: 3,
  places: 6,
  things: { instances: 1_214, volumes: 402, addresses: 1 },
  gaps: [],
  partly: [],
};
const shared = { alert: 'dev', slot: at, at, looked, by: 'account', unknown: 0, history: [] };

/** A group; a month of it is not what is looked at here. */
const group = (label: string, perHour: string, before?: string): Burn => ({
  label,
  perHour,
  perMonth: '30076',
  running: 3,
  ...(before !== undefined && { before }),
});
const cost = (some: Partial<RunOf<'cost'>> = {}): RunOf<'cost'> => ({
  ...shared,
  is: 'cost',
  groups: [group('demo-dev', '41.2')],
  all: group('all', '41.2'),
  ...some,
});
const budget = (some: Partial<RunOf<'budget'>> = {}): RunOf<'budget'> => ({
  ...shared,
  is: 'budget',
  crossed: 'above',
  perHour: '41.2',
  limit: '30',
  groups: [group('demo-dev', '41.2')],
  ...some,
});
const titleOf = (run: Run, now = at): string => {
  switch (run.is) {
    case 'cost':
      return plain(costReportReply(run, now).title);
    case 'budget':
      return plain(budgetReply(run, now).title);
    case 'waste':
      throw new Error('told elsewhere');
  }
};

describe('a report of costs', () => {
  it.each<[string, Partial<RunOf<'cost'>>, string]>([
    ['the first time', {}, 'Everything runs at $41.20 an hour, $30,076.00 a month'],
    [
      'more than before',
      { before: weekBefore, all: group('all', '41.2', '36.8') },
      'Everything runs at $41.20 an hour, $30,076.00 a month: 12 % more since 2026-11-16T08:00:00Z',
    ],
    [
      'less than before',
      { before: weekBefore, all: group('all', '41.2', '42.5') },
      'Everything runs at $41.20 an hour, $30,076.00 a month: 3.1 % less since 2026-11-16T08:00:00Z',
    ],
    [
      'as before',
      { before: weekBefore, all: group('all', '41.2', '41.2') },
      'Everything runs at $41.20 an hour, $30,076.00 a month: unchanged since 2026-11-16T08:00:00Z',
    ],
    [
      'as nothing was there before',
      { before: weekBefore, all: group('all', '41.2', '0') },
      'Everything runs at $41.20 an hour, $30,076.00 a month',
    ],
    [
      'in other money than before',
      { before: weekBefore, all: group('all', '41.2 CNY', '36.8') },
      'Everything runs at CNY 41.20 an hour, $30,076.00 a month',
    ],
    [
      'in two currencies',
      { before: weekBefore, all: group('all', '41.2 + 3 CNY', '36.8') },
      'Everything runs at $41.20 + CNY 3.00 an hour, $30,076.00 a month',
    ],
    ['where prices are not known', { unknown: 2 }, 'Everything runs at $41.20 an hour or more, $30,076.00 a month'],
    [
      'where something could not be read',
      { looked: { ...looked, gaps: ['AWS did not answer in eu-west-1.'] } },
      'Everything runs at $41.20 an hour or more, $30,076.00 a month',
    ],
    [
      'below a dollar, with all its digits',
      { all: group('all', '0.563849') },
      'Everything runs at $0.563849 an hour, $30,076.00 a month',
    ],
  ])('%s', (_, some, expected) => {
    expect(titleOf(cost(some))).toBe(expected);
  });

  it.each<[string, Partial<RunOf<'cost'>>, string]>([
    ['one account', { accounts: ['demo-dev'] }, 'Everything in demo-dev runs at'],
    ['accounts', { accounts: ['demo-dev', 'demo-prod'] }, 'Everything in demo-dev and demo-prod runs at'],
    ['many accounts', { accounts: ['a', 'b', 'c', 'd'] }, 'Everything in 4 accounts runs at'],
    ['a tag', { tag: { key: 'env', value: 'dev' } }, 'What is tagged env=dev runs at'],
    ['a tag of any value', { tag: { key: 'env', value: '*' } }, 'What is tagged env runs at'],
  ])('says what runs at that, whatever the alert is called: %s', (_, some, begins) => {
    const reply = costReportReply(cost({ alert: 'cost', ...some }), at);
    expect(plain(reply.title)).toContain(begins);
    expect(asideOf(reply).at(-1)).toBe('Told by the alert cost; see alerts show cost.');
  });

  it.each<[string, string | undefined, string]>([
    ['41.2', '36.8', '+12 %'],
    ['41.2', '42.5', '-3.1 %'],
    ['41.2', '41.2', '='],
    // Below half a tenth of a percent.
    ['41.2', '41.21', '='],
    ['41.2', '37.45', '+10 %'],
    ['41.2', undefined, 'new'],
    ['41.2', '0', ''],
    ['0', '41.2', '-100 %'],
    ['41.2 CNY', '36.8', ''],
  ])('%s after %s: %s', (perHour, before, change) => {
    const reply = costReportReply(cost({ before: weekBefore, groups: [group('demo-dev', perHour, before)] }), at);
    expect(rowsOf(reply)[0]?.['Change']).toBe(change);
  });

  it('tells no change the first time', () => {
    expect(Object.keys(rowsOf(costReportReply(cost({ by: 'tag:env' }), at))[0] ?? {})).toEqual([
      'env',
      'Running',
      '$/hour',
      '$/month',
    ]);
  });

  it('tells the dearest groups, and how to see the others', () => {
    const groups = Array.from({ length: 17 }, (_, index) => group(`g-${index}`, '1'));
    const reply = costReportReply(cost({ groups, by: 'owner', tag: { key: 'env', value: 'dev' } }), at);
    expect(rowsOf(reply)).toHaveLength(15);
    expect(asideOf(reply)[0]).toBe('And 2 more: cost by:owner tag:env=dev.');
    expect(rowsOf(costReportReply(cost({ groups: [] }), at))).toEqual([]);
  });

  it.each<[string, Partial<RunOf<'cost'>>, string | undefined]>([
    ['of everything', {}, undefined],
    ['of accounts', { accounts: ['demo-dev', 'demo-prod'] }, 'Counted: demo-dev and demo-prod.'],
    [
      'of a tag',
      { tag: { key: 'env', value: 'dev' } },
      'Counted: what is tagged env=dev. What an instance holds goes with it; what none holds goes by its own tags.',
    ],
    [
      'of a tag with any value, in an account',
      { tag: { key: 'env', value: '*' }, accounts: ['demo-dev'] },
      'Counted: what is tagged env in demo-dev. What an instance holds goes with it; what none holds goes by its own tags.',
    ],
  ])('says what was counted, %s', (_, some, expected) => {
    expect(asideOf(costReportReply(cost(some), at)).find((words) => words.startsWith('Counted'))).toBe(expected);
  });

  it('says what was looked at, in which money, and what could not be read or priced', () => {
    const gaps = ['AWS did not answer in eu-west-1.', 'demo-prod refused.'];
    const all = { looked: { ...looked, gaps }, unknown: 1, all: group('all', '1 + 2 CNY') };
    expect(asideOf(costReportReply(cost(all), at))).toEqual([
      '1 thing has no known price.',
      'On-Demand prices, of Spot Instances the price of now; a month of 730 hours, USD and CNY; Reserved Instances and Savings Plans are not taken off.',
      'Looked at 1,214 instances, 402 volumes and 1 address in 2 accounts × 3 regions, 2026-11-23T08:00:00Z.',
      'Could not be read: AWS did not answer in eu-west-1. demo-prod refused.',
      'Told by the alert dev; see alerts show dev.',
    ]);
  });

  it.each([
    ['at once', 10 * minuteMs - 1, ''],
    ['late', 3 * hourMs, ', 3 hours before this was told'],
  ])('that is told %s says so', (_, afterMs, words) => {
    expect(asideOf(costReportReply(cost(), at + afterMs)).at(-2)).toBe(
      `Looked at 1,214 instances, 402 volumes and 1 address in 2 accounts × 3 regions, 2026-11-23T08:00:00Z${words}.`,
    );
  });

  it.each<[string, Partial<RunOf<'cost'>>, readonly string[]]>([
    ['everything', {}, ['cost by:account', 'cost by:type', 'cost by:owner']],
    ['by owner', { by: 'owner' }, ['cost by:owner', 'cost by:type']],
    [
      'of a tag in accounts',
      { by: 'tag:team', tag: { key: 'env', value: 'two words' }, accounts: ['demo-dev', 'demo-prod'] },
      [
        'cost by:tag:team account:demo-dev account:demo-prod "tag:env=two words"',
        'cost by:type account:demo-dev account:demo-prod "tag:env=two words"',
        'cost by:owner account:demo-dev account:demo-prod "tag:env=two words"',
      ],
    ],
    [
      'of a tag with any value',
      { tag: { key: 'env', value: '*' } },
      ['cost by:account tag:env', 'cost by:type tag:env', 'cost by:owner tag:env'],
    ],
  ])('has lines that tell it anew: %s', (_, some, expected) => {
    const lines = Object.values(linesOf(costReportReply(cost(some), at)));
    expect(lines).toEqual(expected);
    for (const line of lines) {
      const parsed = parse(line, commands);
      expect(isProblem(parsed) ? line : isProblem(parsed.command.bind(parsed.raw))).toBe(false);
    }
  });
});

describe('a budget', () => {
  it.each<[string, Partial<RunOf<'budget'>>, string, string]>([
    ['is exceeded', {}, 'warning', 'Everything now runs at $41.20 an hour, limit $30 an hour'],
    [
      'is exceeded by what is known',
      { unknown: 3 },
      'warning',
      'Everything now runs at $41.20 an hour or more, limit $30 an hour',
    ],
    [
      'is exceeded by less than a cent, which is told in full',
      { perHour: '30.000001' },
      'warning',
      'Everything now runs at $30.000001 an hour, limit $30 an hour',
    ],
    [
      'is exceeded below a dollar',
      { perHour: '0.55', limit: '0.5' },
      'warning',
      'Everything now runs at $0.55 an hour, limit $0.5 an hour',
    ],
    [
      'is exceeded in thousands',
      { perHour: '4120.5', limit: '3000' },
      'warning',
      'Everything now runs at $4,120.50 an hour, limit $3,000.00 an hour',
    ],
    [
      'is kept again',
      { crossed: 'below', perHour: '28.1' },
      'good',
      'Everything is within its limit: $28.10 an hour, limit $30 an hour',
    ],
    [
      'is met again',
      { crossed: 'below', perHour: '30' },
      'good',
      'Everything is within its limit: $30 an hour, limit $30 an hour',
    ],
  ])('%s', (_, some, tone, expected) => {
    const reply = budgetReply(budget(some), at);
    expect([reply.tone, plain(reply.title)]).toEqual([tone, expected]);
  });
});

describe('the picture of what it costs', () => {
  const history = [
    { at: weekBefore, value: '27.4' },
    { at: at - dayMs, value: '44.1' },
    { at, value: '41.2' },
  ];
  const pictureOf = (run: RunOf<'cost'> | RunOf<'budget'>) =>
    (run.is === 'cost' ? costReportReply(run, at) : budgetReply(run, at)).blocks.find(
      (block) => block.kind === 'picture',
    );

  it('goes over the time that is known, and says so in words', () => {
    const drawn = pictureOf(cost({ history }));
    expect(plain(drawn?.alt ?? [])).toBe(
      'From $27.40 an hour on 2026-11-16 to $41.20 on 2026-11-23, between $27.40 and $44.10.',
    );
    expect(drawn?.series).toEqual([{ label: 'dev', points: history }]);
    expect(drawn?.up).toEqual({ label: 'Cost', unit: 'USD an hour' });
  });

  it('has the limit of a budget beside it', () => {
    const drawn = pictureOf(budget({ history }));
    expect(plain(drawn?.alt ?? [])).toMatch(/; the limit is \$30\.$/);
    expect(drawn?.series[1]).toEqual({
      label: 'limit',
      points: [
        { at: weekBefore, value: '30' },
        { at, value: '30' },
      ],
    });
  });

  it.each([[[]], [history.slice(0, 1)]])('is left out of one moment alone: %j', (points) => {
    expect(pictureOf(cost({ history: points }))).toBeUndefined();
  });
});

it('a run is kept and read back with what was counted', () => {
  const run = budget({ accounts: ['demo-dev'], tag: { key: 'env', value: '*' } });
  expect(Run.parse(JSON.parse(JSON.stringify(run)))).toEqual(run);
});
