import fc from 'fast-check';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { turnsOf } from '../../../turns.ts';
import { exposition } from '../../../../src/core/drivers/prometheus/exposition.ts';

const word = fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '{', ',', 'é'), maxLength: 5 });
const value = fc.oneof(fc.double({ noNaN: true, min: -1e100, max: 1e100 }), fc.constantFrom(0, 1e21, 1e-9));

describe('what Prometheus reads', () => {
  it('is what prom-client would tell, whatever labels and figures are', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ one: word, other: word, value }), { maxLength: 20 }),
        word,
        async (series, more) => {
          const registry = new Registry();
          const registers = [registry];
          const labelNames = ['one', 'other'] as const;
          const counter = new Counter({ name: 'counted_total', help: `Counted ${more}`, labelNames, registers });
          const gauge = new Gauge({ name: 'gauge', help: 'A gauge', labelNames, registers });
          const histogram = new Histogram({
            name: 'seconds',
            help: 'Seconds',
            labelNames,
            buckets: [0.1, 1],
            registers,
          });
          new Gauge({ name: 'bare', help: 'Without labels', registers }).set(Number.NEGATIVE_INFINITY);
          for (const { one, other, value: figure } of series) {
            counter.inc({ one, other }, Math.abs(figure));
            gauge.set({ one, other }, figure);
            histogram.observe({ one, other }, figure);
          }
          expect(await exposition(registry)).toBe(await registry.metrics());
        },
      ),
    ));

  it('is put together in slices', async () => {
    const registry = new Registry();
    const gauge = new Gauge({ name: 'gauge', help: 'A gauge', labelNames: ['of'], registers: [registry] });
    for (let of = 0; of < 50_000; of += 1) gauge.set({ of: String(of) }, of);
    expect(await turnsOf(() => exposition(registry))).toBeGreaterThan(2);
  });
});
