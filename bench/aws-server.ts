/**
 * AWS's part for benchmarks, a process of its own: EC2's answers made beforehand, 20 ms late, every hundredth a throttle.
 * Prints its port; `GET /counts` tells how often each action was asked since the last time, without throttled ones.
 */
import { createServer } from 'node:http';
import { addressesOf, instancesOf, interfacesOf, large, pageOfInstances, whole } from './aws-answers.ts';

const latencyMs = 20;
const throttleEvery = Number(process.env['BENCH_THROTTLE'] ?? '100');
const xml = 'text/xml;charset=UTF-8';
let counts: Record<string, number> = {};
let asked = 0;

const answerOf = (name: string, inner: string | Buffer, after = ''): Buffer =>
  Buffer.concat([
    Buffer.from(
      `<?xml version="1.0" encoding="UTF-8"?>\n<${name}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>8f7724cf-496f-496e-8fe3-example</requestId>`,
    ),
    Buffer.from(inner),
    Buffer.from(`${after}</${name}Response>`),
  ]);
const throttled = Buffer.from(
  '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>Request limit exceeded.</Message></Error></Errors><RequestID>1</RequestID></Response>',
);
const addresses = new Map<string, Buffer>();
const pages = Array.from({ length: large.instances[whole] / large.perPage }, (_, index) =>
  Buffer.from(pageOfInstances(index)),
);
const pagesIn: ReadonlyMap<string, number> = new Map(
  Object.entries(large.instances).map(([region, count]) => [region, count / large.perPage]),
);

function answer(action: string, params: URLSearchParams, account: string, region: string): Buffer {
  const values = (name: string): string[] =>
    [...params].filter(([key]) => key.startsWith(name)).map(([, value]) => value);
  switch (action) {
    case 'AssumeRole': {
      const id = /iam::(\d+):/.exec(params.get('RoleArn') ?? '')?.[1] ?? '';
      const until = new Date(Date.now() + 3_600_000).toISOString();
      return Buffer.from(
        `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA${id}</AccessKeyId><SecretAccessKey>not-a-secret</SecretAccessKey><SessionToken>not-a-token</SessionToken><Expiration>${until}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      );
    }
    case 'GetCallerIdentity':
      return Buffer.from(
        `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
    case 'DescribeAddresses': {
      const key = `${account}/${region}`;
      const known = addresses.get(key) ?? answerOf(action, addressesOf(account, region));
      addresses.set(key, known);
      return known;
    }
    case 'DescribeInstances': {
      const ids = values('Filter.1.Value');
      if (ids.length > 0) return answerOf(action, instancesOf(ids));
      const page = Number(params.get('NextToken') ?? '0');
      const last = page + 1 >= (pagesIn.get(region) ?? 0);
      return answerOf(action, pages[page] ?? '<reservationSet/>', last ? '' : `<nextToken>${page + 1}</nextToken>`);
    }
    case 'DescribeNetworkInterfaces':
      return answerOf(action, interfacesOf(account, values('Filter.1.Value')));
    case 'DescribeAddressTransfers':
      return answerOf(action, '<addressTransferSet/>');
    case 'DescribeAddressesAttribute':
      return answerOf(action, '<addressSet/>');
    default:
      throw new Error(`nobody asks for ${action}`);
  }
}

const server = createServer((request, response) => {
  if (request.url === '/counts') {
    response.end(JSON.stringify(counts));
    counts = {};
    return;
  }
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => (body += part));
  request.on('end', () => {
    const [, account = '', region = ''] =
      /Credential=ASIA(\d+)\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
    const params = new URLSearchParams(body);
    const action = params.get('Action') ?? '';
    asked += 1;
    const refused = throttleEvery > 0 && asked % throttleEvery === 0;
    setTimeout(() => {
      if (!refused) counts[action] = (counts[action] ?? 0) + 1;
      response.writeHead(refused ? 503 : 200, { 'content-type': xml });
      response.end(refused ? throttled : answer(action, params, account, region));
    }, latencyMs);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : 0}\n`);
});
