import type { Reading } from '../../ports/cloud.ts';
import type { Instance } from '../../ports/instance.ts';
import type { Provenance, Rate } from '../../ports/price-list.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { billingOf, type Billing } from './billing.ts';
import { productKey } from './known.ts';
import type { Prices } from './prices.ts';

/** Machines that are billed alike; their price is asked once. */
export interface BilledAs extends Pick<Instance, 'usageOperation' | 'tenancy' | 'lifecycle'> {
  /** Whose it is: Spot prices are told by names of zones, which differ between accounts. */
  readonly account: string;
  readonly billing: Billing | Problem;
}

/** The one object of all machines that are billed alike. Told apart without making a text for each: a long list asks this for every machine. */
export function kindsBy(): (instance: Instance) => BilledAs {
  const types = new Map<string, Map<string, BilledAs[]>>();
  return (instance) => {
    const { type, zone, usageOperation, tenancy, lifecycle, account } = instance;
    const zones = types.get(type) ?? new Map<string, BilledAs[]>();
    if (zones.size === 0) types.set(type, zones);
    const kinds = zones.get(zone) ?? [];
    if (kinds.length === 0) zones.set(zone, kinds);
    const spot = lifecycle === 'spot';
    const known = kinds.find(
      (kind) =>
        kind.usageOperation === usageOperation &&
        kind.tenancy === tenancy &&
        kind.lifecycle === lifecycle &&
        (!spot || kind.account === account.name),
    );
    if (known !== undefined) return known;
    const made = { usageOperation, tenancy, lifecycle, account: account.name, billing: billingOf(instance) };
    kinds.push(made);
    return made;
  };
}

/** What each kind of machine costs an hour; those with one price ask once. All at once: a driver holds what AWS's limits are. */
export async function ratesOf(
  kinds: Iterable<BilledAs>,
  prices: Prices,
  reading: Reading,
): Promise<ReadonlyMap<BilledAs, Rate | Problem>> {
  const rates = new Map<BilledAs, Rate | Problem>();
  const alike = new Map<string, { readonly billing: Billing; readonly kinds: BilledAs[] }>();
  for (const kind of kinds) {
    const { billing } = kind;
    if (isProblem(billing)) {
      rates.set(kind, billing);
      continue;
    }
    const key = billingKey(billing);
    const entry = alike.get(key) ?? { billing, kinds: [] };
    alike.set(key, entry);
    entry.kinds.push(kind);
  }
  await Promise.all(
    [...alike.values()].map(async ({ billing, kinds: billedSo }) => {
      const rate = await prices.ofBilling(billing, reading);
      for (const kind of billedSo) rates.set(kind, rate);
    }),
  );
  return rates;
}

function billingKey(billing: Billing): string {
  switch (billing.by) {
    case 'product':
      return productKey(billing.product);
    case 'spot':
      return `${productKey(billing.machine)} ${billing.zone} ${billing.machine.account}`;
    case 'host':
      return `${billing.region} ${billing.family}`;
  }
}

/** What the Spot prices of all zones are called as one source. */
export const spotSource = 'Spot prices';

/** Where rates are from: one entry for each source and day, with the oldest reading of it. */
export function sourcesOf(rates: ReadonlyMap<unknown, Rate | Problem>): readonly Provenance[] {
  const sources = new Map<string, Provenance>();
  for (const rate of rates.values()) {
    if (isProblem(rate)) continue;
    const { source, asOf, readAt } = rate;
    // Spot has a price for each zone and moment; it is one source.
    const [name, detail, day] =
      source.name === 'AWS' && source.detail?.startsWith('Spot') === true
        ? [source.name, spotSource, undefined]
        : [source.name, source.detail, asOf];
    const key = `${name} ${detail} ${day}`;
    const before = sources.get(key);
    if (before === undefined || (readAt ?? 0) < (before.readAt ?? 0))
      sources.set(key, { source: { ...source, ...(detail !== undefined && { detail }) }, asOf: day ?? asOf, readAt });
  }
  return [...sources.values()];
}
