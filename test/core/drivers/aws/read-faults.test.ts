import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isProblem, type Problem } from '../../../../src/core/problem.ts';
import { plain } from '../../../../src/core/text.ts';
import type { Fault } from '../../../peers/aws/server.ts';
import { openAwsHouse } from './house.ts';

const reading = () => ({ signal: AbortSignal.timeout(30_000) });

describe('reads, when AWS or the way to it misbehaves', () => {
  let house: Awaited<ReturnType<typeof openAwsHouse>>;
  beforeEach(async () => {
    house = await openAwsHouse();
  });
  afterEach(() => house.close());

  it.each([
    ['have run out', 'ExpiredToken', 'the session is over'],
    ['were revoked', 'InvalidClientTokenId', 'AWS does not know the access key'],
    ['are wrong there', 'AuthFailure', 'the credentials are wrong'],
  ])('reads the other account where the credentials of one %s', async (_, refuse, says) => {
    house.peer.fault = ({ accountId, service }) =>
      accountId === '111122223333' && service === 'ec2' ? { refuse } : undefined;
    const { items, gaps } = await house.cloud.instances({}, reading());
    expect(new Set(items.map(({ account }) => account.name))).toEqual(new Set(['demo-dev']));
    expect(gaps.map(({ what }) => plain(what))).toEqual(
      ['us-east-1', 'eu-west-1', 'ap-northeast-1'].map(() => expect.stringContaining(says)),
    );
  });

  it.each([3_600_000, -3_600_000])(
    'reads on although the clock is off by %i ms: AWS tells its own time',
    async (aheadMs) => {
      house.peer.fault = () => ({ aheadMs });
      const { items, gaps } = await house.cloud.instances({}, reading());
      expect(gaps).toEqual([]);
      expect(items.length).toBeGreaterThan(30);
    },
  );

  it('reads answers that come late', async () => {
    let calls = 0;
    house.peer.fault = () => ({ delayMs: (calls += 1) % 3 === 0 ? 200 : 0 });
    const { items, gaps } = await house.cloud.instances({}, reading());
    expect(gaps).toEqual([]);
    expect(items.length).toBeGreaterThan(30);
  });

  it.each([
    ['before the work', 'reset-before'],
    ['in its middle', 'truncate'],
  ] as const)('tries again where an answer breaks off %s', async (_, fault) => {
    const broken = new Set<string>();
    house.peer.fault = ({ action, accountId, region }) => {
      const place = `${action} ${accountId} ${region}`;
      return broken.has(place) ? undefined : (broken.add(place), fault);
    };
    const [instances, addresses] = [
      await house.cloud.instances({}, reading()),
      await house.cloud.addresses({}, reading()),
    ];
    expect([...instances.gaps, ...addresses.gaps]).toEqual([]);
    expect(instances.items.length).toBeGreaterThan(30);
  });

  /** As long as a page of a thousand. */
  const filler = `<reason>${'x'.repeat(1_000)}</reason>`;
  it('reads a large answer piece by piece, and pages on', async () => {
    const page = (from: number) => ({
      reservationSet: Array.from({ length: 300 }, (_, index) => ({
        instancesSet: [
          {
            instanceId: `i-${from + index}`,
            instanceState: { code: 16, name: 'running' },
            tagSet: [{ key: 'Name', value: 'x'.repeat(500) }],
          },
        ],
      })),
      nextToken: from === 0 ? 'more' : undefined,
    });
    let asked = 0;
    house.peer.fault = ({ action }) =>
      action === 'DescribeInstances' ? { answers: page(300 * (asked += 1) - 300) } : undefined;
    const { items, gaps } = await house.cloud.instances({ accounts: ['demo-dev'], regions: ['us-east-1'] }, reading());
    expect(gaps).toEqual([]);
    expect(new Set(items.map(({ id }) => id)).size).toBe(600);
    expect(items[599]).toMatchObject({ id: 'i-599', region: 'us-east-1', account: { name: 'demo-dev' } });
  });

  const place = { account: 'demo-dev', region: 'us-east-1' };
  const scope = { accounts: [place.account], regions: [place.region] };
  const said = (gaps: readonly Problem[]): readonly string[] => gaps.map(({ what }) => plain(what));
  const asGaps = (answer: unknown): readonly Problem[] => (isProblem(answer) ? [answer] : []);
  /** Every list that goes on in pages, by the API that it asks and the set that an answer has. */
  const lists: readonly (readonly [api: string, set: string, read: () => Promise<readonly Problem[]>])[] = [
    ['DescribeInstances', 'reservationSet', async () => (await house.cloud.instances(scope, reading())).gaps],
    ['DescribeVolumes', 'volumeSet', async () => (await house.cloud.volumes(scope, reading())).gaps],
    [
      'DescribeInstanceTypes',
      'instanceTypeSet',
      async () => asGaps(await house.typeReads.types(place.region, reading())),
    ],
    [
      'DescribeInstanceTypeOfferings',
      'instanceTypeOfferingSet',
      async () => asGaps(await house.typeReads.offerings(place, reading())),
    ],
    [
      'DescribeImages',
      'imagesSet',
      async () => {
        const account = { name: 'demo-dev', id: '444455556666' };
        const wanted = [{ id: 'ami-1', account, region: place.region }];
        return (await house.accountReads.images(wanted, reading())).gaps;
      },
    ],
    [
      'DescribeSpotPriceHistory',
      'spotPriceHistorySet',
      async () => {
        const question = { type: 'm5.large', os: 'linux', ...place } as const;
        return asGaps(await house.priceList.spotPrices(question, house.clock.now()));
      },
    ],
  ];
  const askedOf = (api: string) =>
    house.peer.seen.filter(({ action, region }) => action === api && region === place.region);

  it.each(lists)('ends %s, whose pages lead back to each other', async (api, set, read) => {
    let asked = 0;
    house.peer.fault = ({ action }) =>
      action === api ? { answers: { [set]: [], nextToken: `token ${(asked += 1) % 2}` } } : undefined;
    expect(said(await read())).toEqual([expect.stringContaining('something else answered')]);
    expect(askedOf(api).length).toBeLessThan(5 * 3);
  });

  it.each(lists.slice(0, 1))(
    'ends %s, in which a further page always follows',
    { timeout: 30_000 },
    async (api, set, read) => {
      let asked = 0;
      house.peer.fault = ({ action }) =>
        action === api ? { answers: { [set]: [], nextToken: `token ${(asked += 1)}` } } : undefined;
      let ended = false;
      const end = () => {
        ended = true;
      };
      const reads = read();
      reads.then(end, end);
      // The account's bucket lets so many calls through in its own time alone.
      while (!ended) {
        await house.pass(1_000);
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(said(await reads)).toEqual([expect.stringContaining('something else answered')]);
    },
  );

  it.each([
    ['in HTML, as if all were well', `<html>${filler.repeat(300)}</html>`, 'something else answered in its place'],
    ['in HTML that no reader takes', `<html><br>${filler.repeat(300)}`, 'something else answered in its place'],
    ['in no form', filler.repeat(300).replaceAll(/<\/?reason>/g, ''), "HTTP 200, not in AWS's form"],
  ])('takes no large answer %s for an empty account', async (_, body, says) => {
    house.peer.fault = ({ service }) => (service === 'ec2' ? { status: 200, page: body } : undefined);
    const scope = { accounts: ['demo-dev'], regions: ['us-east-1'] };
    const { items, gaps } = await house.cloud.instances(scope, reading());
    expect(items).toEqual([]);
    expect(gaps.map(({ what }) => plain(what))).toEqual([expect.stringContaining(says)]);
  });

  const ofInstances = (status: number, type: string, body: string): Fault => ({
    sends: (response) => void response.writeHead(status, { 'content-type': type }).end(body),
  });
  it.each<[string, Fault]>([
    ['a page', ofInstances(200, 'text/html', '<html><body><h1>Maintenance</h1></body></html>')],
    [
      'a refusal',
      ofInstances(
        200,
        'text/xml',
        '<Response><Errors><Error><Code>UnauthorizedOperation</Code></Error></Errors></Response>',
      ),
    ],
    [
      'what was asked elsewhere',
      ofInstances(200, 'text/xml', '<DescribeVolumesResponse><volumeSet/></DescribeVolumesResponse>'),
    ],
    ['nothing', ofInstances(200, 'text/xml', '')],
    ['no content', ofInstances(204, 'text/xml', '')],
  ])('takes a success with %s for no empty account, though it bears a request id', async (_, fault) => {
    house.peer.fault = ({ action }) => (action === 'DescribeInstances' ? fault : undefined);
    const { items, gaps } = await house.cloud.instances(scope, reading());
    expect(items).toEqual([]);
    expect(said(gaps)).toEqual([
      'AWS did not answer for demo-dev in us-east-1 (something else answered in its place).',
    ]);
  });
});

describe('records that are not as AWS has them', () => {
  let house: Awaited<ReturnType<typeof openAwsHouse>>;
  beforeEach(async () => {
    house = await openAwsHouse();
  });
  afterEach(() => house.close());

  const scope = { accounts: ['demo-prod'], regions: ['us-east-1'] };
  const rewriting = (api: string, rewrites: (text: string) => string) => {
    house.peer.fault = ({ action }) => (action === api ? { rewrites } : undefined);
  };
  const volumes = async () => {
    const { items, gaps } = await house.cloud.volumes(scope, reading());
    return { count: items.length, said: gaps.map(({ what }) => plain(what)) };
  };

  it.each(['', 'abc', 'Infinity', '1e999'])('%j for a number is no answer of AWS', async (size) => {
    rewriting('DescribeVolumes', (text) => text.replace(/<size>\d+</, `<size>${size}<`));
    expect(await volumes()).toEqual({
      count: 0,
      said: [expect.stringContaining('demo-prod in us-east-1 in a form that cannot be read')],
    });
  });

  it.each([
    ['a size below zero', (text: string) => text.replace(/<size>\d+</, '<size>-1000<')],
    ['no size', (text: string) => text.replace(/<size>\d+<\/size>/, '')],
    ['no id', (text: string) => text.replace(/<volumeId>[\w-]+<\/volumeId>/, '')],
  ])('a volume of %s is left out, and said to be', async (_, rewrites) => {
    const { count } = await volumes();
    let rewritten = 0;
    rewriting('DescribeVolumes', (text) => ((rewritten += 1) === 1 ? rewrites(text) : text));
    await house.pass(60_000);
    expect(await volumes()).toEqual({
      count: count - 1,
      said: ['Some of the volumes in demo-prod in us-east-1 came in a form that cannot be read, and are left out.'],
    });
  });

  it.each([
    ['a state that nobody knows', '<instanceState><code>128</code><name>frozen</name></instanceState>'],
    ['no state', ''],
  ])('instances of %s are left out, and said to be once', async (_, state) => {
    rewriting('DescribeInstances', (text) => text.replaceAll(/<instanceState>.*?<\/instanceState>/gs, state));
    const { items, gaps } = await house.cloud.instances(scope, reading());
    expect(items).toEqual([]);
    expect(gaps.map(({ what }) => plain(what))).toEqual([
      'Some of the instances in demo-prod in us-east-1 came in a form that cannot be read, and are left out.',
    ]);
  });

  it.each([
    ['DescribeInstances', 'reservationSet', () => house.cloud.instances(scope, reading())],
    ['DescribeVolumes', 'volumeSet', () => house.cloud.volumes(scope, reading())],
    ['DescribeAddresses', 'addressesSet', () => house.cloud.addresses(scope, reading())],
  ] as const)('what %s tells twice is there once', async (api, set, read) => {
    const before = await read();
    expect(before.items.length).toBeGreaterThan(0);
    rewriting(api, (text) => text.replace(new RegExp(`(<${set}>)(.*)(</${set}>)`, 's'), '$1$2$2$3'));
    await house.pass(60_000);
    const { items, gaps } = await read();
    expect(gaps).toEqual([]);
    expect(items).toEqual(before.items);
  });
});
