import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compose } from '../../src/compose.ts';
import type { Quartermaster } from '../../src/quartermaster.ts';
import { readConfig } from '../../src/config/read.ts';
import type { Reply } from '../../src/commands/reply/reply.ts';
import { plain } from '../../src/core/text.ts';
import { hourMs } from '../../src/core/time.ts';
import { openAwsHouse } from '../core/drivers/aws/house.ts';
import { samples } from '../core/drivers/aws/samples.ts';
import { asideOf, fieldsOf, maria, rowsOf, wordsOf } from './house.ts';
import { terms, termWord } from '../../src/core/facts/prices/terms.ts';

/** The whole program on an account of AWS, which is a peer over a real socket. */
let aws: Awaited<ReturnType<typeof openAwsHouse>>;
let house: Quartermaster;
let folder: string;
const start = async () => {
  const path = join(folder, 'quartermaster.yaml');
  await writeFile(
    path,
    'accounts:\n  - name: demo-prod\n    profile: prod\n    regions: [us-east-1, eu-west-1]\n  - name: demo-dev\n    profile: dev\n    regions: [us-east-1]\n',
  );
  const config = await readConfig({ cwd: folder, env: {} });
  house = await compose({ config, clock: aws.clock, log: { info() {}, warn() {}, error() {} } });
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  const point = { InstanceType: 'c5.large', ProductDescription: 'Linux/UNIX', Timestamp: '2026-11-24T08:00:00Z' };
  aws = await openAwsHouse({
    products: [...products, gp3, twelveTerms],
    sold: {
      savings: samples.savings,
      spot: new Map(
        ['us-east-1', 'eu-west-1'].map((region) => [
          region,
          [
            ...['a', 'b', 'c'].map((letter) => ({
              ...point,
              AvailabilityZone: `${region}${letter}`,
              SpotPrice: '0.036700',
            })),
            ...(region === 'us-east-1' ? history : []),
          ],
        ]),
      ),
    },
  });
  await start();
});
afterEach(async () => {
  await house.close();
  await aws.close();
  await rm(folder, { recursive: true });
});
/** As AWS has it, in a region of the demo account: authentic storage products are of others. */
const gp3 = {
  product: {
    sku: 'GP3',
    productFamily: 'Storage',
    attributes: { regionCode: 'us-east-1', usagetype: 'EBS:VolumeUsage.gp3', operation: '' },
  },
  terms: {
    OnDemand: { one: { priceDimensions: { one: { unit: 'GB-Mo', pricePerUnit: { USD: '0.0900000000' } } } } },
  },
  publicationDate: '2026-11-20T00:00:00Z',
};
/** One product of each code: rows of a bulk file repeat what another sample has whole. */
const whole = new Map(
  samples.products
    .toSorted(({ terms: one }, { terms: other }) => Object.keys(one ?? {}).length - Object.keys(other ?? {}).length)
    .map((one) => [`${one.product.sku} ${one.product.attributes['regionCode']}`, one]),
);
const products = [...whole.values()];
/** What AWS said of m5.large within 32 days of 2021, as if the last of it had been said lately. */
const moved = Date.parse('2026-11-24T07:59:00Z') - Date.parse('2021-02-09T01:40:10Z');
const history = samples.spot.map((one) => ({
  ...one,
  Timestamp: new Date(Date.parse(one['Timestamp'] ?? '') + moved).toISOString(),
}));
/** m5.large with all its terms, as AWS told it in 2021, in today's form. */
const [told] = samples.products.filter(({ from }) => from.startsWith('getproducts-m5.large'));
const twelveTerms = {
  ...told,
  product: {
    ...told?.product,
    sku: told?.product.sku ?? '',
    attributes: { ...told?.product.attributes, regionCode: 'us-east-1', marketoption: 'OnDemand' },
  },
};
const reply = async (line: string): Promise<Reply> => {
  const answer = await house.dispatch(
    { id: line, person: maria, place: { id: 'terminal:os:maria' }, line, signal: AbortSignal.timeout(20_000) },
    () => {},
  );
  if (answer.problem !== undefined) throw new Error(`${line}: ${wordsOf(answer.reply)}`);
  return answer.reply;
};

