import { exact } from '../../money.ts';
import { didYouMean } from '../../near.ts';
import type { Reading } from '../../ports/cloud.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Instance } from '../../ports/instance.ts';
import type { Log } from '../../ports/log.ts';
import type { OperatingSystem, PriceList, Product, Rate } from '../../ports/price-list.ts';
import type { Store } from '../../ports/store.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { isWholeRegion } from '../../regions.ts';
import { code, list, say } from '../../text.ts';
import { readData } from '../data/locate.ts';
import { typeForm } from '../instance-types/name.ts';
import { billingOf, noPrice, type Billing } from './billing.ts';
import { createCatalogued, type Catalogued } from './catalogued.ts';
import { createKnownPrices, type KnownPrices } from './known.ts';
import { dedicatedFee, hourlyRate, productInWords } from './listed.ts';
import { createMarket, type Embedded, type Market } from './market.ts';
import { readOnDemand, type OnDemandTable } from './on-demand.ts';
import { platformRow } from './platforms.ts';
import { createRegional, type Regional } from './regional.ts';
import { readSpot } from './spot-table.ts';
import { readTerms } from './term-table.ts';
import { readVolumePrices, type VolumeRatesOf } from './volumes.ts';

/**
 * Figures, each with source and date; what is not known is a Problem, never 0. A figure of AWS that has grown old is told at
 * once with its age, and read anew behind the answer; where AWS was never reached the embedded catalogue answers.
 */
export interface Prices extends Regional, Market {
  /** Whether AWS is asked; else the catalogue is all that there is. */
  readonly live: boolean;
  /** On-Demand, shared or dedicated. `unknown-type`, `unknown-region` (with the nearest) or `no-price`. */
  onDemand(product: Product, reading: Reading): Promise<Rate | Problem>;
  /** What the instance is billed while it runs: On-Demand, as a Dedicated Instance, or at the Spot price of its zone; why nothing, where its host is billed. */
  ofInstance(instance: Instance, reading: Reading): Promise<Rate | Problem>;
  /** The same from {@link billingOf}, for who asks once for many that are billed alike. */
  ofBilling(billing: Billing, reading: Reading): Promise<Rate | Problem>;
  /** A Dedicated Host of a family, by the host-hour, whatever runs on it. */
  host(family: string, region: string, reading: Reading): Promise<Rate | Problem>;
  /** Regions with prices in the catalogue, sorted; Local and Wavelength Zones among them. */
  regions(): readonly string[];
  /** Regions that the catalogue has a price of this machine for, sorted, without Local and Wavelength Zones. */
  soldIn(type: string, os: OperatingSystem): readonly string[];
  /** Types with prices in the catalogue. */
  types(): readonly string[];
  /** What the catalogue has of all types of a region, to put many in order at once; what is then told is asked of {@link Prices.onDemand}. */
  catalogued(region: string, os: OperatingSystem, signal: AbortSignal): Promise<Catalogued>;
  /** Operating systems sold for a type in a region. */
  systems(type: string, region: string): readonly OperatingSystem[];
}

