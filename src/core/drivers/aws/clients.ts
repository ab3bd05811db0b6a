import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { EC2Client } from '@aws-sdk/client-ec2';
import { PricingClient } from '@aws-sdk/client-pricing';
import { Route53Client } from '@aws-sdk/client-route-53';
import { STSClient } from '@aws-sdk/client-sts';
import { StandardRetryStrategy } from '@smithy/core/retry';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { minuteMs, secondMs } from '../../time.ts';
import { createPace } from '../ec2/pacing.ts';
import { firstRegion, type AccountConfig } from './account.ts';
import { ec2Buckets, gate, gatePlace, noBucket, route53Bucket, type BucketOf } from './gate.ts';
import { createDivert } from './divert.ts';
import type { Divert } from './pages.ts';
import { createParser } from './parser.ts';
import { createSessions } from './sessions.ts';
import { createTurns } from './turns.ts';

/** Reads at once, over all accounts, regions and people, and connections to one endpoint: more gains nothing, for the SDK's own work is the limit. */
export const socketsAtMost = 25;
const connectionTimeoutMs = 3 * secondMs;
/** Until an answer begins. */
const requestTimeoutMs = 30 * secondMs;
/** Without a byte; the SDK's own bound for an answer that has begun is a quarter of an hour. */
const silenceMs = 30 * secondMs;
/** A connection that nobody uses is closed. */
const idleSocketMs = minuteMs;
/** Tries of a read, with the SDK's back-off and jitter, as long as the budget of its account and service lasts. */
const readTries = 4;

/** Price List endpoints exist in few regions; this one every account of the `aws` partition can ask ("AWS Price List service endpoints"). */
const pricingRegion = 'us-east-1';

/** Clients by account and region over one keep-alive agent. Endpoints are overridden the SDK's own way (AWS_ENDPOINT_URL …). */
export interface Clients {
  /** For reads: the SDK repeats what failed. */
  reading(account: AccountConfig, region: string): EC2Client;
  /** For pages of lists: large answers are read on another thread. */
  readonly divert: Divert;
  /** For changes: one call is one request, never repeated by the SDK. @param personId Who asked. */
  changing(account: AccountConfig, region: string, personId?: string): EC2Client;
  /** Without a region, in the one of the price list. */
  identity(account: AccountConfig, region?: string): STSClient;
  pricing(account: AccountConfig): PricingClient;
  /** Route 53, which is of no region. */
  dns(account: AccountConfig): Route53Client;
  /** Finds the account's credentials, which asks nothing of AWS itself but may ask the machine's metadata service. Rejects where there are none. */
  credentials(account: AccountConfig): Promise<{ readonly accessKeyId: string }>;
  close(): void;
}

/** Clients of people's own sessions kept at once; those asked for longest ago go first. */
const peoplesClientsKept = 500;

/** Clients made as they are asked for, and kept: there are as many as accounts and regions. */
export function createClients(clock: Clock, log: Log): Clients {
  // Not `maxTotalSockets`: an idle connection to one region would count, and a call to another wait for its end.
  const agent = { keepAlive: true, maxSockets: socketsAtMost, timeout: idleSocketMs };
  const handler = new NodeHttpHandler({
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: requestTimeoutMs,
    socketTimeout: silenceMs,
    throwOnRequestTimeout: true,
  });
  const parser = createParser(log);
  const pace = createPace(clock);
  const turns = createTurns(socketsAtMost);
  const through = (bucketOf: BucketOf) => gate(turns, pace, bucketOf);
  /** The SDK gives each client a budget of retries; those of one account and service share one, for AWS counts their calls together. */
  const budgets = new Map<string, StandardRetryStrategy>();
  const budgetOf = ({ name }: AccountConfig, service: string): StandardRetryStrategy => {
    const key = `${name} ${service}`;
    const budget = budgets.get(key) ?? new StandardRetryStrategy(readTries);
    budgets.set(key, budget);
    return budget;
  };
  const options = (account: AccountConfig, region: string, service: string, maxAttempts: number) => ({
    region,
    maxAttempts,
    requestHandler: handler,
    ...(maxAttempts > 1 && { retryStrategy: budgetOf(account, service) }),
    ...(account.profile !== undefined && { profile: account.profile }),
  });
  const once = <C>(make: (account: AccountConfig, region: string) => C) => {
    const made = new Map<string, C>();
    return (account: AccountConfig, region: string): C => {
      const key = `${account.name} ${region}`;
      const known = made.get(key);
      if (known !== undefined) return known;
      const client = make(account, region);
      made.set(key, client);
      return client;
    };
  };
  /** With the credentials of the account's profile, before any role. */
  const firsts = once((account, region) => new STSClient(options(account, region, 'sts', readTries)));
  const first = (account: AccountConfig) => firsts(account, firstRegion(account));
  const sessions = createSessions(first, clock);
  /** With the account's role where it has one, else with the credentials of its first client: by itself each client would run the process of a profile again. */
  const shared = (
    account: AccountConfig,
    region: string,
    service: string,
    maxAttempts: number = readTries,
    personId?: string,
  ) => {
    const { roleArn } = account;
    return {
      ...options(account, region, service, maxAttempts),
      credentials:
        roleArn === undefined ? first(account).config.credentials : sessions.of({ ...account, roleArn }, personId),
    };
  };
  const reading = once((account, region) => {
    const client = new EC2Client(shared(account, region, 'ec2'));
    client.middlewareStack.addRelativeTo(through(ec2Buckets(account.name, region)), gatePlace);
    return client;
  });
  const identity = once((account, region) => {
    const client = new STSClient(shared(account, region, 'sts'));
    client.middlewareStack.addRelativeTo(through(noBucket), gatePlace);
    return client;
  });
  const pricing = once((account, region) => {
    const client = new PricingClient(shared(account, region, 'pricing'));
    client.middlewareStack.addRelativeTo(through(noBucket), gatePlace);
    return client;
  });
  const dns = once((account, region) => {
    const client = new Route53Client(shared(account, region, 'route53'));
    client.middlewareStack.addRelativeTo(through(route53Bucket(account.name)), gatePlace);
    return client;
  });
  const changing = once((account, region) => new EC2Client(shared(account, region, 'ec2', 1)));
  const peoples = new Map<string, EC2Client>();
  return {
    reading,
    divert: createDivert(parser),
    changing(account, region, personId) {
      if (personId === undefined || account.namesPeople !== true) return changing(account, region);
      const key = `${account.name} ${region} ${personId}`;
      const client = peoples.get(key) ?? new EC2Client(shared(account, region, 'ec2', 1, personId));
      peoples.delete(key);
      peoples.set(key, client);
      const [oldest] = peoples.keys();
      if (peoples.size > peoplesClientsKept && oldest !== undefined) peoples.delete(oldest);
      return client;
    },
    identity: (account, region = pricingRegion) => identity(account, region),
    pricing: (account) => pricing(account, pricingRegion),
    dns: (account) => dns(account, pricingRegion),
    credentials: (account) => first(account).config.credentials(),
    close() {
      handler.destroy();
      parser.close();
    },
  };
}
