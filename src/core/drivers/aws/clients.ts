import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { EC2Client } from '@aws-sdk/client-ec2';
import { PricingClient } from '@aws-sdk/client-pricing';
import { Route53Client } from '@aws-sdk/client-route-53';
import { SavingsplansClient } from '@aws-sdk/client-savingsplans';
import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { MiddlewareStack } from '@smithy/types';
import { priceListRegion, pricePartition } from '../../facts/prices/question.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Caller } from '../../ports/control.ts';
import { minuteMs, secondMs } from '../../time.ts';
import { createPace } from '../ec2/pacing.ts';
import { firstRegion, type AccountConfig } from './account.ts';
import { ec2Buckets, gate, gatePlace, noBucket, route53Bucket, type BucketOf } from './gate.ts';
import { unmeasured, type ClientOf } from './measured.ts';
import { patience, patient, type Patience } from './patience.ts';
import { ec2Protocol } from './protocol.ts';
import { forgetting, renewing, type Forget } from './renew.ts';
import { countedPlace, createRetries, readTries } from './retries.ts';
import { callerKey, createSessions } from './sessions.ts';
import { createSettings } from './settings.ts';
import { createTurns } from './turns.ts';

/** Reads at once, over all accounts, regions and people, and connections to one endpoint: more gains nothing, for the SDK's own work is the limit. */
export const socketsAtMost = 25;
const connectionTimeoutMs = 3 * secondMs;
/** The handler's own bound for silence is off: an answer that has begun is watched by {@link patient}. */
const handlersOwn = 0;
/** A connection that nobody uses is closed. */
const idleSocketMs = minuteMs;

/** Where services are asked that are of no region. */
const globalRegion = 'us-east-1';
/** Savings Plans are of no region in the public partition, and have an endpoint of their own in China. */
const savingsRegion = (account: AccountConfig): string =>
  pricePartition(firstRegion(account)) === 'aws' ? globalRegion : priceListRegion(firstRegion(account), '');

/** Clients by account and region over one keep-alive agent. Endpoints are overridden the SDK's own way (AWS_ENDPOINT_URL …). */
export interface Clients {
  /** For reads: the SDK repeats what failed. */
  reading(account: AccountConfig, region: string): EC2Client;
  /** For changes: one call is one request, never repeated by the SDK. @param by Who asked, and who approved. */
  changing(account: AccountConfig, region: string, by?: Caller): EC2Client;
  /** Without a region, in us-east-1. */
  identity(account: AccountConfig, region?: string): STSClient;
  /** The price list. @param region An endpoint of it; the nearest to the account if left out. */
  pricing(account: AccountConfig, region?: string): PricingClient;
  savingsPlans(account: AccountConfig): SavingsplansClient;
  /** Route 53, which is of no region. */
  dns(account: AccountConfig): Route53Client;
  /** Finds the account's credentials, which asks nothing of AWS itself but may ask the machine's metadata service. Rejects where there are none. */
  credentials(account: AccountConfig): Promise<{ readonly accessKeyId: string }>;
  /** Assumes the account's role in the session that bears this person's name. Rejects where the role's trust policy does not let it, and where there is no role. */
  assume(account: AccountConfig, by: Caller): Promise<unknown>;
  close(): void;
}

/** Clients of people's own sessions kept at once; those asked for longest ago go first. */
const peoplesClientsKept = 500;

