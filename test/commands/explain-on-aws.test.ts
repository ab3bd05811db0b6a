import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compose } from '../../src/compose.ts';
import type { Quartermaster } from '../../src/quartermaster.ts';
import { readConfig } from '../../src/config/read.ts';
import { openAwsHouse } from '../core/drivers/aws/house.ts';
import { productsAt } from '../aws-machine.ts';
import { asideOf, fieldsOf, maria, rowsOf, wordsOf } from './house.ts';

const Types = z.object({ InstanceTypes: z.array(z.record(z.string(), z.json())) });
/** As AWS's price list has it (CPU credits of burstable families). */
const credits = {
  product: {
    sku: 'CREDITS',
    productFamily: 'CPU Credits',
    attributes: { regionCode: 'us-east-1', operatingSystem: 'Linux', usagetype: 'CPUCredits:t3', operation: '' },
  },
  terms: {
    OnDemand: { one: { priceDimensions: { one: { unit: 'vCPU-Hours', pricePerUnit: { USD: '0.0600000000' } } } } },
  },
  publicationDate: '2026-11-20T00:00:00Z',
};

describe('explain on real accounts', () => {
  let aws: Awaited<ReturnType<typeof openAwsHouse>>;
  let house: Quartermaster;
  let folder: string;
  const ask = (line: string) =>
    house.dispatch(
      { id: line, person: maria, place: { id: 'terminal:os:maria' }, line, signal: AbortSignal.timeout(20_000) },
      () => {},
    );
  const reply = async (line: string) => {
    const answer = await ask(line);
    if (answer.problem !== undefined) throw new Error(`${line}: ${wordsOf(answer.reply)}`);
    return answer.reply;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
    const recorded = await readFile(new URL('../fixtures/instance-types-2026-08.json', import.meta.url), 'utf8');
    const { InstanceTypes } = Types.parse(JSON.parse(recorded));
    // One that the embedded facts do not know, made of one that they do.
    const launched = { ...InstanceTypes[0], InstanceType: 'm10i.large' };
    const types = [...InstanceTypes, launched];
    aws = await openAwsHouse({
      facts: {
        instanceTypes: types,
        images: [],
        offerings: {
          'us-east-1': types.map((type) => ({ type: z.string().parse(type['InstanceType']), zone: 'us-east-1b' })),
        },
      },
      products: [
        credits,
        ...((await productsAt([
          { type: 't3.micro', region: 'us-east-1', os: 'linux' },
          { type: 'm5.large', region: 'us-east-1', os: 'linux' },
        ])) ?? []),
      ],
    });
    const path = join(folder, 'quartermaster.yaml');
    await writeFile(path, 'accounts:\n  - name: demo-prod\n    profile: prod\n    regions: [us-east-1]\n');
    const config = await readConfig({ cwd: folder, env: {} });
    house = await compose({ config, clock: aws.clock, log: { info() {}, warn() {}, error() {} } });
  });
  afterAll(async () => {
    await house.close();
    await aws.close();
    await rm(folder, { recursive: true });
  });

  it('tells prices, surplus credits and zones as AWS does', async () => {
    const page = await reply('explain t3.micro');
    expect(fieldsOf(page)).toMatchObject({
      Price: '$0.0104 an hour, $7.59 a month On-Demand; us-east-1 (none was named), Linux',
      Unlimited: 'beyond the credits $0.06 a vCPU-hour (AWS, Price List; as of 2026-11-20, read now; SKU CREDITS)',
      Offered: 'in us-east-1 (demo-prod: b); in 29 of 30 regions (as of 2026-08-01)',
    });
    expect(asideOf(page).join('\n')).toMatch(/Source: AWS, Price List; as of 2026-11-01, read now; SKU/);
    expect(asideOf(page).join('\n')).toMatch(/Facts: AWS; as of \d{4}-\d\d-\d\d, read now/);
  });

  it('explains a type, and its family, that AWS has and the embedded facts do not know', async () => {
    const page = await reply('explain m10i.large');
    expect(fieldsOf(page)).toMatchObject({
      Name: 'm = general purpose; 10 = generation 10; i = Intel processor; .large = 1/2 of an xlarge',
      Offered: 'in us-east-1 (demo-prod: b); in none of the 30 regions of the embedded facts (as of 2026-08-01)',
    });
    expect(fieldsOf(page)['Price']).toMatch(/^unknown\. /);
    expect(rowsOf(await reply('explain m10i'))).toHaveLength(1);
  });

  it('knows siblings only among what the region has', async () => {
    expect(rowsOf(await reply('explain m5.large')).map((row) => row['Instead'])).toEqual(['m10i.large']);
  });
});
