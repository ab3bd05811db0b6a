import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { EC2Client } from '@aws-sdk/client-ec2';
import { PricingClient } from '@aws-sdk/client-pricing';
import { Route53Client } from '@aws-sdk/client-route-53';
import { SavingsplansClient } from '@aws-sdk/client-savingsplans';
import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { priceListRegion, pricePartition } from '../../facts/prices/question.ts';
import type { Clock } from '../../ports/clock.ts';
import { secondMs } from '../../time.ts';
import { firstRegion, type AccountConfig } from './account.ts';
import { forgetting, renewing, type Forget } from './renew.ts';
import { createSessions } from './sessions.ts';

/** Connections to AWS at once, over all accounts and regions: more gains nothing, for the SDK's own work is the limit. */
export const socketsAtMost = 25;
const connectionTimeoutMs = 3 * secondMs;
const requestTimeoutMs = 30 * secondMs;
/** Tries of a read, with the SDK's back-off and jitter. */
const readTries = 4;

/** Where services are asked that are of no region. */
const globalRegion = 'us-east-1';
/** Savings Plans are of no region in the public partition, and have an endpoint of their own in China. */
const savingsRegion = (account: AccountConfig): string =>
  pricePartition(firstRegion(account)) === 'aws' ? globalRegion : priceListRegion(firstRegion(account), '');

/** Clients by account and region over one keep-alive agent. Endpoints are overridden the SDK's own way (AWS_ENDPOINT_URL …). */
export interface Clients {
  /** For reads: the SDK repeats what failed. */
  reading(account: AccountConfig, region: string): EC2Client;
  /** For changes: one call is one request, never repeated by the SDK. @param personId Who asked. */
  changing(account: AccountConfig, region: string, personId?: string): EC2Client;
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
  assume(account: AccountConfig, personId: string): Promise<unknown>;
  close(): void;
}

/** Clients of people's own sessions kept at once; those asked for longest ago go first. */
const peoplesClientsKept = 500;

/** Clients made as they are asked for, and kept: there are as many as accounts and regions. */
export function createClients(clock: Clock): Clients {
  const agent = { keepAlive: true, maxSockets: socketsAtMost };
  const handler = new NodeHttpHandler({
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: requestTimeoutMs,
    throwOnRequestTimeout: true,
  });
  const options = ({ profile }: AccountConfig, region: string, maxAttempts: number) => ({
    region,
    maxAttempts,
    requestHandler: handler,
    ...(profile !== undefined && { profile }),
  });
  const once = <C>(make: (account: AccountConfig, region: string) => C) => {
    const made = new Map<string, C>();
    return (account: AccountConfig, region: string): C => {
      const key = `${account.name} ${region}`;
      const client = made.get(key) ?? make(account, region);
      made.set(key, client);
      return client;
    };
  };
  const own = forgetting(clock);
  /** With the credentials of the account's profile, before any role. */
  const callers = once((account, region): STSClient => {
    const elsewhere = region !== firstRegion(account) && { credentials: first(account).config.credentials };
    return renewing(new STSClient({ ...options(account, region, readTries), ...elsewhere }), own(account.name));
  });
  const first = (account: AccountConfig): STSClient => callers(account, firstRegion(account));
  const sessions = createSessions(callers, clock);
  /** With the account's role where it has one, else with the credentials of its first client: by itself each client would run the process of a profile again. */
  const shared = (account: AccountConfig, region: string, maxAttempts: number, personId?: string) => {
    const { roleArn } = account;
    return {
      ...options(account, region, maxAttempts),
      credentials:
        roleArn === undefined ? first(account).config.credentials : sessions.of({ ...account, roleArn }, personId),
    };
  };
  /** What forgets the credentials of {@link shared}. */
  const forget = (account: AccountConfig, personId?: string): Forget =>
    account.roleArn === undefined ? own(account.name) : sessions.forget(account, personId);
  const identity = once((account, region) =>
    renewing(new STSClient(shared(account, region, readTries)), forget(account)),
  );
  const pricing = once((account, region) =>
    renewing(new PricingClient(shared(account, region, readTries)), forget(account)),
  );
  const savings = once((account, region) =>
    renewing(new SavingsplansClient(shared(account, region, readTries)), forget(account)),
  );
  const dns = once((account, region) =>
    renewing(new Route53Client(shared(account, region, readTries)), forget(account)),
  );
  const changing = once((account, region) => renewing(new EC2Client(shared(account, region, 1)), forget(account)));
  const peoples = new Map<string, EC2Client>();
  return {
    reading: once((account, region) => renewing(new EC2Client(shared(account, region, readTries)), forget(account))),
    changing(account, region, personId) {
      if (personId === undefined || account.namesPeople !== true) return changing(account, region);
      const key = `${account.name} ${region} ${personId}`;
      const client =
        peoples.get(key) ?? renewing(new EC2Client(shared(account, region, 1, personId)), forget(account, personId));
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
    async assume(account, personId) {
      const { roleArn } = account;
      if (roleArn === undefined) throw new Error(`${account.name} has no role`);
      return sessions.of({ ...account, roleArn }, personId)();
    },
    close: () => handler.destroy(),
  };
}
