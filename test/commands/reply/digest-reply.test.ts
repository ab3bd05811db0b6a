import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/bot/grammar.ts';
import { commands } from '../../../src/commands/index.ts';
import { digestReply, type DigestWish } from '../../../src/commands/reply/digest-reply.ts';
import { rowsAtMost } from '../../../src/commands/reply/digest-table.ts';
import { actionsOf, choiceLine, type Reply } from '../../../src/commands/reply/reply.ts';
import { fromRecord, plus, rounded, total } from '../../../src/core/money.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { plain } from '../../../src/core/text.ts';
import { dayMs } from '../../../src/core/time.ts';
import { keyOf, monthOf, type FoundRecord } from '../../../src/core/watch/finding.ts';
import type { RunOf, RunPart, Told } from '../../../src/core/watch/run.ts';
import { runAt } from '../../core/watch/records.ts';
import { asideOf, linesOf, rowsOf, textsOf, wordsOf } from '../house.ts';
import { anyRun, runOf } from './runs.ts';

const dev = { name: 'demo-dev', id: '444455556666' };
const prod = { name: 'demo-prod', id: '111122223333' };

/** An idle address that an alert saw first so many days ago. */
const address = (last: number, more: Partial<FoundRecord> & { readonly days?: number } = {}): FoundRecord => {
  const { days = 3, ...rest } = more;
  const home = { account: dev, region: 'us-east-1', ...rest };
  const id = `eipalloc-${String(last).padStart(17, '0')}`;
  return {
    key: keyOf(home, id),
    rule: 'address-unassociated',
    is: 'address',
    id,
    label: `198.51.100.${last}`,
    account: dev,
    region: 'us-east-1',
    says: 'associated with nothing',
    facts: 'row 5',
    since: runAt - days * dayMs,
    sinceBy: 'seen',
    perMonth: '3.65',
    ...rest,
  };
};
const aws = { sinceBy: 'aws' } as const;
const all = (run: RunOf<'waste'>, wish: Partial<DigestWish> = {}): Reply =>
  digestReply(run, { part: { of: 'all' }, shown: 'all', ...wish });
const titleOf = (run: RunOf<'waste'>, wish: Partial<DigestWish> = {}): string => plain(all(run, wish).title);
const toldBy = 'Told by the alert idle; see alerts show idle.';
const none = { count: 0, perMonth: '0', unknown: 0, weak: 0 };
const was = (run: RunOf<'waste'>, perMonth: string): RunOf<'waste'> => ({
  ...run,
  before: runAt + 1 - dayMs,
  totals: run.totals.map((one) => ({ ...one, before: { ...none, count: 1, perMonth } })),
});
const two = runOf({ told: [address(7, { ...aws, days: 12 }), address(8, { ...aws, days: 10, account: prod })] });

