import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kindNames, rowOf, type Kind } from '../../../src/core/changes/kinds.ts';
import { ChangeRecord, type TargetRecord } from '../../../src/core/changes/record.ts';
import { dayMs, hourMs, isoTime, minuteMs } from '../../../src/core/time.ts';
import { createLedger, type Ledger } from '../../../src/core/watch/ledger.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';
import { instance } from '../changes/instance.ts';
import { t0 } from './saved-entry.ts';

const open = new AbortController().signal;
const account = { name: 'demo-dev', id: '444455556666' };
const maria = { id: 'os:maria', name: 'maria' };
const ines = { id: 'os:ines', name: 'ines' };

let clock: ReturnType<typeof fakeClock>;
let kept: Awaited<ReturnType<typeof temporaryStore>>;
let ledger: Ledger;
beforeEach(async () => {
  clock = fakeClock(t0);
  kept = await temporaryStore(clock);
  ledger = createLedger(kept.store);
});
afterEach(() => kept.remove());

/** A target whose last call was made at the beginning; of an instance that was launched a day before. */
const target = (some: Partial<TargetRecord> = {}): TargetRecord => ({
  id: 'i-1',
  name: 'web-1',
  account,
  region: 'us-east-1',
  seen: { 'last start': isoTime(t0 - dayMs) },
  hourly: '0.101',
  left: [],
  steps: ['stop'],
  done: 1,
  called: 1,
  intentAt: t0,
  phase: 'done',
  says: '',
  ...some,
});

/** A change that has ended, read back as the store gives it. */
const change = (kind: Kind, ...targets: readonly TargetRecord[]): ChangeRecord =>
  ChangeRecord.parse({
    kind,
    state: 'ended',
    by: maria,
    where: 'chat:ops',
    evenInGroup: false,
    askedAt: t0 - 2 * minuteMs,
    expiresAt: t0 + minuteMs,
    confirmedAt: t0 - minuteMs,
    targets,
  });

const phases: readonly TargetRecord['phase'][] = [
  'waiting',
  'under-way',
  'done',
  'left-alone',
  'failed',
  'withheld',
  'not-yet',
  'cannot-tell',
];

describe('a change that has ended is written into the ledger', () => {
  it.each(kindNames.flatMap((kind) => phases.map((phase) => ({ kind, phase }))))(
    'a $kind that is $phase',
    async ({ kind, phase }) => {
      await ledger.settled('K1', change(kind, target({ phase })));
      const expected = phase === 'done' && rowOf(kind).money === 'saved' ? [kind] : [];
      expect((await ledger.list(0)).map((entry) => entry.kind)).toEqual(expected);
    },
  );

  it('with what it was, who did it, when AWS was told, and the rate of its plan', async () => {
    await ledger.settled('K1', { ...change('stop', target()), approver: ines });
    expect(await ledger.list(0)).toEqual([
      {
        change: 'K1',
        kind: 'stop',
        id: 'i-1',
        label: 'web-1',
        account,
        region: 'us-east-1',
        by: maria,
        approver: ines,
        at: t0,
        ratedAt: t0 - 2 * minuteMs,
        perHour: '0.101',
      },
    ]);
  });

  const plain = { label: 'web-1', at: t0, perHour: '0.101' };
  it.each<[string, Partial<TargetRecord>, object]>([
    ['by its id, where it has no name', { name: undefined }, { ...plain, label: 'i-1' }],
    ['without a rate, where none was known', { hourly: undefined }, { label: 'web-1', at: t0, atLeast: true }],
    ['with volumes that went with it', { goes: { perMonth: '4.8' } }, { ...plain, volumesPerMonth: '4.8' }],
    [
      'with those whose price was known, as at least',
      { goes: { perMonth: '4.8', atLeast: true } },
      { ...plain, volumesPerMonth: '4.8', atLeast: true },
    ],
    [
      'with volumes alone, as at least, where the machine has no known price',
      { hourly: undefined, goes: { perMonth: '4.8' } },
      { label: 'web-1', at: t0, volumesPerMonth: '4.8', atLeast: true },
    ],
    ['with nothing, where it saves nothing', { hourly: '0' }, { ...plain, perHour: '0' }],
    ['in the currency that it is billed in', { hourly: '0.5 CNY' }, { ...plain, perHour: '0.5 CNY' }],
    ['from its confirmation on, where no call was noted', { intentAt: undefined }, { ...plain, at: t0 - minuteMs }],
  ])('%s', async (_, some, expected) => {
    await ledger.settled('K1', change('terminate', target(some)));
    const [entry] = await ledger.list(0);
    const { perHour, volumesPerMonth, atLeast, label, at } = entry ?? {};
    expect({ label, at, perHour, volumesPerMonth, atLeast }).toEqual(expected);
  });

  it('once for each thing, however often and late it is settled', async () => {
    const record = change(
      'stop',
      target(),
      target({ id: 'i-2', name: 'web-2' }),
      target({ id: 'i-3', phase: 'failed' }),
    );
    await ledger.settled('K1', record);
    await clock.pass(dayMs);
    await ledger.settled('K1', record);
    expect((await ledger.list(0)).map(({ id, at }) => [id, at])).toEqual([
      ['i-1', t0],
      ['i-2', t0],
    ]);
  });

  it('for what is done now, and later for what is done by then', async () => {
    const second = target({ id: 'i-2', phase: 'not-yet' });
    await ledger.settled('K1', change('stop', target(), second));
    await ledger.settled('K1', change('stop', target(), { ...second, phase: 'done' }));
    expect((await ledger.list(0)).map(({ id }) => id)).toEqual(['i-1', 'i-2']);
  });

  it('and stays ended when it is settled again', async () => {
    const stop = change('stop', target());
    await ledger.settled('K1', stop);
    await ledger.settled('K2', change('start', target({ intentAt: t0 + hourMs })));
    await ledger.settled('K1', stop);
    expect((await ledger.list(0)).map(({ ended }) => ended)).toEqual([{ at: t0 + hourMs, by: maria }]);
  });
});

