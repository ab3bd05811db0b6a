import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { createCache } from '../../facts/cache.ts';
import type { RegionStatus } from '../../ports/instance-type.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Store } from '../../ports/store.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { say } from '../../text.ts';
import { dayMs } from '../../time.ts';
import { firstRegion, type AccountConfig } from './account.ts';
import type { Clients } from './clients.ts';
import { readProblem, stated } from './errors.ts';
import { regionNoun } from './type-nouns.ts';

/** Regions that every account of the `aws` partition has without opting in (Account Management guide, "Region availability"); asked where AWS does not tell which are enabled, and none are configured for that. */
export const defaultRegions: readonly string[] = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'sa-east-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-central-1',
  'eu-north-1',
  'ap-south-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-southeast-1',
  'ap-southeast-2',
];

/** How long AWS's answer is believed: regions are enabled by hand, a few a year. */
const freshMs = dayMs;
/** How long it is told at all where AWS does not answer any more. */
const keptMs = 30 * dayMs;
/** Accounts whose regions are kept in memory. */
const accountsKept = 1_000;

/** The regions of an account: those configured, or, for `all`, those that are enabled. Rejects when the signal is aborted. */
export type RegionsOf = (config: AccountConfig, signal: AbortSignal) => Promise<RegionsLookedAt>;

/** Where an account is looked at. */
export interface RegionsLookedAt {
  readonly regions: readonly string[];
  /** AWS does not tell which are enabled: there may be more. */
  readonly unsure?: Problem;
}

/** What is known of an account's regions. */
export interface Regions {
  readonly of: RegionsOf;
  /** Every region that there is, with the account's opt-in. */
  statuses(config: AccountConfig, signal: AbortSignal): Promise<readonly RegionStatus[] | Problem>;
}

/** What an account's regions are found with. */
export interface RegionsParts {
  readonly clients: Clients;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

const Statuses = z.array(z.object({ name: z.string(), optIn: z.string().optional() }));

/** Asks each account once a day, with its role; where AWS never answered, the configured fallback, else the regions that everybody has. */
export function createRegions({ clients, store, clock, log }: RegionsParts): Regions {
  const cache = createCache({
    store,
    name: 'regions',
    schema: Statuses,
    clock,
    log,
    freshMs,
    keptMs,
    most: accountsKept,
    keyOf: ({ name, roleArn, profile }: AccountConfig) => `${name} ${roleArn ?? ''} ${profile ?? ''}`,
    async fetch(config) {
      try {
        const { Regions } = await clients
          .reading(config, firstRegion(config))
          .send(new DescribeRegionsCommand({ AllRegions: true }));
        return stated(Regions).flatMap((wire) => {
          const noun = regionNoun(wire);
          return noun === undefined
            ? []
            : [{ name: noun.name, ...(noun.optIn !== undefined && { optIn: noun.optIn }) }];
        });
      } catch (error) {
        return readProblem(error, say`the regions of account ${config.name}`);
      }
    },
  });
  const statuses = async (config: AccountConfig, signal: AbortSignal): Promise<readonly RegionStatus[] | Problem> => {
    const known = await cache.get(config, { signal });
    return isProblem(known) ? known : known.value.map(({ name, optIn }) => ({ name, optIn }));
  };
  return {
    statuses,
    async of(config, signal) {
      if (config.regions !== 'all') return { regions: config.regions };
      const known = await statuses(config, signal);
      // Regions of the old kind have no status at some endpoints: only what is said to be off is off.
      const enabled = isProblem(known) ? [] : known.filter(({ optIn }) => optIn !== 'not-opted-in');
      const regions = enabled.length > 0 ? enabled.map(({ name }) => name) : (config.fallbackRegions ?? defaultRegions);
      return isProblem(known)
        ? { regions, unsure: { ...known, what: say`${known.what} So ${regions.length} regions are looked at alone.` } }
        : { regions };
    },
  };
}