describe('the title of a digest', () => {
  it.each<[what: string, run: RunOf<'waste'>, title: string]>([
    [
      'one',
      runOf({ told: [address(7, aws)] }),
      '1 finding wastes $3.65 a month, $0.36 so far: looked at for the first time',
    ],
    ['several', two, '2 findings waste $7.30 a month, $2.64 so far: looked at for the first time'],
    [
      'more than before',
      was(runOf({ told: [address(7, aws)] }), '0.01'),
      '1 finding wastes $3.65 a month, $0.36 so far: $3.64 more than on 23 Nov',
    ],
    [
      'less than before',
      was(runOf({ told: [address(7, aws)] }), '47.3'),
      '1 finding wastes $3.65 a month, $0.36 so far: $43.65 less than on 23 Nov',
    ],
    [
      'as much',
      was(runOf({ told: [address(7, aws)] }), '3.65'),
      '1 finding wastes $3.65 a month, $0.36 so far: as much as on 23 Nov',
    ],
    [
      'seen by us',
      runOf({ told: [address(7)] }),
      '1 finding wastes $3.65 a month, at least $0.36 so far: looked at for the first time',
    ],
    [
      'of which one has no price',
      runOf({ told: [address(7, aws), address(8, { ...aws, perMonth: undefined })] }),
      '2 findings waste at least $3.65 a month, at least $0.36 so far: looked at for the first time',
    ],
    [
      'without any price',
      runOf({ told: [address(7, { perMonth: undefined })] }),
      '1 finding wastes an unknown sum a month: looked at for the first time',
    ],
    [
      'of which one may be meant',
      runOf({ told: [address(7, aws), address(8, { weak: true })] }),
      '1 finding wastes $3.65 a month, $0.36 so far (1 more may be meant): looked at for the first time',
    ],
    [
      'that may be meant alone',
      runOf({ told: [address(7, { weak: true })] }),
      '1 finding that may be meant, and nothing that surely wastes',
    ],
    [
      'in two currencies',
      was(runOf({ told: [address(7, aws), address(8, { ...aws, perMonth: '10 CNY' })] }), '1'),
      '2 findings waste $3.65 + CNY 10.00 a month, $0.36 + CNY 0.99 so far',
    ],
    ['that go on alone', runOf({ going: [address(7, aws)] }), '1 finding wastes $3.65 a month, $0.36 so far'],
    ['nothing', runOf({}), 'All clear: none of 412 addresses idles'],
    [
      'nothing but what is kept',
      runOf({ kept: [address(7)], below: [address(8)], snoozed: [address(9)] }),
      'All clear: none of 412 addresses idles but for what is kept, snoozed or below the threshold',
    ],
    [
      'nothing among several kinds',
      { ...runOf({}), looked: { ...runOf({}).looked, things: { addresses: 1, volumes: 1_204 } } },
      'All clear: none of 1 address and 1,204 volumes wastes',
    ],
    [
      'nothing to look at',
      { ...runOf({}), looked: { ...runOf({}).looked, things: { addresses: 0 } } },
      'All clear: there is nothing to look at',
    ],
    [
      'nothing of what could be read',
      { ...runOf({}), looked: { ...runOf({}).looked, gaps: ['AWS is away.'] } },
      'As far as could be read none of 412 addresses idles',
    ],
    [
      'nothing read',
      { ...runOf({}), looked: { ...runOf({}).looked, things: {}, gaps: ['AWS is away.'] } },
      'Nothing could be read',
    ],
  ])('%s', (_, run, title) => {
    expect(titleOf(run)).toBe(title);
  });

  it('tells days in the zone of the alert, and the year where it is another', () => {
    const run = { ...was(two, '7.3'), before: Date.parse('2026-11-23T23:30:00Z') };
    expect(titleOf(run)).toContain('on 23 Nov');
    expect(titleOf(run, { timeZone: 'Europe/Paris' })).toContain('on 24 Nov');
    expect(titleOf({ ...run, before: Date.parse('2025-12-31T12:00:00Z') })).toContain('on 31 Dec 2025');
  });

  it.each([
    ['warning', two],
    ['plain', runOf({ told: [address(7, { weak: true })] })],
    ['good', runOf({})],
    ['warning', { ...runOf({}), looked: { ...runOf({}).looked, gaps: ['AWS is away.'] } }],
  ])('has the tone %s', (tone, run) => {
    expect(all(run).tone).toBe(tone);
  });
});

