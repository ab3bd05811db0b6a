import {
  DescribeAddressesCommand,
  DescribeInstanceAttributeCommand,
  DescribeSpotInstanceRequestsCommand,
  paginateDescribeInstances,
  paginateDescribeVolumes,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { nearest } from '../../near.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Cloud, Listing, Reading, Scope, Source } from '../../ports/cloud.ts';
import type { Account, Home, Instance, InstanceDetails } from '../../ports/instance.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { code, list, say } from '../../text.ts';
import type { AccountConfig, Clients } from './clients.ts';
import { stated, readProblem } from './errors.ts';
import { createIdentify } from './identify.ts';
import { addressNoun, instanceNoun, volumeNoun } from './nouns.ts';
import { pooled } from './pool.ts';

const source: Source = { name: 'AWS' };
/** Records of one page; with it, EC2 takes the calls from the larger of its request buckets ("Request throttling"). */
const pageSize = 1_000;
/** Values of one filter (EC2 API: at most 200). */
const idsAtOnce = 200;

interface Pair {
  readonly config: AccountConfig;
  readonly account: Account;
  readonly region: string;
}

/** What AWS tells. Each account and region is asked by itself, and one that fails is a gap. */
export function createAwsCloud(accounts: readonly AccountConfig[], clients: Clients, clock: Clock): Cloud {
  const identify = createIdentify(clients);

  const pairsOf = async (
    scope: Scope,
    signal: AbortSignal,
  ): Promise<{ readonly pairs: readonly Pair[]; readonly gaps: readonly Problem[] }> => {
    const named = await Promise.all(
      accounts.map(async (config) => ({ config, account: await identify(config, signal) })),
    );
    const wanted = named.filter(
      ({ config, account }) =>
        scope.accounts === undefined ||
        scope.accounts.includes(config.name) ||
        (!isProblem(account) && scope.accounts.includes(account.id)),
    );
    signal.throwIfAborted();
    const pairs = wanted.flatMap(({ config, account }) =>
      isProblem(account)
        ? []
        : config.regions
            .filter((region) => scope.regions?.includes(region) ?? true)
            .map((region) => ({ config, account, region })),
    );
    const known = named.flatMap(({ config, account }) =>
      isProblem(account) ? [config.name] : [config.name, account.id],
    );
    const regions = [...new Set(accounts.flatMap((config) => config.regions))];
    return {
      pairs,
      gaps: [
        ...wanted.flatMap(({ account }) => (isProblem(account) ? [account] : [])),
        ...(scope.accounts ?? [])
          .filter((name) => !known.includes(name))
          .map((name) => notConfigured('account', name, known)),
        ...(scope.regions ?? [])
          .filter((name) => !regions.includes(name))
          .map((name) => notConfigured('region', name, regions)),
      ],
    };
  };

  /** Asks every pair; the answers in one listing, the failures as its gaps. */
  const over = async <T>(
    asked: Promise<{ readonly pairs: readonly Pair[]; readonly gaps: readonly Problem[] }>,
    reading: Reading,
    ask: (client: EC2Client, pair: Pair) => Promise<readonly T[]>,
  ): Promise<Listing<T>> => {
    const { pairs, gaps } = await asked;
    const failed: Problem[] = [];
    let done = 0;
    const parts = await pooled(pairs, async (pair) => {
      try {
        return await ask(clients.reading(pair.config, pair.region), pair);
      } catch (error) {
        reading.signal.throwIfAborted();
        failed.push(readProblem(error, say`${pair.account.name} in ${pair.region}`));
        return [];
      } finally {
        done += 1;
        reading.seen?.(done, pairs.length);
      }
    });
    return { items: parts.flat(), gaps: [...gaps, ...failed], asOf: clock.now(), source };
  };

  /** Instances of one pair; with ids, only those, by filter: an unknown id then fails nobody's read. */
  const describe = async (
    client: EC2Client,
    { account, region }: Pair,
    signal: AbortSignal,
    ids?: readonly string[],
  ): Promise<readonly Instance[]> => {
    const found: Instance[] = [];
    const filters = ids === undefined ? undefined : [{ Name: 'instance-id', Values: [...ids] }];
    for await (const page of paginateDescribeInstances(
      { client, pageSize },
      filters === undefined ? {} : { Filters: filters },
      { abortSignal: signal },
    )) {
      for (const reservation of stated(page.Reservations)) {
        for (const wire of reservation.Instances ?? []) {
          const noun = instanceNoun(wire, account, region);
          if (noun !== undefined) found.push(noun);
        }
      }
      signal.throwIfAborted();
    }
    return found;
  };

  /** Pairs of things with homes, with their ids. */
  const homesOf = async (things: readonly (Home & { readonly id: string })[], signal: AbortSignal) => {
    const scope = {
      accounts: [...new Set(things.map(({ account }) => account.name))],
      regions: [...new Set(things.map(({ region }) => region))],
    };
    const { pairs, gaps } = await pairsOf(scope, signal);
    const idsOf = (pair: Pair) =>
      things
        .filter(({ account, region }) => account.name === pair.account.name && region === pair.region)
        .map(({ id }) => id);
    return { gaps, pairs: pairs.filter((pair) => idsOf(pair).length > 0), idsOf };
  };

  return {
    demo: false,
    async homes() {
      const named = await Promise.all(
        accounts.map((config) => identify(config, AbortSignal.timeout(homesMs)).catch(() => undefined)),
      );
      return accounts.map(({ name, regions }, index) => {
        const account = named[index];
        return { account: account === undefined || isProblem(account) ? { name, id: '' } : account, regions };
      });
    },
    instances: (scope, reading) =>
      over(pairsOf(scope, reading.signal), reading, (client, pair) => describe(client, pair, reading.signal)),
    async instancesById(ids, reading) {
      const { pairs, gaps, idsOf } = await homesOf(ids, reading.signal);
      return over(Promise.resolve({ pairs, gaps }), reading, async (client, pair) => {
        const parts = await Promise.all(
          chunks(idsOf(pair)).map((some) => describe(client, pair, reading.signal, some)),
        );
        return parts.flat();
      });
    },
    async volumes(scope, reading, of) {
      const ask =
        (filters: (pair: Pair) => readonly { Name: string; Values: string[] }[][]) =>
        async (client: EC2Client, pair: Pair) => {
          const found = [];
          for (const some of filters(pair)) {
            for await (const page of paginateDescribeVolumes(
              { client, pageSize },
              some.length === 0 ? {} : { Filters: some },
              { abortSignal: reading.signal },
            )) {
              found.push(...stated(page.Volumes).flatMap((wire) => volumeNoun(wire, pair.account, pair.region) ?? []));
              reading.signal.throwIfAborted();
            }
          }
          return found;
        };
      if (of === undefined)
        return over(
          pairsOf(scope, reading.signal),
          reading,
          ask(() => [[]]),
        );
      const { pairs, gaps, idsOf } = await homesOf(of, reading.signal);
      return over(
        Promise.resolve({ pairs, gaps }),
        reading,
        ask((pair) => chunks(idsOf(pair)).map((some) => [{ Name: 'attachment.instance-id', Values: [...some] }])),
      );
    },
    addresses: (scope, reading) =>
      over(pairsOf(scope, reading.signal), reading, async (client, pair) => {
        const { Addresses } = await client.send(new DescribeAddressesCommand({}), { abortSignal: reading.signal });
        return stated(Addresses).flatMap((wire) => addressNoun(wire, pair.account, pair.region) ?? []);
      }),
    async details(instances, reading) {
      const { pairs, gaps, idsOf } = await homesOf(instances, reading.signal);
      const spot = new Map(
        instances.flatMap(({ id, spotRequestId }) =>
          spotRequestId === undefined ? [] : [[id, spotRequestId] as const],
        ),
      );
      const failed: Problem[] = [];
      const listing = await over(Promise.resolve({ pairs, gaps }), reading, async (client, pair) =>
        pooled(idsOf(pair), (id) =>
          detailsOf(client, id, spot.get(id), reading.signal, (error) =>
            failed.push(readProblem(error, say`the protection of ${code(id)}`)),
          ),
        ),
      );
      return { ...listing, gaps: [...listing.gaps, ...failed] };
    },
  };
}

/** How long naming the accounts may take; without an answer they have no id. */
const homesMs = 5_000;

/** Protection is read one attribute of one instance a call: EC2 offers no other way. What cannot be read is left out. */
async function detailsOf(
  client: EC2Client,
  id: string,
  spotRequestId: string | undefined,
  signal: AbortSignal,
  failed: (error: unknown) => void,
): Promise<InstanceDetails> {
  const attempt = async <T>(read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      signal.throwIfAborted();
      failed(error);
      return undefined;
    }
  };
  const sending = { abortSignal: signal };
  const [stopProtected, terminationProtected, request] = await Promise.all([
    attempt(async () => {
      const asked = new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: 'disableApiStop' });
      return stated((await client.send(asked, sending)).DisableApiStop?.Value);
    }),
    attempt(async () => {
      const asked = new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: 'disableApiTermination' });
      return stated((await client.send(asked, sending)).DisableApiTermination?.Value);
    }),
    spotRequestId === undefined
      ? undefined
      : attempt(async () => {
          const asked = new DescribeSpotInstanceRequestsCommand({
            Filters: [{ Name: 'spot-instance-request-id', Values: [spotRequestId] }],
          });
          return stated((await client.send(asked, sending)).SpotInstanceRequests)[0];
        }),
  ]);
  return {
    id,
    ...(stopProtected !== undefined && { stopProtected }),
    ...(terminationProtected !== undefined && { terminationProtected }),
    ...(request?.Type !== undefined && { spotRequest: { type: request.Type, state: request.State ?? 'unknown' } }),
  };
}

const chunks = (ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / idsAtOnce) }, (_, index) =>
    ids.slice(index * idsAtOnce, (index + 1) * idsAtOnce),
  );

const notConfigured = (kind: 'account' | 'region', name: string, known: readonly string[]): Problem => {
  const near = nearest(name, known);
  return {
    problem: kind === 'region' ? 'unknown-region' : 'bad-value',
    what: say`No ${kind} ${code(name)} is configured.`,
    todo: say`${near.length > 0 ? 'Did you mean' : 'There are'} ${list((near.length > 0 ? near : known).map(code), 'or')}?`,
  };
};
