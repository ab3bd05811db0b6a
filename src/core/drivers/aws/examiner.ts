import {
  DescribeAddressesAttributeCommand,
  DescribeAddressesCommand,
  DescribeAddressTransfersCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSpotInstanceRequestsCommand,
  DescribeSpotPriceHistoryCommand,
  DescribeVolumesCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { GetProductsCommand } from '@aws-sdk/client-pricing';
import { ListHostedZonesCommand } from '@aws-sdk/client-route-53';
import { DescribeSavingsPlansOfferingRatesCommand } from '@aws-sdk/client-savingsplans';
import type { Check, Examiner } from '../../ports/examiner.ts';
import { isProblem } from '../../problem.ts';
import { say, text, type Spans } from '../../text.ts';
import { minuteMs, spanInWords } from '../../time.ts';
import { firstRegion, type AccountConfig } from './account.ts';
import type { Clients } from './clients.ts';
import { isDryRunSuccess, readProblem } from './errors.ts';
import type { Identify } from './identify.ts';
import { pooled } from './pool.ts';
import type { RegionsOf } from './regions.ts';

/** AWS refuses signatures that are older or younger (Signature Version 4: 15 minutes); some minutes less is a warning in time. */
const clockOffMs = 5 * minuteMs;

/** What a read needs: its action, and a dry run of it, which EC2 lets through or refuses without doing it. */
type Probe = readonly [
  action: string,
  ask: (client: EC2Client, signal: AbortSignal) => Promise<unknown>,
  needed?: 'for prices',
];

const probes: readonly Probe[] = [
  [
    'ec2:DescribeInstances',
    (client, abortSignal) => client.send(new DescribeInstancesCommand({ DryRun: true }), { abortSignal }),
  ],
  [
    'ec2:DescribeVolumes',
    (client, abortSignal) => client.send(new DescribeVolumesCommand({ DryRun: true }), { abortSignal }),
  ],
  [
    'ec2:DescribeAddresses',
    (client, abortSignal) => client.send(new DescribeAddressesCommand({ DryRun: true }), { abortSignal }),
  ],
  [
    'ec2:DescribeAddressTransfers',
    (client, abortSignal) => client.send(new DescribeAddressTransfersCommand({ DryRun: true }), { abortSignal }),
  ],
  [
    'ec2:DescribeAddressesAttribute',
    (client, abortSignal) =>
      client.send(new DescribeAddressesAttributeCommand({ DryRun: true, Attribute: 'domain-name' }), { abortSignal }),
  ],
  [
    'ec2:DescribeNetworkInterfaces',
    (client, abortSignal) => client.send(new DescribeNetworkInterfacesCommand({ DryRun: true }), { abortSignal }),
  ],
  [
    'ec2:DescribeSpotInstanceRequests',
    (client, abortSignal) => client.send(new DescribeSpotInstanceRequestsCommand({ DryRun: true }), { abortSignal }),
  ],
  [
    'ec2:DescribeSpotPriceHistory',
    (client, abortSignal) => client.send(new DescribeSpotPriceHistoryCommand({ DryRun: true }), { abortSignal }),
    'for prices',
  ],
];

/** Asks AWS for everything that answers need, each by a dry run or a small read. */
export function createExaminer(
  accounts: readonly AccountConfig[],
  clients: Clients,
  identify: Identify,
  regionsOf: RegionsOf,
): Examiner {
  const inRegion = async (config: AccountConfig, region: string, signal: AbortSignal): Promise<readonly Check[]> => {
    const client = clients.reading(config, region);
    const checks: Check[] = [];
    for (const [action, ask, wanted] of probes) {
      const found = await tried(() => ask(client, signal), say`${config.name} in ${region}`, signal);
      checks.push({ account: config.name, region, what: action, needed: wanted === undefined, ...found });
    }
    return checks;
  };

  const ofAccount = async (config: AccountConfig, signal: AbortSignal): Promise<readonly Check[]> => {
    const account = await identify(config, signal);
    const { name } = config;
    if (isProblem(account)) {
      const says = [...account.what, text(' '), ...account.todo];
      return [{ account: name, what: 'identity', is: 'missing', needed: true, says }];
    }
    const off = Math.abs(clients.reading(config, firstRegion(config)).config.systemClockOffset);
    const prices = await tried(
      () =>
        clients
          .pricing(config)
          .send(new GetProductsCommand({ ServiceCode: 'AmazonEC2', MaxResults: 1 }), { abortSignal: signal }),
      say`prices of ${name}`,
      signal,
    );
    const savings = await tried(
      () =>
        clients
          .savingsPlans(config)
          .send(new DescribeSavingsPlansOfferingRatesCommand({ maxResults: 1 }), { abortSignal: signal }),
      say`Savings Plans of ${name}`,
      signal,
    );
    const zones = await tried(
      () => clients.dns(config).send(new ListHostedZonesCommand({ MaxItems: 1 }), { abortSignal: signal }),
      say`Route 53 of ${name}`,
      signal,
    );
    const regions = await regionsOf(config, signal);
    const parts = await pooled(regions, (region) => inRegion(config, region, signal));
    return [
      { account: name, what: 'identity', is: 'fine', needed: true, says: [] },
      {
        account: name,
        what: 'clock',
        needed: true,
        ...(off < clockOffMs
          ? { is: 'fine', says: [] }
          : {
              is: 'missing',
              says: say`This machine's clock is off by ${spanInWords(off)}; AWS refuses calls from 15 minutes on. Set the clock.`,
            }),
      },
      // Without it the embedded figures are quoted with their date.
      { account: name, what: 'pricing:GetProducts', needed: false, ...prices },
      { account: name, what: 'savingsplans:DescribeSavingsPlansOfferingRates', needed: false, ...savings },
      { account: name, what: 'route53:ListHostedZones', needed: false, ...zones },
      ...parts.flat(),
    ];
  };

  return {
    async examine(signal) {
      const all = await pooled(accounts, (config) => ofAccount(config, signal));
      return all.flat();
    },
  };
}

/** An answer, or a dry run's refusal to do what it would have let through, is the right to it. */
async function tried(
  ask: () => Promise<unknown>,
  where: Spans,
  signal: AbortSignal,
): Promise<Pick<Check, 'is' | 'says'>> {
  try {
    await ask();
    return { is: 'fine', says: [] };
  } catch (error) {
    signal.throwIfAborted();
    if (isDryRunSuccess(error)) return { is: 'fine', says: [] };
    const { problem, what, todo } = readProblem(error, where);
    return { is: problem === 'cloud-refused' ? 'missing' : 'unknown', says: [...what, text(' '), ...todo] };
  }
}