describe('what a digest tells', () => {
  const mixed: RunOf<'waste'> = {
    ...was(
      runOf({
        told: [
          address(1, { ...aws, days: 12, owner: 'maria', left: { by: 'tom', at: runAt, kind: 'stop', of: 'db-1' } }),
          address(2, { left: { by: 'tom', at: runAt, kind: 'stop', of: 'db-2' } }),
          address(3),
          address(4),
          address(5, { weak: true }),
        ],
        more: [address(6), address(7)],
        going: [address(8), address(9), address(10)],
        kept: [address(11)],
        snoozed: [address(12), address(13)],
        below: [address(14)],
      }),
      '10.95',
    ),
    resolved: [
      { finding: address(20), how: 'was released by maria', saves: true },
      { finding: address(21), how: 'is no longer there', saves: true },
      { finding: address(22), how: 'is in use again' },
      { finding: address(23), how: 'was terminated by maria', ended: '1.2', saves: true },
      { finding: address(24), how: 'is found no longer', ended: '0' },
    ],
  };
  const told = mixed.told.map((one, at) => ({
    ...one,
    why: (['new', 'changed', 'again', 'woken', 'new'] as const)[at] ?? 'new',
  }));
  const reply = all({ ...mixed, told });

  it('in a table, dearest first as the run has them', () => {
    expect(rowsOf(reply)).toEqual(
      [
        ['198.51.100.1', 'associated with nothing', '12 days', '$1.44', '$3.65', 'maria', "tom's stop of db-1", 'new'],
        [
          '198.51.100.2',
          'associated with nothing',
          'at least 3 days',
          '≥ $0.36',
          '$3.65',
          'tom (left it)',
          "tom's stop of db-2",
          'changed',
        ],
        ['198.51.100.3', 'associated with nothing', 'at least 3 days', '≥ $0.36', '$3.65', '(none)', '', 'goes on'],
        ['198.51.100.4', 'associated with nothing', 'at least 3 days', '≥ $0.36', '$3.65', '(none)', '', 'was put off'],
        [
          '198.51.100.5',
          'associated with nothing (may be meant, not summed)',
          'at least 3 days',
          '≥ $0.36',
          '$3.65',
          '(none)',
          '',
          'new',
        ],
      ].map(([What, Why, For, soFar, month, Owner, left, News]) => ({
        What,
        Why,
        For,
        'So far': soFar,
        '$/month': month,
        Owner,
        Account: 'demo-dev',
        Region: 'us-east-1',
        'Left by': left,
        News,
      })),
    );
  });

  it('with all else in words', () => {
    expect(asideOf(reply)).toEqual([
      'Told now: 2 are new, 1 has changed, 1 goes on and 1 was put off until now.',
      'And 2 more: $7.30 a month.',
      '3 findings were told before and go on unchanged ($10.95 a month). Not told: 1 is kept on purpose ($3.65 a month), 2 are snoozed ($7.30 a month) and 1 is below the threshold ($3.65 a month).',
      'Resolved since 23 Nov',
      '198.51.100.20 was released by maria: saves $3.65 a month.',
      '198.51.100.21 is no longer there: saves $3.65 a month.',
      '198.51.100.22 is in use again: its $3.65 a month are waste no longer.',
      '198.51.100.23 was terminated by maria: saves $1.20 a month.',
      '198.51.100.24 is found no longer.',
      'Together that saves $8.50 a month.',
      'Looked at 412 addresses in 1 account × 17 regions at 2026-11-24T10:00:00Z.',
      "So far: at today's prices. ≥: since an alert saw it first; AWS does not tell for how long before.",
      toldBy,
    ]);
  });

  it.each<[what: string, whys: readonly Told['why'][], marks: readonly (string | undefined)[]]>([
    ['all are new', ['new', 'new'], [undefined, undefined]],
    ['all have changed', ['changed', 'changed'], ['changed', 'changed']],
    ['one was put off', ['woken'], ['was put off']],
    ['one goes on', ['new', 'again'], ['new', 'goes on']],
  ])('each row says why it is told now, unless that goes without saying: %s', (_, whys, marks) => {
    const told = whys.map((why, at): Told => ({ finding: address(at), why }));
    const marked = all(runOf({}, { told }));
    expect(rowsOf(marked).map(({ News }) => News)).toEqual(marks);
    // In a narrow window it is not what goes.
    const [table] = marked.blocks.flatMap((block) => (block.kind === 'table' ? [block] : []));
    expect(table?.columns.find(({ title }) => title === 'News')?.rank ?? 0).toBe(0);
  });

  it('with a row of buttons for each of the first three, and the others by name', () => {
    const rows = reply.blocks.flatMap((block) =>
      block.kind === 'actions' ? [block.actions.map(({ label, does }) => [label, does])] : [],
    );
    const named = '198.51.100.1 account:demo-dev region:us-east-1';
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual([
      ['Release 198.51.100.1', 'release 198.51.100.1'],
      ['Keep', `keep ${named}`],
      ['Snooze', `snooze ${named} until:1w`],
      ['Owner', `owner ${named}`],
      ['Explain', `finding ${named}`],
    ]);
    // Nobody is tagged as the owner of the second.
    expect(rows[1]?.map(([label]) => label)).toEqual(['Release 198.51.100.2', 'Keep', 'Snooze', 'Explain']);
    const choice = reply.blocks.find((block) => block.kind === 'choice');
    expect(choice?.options.map(({ label, about }) => `${label} (${about})`)).toEqual([
      '198.51.100.4 ($3.65 a month, demo-dev, us-east-1)',
      '198.51.100.5 ($3.65 a month, demo-dev, us-east-1)',
    ]);
    expect(choice && choiceLine(choice, [choice.options[0]?.word ?? ''])).toBe(`finding ${address(4).key}`);
  });

  it('a button to release is for addresses that surely waste alone', () => {
    const weak = all(runOf({ told: [address(1, { weak: true })] }));
    const volume = all(runOf({ told: [{ ...address(1), is: 'volume', id: 'vol-1', label: 'vol-1' }] }));
    for (const one of [weak, volume]) expect(Object.keys(linesOf(one))).toEqual(['Keep', 'Snooze', 'Explain']);
  });

  it('alone has no name on its buttons', () => {
    expect(Object.keys(linesOf(all(runOf({ told: [address(1)] }))))).toEqual(['Release', 'Keep', 'Snooze', 'Explain']);
  });

  it('what could not be read, by name, and how many regions where accounts differ', () => {
    const { looked } = mixed;
    const gaps = Array.from({ length: 13 }, (_, at) => `AWS did not answer in region ${at}.`);
    const asides = asideOf(all({ ...mixed, looked: { ...looked, places: 16, gaps } })).join('\n');
    expect(asides).toContain('Looked at 412 addresses in 16 places of 1 account at');
    expect(asides).toContain('what was not is not told as resolved: AWS did not answer in region 0. AWS');
    expect(asides).toContain('AWS did not answer in region 9. And 3 more.');
    expect(asides).not.toContain('region 10');
  });

  it('of many that were resolved the first ten', () => {
    const resolved = Array.from({ length: 12 }, (_, at) => ({
      finding: address(at),
      how: 'is no longer there',
      saves: true as const,
    }));
    const asides = asideOf(all({ ...mixed, resolved })).join('\n');
    expect(asides).toContain('And 2 more are waste no longer.');
    expect(asides).toContain('Together that saves $43.80 a month.');
  });

  it('counts for an owner what is theirs beyond what is told, in accounts that are shown', () => {
    const sum = { count: 30, perMonth: '109.5', unknown: 0, weak: 0 };
    const moreOf = [
      { owner: 'maria', account: 'demo-dev', sum },
      { owner: 'maria', account: 'demo-prod', sum },
      { owner: 'tom', account: 'demo-dev', sum },
    ];
    const wish = { part: { of: 'owner', owner: 'maria' } } as const;
    expect(asideOf(all({ ...mixed, moreOf }, wish))).toContain('And 60 more: $219.00 a month.');
    expect(asideOf(all({ ...mixed, moreOf }, { ...wish, shown: ['demo-dev'] }))).toContain(
      'And 30 more: $109.50 a month.',
    );
  });

  it('counts what was resolved beyond what is kept of it, of accounts that are shown', () => {
    const resolvedMore = [
      { account: 'demo-dev', count: 3_000, saves: '100' },
      { account: 'demo-prod', count: 500, saves: '50' },
    ];
    const asides = asideOf(all({ ...mixed, resolvedMore })).join('\n');
    expect(asides).toContain('And 3500 more are waste no longer.');
    expect(asides).toContain('Together that saves $158.50 a month.');
    const some = asideOf(all({ ...mixed, resolvedMore }, { shown: ['demo-dev'] })).join('\n');
    expect(some).toContain('And 3000 more are waste no longer.');
    expect(some).toContain('Together that saves $108.50 a month.');
  });
});

