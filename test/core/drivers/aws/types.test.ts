import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openCatalogue, readCatalogue } from '../../../../src/core/facts/instance-types/catalogue.ts';
import { readCredits } from '../../../../src/core/facts/instance-types/credits.ts';
import { imageNoun, typeNoun } from '../../../../src/core/drivers/aws/type-nouns.ts';
import { createTypes, openTypes } from '../../../../src/core/facts/instance-types/types.ts';
import { readOfferings } from '../../../../src/core/facts/instance-types/offerings.ts';
import { openPrices } from '../../../../src/core/facts/prices/prices.ts';
import { runningCost } from '../../../../src/core/estate/running-cost.ts';
import { isProblem, type Problem } from '../../../../src/core/problem.ts';
import { plain } from '../../../../src/core/text.ts';
import { dayMs } from '../../../../src/core/time.ts';
import type { PeerFacts } from '../../../peers/aws/facts.ts';
import { openAwsHouse } from './house.ts';

const Records = z.array(z.record(z.string(), z.json()));
const json = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../../../fixtures/${name}`, import.meta.url), 'utf8'));
const offered = (region: string, types: readonly string[], letters: string) =>
  types.flatMap((type) => Array.from(letters, (letter) => ({ type, zone: `${region}${letter}` })));

let facts: PeerFacts;
beforeAll(async () => {
  const { InstanceTypes } = z.object({ InstanceTypes: Records }).parse(await json('instance-types-2026-08.json'));
  const { Images } = z.object({ Images: Records }).parse(await json('images-recorded-2022.json'));
  facts = {
    instanceTypes: InstanceTypes,
    images: [
      ...Images,
      {
        ...Images[0],
        ImageId: 'ami-0123456789abcdef0',
        DeprecationTime: '2025-01-01T00:00:00.000Z',
        ImdsSupport: 'v2.0',
      },
    ],
    offerings: {
      'us-east-1': [
        ...offered('us-east-1', ['m5.large', 't3.micro'], 'abc'),
        ...offered('us-east-1', ['p4d.24xlarge'], 'c'),
      ],
      'eu-west-1': offered('eu-west-1', ['m5.large'], 'ab'),
    },
  };
});

type House = Awaited<ReturnType<typeof openAwsHouse>>;
let house: House;
afterEach(() => house.close());
const open = async (some: Partial<PeerFacts> = {}) => {
  house = await openAwsHouse({ facts: { ...facts, ...some } });
  return house;
};
const signal = AbortSignal.timeout(60_000);
const reading = { signal };
const told = <T>(answer: T | Problem): T => {
  if (isProblem(answer)) throw new Error(plain(answer.what));
  return answer;
};
const calls = (action: string) => house.peer.seen.filter((one) => one.action === action).length;
const known = () => openTypes({ ...house, reads: house.typeReads, account: house.accountReads });

describe('types as AWS tells them', () => {
  it('arrive whole, over all pages, as the same recorded facts are embedded', async () => {
    await open();
    const types = told(await house.typeReads.types('us-east-1', reading));
    expect(calls('DescribeInstanceTypes')).toBe(2);
    const embedded = await openCatalogue();
    expect(types.map(({ name }) => name)).toEqual(facts.instanceTypes.map(({ InstanceType }) => InstanceType));
    for (const one of types) expect(one).toEqual(embedded.find(one.name));
  });

  it('are read though little is told, and left out where nothing is', async () => {
    await open();
    expect(typeNoun({})).toBeUndefined();
    expect(
      typeNoun({ InstanceType: 'm5.large', VCpuInfo: { DefaultVCpus: 2 }, MemoryInfo: { SizeInMiB: 8_192 } }),
    ).toMatchObject({ name: 'm5.large', processor: 'unknown', currentGeneration: true, network: { cards: 1 } });
  });

  it('are asked of another account that has the region where the first is denied', async () => {
    await open();
    house.peer.fault = ({ action, accountId }) =>
      action === 'DescribeInstanceTypes' && accountId === '111122223333'
        ? { refuse: 'UnauthorizedOperation' }
        : undefined;
    expect(told(await house.typeReads.types('us-east-1', reading))).toHaveLength(facts.instanceTypes.length);
  });

  it('are a Problem where nobody may read them, and where no account looks at the region', async () => {
    await open();
    house.peer.fault = () => ({ refuse: 'UnauthorizedOperation' });
    expect(await house.typeReads.types('us-east-1', reading)).toMatchObject({ problem: 'cloud-refused' });
    expect(await house.typeReads.types('sa-east-1', reading)).toMatchObject({ problem: 'bad-value' });
  });

  it('have zones in an account’s region', async () => {
    await open();
    const rows = told(await house.typeReads.offerings({ account: 'demo-dev', region: 'us-east-1' }, reading));
    expect(rows).toEqual([
      { type: 'm5.large', zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'] },
      { type: 't3.micro', zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'] },
      { type: 'p4d.24xlarge', zones: ['us-east-1c'] },
    ]);
    expect(await house.typeReads.offerings({ account: 'nobody', region: 'us-east-1' }, reading)).toMatchObject({
      problem: 'bad-value',
    });
  });
});

describe('images and regions as AWS tells them', () => {
  const home = { account: { name: 'demo-dev', id: '444455556666' }, region: 'us-east-1' };

  it('a recorded image has its fields, a deprecated one is told too, one that is gone is left out', async () => {
    await open();
    const ids = ['ami-02a11ce792e2bc296', 'ami-0123456789abcdef0', 'ami-0000000000000000f'];
    const { items, gaps } = await house.accountReads.images(
      ids.map((id) => ({ ...home, id })),
      reading,
    );
    expect(gaps).toEqual([]);
    expect(items).toHaveLength(2);
    expect(items[0]).toEqual({
      ...home,
      id: 'ami-02a11ce792e2bc296',
      name: 'testing_to_be_deleted',
      ownerId: '644160558196',
      isPublic: false,
      state: 'available',
      architecture: 'x86_64',
      virtualization: 'hvm',
      rootDevice: 'ebs',
      platformDetails: 'Linux/UNIX',
      usageOperation: 'RunInstances',
      ena: true,
      createdAt: '2022-07-04T12:09:37.000Z',
      volumes: [
        { device: '/dev/xvda', sizeGiB: 8, kind: 'gp2', snapshotId: 'snap-0b1ddd0e294677f70', encrypted: false },
        { device: '/dev/sdf', sizeGiB: 4, kind: 'gp2', snapshotId: 'snap-0e33daec301202727', encrypted: false },
      ],
    });
    expect(items[1]).toMatchObject({ deprecatedAt: '2025-01-01T00:00:00.000Z', imds: 'v2.0' });
    expect(imageNoun({}, home.account, home.region)).toBeUndefined();
  });

  it('regions have their opt-in, those that are off too', async () => {
    await open();
    const statuses = told(await house.accountReads.regions('demo-dev', reading));
    expect(statuses).toContainEqual({ name: 'us-east-1', optIn: 'opt-in-not-required' });
    expect(statuses).toContainEqual({ name: 'ap-east-1', optIn: 'not-opted-in' });
    expect(await house.accountReads.regions('nobody', reading)).toMatchObject({ problem: 'bad-value' });
  });

  it('images are asked in one call, kept a day, and again after a restart', async () => {
    await open();
    const wanted = ['ami-02a11ce792e2bc296', 'ami-0123456789abcdef0', 'ami-0000000000000000f'].map((id) => ({
      ...home,
      id,
    }));
    expect((await (await known()).images(wanted, reading)).items).toHaveLength(2);
    const again = await (await known()).images(wanted, reading);
    expect(again.items.map(({ id }) => id)).toEqual(wanted.slice(0, 2).map(({ id }) => id));
    expect(again.items[0]).toMatchObject({ name: 'testing_to_be_deleted', volumes: [{ sizeGiB: 8 }, { sizeGiB: 4 }] });
    expect(calls('DescribeImages')).toBe(1);
  });

  it('images that may not be read are a gap, and are asked for again', async () => {
    await open();
    const types = await known();
    const wanted = [{ ...home, id: 'ami-02a11ce792e2bc296' }];
    house.peer.fault = ({ action }) => (action === 'DescribeImages' ? { refuse: 'UnauthorizedOperation' } : undefined);
    const denied = await types.images(wanted, reading);
    expect(denied.items).toEqual([]);
    expect(denied.gaps).toHaveLength(1);
    house.peer.fault = () => undefined;
    expect((await types.images(wanted, reading)).items).toHaveLength(1);
  });
});

describe('what is known of types', () => {
  const strange = () => ({ ...facts.instanceTypes[0], InstanceType: 'm99.large' });

  it('asks AWS nothing for what is embedded, and once for a type that is not, however many ask', async () => {
    await open({ instanceTypes: [...facts.instanceTypes, strange()] });
    const types = await known();
    await types.know([{ type: 'm5.large', region: 'us-east-1' }], signal);
    expect(calls('DescribeInstanceTypes')).toBe(0);
    expect(types.find('m99.large', 'us-east-1')).toBeUndefined();
    await Promise.all([1, 2, 3].map(() => types.know([{ type: 'm99.large', region: 'us-east-1' }], signal)));
    expect(types.find('m99.large', 'us-east-1')?.vCpus).toBe(2);
    expect(types.names()).toContain('m99.large');
    expect(calls('DescribeInstanceTypes')).toBe(3);
  });

  it('prefers what AWS tells, and is warm after a restart', async () => {
    const [first] = facts.instanceTypes;
    await open({ instanceTypes: [{ ...first, MemoryInfo: { SizeInMiB: 9_000 } }] });
    const before = await (await known()).of('us-east-1', signal);
    expect(before).toMatchObject({ source: { name: 'AWS' }, readAt: house.clock.now() });
    const types = await known();
    expect(types.find('m5.large', 'us-east-1')?.memoryMiB).toBe(8_192);
    await types.know([{ type: 'm5.large', region: 'us-east-1' }], signal);
    expect(types.find('m5.large', 'us-east-1')?.memoryMiB).toBe(9_000);
    expect(calls('DescribeInstanceTypes')).toBe(1);
  });

  it('tells what is a day old at once, and the new the next time', async () => {
    await open();
    const types = await known();
    const { readAt } = await types.of('us-east-1', signal);
    await house.pass(dayMs);
    expect((await types.of('us-east-1', signal)).readAt).toBe(readAt);
    const until = house.peer.seen.length;
    while ((await types.of('us-east-1', signal)).readAt === readAt) await new Promise((r) => setImmediate(r));
    expect((await types.of('us-east-1', signal)).readAt).toBe(house.clock.now());
    expect(house.peer.seen.length - until).toBeLessThanOrEqual(2);
  });

  it('is embedded with its date, and why, where AWS does not tell', async () => {
    await open();
    house.peer.fault = () => ({ refuse: 'UnauthorizedOperation' });
    const types = await known();
    const there = await types.of('eu-west-1', signal);
    expect(there).toMatchObject({ asOf: '2026-08-02', source: { name: 'embedded catalogue' } });
    expect(there.gap).toMatchObject({ problem: 'cloud-refused' });
    expect(there.names().length).toBeGreaterThan(800);
    const zones = told(await types.offerings({ account: 'demo-dev', region: 'eu-west-1' }, signal));
    // Zone letters of another account would be a lie.
    expect(zones.zonesOf('m5.large')).toBe('unknown');
    expect(zones.zonesOf('m5.huge')).toEqual([]);
    expect(await types.offerings({ account: 'demo-dev', region: 'mx-central-1' }, signal)).toMatchObject({
      problem: 'cloud-refused',
    });
  });

  it('has the zones of an account as AWS tells them, asked once a day', async () => {
    await open();
    for (const types of [await known(), await known()]) {
      const zones = told(await types.offerings({ account: 'demo-dev', region: 'us-east-1' }, signal));
      expect(zones).toMatchObject({ source: { name: 'AWS' } });
      expect(zones.zonesOf('p4d.24xlarge')).toEqual(['us-east-1c']);
      expect(zones.zonesOf('c5.large')).toEqual([]);
      expect(zones.types).toEqual(['m5.large', 't3.micro', 'p4d.24xlarge']);
    }
    expect(calls('DescribeInstanceTypeOfferings')).toBe(1);
  });

  it('is the embedded facts alone where there is nothing to ask, with their zones', async () => {
    await open();
    const types = createTypes({
      ...house,
      account: house.accountReads,
      embedded: readCatalogue('asOf\t2026-01-01\nm5.large\t2\t8192\nm5.xlarge\t4\t16384\n'),
      offered: readOfferings('asOf\t2026-01-02\nregions\teu-west-1\n+\ta,c\nm5.large\t0\n'),
      credits: readCredits(''),
    });
    expect((await types.of('eu-west-1', signal)).names()).toEqual(['m5.large']);
    expect(types.regionsWith('m5.large')).toEqual({ regions: ['eu-west-1'], of: 1, asOf: '2026-01-02' });
    expect(types.regionsWith('m5.xlarge').regions).toEqual([]);
    expect(told(await types.offerings({ account: 'x', region: 'eu-west-1' }, signal)).zonesOf('m5.large')).toEqual([
      'eu-west-1a',
      'eu-west-1c',
    ]);
    expect(await types.offerings({ account: 'x', region: 'nowhere-1' }, signal)).toMatchObject({
      problem: 'unknown-region',
    });
    expect(house.peer.seen).toEqual([]);
  });
});

describe('the price of a machine', () => {
  it.each([
    ['Windows', 'RunInstances:0002', '0.188'],
    ['Linux/UNIX', 'RunInstances', '0.096'],
    ['Red Hat Enterprise Linux', 'RunInstances:0010', '0.125'],
  ])(
    'follows its own billing code, %s, and not that of its image',
    async (platformDetails, usageOperation, perHour) => {
      const imageId = 'ami-02a11ce792e2bc296';
      await open({
        images: [
          { ImageId: imageId, PlatformDetails: 'SUSE Linux', UsageOperation: 'RunInstances:000g', State: 'available' },
        ],
      });
      house.peer.fault = ({ action, region, accountId }) =>
        action === 'DescribeInstances' && region === 'us-east-1' && accountId === '444455556666'
          ? {
              answers: {
                reservationSet: [
                  {
                    instancesSet: [
                      {
                        instanceId: 'i-0123456789abcdef0',
                        imageId,
                        instanceState: { code: 16, name: 'running' },
                        instanceType: 'm5.large',
                        platformDetails,
                        usageOperation,
                      },
                    ],
                  },
                ],
              },
            }
          : undefined;
      const { items } = await house.cloud.instances({ accounts: ['demo-dev'], regions: ['us-east-1'] }, reading);
      const [instance] = items;
      if (instance === undefined) throw new Error('it was not read');
      const image = (await house.accountReads.images([{ ...instance, id: imageId }], reading)).items[0];
      expect(image?.usageOperation).toBe('RunInstances:000g');
      const whole = { instance, volumes: [], addresses: [] };
      const { rate } = await runningCost(whole, await openPrices(), reading);
      expect(told(rate).perHour.amount.toFixed()).toBe(perHour);
    },
  );
});
