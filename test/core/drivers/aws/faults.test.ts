import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeError } from '../../../../src/core/drivers/aws/errors.ts';
import type { Target } from '../../../../src/core/ports/control.ts';
import { plain } from '../../../../src/core/text.ts';
import type { Fault } from '../../../peers/aws/server.ts';
import { openAwsHouse } from './house.ts';

type House = Awaited<ReturnType<typeof openAwsHouse>>;
const badGateway: Fault = { status: 502, page: '<html><body><h1>502 Bad Gateway</h1></body></html>' };
/** Well-formed, and with the status of a success: the SDK reads an empty answer out of it. */
const portal: Fault = { status: 200, page: '<html><body><p>Log in to the guest network</p></body></html>' };
const reading = () => ({ signal: AbortSignal.timeout(30_000) });

describe('when AWS, or the way to it, misbehaves', () => {
  let house: House;
  beforeEach(async () => {
    house = await openAwsHouse();
  });
  afterEach(() => house.close());

  const target = async (): Promise<Target> => {
    const { items } = await house.cloud.instances({ accounts: ['demo-dev'] }, reading());
    const found = items.find(({ name }) => name === 'web-1');
    if (found === undefined) throw new Error('there is no web-1');
    return found;
  };
  const changing = () => house.peer.seen.filter(({ action, dryRun }) => action === 'StopInstances' && !dryRun);
  const stop = async (one: Target, signal = new AbortController().signal) => {
    const applied = house.control.apply(
      'stop',
      [one],
      async () => undefined,
      async () => {},
      signal,
    );
    return whileTimePasses(applied);
  };
  /** Pauses between tries are on the house's clock. */
  const whileTimePasses = async <T>(work: Promise<T>): Promise<T> => {
    let ended = false;
    work.then(
      () => (ended = true),
      () => (ended = true),
    );
    while (!ended) {
      await house.pass(500);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return work;
  };

  it.each<[string, Fault, string, number]>([
    ['the socket is cut before the work', 'reset-before', 'running', 1],
    ['the socket is cut after the work', 'reset-after', 'stopped', 1],
    ['the answer is cut in its middle', 'truncate', 'stopped', 1],
    ['a proxy answers in HTML', badGateway, 'running', 1],
    ['a portal answers in HTML, as if all were well', portal, 'running', 1],
    ['EC2 has an internal error after the work', 'internal-error', 'stopped', 1],
  ])('a stop of which the answer is lost (%s) is unknown, and never made twice', async (_, fault, state, calls) => {
    const one = await target();
    house.peer.fault = ({ action, dryRun }) => (action === 'StopInstances' && !dryRun ? fault : undefined);
    expect((await stop(one))[0]?.result.kind).toBe('unknown');
    expect(changing()).toHaveLength(calls);
    house.peer.fault = () => undefined;
    await house.pass(30_000);
    expect((await house.cloud.instancesById([one], reading())).items[0]?.state).toBe(state);
  });

  const sends = (status: number, type: string, body: string, id = 'given'): Fault => ({
    sends(response) {
      if (id === 'none') response.removeHeader('x-amzn-requestid');
      response.writeHead(status, { 'content-type': type }).end(body);
    },
  });
  const refusal = '<Response><Errors><Error><Code>UnauthorizedOperation</Code></Error></Errors></Response>';
  it.each<[string, Fault, 'unknown' | 'accepted']>([
    ['nothing', sends(200, 'text/xml', '', 'none'), 'unknown'],
    ['nothing but a request id', sends(200, 'text/xml', ''), 'unknown'],
    ['no content', sends(204, 'text/xml', ''), 'unknown'],
    ['a word', sends(200, 'text/plain', 'OK'), 'unknown'],
    ['a page that calls itself XML', sends(200, 'text/xml', '<html><body>Log in</body></html>'), 'unknown'],
    ['a refusal', sends(200, 'text/xml', refusal), 'unknown'],
    ['a no', { rewrites: (text) => text.replace('<return>true<', '<return>false<') }, 'unknown'],
    ['a yes', { rewrites: (text) => text }, 'accepted'],
    ['its own element, empty', { rewrites: (text) => text.replace('<return>true</return>', '') }, 'accepted'],
  ])('a reboot that is answered as a success with %s', async (_, fault, kind) => {
    const one = await target();
    house.peer.fault = ({ action, dryRun }) => (action === 'RebootInstances' && !dryRun ? fault : undefined);
    const [applied] = await whileTimePasses(
      house.control.apply(
        'reboot',
        [one],
        async () => undefined,
        async () => {},
        new AbortController().signal,
      ),
    );
    expect(applied?.result.kind).toBe(kind);
  });

  it('repeats a stop that EC2 refused for its rate alone, and stops once', async () => {
    const one = await target();
    let refused = 0;
    house.peer.fault = ({ action }) => (action === 'StopInstances' && (refused += 1) <= 2 ? 'throttle' : undefined);
    expect((await stop(one))[0]?.result.kind).toBe('accepted');
    expect(changing()).toHaveLength(3);
  });

  it('gives up on a rate that stays, and has changed nothing', async () => {
    const one = await target();
    house.peer.fault = ({ action }) => (action === 'StopInstances' ? 'throttle' : undefined);
    expect((await stop(one))[0]?.result).toMatchObject({ kind: 'refused', code: 'RequestLimitExceeded' });
    expect((await house.ec2.world()).instances.get(one.id)?.state).toBe('running');
  });

  it.each([
    'UnauthorizedOperation',
    'OptInRequired',
    'AuthFailure',
    'ExpiredToken',
    'VcpuLimitExceeded',
    'SomethingNew',
  ])('tells a refusal by its code: %s', async (code) => {
    const one = await target();
    house.peer.fault = ({ action }) => (action === 'StopInstances' ? { refuse: code } : undefined);
    const [applied] = await stop(one);
    if (applied?.result.kind !== 'refused') throw new Error('it was not refused');
    expect(applied.result.code).toBe(code);
    expect(plain(applied.result.because.what)).toContain(code);
    expect(applied.result.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('tells what could not be read, and reads the rest', async () => {
    house.peer.fault = ({ region, action }) =>
      region === 'eu-west-1' && action === 'DescribeInstances' ? { refuse: 'OptInRequired' } : undefined;
    const listing = await house.cloud.instances({}, reading());
    expect(listing.items.length).toBeGreaterThan(30);
    expect(listing.items.some(({ region }) => region === 'eu-west-1')).toBe(false);
    expect(listing.gaps.map(({ what }) => plain(what)).toSorted()).toEqual([
      expect.stringContaining('demo-dev in eu-west-1: AWS refused: the region or the service is not enabled'),
      expect.stringContaining('demo-prod in eu-west-1: AWS refused: the region or the service is not enabled'),
    ]);
  });

  it.each<[string, Fault, string]>([
    ['a gateway', badGateway, "HTTP 502, not in AWS's form"],
    ['a portal', portal, 'something else answered in its place'],
    ['a page of no form', { status: 200, page: 'secret' }, "HTTP 200, not in AWS's form"],
    ['a filter', { status: 403, page: '<html><body>secret</body></html>' }, "HTTP 403, not in AWS's form"],
    ['a server out of order', { status: 503, page: 'upstream secret' }, "HTTP 503, not in AWS's form"],
    ['nobody, with nothing', { status: 200, page: '' }, 'something else answered in its place'],
  ])('takes no answer of %s for an empty account, and shows nothing of it', async (_, fault, says) => {
    const one = await target();
    const [instance] = (await house.cloud.instancesById([one], reading())).items;
    if (instance === undefined) throw new Error('there is no web-1');
    house.peer.fault = ({ service }) => (service === 'ec2' ? fault : undefined);
    const scope = { accounts: ['demo-dev'], regions: ['us-east-1'] };
    const listings = [
      await house.cloud.instances(scope, reading()),
      await house.cloud.instancesById([one], reading()),
      await house.cloud.volumes(scope, reading()),
      await house.cloud.addresses(scope, reading()),
    ];
    const where = 'AWS did not answer for demo-dev in us-east-1';
    expect(listings.map(({ items, gaps }) => [items, gaps.map(({ what }) => plain(what))])).toEqual(
      listings.map(() => [[], [`${where} (${says}).`]]),
    );
    const details = await house.cloud.details([instance], reading());
    expect(details.items).toEqual([{ id: one.id }]);
    expect(details.gaps.map(({ what }) => plain(what))).toEqual([
      expect.stringContaining(says),
      expect.stringContaining(says),
    ]);
    const [verdict] = await house.control.dryRun('stop', [one], new AbortController().signal);
    expect(verdict?.refusal?.problem).toBe('cannot-tell');
  });

  it.each<[string, Fault]>([
    [
      'a word for a date',
      {
        status: 200,
        page: '<DescribeInstancesResponse><reservationSet><item><instancesSet><item><launchTime>yesterday</launchTime></item></instancesSet></item></reservationSet></DescribeInstancesResponse>',
      },
    ],
    [
      'an element for a code',
      { status: 400, page: '<R><Errors><Error><Code><a>secret</a></Code></Error></Errors></R>' },
    ],
  ])('says of an answer with %s that it cannot be read, not that none came', async (_, fault) => {
    const one = await target();
    house.peer.fault = ({ service }) => (service === 'ec2' ? fault : undefined);
    const { items, gaps } = await house.cloud.instances({ accounts: ['demo-dev'], regions: ['us-east-1'] }, reading());
    expect(items).toEqual([]);
    expect(gaps.map(({ what }) => plain(what))).toEqual([
      'AWS answered for demo-dev in us-east-1 in a form that cannot be read.',
    ]);
    const [applied] = await stop(one);
    expect(applied?.result.kind, 'it may have been done').toBe('unknown');
  });

  it.each([
    ['is too long', 'x'.repeat(100_000)],
    ['is no word', 'log in here'],
  ])('takes no code for one that %s', async (_, code) => {
    const one = await target();
    house.peer.fault = ({ service }) => (service === 'ec2' ? { refuse: code } : undefined);
    const { gaps } = await house.cloud.instances({ accounts: ['demo-dev'], regions: ['us-east-1'] }, reading());
    expect(gaps.map(({ what }) => plain(what))).toEqual([
      "AWS did not answer for demo-dev in us-east-1 (HTTP 400, not in AWS's form).",
    ]);
    expect((await stop(one))[0]?.result.kind, 'it may have been done').toBe('unknown');
  });

  it('keeps of a long text what may be of use, and of what is no request id nothing', () => {
    const long = 'x'.repeat(100_000);
    const refused = { name: 'SomethingNew', $fault: 'client', message: long, RequestId: long };
    const error = changeError({ ...refused, $metadata: { httpStatusCode: 400 } });
    expect(error).toMatchObject({ code: 'SomethingNew', requestId: undefined });
    expect(error.message.length).toBeLessThan(20_000);
  });

  it('says of a refusal whose text is none that it does not say why', async () => {
    const page = '<R><Errors><Error><Code>SomethingNew</Code><Message><a>b</a></Message></Error></Errors></R>';
    house.peer.fault = ({ service }) => (service === 'ec2' ? { status: 400, page } : undefined);
    const { gaps } = await house.cloud.instances({ accounts: ['demo-dev'], regions: ['us-east-1'] }, reading());
    expect(gaps.map(({ what }) => plain(what))).toEqual([
      'demo-dev in us-east-1: AWS refused: it does not say why (SomethingNew).',
    ]);
  });

  it('tries a read again that was throttled, and that broke off', async () => {
    let broken = 0;
    house.peer.fault = ({ action, region }) =>
      action === 'DescribeInstances' && region === 'us-east-1' && (broken += 1) <= 2
        ? broken === 1
          ? 'throttle'
          : 'reset-before'
        : undefined;
    const listing = await whileTimePasses(
      house.cloud.instances({ regions: ['us-east-1'], accounts: ['demo-dev'] }, reading()),
    );
    expect(listing.gaps).toEqual([]);
    expect(listing.items.length).toBeGreaterThan(20);
    expect(broken).toBeGreaterThan(2);
  });

  it('ends a read that nobody waits for any longer', async () => {
    house.peer.fault = () => ({ delayMs: 3_000 });
    const stopped = new AbortController();
    const read = house.cloud.instances({}, { signal: stopped.signal });
    stopped.abort(new Error('stopped by Ctrl-C'));
    await expect(read).rejects.toThrow('stopped by Ctrl-C');
  });

  it('never cuts off a call that changes something: what EC2 answers is told, whoever stopped waiting', async () => {
    const [web] = (await house.cloud.instances({}, reading())).items.filter(({ name }) => name === 'web-1');
    if (web === undefined) throw new Error('missing');
    const stopped = new AbortController();
    house.peer.fault = ({ action, dryRun }) => {
      if (action !== 'StopInstances' || dryRun) return undefined;
      stopped.abort(new Error('stopped by Ctrl-C'));
      return { delayMs: 50 };
    };
    const [answer] = await house.control.apply(
      'stop',
      [web],
      async () => undefined,
      async () => {},
      stopped.signal,
    );
    expect(answer?.result).toMatchObject({ kind: 'accepted', current: 'stopping' });
  });
});

describe('whose credentials they are', () => {
  it('is told by another region where the first is not enabled, and that region alone is a gap', async () => {
    const house = await openAwsHouse({
      accounts: [{ name: 'demo-prod', profile: 'prod', regions: ['ap-east-1', 'us-east-1', 'eu-west-1'] }],
    });
    try {
      house.peer.fault = ({ region, service }) =>
        region === 'ap-east-1' ? { refuse: service === 'sts' ? 'InvalidClientTokenId' : 'AuthFailure' } : undefined;
      const listing = await house.cloud.instances({}, reading());
      expect(new Set(listing.items.map(({ region }) => region))).toEqual(new Set(['us-east-1', 'eu-west-1']));
      expect(new Set(listing.items.map(({ account }) => account.id))).toEqual(new Set(['111122223333']));
      expect(listing.gaps.map(({ what }) => plain(what))).toEqual([
        expect.stringContaining(
          'demo-prod in ap-east-1: AWS refused: the credentials are wrong, the region is not enabled',
        ),
      ]);
    } finally {
      await house.close();
    }
  });

  it('is asked of a profile once, however many regions and services use them', async () => {
    const house = await openAwsHouse({
      accounts: [{ name: 'demo-prod', profile: 'process', regions: ['us-east-1', 'eu-west-1', 'ap-northeast-1'] }],
    });
    try {
      const { items, gaps } = await house.cloud.instances({}, reading());
      expect(gaps).toEqual([]);
      const [one] = items;
      if (one === undefined) throw new Error('there are no instances');
      await house.control.dryRun('stop', [one], new AbortController().signal);
      await house.priceList.products({ of: 'machine', type: 'm5.large', region: 'us-east-1', os: 'linux' });
      expect(house.peer.seen.map(({ service }) => service)).toContain('pricing');
      expect(await house.processRuns()).toBe(1);
    } finally {
      await house.close();
    }
  });
});

describe('without credentials that AWS knows', () => {
  it.each([
    [
      'there are none',
      { name: 'none', profile: 'missing', regions: ['us-east-1'] },
      'There are no AWS credentials for account none',
    ],
    [
      'the key is unknown',
      { name: 'odd', profile: 'stranger', regions: ['us-east-1'] },
      'account odd, whose profile is stranger: AWS refused: the credentials are wrong',
    ],
  ])('%s: the read is a gap that says so', async (_, account, says) => {
    const house = await openAwsHouse({ accounts: [account] });
    try {
      const listing = await house.cloud.instances({}, reading());
      expect(listing.items).toEqual([]);
      expect(listing.gaps.map(({ what }) => plain(what))).toEqual([expect.stringContaining(says)]);
    } finally {
      await house.close();
    }
  });
});