describe('an entry ends', () => {
  const started = (at: number, some: Partial<TargetRecord> = {}) => change('start', target({ intentAt: at, ...some }));
  const endsOf = async () => (await ledger.list(0)).map(({ ended }) => ended && [ended.at - t0, ended.by?.name]);

  it.each<[string, ChangeRecord, ([number, string | undefined] | undefined)[]]>([
    ['with a start made here', started(t0 + hourMs), [[hourMs, 'maria']]],
    ['at its bound it is over anyway', started(t0 + 30 * dayMs), [undefined]],
    ['just before its bound', started(t0 + 30 * dayMs - 1), [[30 * dayMs - 1, 'maria']]],
    ['not with a start of before', started(t0 - hourMs), [undefined]],
    ['not with a start that has failed', started(t0 + hourMs, { phase: 'failed' }), [undefined]],
    ['not with a start that is not over', started(t0 + hourMs, { phase: 'not-yet' }), [undefined]],
    ['not with the start of another machine', started(t0 + hourMs, { id: 'i-2' }), [undefined]],
    ['not with a reboot', change('reboot', target({ intentAt: t0 + hourMs })), [undefined]],
  ])('%s', async (_, then, expected) => {
    await ledger.settled('K1', change('stop', target()));
    await ledger.settled('K2', then);
    expect(await endsOf()).toEqual(expected);
  });

  it('where a machine is stopped anew that was started elsewhere: at that start', async () => {
    await ledger.settled('K1', change('stop', target()));
    const again = target({ intentAt: t0 + 5 * hourMs, seen: { 'last start': isoTime(t0 + 2 * hourMs) } });
    await ledger.settled('K2', change('stop', again));
    expect(await endsOf()).toEqual([[2 * hourMs, undefined], undefined]);
    await ledger.settled('K2', change('stop', again));
    expect(await endsOf()).toEqual([[2 * hourMs, undefined], undefined]);
  });

  it('where such a machine is terminated; not where one is that stood still', async () => {
    await ledger.settled('K1', change('stop', target(), target({ id: 'i-2' })));
    const later = { intentAt: t0 + 5 * hourMs };
    await ledger.settled(
      'K2',
      change(
        'terminate',
        target({ ...later, seen: { 'last start': isoTime(t0 + 2 * hourMs) } }),
        target({ ...later, id: 'i-2', hourly: '0' }),
      ),
    );
    const entries = await ledger.list(0);
    expect(entries.map(({ kind, id, ended }) => [kind, id, ended && ended.at - t0])).toEqual([
      ['stop', 'i-1', 2 * hourMs],
      ['stop', 'i-2', undefined],
      ['terminate', 'i-1', undefined],
      ['terminate', 'i-2', undefined],
    ]);
  });

  const address = { id: 'eipalloc-1', name: '198.51.100.38', seen: {}, steps: ['release'] } as const;
  it('of an address, when it is recovered here, and by its address, for it has another id then', async () => {
    await ledger.settled('K1', change('release', target({ ...address, steps: ['release'] })));
    const recovered = { id: '198.51.100.38', name: '198.51.100.38', intentAt: t0 + 200 * dayMs };
    await ledger.settled('K2', change('recover', target({ ...address, ...recovered, steps: ['recover'] })));
    expect(await endsOf()).toEqual([[200 * dayMs, 'maria']]);
  });

  it('of an address, when it is released again, for it was ours again before', async () => {
    await ledger.settled('K1', change('release', target({ ...address, steps: ['release'] })));
    const again = target({ ...address, id: 'eipalloc-2', intentAt: t0 + dayMs, steps: ['release'] });
    await ledger.settled('K2', change('release', again));
    await ledger.settled('K2', change('release', again));
    expect(await endsOf()).toEqual([[dayMs, undefined], undefined]);
  });

  it('where a read finds the machine started, and only there', async () => {
    const ids = ['i-1', 'i-2', 'i-3', 'i-4'];
    await ledger.settled('K1', change('stop', ...ids.map((id) => target({ id }))));
    const read = (id: string, state: 'running' | 'stopped', launchedAt: number) => instance({ id, state, launchedAt });
    const items = [
      read('i-1', 'running', t0 + hourMs),
      read('i-2', 'stopped', t0 - dayMs),
      read('i-3', 'stopped', t0 + 2 * hourMs),
      read('i-9', 'running', t0 + hourMs),
    ];
    const asOf = t0 + dayMs;
    expect(await ledger.closeStarted({ items, asOf }, open)).toBe(2);
    expect(await endsOf()).toEqual([[hourMs, undefined], undefined, [2 * hourMs, undefined], undefined]);
    // What ended stays so, whatever is read later.
    expect(await ledger.closeStarted({ items: [read('i-1', 'running', t0 + 9 * hourMs)], asOf }, open)).toBe(0);
    expect((await endsOf())[0]).toEqual([hourMs, undefined]);
  });

  it('not for what is read too late to matter, or is no machine that stands still', async () => {
    await ledger.settled('K1', change('stop', target()));
    await ledger.settled('K2', change('terminate', target({ id: 'i-2' })));
    const items = ['i-1', 'i-2'].map((id) => instance({ id, launchedAt: t0 + hourMs }));
    expect(await ledger.closeStarted({ items, asOf: t0 + 30 * dayMs }, open)).toBe(0);
    expect(await ledger.closeStarted({ items: [], asOf: t0 + dayMs }, open)).toBe(0);
    expect(await endsOf()).toEqual([undefined, undefined]);
  });

  it('at the earlier of two starts, whichever is known first', async () => {
    await ledger.settled('K1', change('stop', target()));
    await ledger.closeStarted({ items: [instance({ launchedAt: t0 + 5 * hourMs })], asOf: t0 + dayMs }, open);
    expect(await endsOf()).toEqual([[5 * hourMs, undefined]]);
    await ledger.settled('K2', started(t0 + 2 * hourMs));
    await ledger.settled('K3', started(t0 + 3 * hourMs));
    expect(await endsOf()).toEqual([[2 * hourMs, 'maria']]);
  });

  it('once, where two find it at a time', async () => {
    await ledger.settled('K1', change('stop', target()));
    const other = createLedger(kept.store);
    const items = [instance({ launchedAt: t0 + hourMs })];
    const asOf = t0 + dayMs;
    const closed = await Promise.all([ledger, other].map((one) => one.closeStarted({ items, asOf }, open)));
    expect(closed.toSorted()).toEqual([0, 1]);
  });
});

