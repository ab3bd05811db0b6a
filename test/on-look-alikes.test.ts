import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Product } from '../src/core/ports/price-list.ts';
import type { ProblemCode } from '../src/core/problem.ts';
import { openAwsMachine, productsAt, type AwsMachine } from './aws-machine.ts';
import type { Fault, SeenRequest } from './peers/aws/server.ts';
import { documentKeys } from './terminal.ts';

/** Lines that lead to every service, and a plan; they change nothing. */
const reads = [
  'list',
  'show web-1',
  'addresses',
  'addresses idle',
  'volumes',
  'cost',
  'price m5.large region:us-east-1',
  'release 198.51.100.38',
];
/** A change from its plan to its end. */
const changes = ['stop web-1', `confirm ${documentKeys[0]}`];
/** A type whose price the peer has. */
const product: Product = { type: 'm5.large', region: 'us-east-1', os: 'linux' };

const Said = z.object({ final: z.boolean(), problem: z.object({ code: z.string() }).nullable() });

/** What differs, and in which requests. */
interface Row {
  readonly but: string;
  fault(request: SeenRequest): Fault | undefined;
  /** Lines that cannot be answered then; every other is. */
  readonly refused?: Readonly<Record<string, ProblemCode>>;
  /** What is told of it; left out: nothing is missing. */
  readonly says?: RegExp;
}
const isMissing = /(?:could not be|be) read|did not answer/;

const only =
  (fault: Fault, ...actions: readonly string[]) =>
  ({ action }: SeenRequest): Fault | undefined =>
    actions.includes(action) ? fault : undefined;
const of =
  (fault: Fault, ...services: readonly string[]) =>
  ({ service }: SeenRequest): Fault | undefined =>
    services.includes(service) ? fault : undefined;
const inDryRuns =
  (fault: Fault) =>
  ({ dryRun }: SeenRequest): Fault | undefined =>
    dryRun ? fault : undefined;

const html = (status: number): Fault => ({
  status,
  page: '<!doctype html>\n<title>Not Found</title>\n<h1>Not Found</h1><p>The requested URL was not found.</p>',
});
const json = (status: number, body: unknown): Fault => ({
  status,
  page: JSON.stringify(body),
  type: 'application/json',
});
const xml = (status: number, page: string): Fault => ({ status, page, type: 'text/xml' });
const error = (code: string): string => `<Error><Code>${code}</Code><Message>told otherwise</Message></Error>`;
const ec2Error = (status: number, code: string): Fault =>
  xml(status, `<Response><Errors>${error(code)}</Errors><RequestID>1</RequestID></Response>`);
const otherError = (status: number, code: string): Fault =>
  xml(status, `<ErrorResponse>${error(code)}<RequestId>1</RequestId></ErrorResponse>`);
const rewrites = (pattern: RegExp, to: string): Fault => ({ rewrites: (text) => text.replaceAll(pattern, to) });
const leavesOut = (...names: readonly string[]): Fault =>
  rewrites(new RegExp(`<(${names.join('|')})>[^]*?</\\1>`, 'g'), '');

const newReads = ['DescribeAddressTransfers', 'DescribeAddressesAttribute'];
const ofInstances = ['stateReason', 'reason', 'launchTime', 'tenancy', 'architecture', 'rootDeviceType', 'operator'];