describe('the picture of a digest', () => {
  const point = (day: string, value: string) => ({ at: Date.parse(`${day}T09:00:00Z`), value });
  const pictureOf = (run: RunOf<'waste'>, shown: DigestWish['shown'] = 'all') =>
    all(run, { shown }).blocks.find((block) => block.kind === 'picture');
  const history = [point('2026-10-02', '36.5'), point('2026-11-01', '58.4'), point('2026-11-24', '47.3')];

  it('has its first, last and highest in words', () => {
    const picture = pictureOf({ ...two, history });
    expect(plain(picture?.alt ?? [])).toBe(
      'It went from $36.50 a month on 2 Oct to $47.30 on 24 Nov; the highest was $58.40 on 1 Nov.',
    );
    expect(picture?.series).toEqual([{ label: 'All that is told', points: history }]);
  });

  it('that stays says so', () => {
    const flat = history.map((one) => ({ ...one, value: '3.65' }));
    expect(plain(pictureOf({ ...two, history: flat })?.alt ?? [])).toBe(
      'It stayed at $3.65 a month from 2 Oct to 24 Nov.',
    );
  });

  it('is left out where there is one figure, and where not all accounts are shown', () => {
    expect(pictureOf({ ...two, history: history.slice(0, 1) })).toBeUndefined();
    expect(pictureOf({ ...two, history: [] })).toBeUndefined();
    expect(pictureOf({ ...two, history }, ['demo-dev'])).toBeUndefined();
    expect(pictureOf({ ...two, history }, ['demo-dev', 'demo-prod'])).toBeDefined();
  });
});

