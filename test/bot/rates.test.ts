import { describe, expect, it } from 'vitest';
import { createDispatch } from '../../src/bot/dispatch.ts';
import { createRates, tooMany, usualRates, type Rates } from '../../src/bot/rates.ts';
import type { Request } from '../../src/bot/request.ts';
import { cancel } from '../../src/commands/cancel.ts';
import { whoami } from '../../src/commands/whoami.ts';
import { plain } from '../../src/core/text.ts';
import { fakeClock } from '../fake-clock.ts';
import { openMachine } from '../terminal.ts';

const few = { reading: { burst: 3, everyMs: 1_000 }, changing: { burst: 1, everyMs: 10_000 } } as const;
const ana = 'os:ana';

describe('a person may ask for so much', () => {
  it('at once, and then as time passes, never more than a burst', async () => {
    const clock = fakeClock();
    const rates = createRates(clock, few);
    const taken = () => [1, 2, 3, 4].map(() => rates.take(ana, 'reads')?.waitMs ?? 0);
    expect(taken()).toEqual([0, 0, 0, 1_000]);
    await clock.pass(400);
    expect(rates.take(ana, 'reads')?.waitMs).toBe(600);
    await clock.pass(600);
    expect(taken()).toEqual([0, 1_000, 1_000, 1_000]);
    await clock.pass(3_600_000);
    expect(taken()).toEqual([0, 0, 0, 1_000]);
  });

  it('apart from others, and reads apart from what changes or sets something', () => {
    const rates = createRates(fakeClock(), few);
    expect(rates.take(ana, 'changes')).toBeUndefined();
    expect(rates.take(ana, 'settings')).toEqual({ waitMs: 10_000, first: true });
    expect(rates.take(ana, 'changes')).toEqual({ waitMs: 10_000, first: false });
    expect(rates.take(ana, 'reads')).toBeUndefined();
    expect(rates.take('os:bob', 'changes')).toBeUndefined();
  });

  it('also where the clock is put back', () => {
    let now = 1_000_000;
    const rates = createRates({ now: () => now }, few);
    rates.take(ana, 'changes');
    now -= 500_000;
    expect(rates.take(ana, 'changes')?.waitMs).toBe(10_000);
    now += 10_000;
    expect(rates.take(ana, 'changes')).toBeUndefined();
  });

  it('and is forgotten when so many others came since', () => {
    const rates = createRates(fakeClock(), few, 2);
    for (const one of [ana, 'os:bob']) rates.take(one, 'changes');
    expect(rates.take(ana, 'changes')).toBeDefined();
    rates.take('os:eva', 'changes');
    expect(rates.take('os:bob', 'changes')).toBeUndefined();
  });

  it('of what changes something less than of reads, and far more than anybody types', () => {
    expect(usualRates.changing.burst).toBeLessThan(usualRates.reading.burst);
    expect(usualRates.changing.everyMs).toBeGreaterThan(usualRates.reading.everyMs);
    expect(usualRates.changing.burst).toBeGreaterThanOrEqual(20);
  });

  it('and is told when to go on, in whole seconds', () => {
    const { problem, todo } = tooMany({ waitMs: 1_200, first: true });
    expect([problem, plain(todo)]).toEqual(['too-many-requests', 'Say it again in 2 s.']);
  });
});

