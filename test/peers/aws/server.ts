import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { DemoEc2, World } from '../../../src/core/drivers/demo/ec2.ts';
import { Ec2Error } from '../../../src/core/drivers/ec2/error.ts';
import { answerEc2, type Call } from './ec2.ts';
import { noFacts, type PeerFacts } from './facts.ts';
import { answerPricing, answerSavingsPlans, answerSpot, type Sold, type WireProduct } from './prices.ts';
import { answerRoute53 } from './route53.ts';
import { toXml, type Xml } from './xml.ts';

/** What goes wrong with one request. */
export type Fault =
  /** EC2 says it is asked too often; nothing was done. */
  | 'throttle'
  /** The socket is cut before the work, after it, or in the middle of the answer. */
  | 'reset-before'
  | 'reset-after'
  | 'truncate'
  /** The work is done, half of the answer comes, and nothing after it. */
  | 'stall'
  /** The work is done, and the answer is sent as the test says. */
  | { readonly sends: (response: ServerResponse, text: string) => void }
  /** A proxy answers in EC2's place. */
  | { readonly page: string; readonly status: number; readonly type?: string }
  /** Somebody who stands in AWS's place answers as AWS does, but for this. */
  | { readonly rewrites: (text: string) => string }
  /** EC2 fails by itself, and may have done the work. */
  | 'internal-error'
  /** AWS refuses by this code; the text is AWS's own. */
  | { readonly refuse: string; readonly message?: string }
  /** AWS refuses by this code, and tells what the request was signed with. */
  | { readonly echoes: string }
  /** Another answer than the demo account's: a recorded one. */
  | { readonly answers: Xml }
  | { readonly json: unknown }
  /** EC2 answers out of another world: as it was, for reads lag behind calls. */
  | { readonly world: World }
  | { readonly delayMs: number }
  /** The answer is held until then. */
  | { readonly until: Promise<unknown> }
  /** AWS's clock is so far ahead of ours: signatures of ours are too old for it, until they are corrected. */
  | { readonly aheadMs: number };

export interface SeenRequest {
  readonly service: string;
  readonly action: string;
  readonly accountId: string;
  /** The access key that signed. */
  readonly key: string;
  /** That came with it; empty where none did. */
  readonly token: string;
  readonly region: string;
  readonly ids: readonly string[];
  readonly dryRun: boolean;
  /** Of an assumed role: the session's name, and whom its SourceIdentity names. */
  readonly session?: string;
}

export interface AwsPeer {
  readonly url: string;
  /** Every request that came, in order. */
  readonly seen: SeenRequest[];
  /** Decides what goes wrong with a request; nothing, until it is set. */
  fault: (request: SeenRequest) => Fault | undefined;
  close(): Promise<void>;
}

export interface AwsPeerParts {
  readonly ec2: DemoEc2;
  /** Account by access key id; a request with another key is refused as AWS refuses it. */
  readonly keys: ReadonlyMap<string, string>;
  /** Roles by ARN: which account they are of, and what their trust policies ask for. */
  readonly roles?: ReadonlyMap<
    string,
    { readonly accountId: string; readonly externalId?: string; readonly takesSourceIdentity?: boolean }
  >;
  /** Products as GetProducts hands them over, each a JSON document. */
  readonly facts?: PeerFacts;
  readonly products: readonly WireProduct[];
  /** Savings Plans, Spot, and how long pages are; nothing, and pages as AWS has them, where left out. */
  readonly sold?: Partial<Omit<Sold, 'products'>>;
}

/** Services whose errors are JSON as their answers are. */
const jsonServices = ['pricing', 'savingsplans'];
const limitBytes = 1_000_000;
/** EC2 API reference, "Error codes": common client errors come with 4xx, server errors with 5xx, a lack of capacity among them. */
const statuses: Readonly<Record<string, number>> = {
  DryRunOperation: 412,
  UnauthorizedOperation: 403,
  AccessDenied: 403,
  AuthFailure: 401,
  AccessDeniedException: 400,
  ThrottlingException: 400,
  RequestLimitExceeded: 503,
  BandwidthLimitExceeded: 503,
  ServiceUnavailable: 503,
  Unavailable: 503,
  InternalError: 500,
  InternalFailure: 500,
  ServerInternal: 500,
  InsufficientAddressCapacity: 500,
  InsufficientHostCapacity: 500,
  InsufficientCapacityOnHost: 500,
  InsufficientInstanceCapacity: 500,
};

const statusOf = (code: string): number => (Object.hasOwn(statuses, code) ? statuses[code] : undefined) ?? 400;

