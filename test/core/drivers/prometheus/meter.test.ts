import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prometheusMeter } from '../../../../src/core/drivers/prometheus/meter.ts';
import type { ScrapedMeter } from '../../../../src/core/ports/meter.ts';
import { platformOf } from '../../../../src/core/ports/meter.ts';
import { figuresIn } from '../../../figures.ts';

let meter: ScrapedMeter;
beforeEach(() => {
  meter = prometheusMeter();
});
afterEach(() => meter.close());
const figures = async () => figuresIn(await meter.scrape());

describe('the meter', () => {
  it('adds up, sorts into buckets, and forgets what is not known any longer', async () => {
    const labels = { platform: 'slack', command: 'list', outcome: 'answered' } as const;
    meter.add('quartermaster_commands_total', labels);
    meter.add('quartermaster_commands_total', labels, 2);
    meter.observe('quartermaster_store_operation_seconds', { operation: 'get' }, 0.002);
    meter.set('quartermaster_outbox_letters', {}, 4);
    const before = await figures();
    expect(before('quartermaster_commands_total', labels)).toBe(3);
    expect(before('quartermaster_store_operation_seconds_bucket', { operation: 'get', le: '0.001' })).toBe(0);
    expect(before('quartermaster_store_operation_seconds_bucket', { operation: 'get', le: '0.0025' })).toBe(1);
    expect(before('quartermaster_outbox_letters', {})).toBe(4);
    meter.set('quartermaster_outbox_letters', {}, undefined);
    expect((await figures())('quartermaster_outbox_letters', {})).toBeUndefined();
  });

  it('has at 0 what is seldom, so that the first is an increase', async () => {
    const start = await figures();
    expect(start('quartermaster_sweeps_total', { outcome: 'failed' })).toBe(0);
    expect(start('quartermaster_notices_total', { platform: 'discord', outcome: 'undeliverable' })).toBe(0);
    const of = { family: 'audit', operation: 'append' } as const;
    meter.add('quartermaster_store_operations_total', { ...of, outcome: 'ok' });
    expect((await figures())('quartermaster_store_operations_total', { ...of, outcome: 'unwritable' })).toBe(0);
    meter.add('quartermaster_store_operations_total', { ...of, outcome: 'unwritable' });
    expect((await figures())('quartermaster_store_operations_total', { ...of, outcome: 'unwritable' })).toBe(1);
  });

  it('has never more series than the words of its labels allow, whatever it is told', async () => {
    const labels = fc.record({ kind: fc.string(), outcome: fc.string(), found: fc.string() });
    await fc.assert(
      fc.asyncProperty(fc.array(labels, { minLength: 200, maxLength: 400 }), async (all) => {
        const own = prometheusMeter();
        // What types forbid may still come, from a store of a later version.
        for (const one of all) own.add('quartermaster_change_targets_total', one as never);
        const series = (await own.scrape())
          .split('\n')
          .filter((line) => line.startsWith('quartermaster_change_targets'));
        own.close();
        expect(series.length).toBeLessThanOrEqual((50 + 1) * (8 + 1) * (2 + 1));
        expect(series.length).toBeGreaterThan(0);
      }),
      { numRuns: 5 },
    );
  });

  it.each([
    ['slack:C0123', 'slack'],
    ['discord:45', 'discord'],
    ['terminal:store:os:maria', 'terminal'],
    ['os:maria', 'terminal'],
    ['', 'terminal'],
  ])('names the platform of %j', (id, platform) => {
    expect(platformOf(id)).toBe(platform);
  });
});