describe('the ledger', () => {
  const at = (when: number, id: string, kind: Kind = 'stop') =>
    ledger.settled(`K-${id}`, change(kind, target({ id, intentAt: when, seen: {} })));

  it('lists in the order of time what counts after a moment, or was made later', async () => {
    await at(t0 + 40 * dayMs, 'i-4');
    await at(t0, 'i-1');
    await at(t0 + 10 * dayMs, 'i-2');
    await at(t0 - 100 * dayMs, 'eipalloc-1', 'release');
    const ids = async (since: number) => (await ledger.list(since)).map(({ id }) => id);
    expect(await ids(0)).toEqual(['eipalloc-1', 'i-1', 'i-2', 'i-4']);
    expect(await ids(t0 + 30 * dayMs - 1)).toEqual(['eipalloc-1', 'i-1', 'i-2', 'i-4']);
    expect(await ids(t0 + 30 * dayMs)).toEqual(['eipalloc-1', 'i-2', 'i-4']);
    expect(await ids(t0 + 265 * dayMs)).toEqual([]);
    expect(await ids(t0 + 265 * dayMs - 1)).toEqual(['eipalloc-1']);
  });

  it('is read whole, however long it is', async () => {
    const many = Array.from({ length: 1_001 }, (_, index) => target({ id: `i-${index}` }));
    await ledger.settled('K1', change('stop', ...many));
    expect(await ledger.list(0)).toHaveLength(1_001);
    expect(new Set((await ledger.list(0)).map(({ id }) => id)).size).toBe(1_001);
  });

  it('remembers for years', async () => {
    await at(t0, 'i-1');
    await clock.pass(3 * 366 * dayMs);
    expect(await ledger.list(0)).toHaveLength(1);
  });
});
