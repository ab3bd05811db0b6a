import { askedPrices, offersIn, type PriceSource } from '../../facts/instance-types/offers.ts';
import { cheapestFirst } from '../../facts/instance-types/recommend.ts';
import type { Types } from '../../facts/instance-types/types.ts';
import { billingOf } from '../../facts/prices/billing.ts';
import { exact, isZero, usd, type Money } from '../../money.ts';
import type { Reading } from '../../ports/cloud.ts';
import type { Instance } from '../../ports/instance.ts';
import type { TypeFacts } from '../../ports/instance-type.ts';
import { isProblem } from '../../problem.ts';
import { code, list, say, type Spans } from '../../text.ts';
import type { Consequence } from '../target.ts';

/** What alternatives are found with. */
export interface InsteadParts {
  readonly types: Pick<Types, 'find' | 'names'>;
  readonly prices: PriceSource;
  /** Zones of the instance's region where a type is offered; empty where that is not known. */
  zonesOf(type: string): readonly string[];
}

/** Types that are told. */
const toldAtMost = 5;

/** Whether a type can stand in for another: as many vCPUs, as much memory, its architecture, the devices that software may need, and burstable only where that is. */
export const standsIn = (wanted: TypeFacts, other: TypeFacts, architecture: string): boolean =>
  other.name !== wanted.name &&
  other.vCpus === wanted.vCpus &&
  other.memoryMiB === wanted.memoryMiB &&
  other.architectures.includes(architecture) &&
  other.bareMetal === wanted.bareMetal &&
  (wanted.burstable || !other.burstable) &&
  acceleratorsOf(other) === acceleratorsOf(wanted) &&
  (wanted.instanceStoreGB === undefined || other.instanceStoreGB !== undefined);

/** How many of each, and none apart from a part of one, which counts 0. */
const acceleratorsOf = ({ accelerators }: TypeFacts): string => accelerators.map(({ count }) => count).join(' ');

/** Other types and other zones for an instance that AWS has no room for, with what they cost more or less. */
export async function insteadOf(
  instance: Instance,
  { types, prices, zonesOf }: InsteadParts,
  reading: Reading,
): Promise<readonly Consequence[]> {
  const { type, zone } = instance;
  const cheapest = await standIns(instance, { types, prices, zonesOf }, reading);
  const others = zonesOf(type)
    .filter((one) => one !== zone)
    .toSorted();
  return [
    ...(cheapest.length > 0
      ? [
          info(
            'other-types',
            say`As many vCPUs and as much memory for the same software: ${list(cheapest, 'or')}. Quartermaster does not change types; whoever may can do so in the EC2 console while it is stopped (Actions, Instance settings, Change instance type).`,
          ),
        ]
      : []),
    ...(others.length > 0
      ? [
          info(
            'other-zones',
            say`${code(type)} is also offered in ${list(others.map(code))}, at the same On-Demand price. An instance stays in its zone: to go there, make an image of it and launch that.`,
          ),
        ]
      : []),
  ];
}

const info = (key: string, says: Spans): Consequence => ({ code: key, level: 'info', says });

/** The cheapest types that stand in for an instance's, each with its difference in words; those of the current generation alone where they are enough. */
async function standIns(
  instance: Instance,
  { types, prices, zonesOf }: InsteadParts,
  reading: Reading,
): Promise<readonly Spans[]> {
  const { type, region, zone, architecture } = instance;
  const wanted = types.find(type, region);
  const billing = billingOf(instance);
  if (wanted === undefined || isProblem(billing) || billing.by !== 'product') return [];
  const { type: _, ...market } = billing.product;
  const find = (name: string): TypeFacts | undefined => {
    const facts = types.find(name, region);
    const zones = zonesOf(name);
    // What is known not to be offered in the zone is no way out.
    const isThere = zones.length === 0 || zones.includes(zone);
    return isThere && facts !== undefined && standsIn(wanted, facts, architecture) ? facts : undefined;
  };
  const all = await offersIn(market, { find, names: types.names }, prices, reading.signal);
  const current = all.filter(({ facts }) => facts.currentGeneration);
  const offers = current.length < toldAtMost ? all : current;
  const [own, asked] = await Promise.all([
    prices.onDemand(billing.product, reading),
    askedPrices(offers, market, prices, { ...reading, told: toldAtMost }),
  ]);
  return (
    offers
      .map((offer) => asked.get(offer.facts.name) ?? offer)
      // What has no price is not sold in the region.
      .flatMap(({ facts, rate }) => (rate === undefined ? [] : [{ facts, rate }]))
      .toSorted(cheapestFirst)
      .slice(0, toldAtMost)
      .map(
        ({ facts: { name }, rate: { perHour } }) =>
          say`${code(name)} (${isProblem(own) ? `${exact(perHour)} an hour` : differs(perHour, own.perHour)})`,
      )
  );
}

/** `$0.02 an hour more`. */
function differs(perHour: Money, own: Money): string {
  const more = usd(perHour.amount.minus(own.amount));
  if (isZero(more)) return 'at the same price';
  return more.amount.gt(0) ? `${exact(more)} an hour more` : `${exact(usd(more.amount.abs()))} an hour less`;
}
