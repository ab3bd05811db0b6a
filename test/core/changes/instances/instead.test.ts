import { describe, expect, it } from 'vitest';
import { insteadOf, standsIn } from '../../../../src/core/changes/instances/instead.ts';
import { embeddedTypes } from '../../../embedded-types.ts';
import { openPrices } from '../../../../src/core/facts/prices/prices.ts';
import { plain } from '../../../../src/core/text.ts';
import { instance } from '../instance.ts';

const types = await embeddedTypes();
const prices = await openPrices();
const reading = { signal: new AbortController().signal };
const zonesOf = (type: string) => (type === 'c5.2xlarge' ? ['us-east-1c', 'us-east-1a', 'us-east-1b'] : ['us-east-1a']);
const told = async (...args: Parameters<typeof insteadOf>) => (await insteadOf(...args)).map(({ says }) => plain(says));

describe('types that stand in for one without room', () => {
  it.each(['c5.2xlarge', 'm7g.large', 'g5.12xlarge', 'm5d.xlarge', 'm5.metal', 't3.micro', 'inf2.xlarge'])(
    '%s: each has as many vCPUs and GPUs, as much memory, its architecture, and disks where it has some',
    (name) => {
      const wanted = types.find(name);
      if (wanted === undefined) throw new Error('there is no such type');
      const [architecture = ''] = wanted.architectures;
      const others = types.names().flatMap((one) => types.find(one) ?? []);
      for (const other of others.filter((one) => standsIn(wanted, one, architecture))) {
        expect(other.name).not.toBe(name);
        expect([other.vCpus, other.memoryMiB, other.accelerators.length, other.bareMetal]).toEqual([
          wanted.vCpus,
          wanted.memoryMiB,
          wanted.accelerators.length,
          wanted.bareMetal,
        ]);
        expect(other.architectures).toContain(architecture);
        if (wanted.instanceStoreGB !== undefined) expect(other.instanceStoreGB).toBeGreaterThan(0);
        if (!wanted.burstable) expect(other.burstable).toBe(false);
      }
    },
  );

  it('never offers Graviton for software of x86, nor the other way', () => {
    const [m5, m6g] = [types.find('m5.large'), types.find('m6g.large')];
    if (m5 === undefined || m6g === undefined) throw new Error('missing');
    expect(standsIn(m5, m6g, 'x86_64')).toBe(false);
    expect(standsIn(m6g, m5, 'arm64')).toBe(false);
    const m6i = types.find('m6i.large');
    expect(m6i && standsIn(m5, m6i, 'x86_64')).toBe(true);
  });

  it('are told with what they cost more or less in the region, cheapest first', async () => {
    const [line = ''] = await told(instance({ type: 'c5.2xlarge' }), { types, prices, zonesOf: () => [] }, reading);
    expect(line).toMatch(/^As many vCPUs and as much memory/);
    expect(line).toContain('does not change types');
    const own = await prices.onDemand({ type: 'c5.2xlarge', region: 'us-east-1', os: 'linux' }, reading);
    if ('problem' in own) throw new Error('no price');
    const offered = [
      ...line.matchAll(/([a-z0-9-]+\.[a-z0-9]+) \((?:\$([\d.]+) an hour (more|less)|at the same price)\)/g),
    ];
    expect(offered.length).toBeGreaterThan(1);
    let before = -Infinity;
    for (const [, type = '', amount = '0', way] of offered) {
      const rate = await prices.onDemand({ type, region: 'us-east-1', os: 'linux' }, reading);
      if ('problem' in rate) throw new Error('no price');
      const more = rate.perHour.amount.minus(own.perHour.amount);
      expect(more.toFixed()).toBe(way === 'less' ? `-${amount}` : amount);
      expect(more.toNumber()).toBeGreaterThanOrEqual(before);
      before = more.toNumber();
    }
  });

  it('are the cheapest of all, of the current generation where that has enough', async () => {
    const line = (await told(instance({ type: 'm5.large' }), { types, prices, zonesOf: () => [] }, reading))[0] ?? '';
    const named = [...line.matchAll(/([a-z0-9-]+\.large) \(/g)].map(([, name = '']) => name);
    const wanted = types.find('m5.large');
    const { rates } = await prices.catalogued('us-east-1', 'linux', reading.signal);
    const cheapest = [...rates.keys()].filter((name) => {
      const facts = types.find(name);
      return wanted !== undefined && facts?.currentGeneration === true && standsIn(wanted, facts, 'x86_64');
    });
    expect(named).toEqual(cheapest.slice(0, 5));
  });

  it('are none where the type is unknown, and none without a price of its sort', async () => {
    expect(await told(instance({ type: 'z9.huge' }), { types, prices, zonesOf: () => [] }, reading)).toEqual([]);
    expect(await told(instance({ lifecycle: 'spot' }), { types, prices, zonesOf: () => [] }, reading)).toEqual([]);
  });
});

describe('other zones', () => {
  it('are named where the type is offered in some, and never its own', async () => {
    const lines = await told(instance({ type: 'c5.2xlarge' }), { types, prices, zonesOf }, reading);
    const zones = lines.find((line) => line.includes('also offered'));
    expect(zones).toMatch(/c5\.2xlarge is also offered in us-east-1b and us-east-1c, at the same On-Demand price/);
  });

  it('narrow the types to those that its own zone offers', async () => {
    const elsewhere = () => ['us-east-1f'];
    expect(await told(instance({ type: 'c5.2xlarge' }), { types, prices, zonesOf: elsewhere }, reading)).toEqual([
      expect.stringContaining('also offered in us-east-1f'),
    ]);
  });

  it('are not spoken of where nobody knows them', async () => {
    const lines = await told(instance({ type: 'c5.2xlarge' }), { types, prices, zonesOf: () => [] }, reading);
    expect(lines.filter((line) => line.includes('also offered'))).toEqual([]);
    expect(lines).toHaveLength(1);
  });
});