describe('a place that shows some accounts alone', () => {
  const run: RunOf<'waste'> = {
    ...two,
    looked: {
      ...two.looked,
      gaps: ['demo-prod in eu-west-1 is away.'],
      partly: [{ account: 'demo-prod', regions: ['eu-west-1', 'us-east-1'] }],
    },
    resolved: [{ finding: address(30, { account: prod }), how: 'was released by maria', saves: true }],
  };

  it('is told of those, summed alone, and how many there are besides', () => {
    const reply = all(run, { shown: ['demo-dev'] });
    expect(plain(reply.title)).toBe('1 finding wastes $3.65 a month, $1.44 so far: looked at for the first time');
    const words = wordsOf(reply);
    expect(words).toContain('1 more is in accounts that are not shown here.');
    for (const hidden of ['demo-prod', '198.51.100.8', '198.51.100.30', 'eu-west-1'])
      expect(words).not.toContain(hidden);
  });

  it('is told by name what could not be read of those, in no sentence about others', () => {
    const words = wordsOf(all(run, { shown: ['demo-prod'] }));
    expect(words).toContain('demo-prod could not be read whole (eu-west-1, us-east-1).');
    expect(words).not.toContain('is away');
    expect(words).toContain('198.51.100.30 was released by maria');
  });

  it.each<[shown: DigestWish['shown'], title: string]>([
    [[], 'All clear: nothing of what is shown here idles'],
    [['elsewhere'], 'All clear: nothing of what is shown here idles'],
  ])('and none of these says no more: %j', (shown, title) => {
    const reply = all(run, { shown });
    expect(plain(reply.title)).toBe(title);
    expect(wordsOf(reply)).toContain('2 more are in accounts that are not shown here.');
    expect(actionsOf(reply)).toEqual([]);
  });
});

