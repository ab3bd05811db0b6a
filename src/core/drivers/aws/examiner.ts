import {
  DescribeAddressesAttributeCommand,
  DescribeAddressesCommand,
  DescribeAddressTransfersCommand,
  DescribeCapacityReservationsCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRegionsCommand,
  DescribeSpotInstanceRequestsCommand,
  DescribeSpotPriceHistoryCommand,
  DescribeVolumesCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { GetProductsCommand } from '@aws-sdk/client-pricing';
import { ListHostedZonesCommand } from '@aws-sdk/client-route-53';
import { DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts';
import { DescribeSavingsPlansOfferingRatesCommand } from '@aws-sdk/client-savingsplans';
import { identity, type Check, type Examiner } from '../../ports/examiner.ts';
import { isProblem } from '../../problem.ts';
import { code, say, text, type Spans } from '../../text.ts';
import { minuteMs, spanInWords } from '../../time.ts';
import { firstRegion, type AccountConfig } from './account.ts';
import type { Clients } from './clients.ts';
import { isDryRunSuccess, isNoMessage, readProblem } from './errors.ts';
import type { Identify } from './identify.ts';
import { pooled } from './pool.ts';
import type { RegionsOf } from './regions.ts';
import { twinsOf } from './twins.ts';

/** AWS refuses signatures that are older or younger (Signature Version 4: 15 minutes); some minutes less is a warning in time. */
const clockOffMs = 5 * minuteMs;

/** What a read needs: its action, and a dry run of it, which EC2 lets through or refuses without doing it. */
type Probe = readonly [action: string, ask: (client: EC2Client, signal: AbortSignal) => Promise<unknown>];

/** What has embedded facts, configured regions or no price in its place, or serves one rule of waste: wanted, not needed. */
const wanted: readonly string[] = [
  'ec2:DescribeCapacityReservations',
  'ec2:DescribeInstanceTypes',
  'ec2:DescribeInstanceTypeOfferings',
  'ec2:DescribeImages',
  'ec2:DescribeRegions',
  'ec2:DescribeSpotPriceHistory',
];

// Small pages for endpoints that know no dry run.
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
    'ec2:DescribeCapacityReservations',
    (client, abortSignal) => client.send(new DescribeCapacityReservationsCommand({ DryRun: true }), { abortSignal }),
  ],
  [
    'ec2:DescribeSpotInstanceRequests',
    (client, abortSignal) => client.send(new DescribeSpotInstanceRequestsCommand({ DryRun: true }), { abortSignal }),
  ],
  [
    'ec2:DescribeInstanceTypes',
    (client, abortSignal) =>
      client.send(new DescribeInstanceTypesCommand({ DryRun: true, MaxResults: 5 }), { abortSignal }),
  ],
  [
    'ec2:DescribeInstanceTypeOfferings',
    (client, abortSignal) =>
      client.send(new DescribeInstanceTypeOfferingsCommand({ DryRun: true, MaxResults: 5 }), { abortSignal }),
  ],
  [
    'ec2:DescribeImages',
    // Without an owner EC2 would look through every public image.
    (client, abortSignal) =>
      client.send(new DescribeImagesCommand({ DryRun: true, Owners: ['self'] }), { abortSignal }),
  ],
  [
    'ec2:DescribeRegions',
    (client, abortSignal) => client.send(new DescribeRegionsCommand({ DryRun: true }), { abortSignal }),
  ],
  [
    'ec2:DescribeSpotPriceHistory',
    (client, abortSignal) =>
      client.send(new DescribeSpotPriceHistoryCommand({ DryRun: true, MaxResults: 5 }), { abortSignal }),
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
    for (const [action, ask] of probes) {
      const found = await tried(() => ask(client, signal), say`${config.name} in ${region}`, signal);
      checks.push({ account: config.name, region, what: action, needed: !wanted.includes(action), ...found });
    }
    return checks;
  };

  const ofAccount = async (config: AccountConfig, signal: AbortSignal): Promise<readonly Check[]> => {
    const account = await identify(config, signal);
    const { name } = config;
    if (isProblem(account)) {
      const says = [...account.what, text(' '), ...account.todo];
      return [{ account: name, what: identity, is: 'missing', needed: true, says }];
    }
    // Of the client that has just asked who we are: another has heard nothing of AWS's time yet.
    const off = Math.abs(clients.identity(config, firstRegion(config)).config.systemClockOffset);
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
    const refusals = await tried(
      () =>
        clients
          .identity(config, firstRegion(config))
          .send(new DecodeAuthorizationMessageCommand({ EncodedMessage: 'none' }), { abortSignal: signal })
          .catch((error: unknown) => {
            // Whoever may decode is told that this is no such message.
            if (!isNoMessage(error)) throw error;
          }),
      say`STS of ${name}`,
      signal,
    );
    const { regions } = await regionsOf(config, signal);
    const parts = await pooled(regions, (region) => inRegion(config, region, signal));
    return [
      { account: name, what: identity, is: 'fine', needed: true, says: [] },
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
      ...(config.roleArn === undefined ? [] : [{ account: name, ...(await naming(config, clients, signal)) }]),
      // Without it a refused change is told without the right that it lacks.
      { account: name, what: 'sts:DecodeAuthorizationMessage', needed: false, ...refusals },
      ...parts.flat(),
    ];
  };

  return {
    async examine(signal) {
      const all = await pooled(accounts, (config) => ofAccount(config, signal));
      const named = await Promise.all(
        accounts.map(async (config) => {
          const account = await identify(config, signal);
          return isProblem(account) ? [] : [{ ...account, ...(await regionsOf(config, signal)) }];
        }),
      );
      const twins = new Map(twinsOf(named.flat()).map(({ name, problem }) => [name, problem]));
      return all.flat().map((check) => {
        const twin = check.what === identity ? twins.get(check.account) : undefined;
        return twin === undefined ? check : { ...check, is: 'missing', says: [...twin.what, text(' '), ...twin.todo] };
      });
    },
  };
}

/** Whom the attempt is made as; it is seen in CloudTrail. */
const tries = 'quartermaster-doctor';

/**
 * Whether sessions may bear who asked. Where that is configured and the role's trust policy, or the caller's own policy,
 * does not let it, no change can be made: needed. Where it is not configured and would work, that is said.
 */
async function naming(config: AccountConfig, clients: Clients, signal: AbortSignal): Promise<Omit<Check, 'account'>> {
  const what = 'sts:SetSourceIdentity';
  const found = await tried(() => clients.assume(config, { id: tries }), say`the role of ${config.name}`, signal);
  if (config.namesPeople === true) {
    if (found.is !== 'missing') return { what, needed: true, ...found };
    const says = say`namesPeople is on, and the role could not be assumed with a SourceIdentity: no change can be made. Allow sts:SetSourceIdentity in the trust policy of ${code(config.roleArn ?? '')} and in the policy of whoever runs Quartermaster, or switch namesPeople off. ${found.says}`;
    return { what, needed: true, is: 'missing', says };
  }
  const says =
    found.is === 'fine'
      ? say`The role lets sessions name who asked: with ${code('namesPeople: true')} CloudTrail tells who made a change.`
      : say`Changes bear no person's name in CloudTrail. To have them do, allow sts:SetSourceIdentity in the role's trust policy, and set ${code('namesPeople: true')}.`;
  return { what, needed: false, is: 'fine', says };
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
