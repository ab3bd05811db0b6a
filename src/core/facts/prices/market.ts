import type { Money } from '../../money.ts';
import type { Reading } from '../../ports/cloud.ts';
import type {
  Product,
  Provenance,
  Rate,
  ReservedTerm,
  SavingsRate,
  SpotPoint,
  SpotQuestion,
} from '../../ports/price-list.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { code, say, type Spans } from '../../text.ts';
import { isoTime } from '../../time.ts';
import type { Fetched } from '../cache.ts';
import { noPrice } from './billing.ts';
import type { KnownPrices } from './known.ts';
import { effectivePerHour, hourlyRate, onlyOne, productInWords, provenanceOf, type Listed } from './listed.ts';
import { platformRow } from './platforms.ts';

/** A reservation's term with all that an hour of it costs. */
export interface PricedTerm extends ReservedTerm {
  readonly effectivePerHour: Money;
}

/** Several figures of one source and age. */
export interface Figures<T> extends Provenance {
  readonly items: readonly T[];
}

/** What a Spot machine costs in a zone, and between which prices it was. */
export interface ZonePrices {
  readonly zone: string;
  readonly now: Money;
  /** Since when. */
  readonly since: number;
  readonly least: Money;
  readonly most: Money;
  /** Newest first. */
  readonly points: readonly SpotPoint[];
}

/** Ways to pay for a machine besides On-Demand. AWS alone has these figures: without it, and without what it said before, each is a Problem. */
export interface Market {
  /** Reserved Instances, up to 12 terms. None: the product is not sold reserved. */
  reserved(product: Product, reading: Reading): Promise<Figures<PricedTerm> | Problem>;
  /** Compute and EC2 Instance Savings Plans. */
  savings(product: Product, reading: Reading): Promise<Figures<SavingsRate> | Problem>;
  /** Spot now in every zone, by its name. */
  spot(machine: SpotQuestion, reading: Reading): Promise<Figures<ZonePrices> | Problem>;
  /** The same over 30 days. */
  spotHistory(machine: SpotQuestion, reading: Reading): Promise<Figures<ZonePrices> | Problem>;
  /** Spot now in one zone. */
  spotIn(zone: string, machine: SpotQuestion, reading: Reading): Promise<Rate | Problem>;
  /** One vCPU-hour of surplus CPU credits of a burstable family (`t3`), which only Windows is billed more for. */
  cpuCredits(family: string, region: string, os: Product['os'], reading: Reading): Promise<Rate | Problem>;
}

/** See {@link Market}. */
export function createMarket(known?: KnownPrices): Market {
  const listedOf = async (product: Product, { signal }: Reading): Promise<Listed | Problem> =>
    known === undefined
      ? onlyFromAws(productInWords(product))
      : known.products.get({ of: 'machine', ...product }, signal);

  const spotBy =
    (cache: 'spot' | 'spotHistory'): Market['spot'] =>
    async (machine, { signal }) => {
      const { type, os, region } = machine;
      const what = say`${code(type)} with ${platformRow(os).words} in ${region}`;
      if (known === undefined) return onlyFromAws(what);
      if (platformRow(os).spot === undefined)
        return noPrice(say`${what} is not sold as Spot.`, say`Ask for its On-Demand price.`);
      const read = await known[cache].get(machine, signal);
      if (isProblem(read)) return read;
      const items = byZone(read.value);
      return items.length === 0
        ? noPrice(say`EC2 tells no Spot price of ${what}.`, say`Not every type is sold as Spot; ask for another.`)
        : { items, ...spotProvenance(items, read) };
    };
  const spot = spotBy('spot');

  return {
    async reserved(product, reading) {
      const listed = await listedOf(product, reading);
      if (isProblem(listed)) return listed;
      const only = onlyOne(listed, productInWords(product));
      if (isProblem(only)) return only;
      const items = only.reserved.map((term) => ({ ...term, effectivePerHour: effectivePerHour(term) }));
      return { items, ...provenanceOf(only, listed) };
    },
    async savings(product, reading) {
      const listed = await listedOf(product, reading);
      if (isProblem(listed)) return listed;
      const only = onlyOne(listed, productInWords(product));
      if (isProblem(only)) return only;
      if (known === undefined) return onlyFromAws(productInWords(product));
      const { usageType, operation } = only;
      const read = await known.savings.get({ region: product.region, usageType, operation }, reading.signal);
      if (isProblem(read)) return read;
      const twice = read.value.find((one) =>
        read.value.some((other) => sameTerm(one, other) && !one.perHour.amount.eq(other.perHour.amount)),
      );
      if (twice !== undefined)
        return noPrice(
          say`AWS has several rates of one Savings Plan for ${code(usageType)} (offering ${code(twice.offeringId)}); none is picked.`,
          say`See AWS's Savings Plans page.`,
        );
      return {
        items: read.value,
        source: { name: 'AWS', detail: 'Savings Plans rates' },
        asOf: day(read.readAt),
        readAt: read.readAt,
      };
    },
    spot,
    spotHistory: spotBy('spotHistory'),
    async spotIn(zone, machine, reading) {
      if (known === undefined)
        return noPrice(
          say`it is a spot instance, and what it pays now is not known here.`,
          say`The EC2 console shows current Spot prices.`,
        );
      const found = await spot(machine, reading);
      if (isProblem(found)) return found;
      const here = found.items.find((one) => one.zone === zone);
      if (here === undefined)
        return noPrice(
          say`EC2 tells no Spot price of ${code(machine.type)} in ${zone}.`,
          say`The EC2 console shows current Spot prices.`,
        );
      return {
        perHour: here.now,
        source: { name: 'AWS', detail: `Spot price in ${zone}` },
        asOf: day(here.since),
        readAt: found.readAt,
      };
    },
    async cpuCredits(family, region, os, { signal }) {
      const what = say`Surplus CPU credits of ${code(family)} in ${region}`;
      if (known === undefined) return onlyFromAws(what);
      const system = platformRow(os).operatingSystem === 'Windows' ? 'Windows' : 'Linux';
      const listed = await known.products.get({ of: 'cpu-credits', family, region, system }, signal);
      return isProblem(listed) ? listed : hourlyRate(listed, what, 'vCPU-Hours');
    },
  };
}

/** Two rates of one payment of one plan. */
const sameTerm = (one: SavingsRate, other: SavingsRate): boolean =>
  one.plan === other.plan && one.years === other.years && one.payment === other.payment;

const onlyFromAws = (what: Spans): Problem =>
  noPrice(say`${what}: only AWS has this figure, and no account of AWS is asked here.`, say`Configure an account.`);

/** Zones in the order of their names. */
function byZone(points: readonly SpotPoint[]): readonly ZonePrices[] {
  const zones = new Map<string, [SpotPoint, ...SpotPoint[]]>();
  for (const point of points) {
    const known = zones.get(point.zone);
    if (known === undefined) zones.set(point.zone, [point]);
    else known.push(point);
  }
  return [...zones].map(([zone, own]) => {
    const [newest] = own;
    const prices = own.map(({ perHour }) => perHour).toSorted((one, other) => one.amount.cmp(other.amount));
    const [least = newest.perHour] = prices;
    return { zone, now: newest.perHour, since: newest.at, least, most: prices.at(-1) ?? least, points: own };
  });
}

const spotProvenance = (zones: readonly ZonePrices[], { readAt }: Fetched<unknown>): Provenance => ({
  source: { name: 'AWS', detail: 'Spot price history' },
  asOf: day(Math.max(...zones.map(({ since }) => since))),
  readAt,
});

const day = (at: number): string => isoTime(at).slice(0, 'YYYY-MM-DD'.length);