/** Clients made as they are asked for, and kept: there are as many as accounts and regions. @param waits Other figures for tests alone. @param measured Looks at every request; nobody does if left out. */
export function createClients(clock: Clock, waits: Partial<Patience> = {}, measured = unmeasured): Clients {
  const waiting = { ...patience, ...waits };
  // Not `maxTotalSockets`: an idle connection to one region would count, and a call to another wait for its end.
  const agent = { keepAlive: true, maxSockets: socketsAtMost, timeout: idleSocketMs };
  const handler = new NodeHttpHandler({
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: waiting.answerMs,
    socketTimeout: handlersOwn,
    throwOnRequestTimeout: true,
  });
  const requestHandler = patient(handler, waiting);
  const protocol = ec2Protocol();
  const pace = createPace(clock);
  const turns = createTurns(socketsAtMost);
  /** The SDK gives each client a budget of retries; those of one account and service share one, for AWS counts their calls together. */
  const retries = createRetries(clock, waiting.readMs);
  const through = <I extends object, O extends object>(
    stack: MiddlewareStack<I, O>,
    bucketOf: BucketOf,
    of: ClientOf,
  ): void => {
    stack.addRelativeTo(gate(turns, pace, bucketOf), gatePlace);
    stack.addRelativeTo(retries.counted, countedPlace);
    measured(stack, of);
  };
  const settings = createSettings();
  const options = (account: AccountConfig, region: string, service: string, maxAttempts: number) => ({
    ...settings(account.profile),
    region,
    maxAttempts,
    requestHandler,
    ...(maxAttempts > 1 && { retryStrategy: retries.strategy(`${account.name} ${service}`) }),
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
  const own = forgetting(clock);
  /** With the credentials of the account's profile, before any role. */
  const callers = once((account, region): STSClient => {
    const elsewhere = region !== firstRegion(account) && { credentials: first(account).config.credentials };
    const client = new STSClient({ ...options(account, region, 'sts', readTries), ...elsewhere });
    client.middlewareStack.addRelativeTo(retries.counted, countedPlace);
    measured(client.middlewareStack, { service: 'sts', account: account.name, region });
    return renewing(client, own(account.name));
  });
  const first = (account: AccountConfig): STSClient => callers(account, firstRegion(account));
  const sessions = createSessions(callers, clock);
  /** With the account's role where it has one, else with the credentials of its first client: by itself each client would run the process of a profile again. */
  const shared = (
    account: AccountConfig,
    region: string,
    service: string,
    maxAttempts: number = readTries,
    by?: Caller,
  ) => {
    const { roleArn } = account;
    return {
      ...options(account, region, service, maxAttempts),
      credentials: roleArn === undefined ? first(account).config.credentials : sessions.of({ ...account, roleArn }, by),
    };
  };
  /** What forgets the credentials of {@link shared}. */
  const forget = (account: AccountConfig, by?: Caller): Forget =>
    account.roleArn === undefined ? own(account.name) : sessions.forget(account, by);
  // Reads pass the gate; a renewal stands before it, so that its second try waits for a turn of its own and holds none while it gets credentials.
  const reading = once((account, region) => {
    const client = new EC2Client({ ...shared(account, region, 'ec2'), protocol });
    // It makes a copy of every answer for a log that nobody keeps.
    client.middlewareStack.remove('loggerMiddleware');
    through(client.middlewareStack, ec2Buckets(account.name, region), {
      service: 'ec2',
      account: account.name,
      region,
    });
    return renewing(client, forget(account));
  });
  const identity = once((account, region) => {
    const client = new STSClient(shared(account, region, 'sts'));
    through(client.middlewareStack, noBucket, { service: 'sts', account: account.name, region });
    return renewing(client, forget(account));
  });
  const pricing = once((account, region) => {
    const client = new PricingClient(shared(account, region, 'pricing'));
    through(client.middlewareStack, noBucket, { service: 'pricing', account: account.name, region });
    return renewing(client, forget(account));
  });
  const savings = once((account, region) => {
    const client = new SavingsplansClient(shared(account, region, 'savingsplans'));
    through(client.middlewareStack, noBucket, { service: 'savingsplans', account: account.name, region });
    return renewing(client, forget(account));
  });
  const dns = once((account, region) => {
    const client = new Route53Client(shared(account, region, 'route53'));
    through(client.middlewareStack, route53Bucket(account.name), { service: 'route53', account: account.name, region });
    return renewing(client, forget(account));
  });
  const changes = (account: AccountConfig, region: string, by?: Caller): EC2Client => {
    const client = new EC2Client({ ...shared(account, region, 'ec2', 1, by), protocol });
    measured(client.middlewareStack, { service: 'ec2', account: account.name, region });
    return renewing(client, forget(account, by));
  };
  const changing = once((account, region) => changes(account, region));
  const peoples = new Map<string, EC2Client>();
  return {
    reading,
    changing(account, region, by) {
      if (by === undefined || account.namesPeople !== true) return changing(account, region);
      const key = `${account.name} ${region} ${callerKey(by)}`;
      const client = peoples.get(key) ?? changes(account, region, by);
      peoples.delete(key);
      peoples.set(key, client);
      const [oldest] = peoples.keys();
      if (peoples.size > peoplesClientsKept && oldest !== undefined) peoples.delete(oldest);
      return client;
    },
    identity: (account, region = globalRegion) => identity(account, region),
    pricing: (account, region = priceListRegion(firstRegion(account), firstRegion(account))) =>
      pricing(account, region),
    savingsPlans: (account) => savings(account, savingsRegion(account)),
    dns: (account) => dns(account, globalRegion),
    credentials: (account) => first(account).config.credentials(),
    async assume(account, by) {
      const { roleArn } = account;
      if (roleArn === undefined) throw new Error(`${account.name} has no role`);
      return sessions.of({ ...account, roleArn }, by)();
    },
    close() {
      handler.destroy();
    },
  };
}
