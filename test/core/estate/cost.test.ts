import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEstateCosts } from '../../../src/core/estate/estate-cost.ts';
import { openPrices } from '../../../src/core/facts/prices/prices.ts';
import { runningCost } from '../../../src/core/estate/running-cost.ts';
import { instanceStates, type Address, type Instance, type Volume } from '../../../src/core/ports/instance.ts';
import { instance } from '../changes/instance.ts';

const prices = await openPrices();
const reading = { signal: new AbortController().signal };
const home = { account: { name: 'demo-dev', id: '444455556666' }, region: 'us-east-1' };
const volumeOf = (id: string, instanceId: string | undefined, some: Partial<Volume> = {}): Volume => ({
  ...home,
  id,
  kind: 'gp3',
  sizeGiB: 100,
  iops: 3_000,
  throughputMiBps: 125,
  encrypted: false,
  state: 'in-use',
  attachedTo: instanceId === undefined ? [] : [{ instanceId, device: '/dev/xvda' }],
  tags: {},
  ...some,
});
const addressOf = (publicIp: string, instanceId: string | undefined, some: Partial<Address> = {}): Address => ({
  ...home,
  publicIp,
  pool: 'amazon',
  tags: {},
  ...(instanceId !== undefined && { instanceId }),
  ...some,
});
const auto = { ip: '203.0.113.1', kind: 'auto-assigned' } as const;

describe('what one machine costs now', () => {
  it.each<[string, Partial<Instance>, boolean, string, string]>([
    ['running, with a public address', { publicIp: auto }, false, '0.096', `${(0.096 + 0.005) * 730 + 8}`],
    [
      'running, with an Elastic IP',
      { publicIp: { ip: '198.51.100.1', kind: 'elastic' } },
      true,
      '0.096',
      `${(0.096 + 0.005) * 730 + 8}`,
    ],
    ['stopped', { state: 'stopped' }, false, '0.096', '8'],
    ['stopped, with an Elastic IP: its charge goes on', { state: 'stopped' }, true, '0.096', '11.65'],
    ['stopping', { state: 'stopping' }, false, '0.096', '8'],
    [
      'stopping while it hibernates',
      { state: 'stopping', stateReason: { code: 'Client.UserInitiatedHibernate', message: '' } },
      false,
      '0.096',
      `${0.096 * 730 + 8}`,
    ],
    ['pending', { state: 'pending', publicIp: auto }, false, '0.096', '11.65'],
  ])('%s', async (_, some, elastic, rate, perMonth) => {
    const one = instance(some);
    const cost = await runningCost(
      {
        instance: one,
        volumes: [volumeOf('vol-1', one.id)],
        addresses: elastic ? [addressOf('198.51.100.1', one.id)] : [],
      },
      prices,
      reading,
    );
    expect('perHour' in cost.rate ? cost.rate.perHour.amount.toFixed() : '').toBe(rate);
    expect(cost.perMonth.amount.toFixed()).toBe(perMonth);
    expect(cost.unknown).toEqual([]);
  });

  it('names what it cannot price, and never counts it as nothing known', async () => {
    const cost = await runningCost(
      {
        instance: instance({ lifecycle: 'spot' }),
        volumes: [volumeOf('vol-1', 'i-1', { kind: 'gp9' })],
        addresses: [],
      },
      prices,
      reading,
    );
    expect(cost.unknown.map(({ problem }) => problem)).toEqual(['no-price', 'no-price']);
    expect(cost.volumesUnknown).toBe(true);
  });

  it('charges no address of a range of one’s own', async () => {
    const own = addressOf('192.0.2.1', 'i-1', { pool: 'ipv4pool-ec2-012345abcdef67890' });
    expect(
      (await runningCost({ instance: instance(), volumes: [], addresses: [own] }, prices, reading)).addresses,
    ).toBe(0);
  });
});

describe('what an estate costs', () => {
  const machine = fc.record({
    state: fc.constantFrom(...instanceStates),
    type: fc.constantFrom('m5.large', 't3.micro', 'c5.xlarge', 'nonsense.large'),
    lifecycle: fc.constantFrom('on-demand', 'on-demand', 'spot'),
    owner: fc.constantFrom('maria', 'tariq', undefined),
    ip: fc.boolean(),
    volumes: fc.array(
      fc.record({ kind: fc.constantFrom('gp3', 'gp2', 'gp9'), sizeGiB: fc.integer({ min: 1, max: 500 }) }),
      { maxLength: 3 },
    ),
    elastic: fc.nat(2),
  });

  it('is the sum of what each machine costs, whatever the grouping', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(machine, { maxLength: 30 }), async (all) => {
        const instances = all.map(({ state, type, lifecycle, owner, ip }, index) =>
          instance({
            id: `i-${index}`,
            state,
            type,
            lifecycle,
            tags: owner === undefined ? {} : { owner },
            ...(ip && state === 'running' && { publicIp: auto }),
          }),
        );
        const volumes = all.flatMap(({ volumes: some }, index) =>
          some.map((shape, slot) => volumeOf(`vol-${index}-${slot}`, `i-${index}`, shape)),
        );
        const addresses = all.flatMap(({ elastic }, index) =>
          Array.from({ length: elastic }, (_, slot) => addressOf(`198.51.${index}.${slot}`, `i-${index}`)),
        );
        const live = instances.filter(({ state }) => state !== 'terminated');
        const each = await Promise.all(
          live.map((one) =>
            runningCost(
              {
                instance: one,
                volumes: volumes.filter(({ attachedTo }) => attachedTo[0]?.instanceId === one.id),
                addresses: addresses.filter(({ instanceId }) => instanceId === one.id),
              },
              prices,
              reading,
            ),
          ),
        );
        const total = each.reduce((sum, { perMonth }) => sum.plus(perMonth.amount), new Big(0));
        for (const groupOf of [
          () => 'all',
          (one: Instance) => one.type,
          (one: Instance) => one.tags['owner'] ?? '(none)',
        ]) {
          const estate = await createEstateCosts(prices).of({ instances, volumes, addresses, groupOf }, reading);
          expect(estate.all.perMonth.amount.toFixed()).toBe(total.toFixed());
          expect(estate.all.running + estate.all.stopped).toBe(live.length);
          expect([...estate.unknown.values()].reduce((sum, { count }) => sum + count, 0)).toBe(
            each.reduce((sum, { unknown }) => sum + unknown.length, 0),
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});