const rows: readonly Row[] = [
  { but: 'nothing', fault: () => undefined },
  { but: 'knows no transfers', fault: only({ refuse: 'InvalidAction' }, ...newReads), says: /InvalidAction/ },
  { but: 'has not built them', fault: only(ec2Error(501, 'InternalFailure'), ...newReads), says: /InternalFailure/ },
  { but: 'has them nowhere', fault: only(html(501), ...newReads), says: /HTTP 501, not in AWS's form/ },
  { but: 'has no Route 53', fault: of(html(404), 'route53'), says: /A records point to it could not be read/ },
  { but: 'has no Savings Plans', fault: of(html(404), 'savingsplans') },
  { but: 'writes booleans large', fault: of(rewrites(/>true</g, '>True<'), 'ec2') },
  { but: 'ends lists with an empty token', fault: of(rewrites(/(Set>)(<\/\w+Response>)/g, '$1<nextToken/>$2'), 'ec2') },
  { but: 'breaks its lines', fault: of(rewrites(/></g, '>\n  <'), 'ec2', 'sts') },
  { but: 'leaves empty lists out', fault: of(rewrites(/<(\w+Set)><\/\1>/g, ''), 'ec2') },
  { but: 'writes empty elements short', fault: of(rewrites(/<(\w+)><\/\1>/g, '<$1/>'), 'ec2') },
  { but: 'tells little of instances', fault: only(leavesOut(...ofInstances), 'DescribeInstances') },
  { but: 'tells no billing code', fault: only(leavesOut('usageOperation'), 'DescribeInstances') },
  { but: 'tells states in words alone', fault: only(leavesOut('code'), 'DescribeInstances') },
  {
    but: 'tells little of volumes',
    fault: only(leavesOut('iops', 'createTime', 'tagSet'), 'DescribeVolumes'),
    // What io2 costs depends on them.
    says: /cannot be read, and are left out/,
  },
  { but: 'tells little of addresses', fault: only(leavesOut('privateIpAddress', 'tagSet'), 'DescribeAddresses') },
  { but: 'gives no request ids', fault: of(rewrites(/<requestId>[^<]*<\/requestId>/g, ''), 'ec2') },
  {
    but: 'knows no attributes of instances',
    fault: only({ refuse: 'InvalidAction' }, 'DescribeInstanceAttribute'),
    says: /InvalidAction/,
  },
  {
    but: 'knows no volumes',
    fault: only({ refuse: 'InvalidAction' }, 'DescribeVolumes'),
    refused: { volumes: 'cloud-refused' },
    says: /InvalidAction/,
  },
];
const emptyPriceList: Row = {
  but: 'has an empty price list',
  fault: of({ json: { FormatVersion: 'aws_v1', PriceList: [] } }, 'pricing'),
  refused: { 'price m5.large region:us-east-1': 'no-price' },
  says: /price list has no such product/,
};

/** What the program asks once and keeps: each row has a program of its own. */
const keptRows: readonly Row[] = [
  { but: 'has no such target', fault: of(json(404, { __type: 'com.amazonaws.pricing#UnknownOperation' }), 'pricing') },
  { but: 'has no price list', fault: of(json(400, { __type: 'UnknownOperationException', Message: 'no' }), 'pricing') },
  { but: 'has no such page', fault: of(html(404), 'pricing') },
  { but: 'speaks XML alone', fault: of(otherError(404, 'NoSuchService'), 'pricing') },
].map((row) => ({ ...row, says: /embedded catalogue/ }));

const changeRows: readonly Row[] = [
  { but: 'nothing', fault: () => undefined },
  { but: 'lets dry runs through with another status', fault: inDryRuns(ec2Error(400, 'DryRunOperation')) },
  { but: 'words its errors as other services do', fault: inDryRuns(otherError(412, 'DryRunOperation')) },
  {
    but: 'knows no dry runs',
    fault: inDryRuns(ec2Error(400, 'UnknownParameter')),
  },
  {
    but: 'knows no regions',
    fault: only({ refuse: 'UnsupportedOperation' }, 'DescribeRegions'),
    says: /regions are looked at alone/,
  },
];

describe('an endpoint that answers as AWS does', () => {
  const open = async () => openAwsMachine({ products: await productsAt([product]) });
  const told = async (machine: AwsMachine, { fault, refused = {}, says }: Row, lines: readonly string[]) => {
    machine.peer.fault = fault;
    const { out } = await machine.pipe(lines, { json: true });
    const answers = out
      .trim()
      .split('\n')
      .map((line) => Said.parse(JSON.parse(line)))
      .filter(({ final }) => final);
    expect(answers).toHaveLength(lines.length);
    const problems = answers.flatMap(({ problem }, at) =>
      problem === null ? [] : [[lines[at], problem.code] as const],
    );
    expect(Object.fromEntries(problems)).toEqual(refused);
    if (says === undefined) expect(out).not.toMatch(isMissing);
    else expect(out).toMatch(says);
    return out;
  };

  let machine: AwsMachine;
  beforeAll(async () => {
    machine = await open();
  });
  afterAll(() => machine.close());

  it.each(rows)('but $but, is read', async (row) => {
    await told(machine, row, reads);
  });

  it.each([...keptRows, emptyPriceList])(
    'but $but, says where prices are from, or that there are none',
    async (row) => {
      const own = await open();
      try {
        await told(own, row, ['list', 'cost', 'price m5.large region:us-east-1']);
      } finally {
        await own.close();
      }
    },
  );

  it.each(changeRows)('but $but, is changed', async (row) => {
    const own = await open();
    try {
      await told(own, row, changes);
      expect((await own.ec2.world()).instances.get('i-c4719afa76fa448b5')?.state).toMatch(/^stopp/);
    } finally {
      await own.close();
    }
  });
});