describe('one road counts requests', () => {
  const signal = new AbortController().signal;
  const request = (line: string, more: Partial<Request> = {}): Request => ({
    id: 'r',
    person: { id: ana, name: 'ana', roles: [] },
    place: { id: 'chat:1' },
    line,
    signal,
    ...more,
  });

  const road = (rates: Rates) => {
    const clock = fakeClock();
    const told: string[] = [];
    let ran = 0;
    const dispatch = createDispatch({
      commands: [whoami, cancel],
      clock,
      log: { info() {}, warn() {}, error() {} },
      demo: false,
      rates,
      async refused({ line, person }, command, { problem }) {
        told.push(`${person.id} ${command} ${problem}: ${line}`);
      },
      contexts() {
        ran += 1;
        return Promise.reject(new Error('nothing is behind this road'));
      },
    });
    const ask = async (line: string, more?: Partial<Request>) =>
      (await dispatch(request(line, more), () => {})).problem?.problem;
    return { ask, clock, told, ran: () => ran };
  };
  const rated = () => {
    const clock = fakeClock();
    return road(createRates(clock, few));
  };

  it('and refuses what is too much before anything is run; a line that is no command counts too', async () => {
    const { ask, ran, told } = rated();
    const answers: unknown[] = [];
    for (const line of ['nonsense', '"open', 'whoami', 'whoami', 'nonsense']) answers.push(await ask(line));
    expect(answers).toEqual([
      'unknown-command',
      'unreadable-line',
      'internal',
      'too-many-requests',
      'too-many-requests',
    ]);
    expect(ran()).toBe(1);
    expect(told).toEqual([]);
  });

  it('and tells of the first of a row of refused changes', async () => {
    const { ask, told } = rated();
    for (const line of ['cancel ZZZZZZZZ', 'cancel ZZZZZZZZ', 'cancel YYYYYYYY', 'cancel XXXXXXXX']) await ask(line);
    expect(told).toEqual([`${ana} cancel too-many-requests: cancel ZZZZZZZZ`]);
  });

  it('and lets a script of the person’s own wait its turn, until it is stopped', async () => {
    const clock = fakeClock();
    const answered: number[] = [];
    const dispatch = createDispatch({
      commands: [whoami],
      clock,
      log: { info() {}, warn() {}, error() {} },
      demo: false,
      rates: createRates(clock, few),
      contexts: () => Promise.reject(new Error('nothing is behind this road')),
    });
    const begun = clock.now();
    const script = (async () => {
      for (let line = 0; line < 6; line += 1) {
        await dispatch(request('whoami', { inTurn: 'waits' }), () => {});
        answered.push(clock.now() - begun);
      }
    })();
    for (let second = 0; second < 4; second += 1) await clock.pass(1_000);
    await script;
    expect(answered).toEqual([0, 0, 0, 1_000, 2_000, 3_000]);

    const stop = new AbortController();
    await clock.pass(0);
    for (let line = 0; line < 4; line += 1) await dispatch(request('whoami'), () => {});
    const waiting = dispatch(request('whoami', { inTurn: 'waits', stop: stop.signal }), () => {});
    stop.abort(new Error('Ctrl-C'));
    expect((await waiting).problem?.problem).toBe('interrupted');
  });

  it('and the audit has the first of a row of refusals of a change, and none of a read', async () => {
    const machine = await openMachine({}, { limited: true });
    try {
      const maria = { id: 'os:maria', name: 'maria', roles: [] };
      const floods = [
        ['cancel ZZZZZZZZ', usualRates.changing.burst + 3],
        ['nonsense', usualRates.reading.burst + 3],
      ] as const;
      for (const [line, times] of floods) {
        let last: unknown;
        for (let time = 0; time < times; time += 1)
          last = (await machine.house.dispatch(request(line, { person: maria }), () => {})).problem?.problem;
        expect(last, line).toBe('too-many-requests');
      }
      const { entries: written } = await machine.house.core.audit.find({}, 100, new AbortController().signal);
      expect(
        written.flatMap(({ record }) => (record?.says.includes('so short a time') === true ? [record] : [])),
      ).toEqual([
        expect.objectContaining({ event: 'refused', person: { id: 'os:maria', name: 'maria' }, does: 'cancel' }),
      ]);
    } finally {
      await machine.close();
    }
  });

  it('and a script of many lines in a pipe is answered to its end', async () => {
    const machine = await openMachine({}, { limited: true });
    try {
      const lines = Array.from({ length: usualRates.reading.burst * 3 }, () => 'whoami');
      const begun = machine.clock.now();
      const { code, out } = await machine.pipe(lines, { json: true });
      expect(code).toBe(0);
      expect(out.trim().split('\n')).toHaveLength(lines.length);
      expect(machine.clock.now() - begun).toBeGreaterThanOrEqual(
        usualRates.reading.burst * 2 * usualRates.reading.everyMs,
      );
    } finally {
      await machine.close();
    }
  });
});