describe('a part of a digest', () => {
  const run: RunOf<'waste'> = {
    ...two,
    told: [
      { finding: address(7, { ...aws, days: 12, owner: 'maria' }), why: 'new' },
      { finding: address(8, { ...aws, days: 10, owner: 'maria', account: prod }), why: 'changed' },
      { finding: address(9, { owner: 'Maria' }), why: 'new' },
    ],
    escalated: [
      { finding: address(7, { ...aws, days: 12, owner: 'maria' }), days: 14 },
      { finding: address(8, { ...aws, days: 10, owner: 'maria', account: prod }), days: 16 },
    ],
  };

  it.each<[part: RunPart, title: string, rows: readonly string[]]>([
    [
      { of: 'owner', owner: 'maria' },
      'You own 2 things that waste $7.30 a month, $2.64 so far',
      ['198.51.100.7', '198.51.100.8'],
    ],
    [
      { of: 'owner', owner: 'Maria' },
      'You own 1 thing that wastes $3.65 a month, at least $0.36 so far',
      ['198.51.100.9'],
    ],
    [
      { of: 'escalated' },
      'For 14 days and more nobody has done anything about 2 things that waste $7.30 a month, $2.64 so far',
      ['198.51.100.7', '198.51.100.8'],
    ],
  ])('for %j: %s', (part, title, rows) => {
    const reply = all(run, { part });
    expect(plain(reply.title)).toBe(title);
    expect(rowsOf(reply).map(({ What }) => What)).toEqual(rows);
    expect(rowsOf(reply).some((row) => 'Owner' in row)).toBe(part.of === 'escalated');
    expect(reply.blocks.some(({ kind }) => kind === 'picture')).toBe(false);
    expect(asideOf(reply)).toEqual([
      expect.stringContaining('Looked at 412 addresses'),
      ...(rows.includes('198.51.100.9') ? [expect.stringContaining('≥: since an alert saw it first')] : []),
      toldBy,
    ]);
    expect(Object.keys(linesOf(reply)).includes('Owner')).toBe(part.of === 'escalated');
  });

  it('of one day, and of one length', () => {
    const some = run.escalated.slice(0, 1).map((one) => ({ ...one, days: 1 }));
    expect(titleOf({ ...run, escalated: some }, { part: { of: 'escalated' } })).toMatch(/^For 1 day nobody/);
  });

  it('is as much as the place shows', () => {
    const reply = all(run, { part: { of: 'owner', owner: 'maria' }, shown: ['demo-dev'] });
    expect(plain(reply.title)).toBe('You own 1 thing that wastes $3.65 a month, $1.44 so far');
    expect(wordsOf(reply)).toContain('1 more is in accounts that are not shown here.');
    const hidden = all(run, { part: { of: 'owner', owner: 'maria' }, shown: [] });
    expect(wordsOf(hidden)).toBe(`2 findings are in accounts that are not shown here\n${toldBy}`);
  });

  it('one finding alone', () => {
    const reply = all(run, { part: { of: 'one', index: 1 } });
    expect(plain(reply.title)).toBe('198.51.100.8 wastes $3.65 a month, $1.20 so far');
    expect(wordsOf(reply)).toContain('It has changed since it was told.');
    expect(Object.keys(linesOf(reply))).toEqual(['Release', 'Keep', 'Snooze', 'Owner', 'Explain']);
    expect(wordsOf(all(run, { part: { of: 'one', index: 1 }, shown: ['demo-dev'] }))).toBe(
      `1 finding is in accounts that are not shown here\n${toldBy}`,
    );
    expect(() => all(run, { part: { of: 'one', index: 3 } })).toThrow(RangeError);
  });

  it('what is waste no longer', () => {
    const resolved = [{ finding: address(30), how: 'was released by maria', saves: true as const }];
    const reply = all({ ...run, resolved }, { part: { of: 'rest' } });
    expect(wordsOf(reply)).toBe(
      `1 thing is waste no longer\n198.51.100.30 was released by maria: saves $3.65 a month.\n${toldBy}`,
    );
    expect(reply.tone).toBe('good');
  });
});