describe('on real accounts', () => {
  it('price tells AWS’s own figure with its day and SKU, and after a restart with AWS away the last one with its age', async () => {
    const page = await reply('price m5.xlarge windows');
    expect(plain(page.title)).toBe('m5.xlarge costs $0.376 an hour');
    expect(asideOf(page)[0]).toBe('Source: AWS, Price List; as of 2026-09-10, read now; SKU HXGQ45BFM9J2FJ3F. USD.');
    await house.close();
    await aws.pass(3 * hourMs);
    aws.peer.fault = () => 'reset-before';
    await start();
    expect(asideOf(await reply('price m5.xlarge windows'))[0]).toContain('as of 2026-09-10, read 3 hours ago; SKU');
  });

  it('cost and volumes say where each figure is from and how old it is', async () => {
    const first = wordsOf(await reply('cost'));
    expect(first).toContain('Prices:');
    await aws.pass(2 * hourMs);
    const words = wordsOf(await reply('cost'));
    expect(words).toMatch(/AWS, Price List; as of 2026-09-10, read 2 hours ago/);
    const ebs = 'AWS, Price List; as of 2026-11-20, read 2 hours ago';
    expect(words).toContain(`EBS: ${ebs}; and embedded catalogue; public IPv4: embedded catalogue`);
    expect(wordsOf(await reply('volumes'))).toMatch(new RegExp(`EBS prices: .*${ebs}`));
  });

  it('show prices a Spot Instance at the price of its zone', async () => {
    const { items } = await aws.cloud.instances({}, { signal: AbortSignal.timeout(20_000) });
    const spot = items.find(({ lifecycle, state }) => lifecycle === 'spot' && state === 'running');
    if (spot === undefined) throw new Error('the demo account has no running Spot Instance');
    const page = await reply(`show ${spot.id}`);
    expect(fieldsOf(page)['Machine']).toBe('$0.0367 an hour');
    expect(asideOf(page)).toContain('Volumes: AWS, Price List; as of 2026-11-20, read now.');
    expect(asideOf(page).join(' ')).toContain(`Source: AWS, Spot price in ${spot.zone}; as of 2026-11-24, read now`);
  });

  it('price tells every commitment as AWS does, with its day and SKU', async () => {
    const page = await reply('price m5.large term:all');
    const rows = new Map(rowsOf(page).map((row) => [row['Term'], row]));
    expect([...rows.keys()]).toEqual(['od', 'spot', ...terms.slice(0, 12).map(termWord)]);
    expect(rows.get('ri-1y-partial')).toMatchObject({ Upfront: '$252.00', '$/hour': '$0.057767', '$/month': '$42.17' });
    const one = await reply('price m5.large term:ri-1y-partial');
    expect(fieldsOf(one)).toMatchObject({
      Upfront: '$252.00',
      'Paid by the hour': '$0.029',
      'Effective hour': '$0.057767',
      'Pays back': '5.2 months',
    });
    expect(asideOf(one).join(' ')).toMatch(/Source: AWS, Price List; as of .*, read now; SKU \w+\. USD\./);
  });

  it('price tells Savings Plans by the rate of each payment', async () => {
    const page = await reply('price c5.xlarge windows ap-northeast-1 term:esp-3y-all');
    expect(fieldsOf(page)).toMatchObject({
      Upfront: '$6,937.92',
      'Effective hour': '$0.264',
      'Paid by the hour': 'nothing more',
    });
    expect(rowsOf(await reply('price c5.xlarge windows ap-northeast-1 term:sp'))).toHaveLength(7);
  });

  it('price draws 30 days of Spot, each zone by itself, and says the gist', async () => {
    const page = await reply('price m5.large term:spot');
    const found = page.blocks.find((block) => block.kind === 'picture');
    const zones = ['a', 'b', 'c', 'd', 'f'].map((letter) => `us-east-1${letter}`);
    expect(found?.series.map(({ label }) => label)).toEqual(zones);
    expect(found?.series.every(({ points }) => points.length > 10)).toBe(true);
    const values = found?.series.flatMap(({ points }) => points.map(({ value }) => Number(value))) ?? [];
    const [least, most] = [Math.min(...values), Math.max(...values)];
    expect(plain(found?.alt ?? [])).toContain(`between $${least} and $${most} an hour in 5 zones`);
    expect(rowsOf(page).map(({ Zone }) => Zone)).toEqual(zones);
    const first = wordsOf(await reply('price m5.large'));
    expect(first).toMatch(/Spot: \$0\.0\d+ an hour now in us-east-1[a-f]/);
    expect(first).not.toContain('average');
  });

  it('price falls back, part by part, to what is known with its own day where AWS refuses', async () => {
    aws.peer.fault = ({ service, action }) =>
      service === 'savingsplans' || action === 'DescribeSpotPriceHistory'
        ? { refuse: 'AccessDeniedException' }
        : service === 'pricing'
          ? 'reset-before'
          : undefined;
    const page = await reply('price m5.large');
    const rows = new Map(rowsOf(page).map((row) => [row['Term'], row]));
    expect(rows.get('spot')?.['As of']).toBe('2026-07');
    expect(rows.get('ri-1y-none')?.['As of']).toBe('2025-04');
    expect(wordsOf(page)).toContain('No figure for Savings Plans');
  });
});
