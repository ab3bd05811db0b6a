import { afterEach, beforeEach, expect, it } from 'vitest';
import { prometheusMeter } from '../../src/core/drivers/prometheus/meter.ts';
import type { ScrapedMeter } from '../../src/core/ports/meter.ts';
import { createFreeze } from '../../src/core/people/freeze.ts';
import { minuteMs, secondMs } from '../../src/core/time.ts';
import type { Notice } from '../../src/core/watch/notice.ts';
import { createOutbox } from '../../src/core/watch/outbox.ts';
import { NeverDeliverable, NotYet } from '../../src/core/watch/post.ts';
import { readGauges } from '../../src/health/gauges.ts';
import { fakeClock } from '../fake-clock.ts';
import { figuresIn } from '../figures.ts';
import { temporaryStore } from '../temporary.ts';

const silent = { info() {}, warn() {}, error() {} };
let clock: ReturnType<typeof fakeClock>;
let made: Awaited<ReturnType<typeof temporaryStore>>;
let meter: ScrapedMeter;
beforeEach(async () => {
  clock = fakeClock();
  made = await temporaryStore(clock);
  meter = prometheusMeter();
});
afterEach(async () => {
  meter.close();
  await made.remove();
});
const notice = (): Notice => ({ says: 'change-found', change: 'K', at: clock.now() });

it('what waits is told with the age of what is due, and what quiet hours hold is not due', async () => {
  const [outbox, freeze] = [createOutbox(made.store, clock, silent), createFreeze(made.store, clock)];
  const read = async () => {
    await readGauges({ outbox, freeze, clock, meter });
    const figures = figuresIn(await meter.scrape());
    return ['letters', 'oldest_seconds', 'dead_letters'].map((name) => figures(`quartermaster_outbox_${name}`, {}));
  };
  expect(await read()).toEqual([0, 0, 0]);
  await outbox.put('held', 'slack:C1', notice());
  await outbox.put('gone', 'slack:C2', notice());
  await outbox.put('away', 'slack:C3', notice());
  expect(await read()).toEqual([3, 0, 0]);
  const morning = clock.now() + 600 * minuteMs;
  await outbox.deliver(
    () => true,
    async (_, place) => {
      if (place === 'slack:C1') throw new NotYet(morning);
      throw place === 'slack:C2' ? new NeverDeliverable('channel_not_found') : new Error('away');
    },
  );
  await clock.pass(minuteMs);
  expect(await read()).toEqual([2, 60, 1]);
  await clock.pass(600 * minuteMs);
  expect(await read()).toEqual([2, 36_060, 1]);
  await outbox.deliver(
    () => true,
    async () => {},
  );
  expect(await read()).toEqual([0, 0, 1]);
});

it('a freeze is told while it lasts, and what cannot be read is told no longer', async () => {
  const [outbox, freeze] = [createOutbox(made.store, clock, silent), createFreeze(made.store, clock)];
  const frozen = async () => figuresIn(await meter.scrape())('quartermaster_frozen', {});
  const until = clock.now() + minuteMs;
  await freeze.on({ by: { id: 'os:ana', name: 'ana' }, at: clock.now(), reason: 'audit', until });
  await readGauges({ outbox, freeze, clock, meter });
  expect(await frozen()).toBe(1);
  await clock.pass(minuteMs);
  await readGauges({ outbox, freeze, clock, meter });
  expect(await frozen()).toBe(0);
  const reading = readGauges({
    outbox: { waiting: () => Promise.reject(new Error('gone')) },
    freeze: { now: () => new Promise(() => {}) },
    clock,
    meter,
  });
  await clock.pass(2 * secondMs);
  await reading;
  const figures = figuresIn(await meter.scrape());
  for (const name of ['quartermaster_frozen', 'quartermaster_outbox_letters', 'quartermaster_outbox_oldest_seconds'])
    expect(figures(name, {})).toBeUndefined();
});
