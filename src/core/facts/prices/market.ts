import type { Money } from '../../money.ts';
import type { Reading } from '../../ports/cloud.ts';
import type { Product, Provenance, Rate, SavingsRate, SpotPoint, SpotQuestion } from '../../ports/price-list.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { code, say, type Spans } from '../../text.ts';
import { isoTime } from '../../time.ts';
import type { Fetched } from '../cache.ts';
import { noPrice } from './billing.ts';
import type { KnownPrices } from './known.ts';
import { hourlyRate, onlyOne, productInWords, provenanceOf, type Listed } from './listed.ts';
import { platformRow } from './platforms.ts';
import type { Interruption, SpotTable } from './spot-table.ts';
import type { TermTable } from './term-table.ts';
import { effectivePerHour, paidOfRate, terms, termWord, type Plan, type PricedTerm } from './terms.ts';

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

/**
 * Ways to pay for a machine besides On-Demand: what AWS tells, or told before; else the embedded figures, each with its own
 * day, which are a part of all that there are; else a Problem.
 */
export interface Market {
  /** Reserved Instances, up to 12 terms, in the order of {@link terms}. None: the product is not sold reserved. */
  reserved(product: Product, reading: Reading): Promise<readonly PricedTerm[] | Problem>;
  /** Compute and EC2 Instance Savings Plans, up to 12 terms, in the same order. */
  savings(product: Product, reading: Reading): Promise<readonly PricedTerm[] | Problem>;
  /** Spot now in every zone, by its name. */
  spot(machine: SpotQuestion, reading: Reading): Promise<Figures<ZonePrices> | Problem>;
  /** The same over 30 days. */
  spotHistory(machine: SpotQuestion, reading: Reading): Promise<Figures<ZonePrices> | Problem>;
  /** Spot now in one zone. */
  spotIn(zone: string, machine: SpotQuestion, reading: Reading): Promise<Rate | Problem>;
  /** What is embedded of Spot: the average of the region's zones at one moment, never a price of now. Undefined: no such figure. */
  spotAverage(machine: SpotQuestion): Rate | undefined;
  /** How often such machines were taken back; undefined: no such figure. */
  interruption(machine: SpotQuestion): Interruption | undefined;
  /** One vCPU-hour of surplus CPU credits of a burstable family (`t3`), which only Windows is billed more for. */
  cpuCredits(family: string, region: string, os: Product['os'], reading: Reading): Promise<Rate | Problem>;
}

/** Embedded figures that few questions need; taken apart when first asked for. */
export interface Embedded {
  terms(): TermTable;
  spot(): SpotTable;
}

/** See {@link Market}. */
export function createMarket(embedded: Embedded, known?: KnownPrices): Market {
  /** What is embedded of some plans, where AWS told nothing; without any the reason why. */
  const embeddedOf = (product: Product, of: readonly Plan[], why: Problem) => {
    const found = embedded
      .terms()
      .find(product)
      .filter(({ plan }) => of.includes(plan));
    return found.length > 0 ? found : why;
  };

  const listedOf = async (product: Product, reading: Reading): Promise<Listed | Problem> =>
    known === undefined
      ? onlyFromAws(productInWords(product))
      : known.products.get({ of: 'machine', ...product }, reading);

  const spotBy =
    (cache: 'spot' | 'spotHistory'): Market['spot'] =>
    async (machine, reading) => {
      const { type, os, region } = machine;
      const what = say`${code(type)} with ${platformRow(os).words} in ${region}`;
      if (known === undefined) return onlyFromAws(what);
      if (platformRow(os).spot === undefined)
        return noPrice(say`${what} is not sold as Spot.`, say`Ask for its On-Demand price.`);
      const read = await known[cache].get(machine, reading);
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
      if (isProblem(listed)) return embeddedOf(product, ['ri', 'cri'], listed);
      const only = onlyOne(listed, productInWords(product));
      if (isProblem(only)) return only;
      return inOrder(
        only.reserved.map(({ years, class: offered, payment, upfront, perHour }) => ({
          plan: offered === 'standard' ? 'ri' : 'cri',
          years,
          payment,
          effectivePerHour: effectivePerHour({ years, upfront, perHour }),
          paid: { upfront, perHour },
          sku: only.sku,
          ...provenanceOf(only, listed),
        })),
      );
    },
    async savings(product, reading) {
      const told = (why: Problem) => embeddedOf(product, ['sp', 'esp'], why);
      const listed = await listedOf(product, reading);
      if (isProblem(listed)) return told(listed);
      const only = onlyOne(listed, productInWords(product));
      if (isProblem(only)) return only;
      if (known === undefined) return told(onlyFromAws(productInWords(product)));
      const { usageType, operation } = only;
      const read = await known.savings.get({ region: product.region, usageType, operation }, reading);
      if (isProblem(read)) return told(read);
      const twice = read.value.find((one) =>
        read.value.some((other) => sameTerm(one, other) && !one.perHour.amount.eq(other.perHour.amount)),
      );
      if (twice !== undefined)
        return noPrice(
          say`AWS has several rates of one Savings Plan for ${code(usageType)} (offering ${code(twice.offeringId)}); none is picked.`,
          say`See AWS's Savings Plans page.`,
        );
      return inOrder(
        read.value.map(({ plan, years, payment, perHour, offeringId }) => ({
          plan: plan === 'compute' ? 'sp' : 'esp',
          years,
          payment,
          effectivePerHour: perHour,
          paid: paidOfRate(perHour, { years, payment }),
          sku: offeringId,
          source: { name: 'AWS', detail: 'Savings Plans rates' },
          asOf: day(read.readAt),
          readAt: read.readAt,
        })),
      );
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
    spotAverage: ({ type, region, os }) => (os === 'linux' ? embedded.spot().average(type, region) : undefined),
    interruption: ({ type, region, os }) => (os === 'linux' ? embedded.spot().interruption(type, region) : undefined),
    async cpuCredits(family, region, os, reading) {
      const what = say`Surplus CPU credits of ${code(family)} in ${region}`;
      if (known === undefined) return onlyFromAws(what);
      const system = platformRow(os).operatingSystem === 'Windows' ? 'Windows' : 'Linux';
      const listed = await known.products.get({ of: 'cpu-credits', family, region, system }, reading);
      return isProblem(listed) ? listed : hourlyRate(listed, what, 'vCPU-Hours');
    },
  };
}

/** One of each term. */
function inOrder(priced: readonly PricedTerm[]): readonly PricedTerm[] {
  const byTerm = new Map(priced.map((term) => [termWord(term), term]));
  return terms.flatMap((term) => byTerm.get(termWord(term)) ?? []);
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
