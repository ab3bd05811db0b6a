import type { Reading } from '../../ports/cloud.ts';
import type { OperatingSystem } from '../../ports/price-list.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { inSlices, turn } from '../../slices.ts';
import { platformRow } from '../prices/platforms.ts';
import { unknownRegion, type Prices } from '../prices/prices.ts';
import {
  cheapestFirst,
  countFitting,
  recommend,
  relaxations,
  type Recommendation,
  type Relaxation,
} from './recommend.ts';
import type { RegionTypes, Types } from './types.ts';
import { architectures, type Offer, type Wishes } from './wishes.ts';

/** Types of a region that meet wishes, and what they were picked from. */
export interface Picked {
  readonly recommended: readonly Recommendation[];
  /** How many more there were if the previous generation were not left out. */
  readonly older: number;
  /** Where there is none: which wish to let go. */
  readonly relaxations: readonly Relaxation[];
  /** Where the facts are from, and which types the region has. */
  readonly from: Pick<RegionTypes, 'source' | 'asOf' | 'readAt' | 'gap' | 'anywhere'>;
}

/** Where types are picked, for what system. */
export interface Market {
  readonly region: string;
  readonly os: OperatingSystem;
}

/** Where prices are from. */
type PriceSource = Pick<Prices, 'live' | 'catalogued' | 'onDemand' | 'regions'>;

/** Prices that AWS is asked for at once: the price list's own limits are low. */
const askedAtOnce = 8;
/** Prices that AWS is asked for in all for one answer. Those after them keep the catalogue's figure, with its date. */
const askedAtMost = 32;

/**
 * Puts all types of a region in order by the catalogue's prices; where there is a live price list, asks it for the prices of
 * those that will be told, and of those without a catalogue price, until each that is told was asked for or {@link askedAtMost} were.
 * @param told How many will be told. @param but A type that is not wanted itself.
 */
export async function pick(
  { types, prices }: { readonly types: Pick<Types, 'of'>; readonly prices: PriceSource },
  { region, os }: Market,
  wishes: Wishes,
  { told, but, ...reading }: Reading & { readonly told: number; readonly but?: string | undefined },
): Promise<Picked | Problem> {
  const from = await types.of(region, reading.signal);
  if (from.readAt === undefined && from.anywhere === true && !prices.regions().includes(region))
    return from.gap ?? unknownRegion(region, prices.regions());
  const { rates, otherwise } = await prices.catalogued(region, os, reading.signal);
  const built = architecturesOf(os);
  const offers: Offer[] = [];
  const take = (name: string): void => {
    const facts = from.find(name);
    if (facts === undefined || name === but || otherwise.has(name)) return;
    if (!facts.architectures.some((one) => built.includes(one))) return;
    const rate = rates.get(name);
    // A region whose types are not known has at least those with a price there.
    if (rate !== undefined || from.anywhere !== true) offers.push({ facts, rate });
  };
  // Those with a price come in its order, so that there is little to put in order afterwards.
  await inSlices([...rates.keys(), ...from.names().filter((name) => !rates.has(name))], take, reading.signal);
  await turn();

  const rated = prices.live ? await asking(offers, { region, os }, wishes, prices, { ...reading, told }) : offers;
  const recommended = recommend(rated, wishes);
  const older = countFitting(rated, { ...wishes, older: true }) - recommended.length;
  return { recommended, older, relaxations: recommended.length === 0 ? relaxations(rated, wishes) : [], from };
}

/** The same offers with AWS's prices for those that will be told. Of what AWS has no price for none is known. */
async function asking(
  offers: readonly Offer[],
  { region, os }: Market,
  wishes: Wishes,
  prices: PriceSource,
  { told, ...reading }: Reading & { readonly told: number },
): Promise<readonly Offer[]> {
  const asked = new Map<string, Offer>();
  // Whether a price is too high is for the price that is asked for to say.
  const fitting = recommend(offers, { ...wishes, 'max-price': undefined });
  const nameOf = ({ facts }: Offer): string => facts.name;
  for (;;) {
    const now = fitting.map((offer) => asked.get(nameOf(offer)) ?? offer).toSorted(cheapestFirst);
    const unsure = [...now.slice(0, told), ...now.filter(({ rate }) => rate === undefined)];
    const room = Math.min(askedAtOnce, askedAtMost - asked.size);
    const next = unsure.filter((offer) => !asked.has(nameOf(offer))).slice(0, room);
    if (next.length === 0) break;
    await Promise.all(
      next.map(async ({ facts }) => {
        const rate = await prices.onDemand({ type: facts.name, region, os }, reading);
        asked.set(facts.name, { facts, rate: isProblem(rate) ? undefined : rate });
      }),
    );
  }
  return offers.map((offer) => asked.get(nameOf(offer)) ?? offer);
}

/** What a system is built for: Windows and SQL Server for x86 alone. Macs, whose architectures have names of their own, run macOS, which is none of the systems here. */
function architecturesOf(os: OperatingSystem): readonly string[] {
  const { operatingSystem, preInstalledSw } = platformRow(os);
  return operatingSystem === 'Windows' || preInstalledSw !== 'NA' ? ['x86_64'] : architectures;
}