describe('any run', () => {
  const wishes = fc.record<Pick<DigestWish, 'shown' | 'part'>>({
    shown: fc.oneof(fc.constant('all' as const), fc.subarray(['demo-dev', 'demo-prod', 'a'.repeat(40)])),
    part: fc.constantFrom<RunPart[]>(
      { of: 'all' },
      { of: 'escalated' },
      { of: 'rest' },
      { of: 'owner', owner: '' },
      { of: 'one', index: 0 },
    ),
  });
  const told = (run: RunOf<'waste'>, wish: Partial<DigestWish>): Reply =>
    wish.part?.of === 'one' && run.told.length === 0 ? all(run, { ...wish, part: { of: 'all' } }) : all(run, wish);

  it('what is shown adds up to what is told: rows, what is beyond them, and what goes on', () => {
    fc.assert(
      fc.property(anyRun, wishes, (run, { shown }) => {
        const reply = all(run, { shown });
        const sees = ({ account }: FoundRecord): boolean => shown === 'all' || shown.includes(account.name);
        const records = run.told.flatMap(({ finding }) => (sees(finding) ? [finding] : []));
        const strong = (some: readonly FoundRecord[]) =>
          total(some.flatMap((one) => (one.weak === true ? [] : (monthOf(one) ?? []))));
        const totals = run.totals.filter(({ account }) => shown === 'all' || shown.includes(account));
        const going = total(totals.map((one) => fromRecord(one.going.perMonth)));
        const more = plus(strong(records.slice(rowsAtMost)), total(totals.map((one) => fromRecord(one.more.perMonth))));
        const sum = total([strong(records.slice(0, rowsAtMost)), more, going]);
        const surely = totals.some(({ wasted }) => wasted.count > 0);
        if (surely && sum.amount.gt(0)) expect(plain(reply.title)).toContain(`${rounded(sum)} a month`);
        if (more.amount.gt(0)) expect(wordsOf(reply)).toContain(`${rounded(more)} a month.`);
        expect(rowsOf(reply)).toHaveLength(Math.min(rowsAtMost, records.length));
      }),
    );
  });

  it('does no harm, and every button of it can be typed', () => {
    fc.assert(
      fc.property(anyRun, wishes, (run, wish) => {
        const reply = told(run, wish);
        for (const text of textsOf(reply)) expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        for (const { does, form } of actionsOf(reply)) {
          const parsed = parse(form === undefined ? does : `${does} reason:x`, commands);
          const bound = isProblem(parsed) ? parsed : parsed.command.bind(parsed.raw);
          expect(isProblem(bound) && bound.problem, does).toBe(false);
        }
        for (const block of reply.blocks)
          if (block.kind === 'choice')
            for (const { word } of block.options) {
              const parsed = parse(choiceLine(block, [word]), commands);
              expect(!isProblem(parsed) && parsed.raw['what']).toEqual([word]);
            }
        expect(reply.title.every(({ kind }) => kind !== 'mention' && kind !== 'link')).toBe(true);
      }),
    );
  });

  it('tells nothing of accounts that are not shown', () => {
    fc.assert(
      fc.property(anyRun, wishes, (run, wish) => {
        const { shown } = wish;
        const words = textsOf(told(run, wish));
        for (const { finding } of [...run.told, ...run.resolved])
          if (shown !== 'all' && !shown.includes(finding.account.name))
            expect(words.some((text) => text.includes(finding.account.name) || text.includes(finding.key))).toBe(false);
      }),
    );
  });
});