/** AWS's part on a loopback socket: EC2's query protocol and XML, STS, and the Price List's JSON, over the demo account's own state. */
export async function startAwsPeer({
  ec2,
  keys,
  products,
  sold,
  roles = new Map(),
  facts = noFacts,
}: AwsPeerParts): Promise<AwsPeer> {
  const offered: Sold = { savings: [], spot: new Map(), pageSize: 100, ...sold, products };
  const sessions = new Map<string, { readonly accountId: string; readonly name: string; readonly source?: string }>();
  let sessionsGiven = 0;
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  const peer = { fault: (_: SeenRequest): Fault | undefined => undefined };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    response.setHeader('x-amzn-requestid', requestId);
    const body = await read(request);
    const [, key = '', region = '', service = ''] =
      /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request, *SignedHeaders=[^,]*host[^,]*, *Signature=[0-9a-f]{64}/.exec(
        request.headers.authorization ?? '',
      ) ?? [];
    const session = sessions.get(key);
    const accountId = keys.get(key) ?? session?.accountId;
    const target = request.headers['x-amz-target'];
    const params = new Map(new URLSearchParams(body));
    const action = typeof target === 'string' ? (target.split('.')[1] ?? '') : (params.get('Action') ?? '');
    const call: Call = {
      action: action === '' ? (request.url ?? '') : action,
      accountId: accountId ?? '',
      region,
      params,
    };
    const entry: SeenRequest = {
      service,
      action: call.action,
      accountId: accountId ?? '',
      key,
      token: String(request.headers['x-amz-security-token'] ?? ''),
      region,
      ids: [...params].filter(([name]) => name.startsWith('InstanceId')).map(([, value]) => value),
      dryRun: params.get('DryRun') === 'true',
      ...(session && { session: session.source === undefined ? session.name : `${session.name} by ${session.source}` }),
    };
    seen.push(entry);
    const fault = peer.fault(entry);
    if (typeof fault === 'object' && 'delayMs' in fault) await pause(fault.delayMs);
    const aheadMs = typeof fault === 'object' && 'aheadMs' in fault ? fault.aheadMs : 0;
    if (aheadMs !== 0) response.setHeader('date', new Date(Date.now() + aheadMs).toUTCString());
    if (typeof fault === 'object' && 'until' in fault) await fault.until;
    if (fault === 'reset-before') return void request.socket.destroy();
    if (typeof fault === 'object' && 'page' in fault) response.removeHeader('x-amzn-requestid');
    if (typeof fault === 'object' && 'page' in fault)
      return void response.writeHead(fault.status, { 'content-type': fault.type ?? 'text/html' }).end(fault.page);
    try {
      if (accountId === undefined)
        throw new Ec2Error('AuthFailure', 'AWS was not able to validate the provided access credentials');
      if (aheadMs !== 0 && Math.abs(signedAt(request) - Date.now() - aheadMs) > signatureLivesMs)
        throw new Ec2Error('RequestExpired', 'Request has expired.');
      if (fault === 'throttle') throw new Ec2Error('RequestLimitExceeded', 'Request limit exceeded.');
      if (typeof fault === 'object' && 'echoes' in fault) throw new Ec2Error(fault.echoes, echo(request));
      if (typeof fault === 'object' && 'refuse' in fault)
        throw new Ec2Error(fault.refuse, fault.message ?? `refused: ${fault.refuse}`);
      const [type, text] = await work(
        service,
        call,
        body,
        typeof fault === 'object' && 'answers' in fault ? fault.answers : undefined,
        typeof fault === 'object' && 'json' in fault ? JSON.stringify(fault.json) : undefined,
        typeof fault === 'object' && 'world' in fault ? { ...ec2, world: async () => fault.world } : ec2,
      );
      if (fault === 'internal-error') throw new Ec2Error('InternalError', 'An internal error has occurred');
      if (fault === 'reset-after') return void request.socket.destroy();
      if (fault === 'stall')
        return void response
          .writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(text) })
          .write(text.slice(0, text.length / 2));
      if (typeof fault === 'object' && 'sends' in fault) return fault.sends(response, text);
      if (fault === 'truncate') {
        response
          .writeHead(200, { 'content-type': type, 'content-length': text.length })
          .write(text.slice(0, text.length / 2));
        return void setImmediate(() => request.socket.destroy());
      }
      const sent = typeof fault === 'object' && 'rewrites' in fault ? fault.rewrites(text) : text;
      response.writeHead(200, { 'content-type': type }).end(sent);
    } catch (error) {
      if (!(error instanceof Ec2Error)) throw error;
      if (jsonServices.includes(service)) {
        const type = 'application/x-amz-json-1.1';
        return void response
          .writeHead(statusOf(error.code), { 'content-type': type, 'x-amzn-errortype': error.code })
          .end(JSON.stringify({ __type: error.code, message: error.message }));
      }
      const text = toXml({
        Response: { Errors: { Error: { Code: error.code, Message: error.message } }, RequestID: requestId },
      });
      response
        .writeHead(statusOf(error.code), { 'content-type': 'text/xml;charset=UTF-8' })
        .end(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`);
    }
  }

  async function work(
    service: string,
    call: Call,
    body: string,
    recorded: Xml,
    json: string | undefined,
    seenBy: DemoEc2,
  ): Promise<readonly [type: string, text: string]> {
    if (service === 'pricing')
      return ['application/x-amz-json-1.1', json ?? JSON.stringify(answerPricing(offered, call.region, body))];
    if (service === 'savingsplans')
      return ['application/json', json ?? JSON.stringify(answerSavingsPlans(offered, body))];
    if (service === 'sts' && call.action === 'DecodeAuthorizationMessage') return ['text/xml', decoded(call)];
    if (service === 'sts' && call.action === 'AssumeRole') return ['text/xml', await assumed(call)];
    if (service === 'sts') {
      const identity = { UserId: 'AIDA', Account: call.accountId, Arn: `arn:aws:iam::${call.accountId}:user/peer` };
      return [
        'text/xml',
        toXml({
          GetCallerIdentityResponse: {
            GetCallerIdentityResult: identity,
            ResponseMetadata: { RequestId: randomUUID() },
          },
        }),
      ];
    }
    if (service === 'route53') return ['text/xml', await answerRoute53(ec2, call.accountId, call.action)];
    const tree =
      recorded ??
      (call.action === 'DescribeSpotPriceHistory' && !call.params.has('DryRun')
        ? answerSpot(offered, call)
        : await answerEc2(seenBy, call, facts));
    return [
      'text/xml;charset=UTF-8',
      `<?xml version="1.0" encoding="UTF-8"?>\n<${call.action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>${randomUUID()}</requestId>${toXml(tree)}</${call.action}Response>`,
    ];
  }

  /** A session of a role: its key opens the role's account, and says in `seen` whose session it is. */
  async function assumed({ params }: Call): Promise<string> {
    const role = roles.get(params.get('RoleArn') ?? '');
    const source = params.get('SourceIdentity');
    if (
      role === undefined ||
      role.externalId !== params.get('ExternalId') ||
      (source !== undefined && role.takesSourceIdentity !== true)
    )
      throw new Ec2Error('AccessDenied', 'User is not authorized to perform: sts:AssumeRole on the resource');
    const key = `ASIA${String((sessionsGiven += 1)).padStart(16, '0')}`;
    sessions.set(key, {
      accountId: role.accountId,
      name: params.get('RoleSessionName') ?? '',
      ...(source && { source }),
    });
    const { at } = await ec2.world();
    const seconds = Number(params.get('DurationSeconds') ?? '3600');
    return toXml({
      AssumeRoleResponse: {
        AssumeRoleResult: {
          Credentials: {
            AccessKeyId: key,
            SecretAccessKey: 'not-a-secret',
            SessionToken: 'not-a-token',
            Expiration: new Date(at + seconds * 1_000).toISOString(),
          },
        },
        ResponseMetadata: { RequestId: randomUUID() },
      },
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return Object.assign(peer, {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

/** What a request was signed with, as somebody quotes it who should not. */
const echo = ({ headers }: IncomingMessage): string => {
  const token = String(headers['x-amz-security-token']);
  return `Refused: x-amz-security-token: ${token}; ${token} is not known. Authorization: ${headers.authorization}\n${JSON.stringify(headers)}`;
};

/** AWS takes signatures of the last and the next minutes (Signature Version 4). */
const signatureLivesMs = 15 * 60_000;
function signedAt(request: IncomingMessage): number {
  const at = String(request.headers['x-amz-date']).replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
    '$1-$2-$3T$4:$5:$6Z',
  );
  return Date.parse(at);
}

/** The message of {@link encodedMessage}, as STS hands it over. */
function decoded({ params }: Call): string {
  const text = Buffer.from(params.get('EncodedMessage') ?? '', 'base64url').toString();
  if (!text.startsWith('{'))
    throw new Ec2Error('InvalidAuthorizationMessageException', 'Message is not encoded with valid format');
  return toXml({
    DecodeAuthorizationMessageResponse: {
      DecodeAuthorizationMessageResult: { DecodedMessage: text },
      ResponseMetadata: { RequestId: randomUUID() },
    },
  });
}

/** EC2's text of a refusal whose reason is encoded: with what STS decodes it to (STS API, "DecodeAuthorizationMessage"). */
export const encodedMessage = (decodesTo: unknown): string =>
  `You are not authorized to perform this operation. User: arn:aws:iam::444455556666:user/secret-principal is not authorized. Encoded authorization failure message: ${Buffer.from(JSON.stringify(decodesTo)).toString('base64url')}`;

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) {
    text += String(part);
    if (text.length > limitBytes) throw new Error('a request of the tests is too large');
  }
  return text;
}