/** What live prices are read with and kept in. */
export interface LiveParts {
  readonly priceList: PriceList;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** The embedded tables, and a live price list before them where there is one. */
export async function openPrices(live?: LiveParts): Promise<Prices> {
  const [onDemand, volumes, terms, spot] = await Promise.all([
    readData('on-demand.txt'),
    readData('volumes.txt'),
    readData('terms.txt'),
    readData('spot.txt'),
  ]);
  const table = await readOnDemand(onDemand);
  const embedded: Embedded = {
    terms: once(() => readTerms(terms)),
    spot: once(() => readSpot(spot)),
  };
  return createPrices(table, readVolumePrices(volumes), embedded, live && createKnownPrices(live));
}

/** Made when it is first asked for, and kept. */
function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function createPrices(
  table: OnDemandTable,
  volumeRates: VolumeRatesOf,
  figures: Embedded,
  known?: KnownPrices,
): Prices {
  const types = new Set(table.types);
  const regions = new Set(table.regions);
  const embedded = (product: Product): Rate | Problem => {
    const { type, region, tenancy } = product;
    if (tenancy === 'dedicated')
      return noPrice(
        say`it has dedicated tenancy, whose price is not in the figures here.`,
        say`See AWS's page on Dedicated Instances.`,
      );
    return (
      table.find(product) ??
      (types.has(type)
        ? regions.has(region)
          ? notSold(table, product)
          : unknownRegion(region, table.regions)
        : unknownType(type, table.types))
    );
  };
  const market = createMarket(figures, known);

  const onDemand: Prices['onDemand'] = async (product, reading) => {
    if (known === undefined) return embedded(product);
    const listed = await known.products.get({ of: 'machine', ...product }, reading);
    if (isProblem(listed)) {
      const figure = embedded(product);
      // AWS away, or a role without the right to read prices: the embedded figure with its own date, else why there is none.
      return isProblem(figure) ? listed : figure;
    }
    const rate = hourlyRate(listed, productInWords(product));
    return isProblem(rate) || product.tenancy !== 'dedicated' ? rate : { ...rate, besides: dedicatedFee };
  };

  const host: Prices['host'] = async (family, region, reading) => {
    const what = say`A Dedicated Host of ${code(family)} in ${region}`;
    if (known === undefined)
      return noPrice(say`${what} has no price in the figures here.`, say`See AWS's page on Dedicated Hosts.`);
    const listed = await known.products.get({ of: 'host', family, region }, reading);
    return isProblem(listed) ? listed : hourlyRate(listed, what);
  };

  const ofBilling: Prices['ofBilling'] = async (billing, reading) => {
    switch (billing.by) {
      case 'product':
        return onDemand(billing.product, reading);
      case 'spot':
        return market.spotIn(billing.zone, billing.machine, reading);
      case 'host': {
        const rate = await host(billing.family, billing.region, reading);
        return noPrice(
          say`it runs on a Dedicated Host: the host is billed${isProblem(rate) ? '' : say` (${code(billing.family)}, ${exact(rate.perHour)} an hour)`}, not the instance.`,
          say`See the price of the host.`,
        );
      }
    }
  };

  return {
    ...createRegional(volumeRates, known),
    ...market,
    live: known !== undefined,
    onDemand,
    host,
    ofBilling,
    async ofInstance(instance, reading) {
      const billing = billingOf(instance);
      return isProblem(billing) ? billing : ofBilling(billing, reading);
    },
    regions: () => table.regions,
    soldIn: (type, os) =>
      [...table.soldIn(type)]
        .flatMap(([region, systems]) => (systems.includes(os) && isWholeRegion(region) ? [region] : []))
        .toSorted(),
    types: () => table.types,
    catalogued: createCatalogued(table),
    systems: (type, region) => table.systems(type, region),
  };
}

const unknownType = (type: string, types: readonly string[]): Problem => ({
  problem: 'unknown-type',
  what: say`There is no price for a type ${code(type)}.`,
  todo: didYouMean(type, types, typeForm),
});

/** There is no such region among those with prices. */
export const unknownRegion = (region: string, regions: readonly string[]): Problem => ({
  problem: 'unknown-region',
  what: say`There are no prices for a region ${code(region)}.`,
  todo: didYouMean(region, regions, say`A region is written as ${code('eu-west-1')}.`),
});

/** Regions named where a type is not sold. */
const regionsTold = 5;

function notSold(table: OnDemandTable, { type, region, os }: Product): Problem {
  const sold = table.soldIn(type);
  const here = sold.get(region);
  const what = say`The catalogue has no On-Demand price for ${code(type)} with ${platformRow(os).words} in ${region}.`;
  if (here !== undefined)
    return noPrice(what, say`There it is sold with ${list(here.map((one) => platformRow(one).words))}.`);
  const geography = region.split('-')[0] ?? '';
  const elsewhere = [...sold].flatMap(([name, systems]) => (systems.includes(os) ? [name] : []));
  const near = [
    ...elsewhere.filter((name) => name.startsWith(`${geography}-`)),
    ...elsewhere.filter((name) => !name.startsWith(`${geography}-`)),
  ].slice(0, regionsTold);
  return noPrice(
    what,
    near.length > 0
      ? say`It is sold in ${list(near)}.`
      : say`It has none in any other region either. AWS may sell it: with an account of AWS its price is asked for.`,
  );
}
