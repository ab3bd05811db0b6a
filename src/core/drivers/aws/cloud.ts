import {
  DescribeAddressesCommand,
  paginateDescribeInstances,
  paginateDescribeVolumes,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import type { Cloud } from '../../ports/cloud.ts';
import type { Instance } from '../../ports/instance.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { code, say } from '../../text.ts';
import { createAddressReads } from './addresses.ts';
import { chunks, pageSize, type Ask, type Pair } from './ask.ts';
import type { AccountConfig } from './account.ts';
import type { Clients } from './clients.ts';
import { stated, readProblem } from './errors.ts';
import type { Identify } from './identify.ts';
import { addressNoun, instanceNoun, volumeNoun } from './nouns.ts';
import { pooled } from './pool.ts';
import { detailsOf } from './protection.ts';
import type { RegionsOf } from './regions.ts';

/** What AWS tells. Each account and region is asked by itself, and one that fails is a gap. */
export function createAwsCloud(
  accounts: readonly AccountConfig[],
  clients: Clients,
  identify: Identify,
  regionsOf: RegionsOf,
  ask: Ask,
): Cloud {
  const { pairsOf, homesOf, over } = ask;

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

  return {
    demo: false,
    ...createAddressReads(ask, clients),
    async homes() {
      const named = await Promise.all(
        accounts.map((config) => identify(config, AbortSignal.timeout(homesMs)).catch(() => undefined)),
      );
      const regions = await Promise.all(
        accounts.map((config) => regionsOf(config, AbortSignal.timeout(homesMs)).catch(() => [])),
      );
      return accounts.map(({ name }, index) => {
        const account = named[index];
        return {
          account: account === undefined || isProblem(account) ? { name, id: '' } : account,
          regions: regions[index] ?? [],
        };
      });
    },
    instances: (scope, reading) =>
      over(pairsOf(scope, reading.signal), reading, (client, pair) => describe(client, pair, reading.signal)),
    async instancesById(ids, reading) {
      const { pairs, gaps, idsOf } = await homesOf(ids, reading.signal);
      return over({ pairs, gaps }, reading, async (client, pair) => {
        const parts = await Promise.all(
          chunks(idsOf(pair)).map((some) => describe(client, pair, reading.signal, some)),
        );
        return parts.flat();
      });
    },
    async volumes(scope, reading, of) {
      const some =
        (filters: (pair: Pair) => readonly { Name: string; Values: string[] }[][]) =>
        async (client: EC2Client, pair: Pair) => {
          const found = [];
          for (const wanted of filters(pair)) {
            for await (const page of paginateDescribeVolumes(
              { client, pageSize },
              wanted.length === 0 ? {} : { Filters: wanted },
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
          some(() => [[]]),
        );
      const { pairs, gaps, idsOf } = await homesOf(of, reading.signal);
      return over(
        { pairs, gaps },
        reading,
        some((pair) => chunks(idsOf(pair)).map((some) => [{ Name: 'attachment.instance-id', Values: [...some] }])),
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
      const listing = await over({ pairs, gaps }, reading, async (client, pair) =>
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
