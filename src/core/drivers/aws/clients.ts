import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { EC2Client } from '@aws-sdk/client-ec2';
import { PricingClient } from '@aws-sdk/client-pricing';
import { Route53Client } from '@aws-sdk/client-route-53';
import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { secondMs } from '../../time.ts';

/** One account as the configuration names it. */
export interface AccountConfig {
  readonly name: string;
  /** Profile of the AWS configuration files; the default credential chain where it is left out. */
  readonly profile?: string | undefined;
  readonly regions: readonly string[];
}

/** Connections to AWS at once, over all accounts and regions: more gains nothing, for the SDK's own work is the limit. */
export const socketsAtMost = 25;
const connectionTimeoutMs = 3 * secondMs;
const requestTimeoutMs = 30 * secondMs;
/** Tries of a read, with the SDK's back-off and jitter. */
const readTries = 4;

/** Price List endpoints exist in few regions; this one every account of the `aws` partition can ask ("AWS Price List service endpoints"). */
const pricingRegion = 'us-east-1';

/** Clients by account and region over one keep-alive agent. Endpoints are overridden the SDK's own way (AWS_ENDPOINT_URL …). */
export interface Clients {
  /** For reads: the SDK repeats what failed. */
  reading(account: AccountConfig, region: string): EC2Client;
  /** For changes: one call is one request, never repeated by the SDK. */
  changing(account: AccountConfig, region: string): EC2Client;
  /** Without a region, in the one of the price list. */
  identity(account: AccountConfig, region?: string): STSClient;
  pricing(account: AccountConfig): PricingClient;
  /** Route 53, which is of no region. */
  dns(account: AccountConfig): Route53Client;
  /** Finds the account's credentials, which asks nothing of AWS itself but may ask the machine's metadata service. Rejects where there are none. */
  credentials(account: AccountConfig): Promise<unknown>;
  close(): void;
}

/** Clients made as they are asked for, and kept: there are as many as accounts and regions. */
export function createClients(): Clients {
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
  /** With the credentials of the account's first client: by itself each client would assume the role or run the process of a profile again. */
  const shared = (account: AccountConfig, region: string, maxAttempts: number) => ({
    ...options(account, region, maxAttempts),
    credentials: first(account).config.credentials,
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
  const firsts = once((account, region) => new STSClient(options(account, region, readTries)));
  const first = (account: AccountConfig) => firsts(account, account.regions[0] ?? pricingRegion);
  const identity = once((account, region) => new STSClient(shared(account, region, readTries)));
  const pricing = once((account, region) => new PricingClient(shared(account, region, readTries)));
  const dns = once((account, region) => new Route53Client(shared(account, region, readTries)));
  return {
    reading: once((account, region) => new EC2Client(shared(account, region, readTries))),
    changing: once((account, region) => new EC2Client(shared(account, region, 1))),
    identity: (account, region = pricingRegion) => identity(account, region),
    pricing: (account) => pricing(account, pricingRegion),
    dns: (account) => dns(account, pricingRegion),
    credentials: (account) => first(account).config.credentials(),
    close: () => handler.destroy(),
  };
}
