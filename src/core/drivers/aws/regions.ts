import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import type { Clock } from '../../ports/clock.ts';
import { dayMs, type Instant } from '../../time.ts';
import { firstRegion, type AccountConfig } from './account.ts';
import type { Clients } from './clients.ts';
import { stated } from './errors.ts';
import { untilAborted } from '../../until-aborted.ts';

/** Regions that every account of the `aws` partition has without opting in (Account Management guide, "Region availability"); asked where AWS does not tell which are enabled. */
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

/** The regions of an account: those configured, or, for `all`, those that are enabled. Rejects when the signal is aborted. */
export type RegionsOf = (config: AccountConfig, signal: AbortSignal) => Promise<readonly string[]>;

/** Asks each account once a day; where AWS does not answer, the regions that everybody has. */
export function createRegions(clients: Clients, clock: Clock): RegionsOf {
  const known = new Map<string, { readonly regions: Promise<readonly string[]>; readonly at: Instant }>();
  const ask = async (config: AccountConfig): Promise<readonly string[]> => {
    const { Regions } = await clients.reading(config, firstRegion(config)).send(new DescribeRegionsCommand({}));
    const enabled = stated(Regions).flatMap(({ RegionName }) => RegionName ?? []);
    return enabled.length > 0 ? enabled : defaultRegions;
  };
  return (config, signal) => {
    if (config.regions !== 'all') return Promise.resolve(config.regions);
    const before = known.get(config.name);
    const fresh = before !== undefined && clock.now() - before.at < freshMs ? before : undefined;
    const entry = fresh ?? { regions: ask(config), at: clock.now() };
    known.set(config.name, entry);
    const answered = entry.regions.catch(() => {
      if (known.get(config.name) === entry) known.delete(config.name);
      return defaultRegions;
    });
    return untilAborted(answered, signal);
  };
}
