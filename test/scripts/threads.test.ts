import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { createParser } from '../../src/core/drivers/aws/parser.ts';

it(
  'the build has the thread that reads large answers beside the program, and it reads',
  { timeout: 60_000 },
  async () => {
    await promisify(execFile)(process.execPath, ['scripts/build.mjs']);
    const log = {
      warn(facts: object) {
        throw new Error(JSON.stringify(facts));
      },
    };
    const parser = createParser(log, () => new Worker(new URL('../../dist/parse-worker.mjs', import.meta.url)));
    const body = new TextEncoder().encode(
      '<DescribeAddressesResponse><addressesSet><item><publicIp>198.51.100.1</publicIp></item></addressesSet></DescribeAddressesResponse>',
    );
    const home = { account: { name: 'prod', id: '111122223333' }, region: 'us-east-1' };
    const parsed = await parser.read('DescribeAddresses', [body], home);
    parser.close();
    expect(parsed).toMatchObject({ is: 'page', page: { items: [{ publicIp: '198.51.100.1', ...home }] } });
  },
);
