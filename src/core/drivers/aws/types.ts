import {
  DescribeImagesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import type { Image, Offering, TypeFacts } from '../../ports/instance-type.ts';
import type { AccountReads, NamedHome, TypeReads } from '../../ports/type-reads.ts';
import type { Reading } from '../../ports/cloud.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { code, say, type Spans } from '../../text.ts';
import type { AccountConfig } from './account.ts';
import { allPages } from './all-pages.ts';
import { chunks, pageSize, type Ask } from './ask.ts';
import type { Clients } from './clients.ts';
import { listed, readProblem } from './errors.ts';
import type { Regions } from './regions.ts';
import { imageNoun, typeNoun } from './type-nouns.ts';

/** Types of one page: all that EC2 gives (EC2 API, `DescribeInstanceTypes`). A type of many network cards is some 10 KB of XML. */
const typesAtOnce = 100;

/** What AWS tells of types, images and regions. */
export function createTypeReads(
  accounts: readonly AccountConfig[],
  clients: Clients,
  regions: Regions,
  { homesOf, over }: Ask,
): TypeReads & AccountReads {
  const notConfigured = (what: Spans): Problem => ({
    problem: 'bad-value',
    what: say`${what} is not configured.`,
    todo: say`Name an account and a region of the configuration.`,
  });
  const tried = async <T>(
    { account, region }: NamedHome,
    what: Spans,
    signal: AbortSignal,
    ask: (client: EC2Client) => Promise<T>,
  ): Promise<T | Problem> => {
    const config = accounts.find(({ name }) => name === account);
    if (config === undefined) return notConfigured(say`The account ${code(account)}`);
    try {
      return await ask(clients.reading(config, region));
    } catch (error) {
      signal.throwIfAborted();
      return readProblem(error, say`${what} in ${region}`);
    }
  };

  return {
    async types(region, { signal }) {
      let problem: Problem | undefined;
      for (const account of await accountsIn(accounts, regions, region, signal)) {
        const home = { account: account.name, region };
        const types = await tried(home, say`instance types of ${account.name}`, signal, (client) =>
          everyType(client, signal),
        );
        if (!isProblem(types)) return types;
        problem = types;
      }
      return problem ?? notConfigured(say`The region ${code(region)}`);
    },
    offerings: (home, { signal }) =>
      tried(home, say`offerings of ${home.account}`, signal, (client) => everyOffering(client, signal)),
    source: { name: 'AWS' },
    async images(wanted, reading: Reading) {
      const { pairs, gaps, idsOf } = await homesOf(wanted, reading);
      return over({ pairs, gaps }, reading, async (client, { account, region, ...pair }, signal) => {
        const found: Image[] = [];
        const sending = { abortSignal: signal };
        for (const some of chunks([...new Set(idsOf({ account, region, ...pair }))])) {
          // By filter, not by id: one that is gone would fail the read of all.
          const asked = {
            Filters: [{ Name: 'image-id', Values: [...some] }],
            IncludeDeprecated: true,
            IncludeDisabled: true,
            MaxResults: pageSize,
          };
          const images = await allPages(async (NextToken) => {
            const page = await client.send(new DescribeImagesCommand({ ...asked, NextToken }), sending);
            signal.throwIfAborted();
            return { items: listed(page.Images, page.$metadata), next: page.NextToken };
          });
          found.push(...images.flatMap((wire) => imageNoun(wire, account, region) ?? []));
        }
        return found;
      });
    },
    async regions(account, { signal }) {
      const config = accounts.find(({ name }) => name === account);
      return config === undefined ? notConfigured(say`The account ${code(account)}`) : regions.statuses(config, signal);
    },
  };
}

/** The accounts that look at a region, first of all those that have it for certain. */
async function accountsIn(
  accounts: readonly AccountConfig[],
  { of }: Regions,
  region: string,
  signal: AbortSignal,
): Promise<readonly AccountConfig[]> {
  const all = await Promise.all(
    accounts.map(async (config) => ((await of(config, signal)).regions.includes(region) ? [config] : [])),
  );
  return all.flat().slice(0, accountsTried);
}
/** Accounts that are asked one after the other for what all of them are told alike. */
const accountsTried = 3;

const everyType = (client: EC2Client, abortSignal: AbortSignal): Promise<readonly TypeFacts[]> =>
  allPages(async (NextToken) => {
    const command = new DescribeInstanceTypesCommand({ MaxResults: typesAtOnce, NextToken });
    const page = await client.send(command, { abortSignal });
    abortSignal.throwIfAborted();
    return {
      items: listed(page.InstanceTypes, page.$metadata).flatMap((wire) => typeNoun(wire) ?? []),
      next: page.NextToken,
    };
  });

async function everyOffering(client: EC2Client, abortSignal: AbortSignal): Promise<readonly Offering[]> {
  const all = await allPages(async (NextToken) => {
    const asked = { LocationType: 'availability-zone', MaxResults: pageSize, NextToken } as const;
    const page = await client.send(new DescribeInstanceTypeOfferingsCommand(asked), { abortSignal });
    abortSignal.throwIfAborted();
    return { items: listed(page.InstanceTypeOfferings, page.$metadata), next: page.NextToken };
  });
  const zonesOf = new Map<string, string[]>();
  for (const { InstanceType, Location } of all) {
    if (InstanceType === undefined || Location === undefined) continue;
    const zones = zonesOf.get(InstanceType);
    if (zones === undefined) zonesOf.set(InstanceType, [Location]);
    else zones.push(Location);
  }
  return [...zonesOf].map(([type, zones]) => ({ type, zones: zones.toSorted() }));
}
