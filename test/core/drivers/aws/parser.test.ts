import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { createParser, type Parser } from '../../../../src/core/drivers/aws/parser.ts';
import type { PagedApi } from '../../../../src/core/drivers/aws/pages.ts';
import { toXml, type Xml } from '../../../peers/aws/xml.ts';

const home = { account: { name: 'prod', id: '111122223333' }, region: 'us-east-1' };
const answer = (content: Xml): Uint8Array =>
  new TextEncoder().encode(`<DescribeResponse><requestId>1</requestId>${toXml(content)}</DescribeResponse>`);
const instances = (count: number): Xml =>
  Array.from({ length: count }, (_, index) => ({
    instancesSet: [
      {
        instanceId: `i-${index}`,
        instanceState: { code: 16, name: 'running' },
        tagSet: [{ key: 'Name', value: `wéb <${index}>` }],
      },
    ],
  }));

const warnings: object[] = [];
const log = { warn: (facts: object) => void warnings.push(facts) };
const parser: Parser = createParser(log);
afterAll(() => parser.close());

describe('the thread that reads large answers', () => {
  it('gives every noun in its order, in the shape that drivers write, and what follows', async () => {
    const body = answer({ reservationSet: instances(300), nextToken: 'a&b' });
    const parts = [body.subarray(0, 1_000), body.subarray(1_000)];
    const parsed = await parser.read('DescribeInstances', parts, home);
    expect(body.length, 'it is left as it is').toBeGreaterThan(1_000);
    if (parsed.is !== 'page') throw new Error(parsed.is);
    expect(parsed.page.next).toBe('a&b');
    expect(parsed.page.items.map(({ id }) => id)).toEqual(Array.from({ length: 300 }, (_, index) => `i-${index}`));
    expect(parsed.page.items[299]).toMatchObject({ ...home, name: 'wéb <299>', state: 'running' });
    expect(Object.keys(parsed.page.items[0] ?? {})).toContain('spotRequestId');
  });

  it.each<[PagedApi, Xml, Readonly<Record<string, string | number>>]>([
    ['DescribeVolumes', { volumeSet: [{ volumeId: 'vol-1' }] }, { id: 'vol-1' }],
    ['DescribeAddresses', { addressesSet: [{ publicIp: '198.51.100.1' }] }, { publicIp: '198.51.100.1' }],
    ['DescribeNetworkInterfaces', { networkInterfaceSet: [{ networkInterfaceId: 'eni-1' }] }, { id: 'eni-1' }],
    [
      'DescribeInstanceTypes',
      {
        instanceTypeSet: [{ instanceType: 'x9.huge', vCpuInfo: { defaultVCpus: 2 }, memoryInfo: { sizeInMiB: 4_096 } }],
      },
      { name: 'x9.huge', memoryMiB: 4_096 },
    ],
  ])('reads %s too', async (api, content, expected) => {
    const parsed = await parser.read(api, [answer(content)], home);
    expect(parsed).toMatchObject({ is: 'page', page: { items: [expected], next: undefined } });
  });

  it.each<[string, Uint8Array, string]>([
    ['cut in its middle', answer({ reservationSet: instances(50) }).subarray(0, 4_000), 'unreadable'],
    ['no XML', new TextEncoder().encode('upstream'), 'unreadable'],
    ['of something else', new TextEncoder().encode('<html><body>log in</body></html>'), 'not-answered'],
  ])('says of an answer that is %s that it is none, and goes on', async (_, body, expected) => {
    const [bad, good] = await Promise.all([
      parser.read('DescribeInstances', [body], home),
      parser.read('DescribeInstances', [answer({ reservationSet: instances(2) })], home),
    ]);
    expect(bad.is).toBe(expected);
    expect(good.is).toBe('page');
  });

  it('leaves the answer to who asked where it dies, and after three deaths is not started again', async () => {
    let started = 0;
    const dying = createParser(log, () => {
      started += 1;
      return new Worker("require('node:worker_threads').parentPort.on('message', () => process.exit(1))", {
        eval: true,
      });
    });
    for (let index = 0; index < 5; index += 1)
      expect((await dying.read('DescribeInstances', [answer({})], home)).is).toBe('away');
    expect(started).toBe(3);
    expect(warnings).toEqual([1, 2, 3].map((death) => ({ why: 'exit code 1', again: death < 3 })));
  });

  it('ends at close, and what it was reading is left to who asked', async () => {
    const deaf = createParser(
      log,
      () => new Worker("require('node:worker_threads').parentPort.on('message', () => {})", { eval: true }),
    );
    const reading = [
      deaf.read('DescribeInstances', [answer({})], home),
      deaf.read('DescribeInstances', [answer({})], home),
    ];
    await new Promise((resolve) => setImmediate(resolve));
    deaf.close();
    expect((await Promise.all(reading)).map(({ is }) => is)).toEqual(['away', 'away']);
  });
});
