import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { demoRegions } from '../src/core/drivers/demo/seed/accounts.ts';
import { imageIdOf, operations, seedImages, type SeedImage } from '../src/core/drivers/demo/seed/images.ts';
import { listQuestion } from '../src/core/facts/prices/question.ts';
import { openPrices } from '../src/core/facts/prices/prices.ts';
import { termWord, type PricedTerm } from '../src/core/facts/prices/terms.ts';
import type { Money } from '../src/core/money.ts';
import type { Product } from '../src/core/ports/price-list.ts';
import { isProblem } from '../src/core/problem.ts';
import { fakeClock } from './fake-clock.ts';
import { openPeer, regions, type AwsHouseOptions } from './core/drivers/aws/house.ts';
import type { PeerFacts } from './peers/aws/facts.ts';
import type { AwsPeerParts } from './peers/aws/server.ts';
import { openMachine } from './terminal.ts';

/** Products as GetProducts tells them, at the prices of the embedded catalogue: what differs between the clouds is then not the price. */
export async function productsAt(wanted: readonly Product[]): Promise<AwsPeerParts['products']> {
  const embedded = await openPrices();
  const sold = wanted.map(async (product) => {
    const { type, region, os } = product;
    const rate = await embedded.onDemand(product, { signal: new AbortController().signal });
    if (isProblem(rate)) throw new Error(`no embedded price of ${type} with ${os} in ${region}`);
    const reserved = await embedded.reserved(product, { signal: new AbortController().signal });
    const dimension = { unit: 'Hrs', pricePerUnit: { USD: rate.perHour.amount.toFixed(10) } };
    return {
      product: {
        sku: `SKU-${type}-${region}-${os}`,
        attributes: { ...listQuestion({ of: 'machine', ...product }).filters[0], marketoption: 'OnDemand' },
      },
      terms: {
        OnDemand: { 'SKU.JRTCKXETXF': { priceDimensions: { 'SKU.JRTCKXETXF.6YS6EN2CT7': dimension } } },
        Reserved: Object.fromEntries((isProblem(reserved) ? [] : reserved).flatMap(reservedTerm)),
      },
      publicationDate: '2026-11-01T00:00:00Z',
    };
  });
  return Promise.all(sold);
}

/** What EC2 tells of images and types: the demo account's images as the API writes them, and recorded types. */
async function factsBehind(): Promise<PeerFacts> {
  const fixture = await readFile(new URL('fixtures/instance-types-2026-08.json', import.meta.url), 'utf8');
  const { InstanceTypes } = z
    .object({ InstanceTypes: z.array(z.record(z.string(), z.json())) })
    .parse(JSON.parse(fixture));
  const images = demoRegions.flatMap((region) =>
    seedImages.flatMap((one: SeedImage) =>
      one.gone === true
        ? []
        : [
            {
              ImageId: imageIdOf(one.key, region),
              Name: one.name,
              OwnerId: one.ownerId,
              State: 'available',
              Public: one.private !== true,
              Architecture: one.architecture,
              VirtualizationType: 'hvm',
              RootDeviceType: one.rootDevice ?? 'ebs',
              PlatformDetails: one.platform,
              UsageOperation: operations[one.platform],
              CreationDate: one.createdAt,
              ...(one.deprecatedAt !== undefined && { DeprecationTime: one.deprecatedAt }),
            },
          ],
    ),
  );
  return { instanceTypes: InstanceTypes, offerings: {}, images };
}

/** A reservation as GetProducts tells it; none where it is not known how it is paid. */
function reservedTerm(term: PricedTerm) {
  const { plan, years, payment, paid } = term;
  if (paid === undefined) return [];
  const dimension = (unit: string, { amount }: Money) => ({ unit, pricePerUnit: { USD: amount.toFixed(10) } });
  const told = {
    priceDimensions: {
      ...(payment !== 'none' && { upfront: dimension('Quantity', paid.upfront) }),
      hour: dimension('Hrs', paid.perHour),
    },
    termAttributes: {
      LeaseContractLength: `${years}yr`,
      OfferingClass: plan === 'ri' ? 'standard' : 'convertible',
      PurchaseOption: { none: 'No Upfront', partial: 'Partial Upfront', all: 'All Upfront' }[payment],
    },
  };
  return [[termWord(term), told] as const];
}

/** Turns of the event loop without a request after which nothing is under way but what waits for time. */
const quietTurns = 60;
/** So long a Redis is left to answer before time passes. */
const storeMs = 10;

/** One account names its regions, the other takes all that are enabled. */
const ownAccounts: NonNullable<AwsHouseOptions['accounts']> = [
  { name: 'demo-prod', profile: 'prod', regions: 'all' },
  { name: 'demo-dev', profile: 'dev', regions },
];

/** Who may do what: one person changes, another approves. */
const persons = { operator: ['os:maria'], admin: ['os:maria'], approver: ['os:ana'] } as const;

/** The whole program as it is configured for real accounts: the aws driver through the real SDK, against the peer over the demo account. */
export async function openAwsMachine({
  accounts = ownAccounts,
  env = {},
  ...options
}: Pick<AwsHouseOptions, 'products' | 'roles' | 'bare' | 'accounts'> & {
  readonly env?: Readonly<Record<string, string | undefined>>;
} = {}) {
  const clock = fakeClock();
  const behind = await openPeer(clock, { ...options, facts: await factsBehind() });
  /** Requests are made and answered in this process, so a loop that turned so often without one is at rest. */
  const rest = async (): Promise<void> => {
    let seen = -1;
    for (let turns = 0; turns < quietTurns; turns += 1) {
      if (seen !== behind.peer.seen.length) turns = 0;
      seen = behind.peer.seen.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    // A store of its own server answers in real time.
    if (env['QUARTERMASTER_REDIS_URL'] !== undefined) await new Promise((resolve) => setTimeout(resolve, storeMs));
  };
  const another = () =>
    openMachine(
      { QUARTERMASTER_ACCOUNTS: JSON.stringify(accounts), QUARTERMASTER_ROLES: JSON.stringify(persons), ...env },
      { clock, rest },
    );
  const machine = await another();
  const missing = await machine.house.missing();
  if (missing !== undefined) throw new Error(`the peer opens no account: ${missing.problem}`);
  return {
    ...machine,
    /** What doctor finds. It asks more than EC2's buckets hold at once, and waits for them on the clock. */
    async doctor() {
      let over = false;
      const mark = () => {
        over = true;
      };
      const looking = machine.house.doctor(new AbortController().signal);
      looking.then(mark, mark);
      while (!over) await machine.clock.pass(500);
      return looking;
    },
    ec2: behind.ec2,
    peer: behind.peer,
    /** One more process that is configured alike, on the same accounts. */
    another,
    async close() {
      await machine.close();
      await behind.close();
    },
  };
}

export type AwsMachine = Awaited<ReturnType<typeof openAwsMachine>>;
