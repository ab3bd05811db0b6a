import type { Types } from '../../facts/instance-types/types.ts';
import { billingOf } from '../../facts/prices/billing.ts';
import type { Prices } from '../../facts/prices/prices.ts';
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
  readonly prices: Prices;
  /** Zones of the instance's region where a type is offered; empty where that is not known. */
  zonesOf(type: string): readonly string[];
}

/** Types whose price is asked for at most: each may be a call to the price list. */
const pricedAtMost = 12;
/** Types that are told. */
const toldAtMost = 5;

/** Whether a type can stand in for another: as many vCPUs, as much memory, its architecture, and the devices that software may need. */
export const standsIn = (wanted: TypeFacts, other: TypeFacts, architecture: string): boolean =>
  other.name !== wanted.name &&
  other.vCpus === wanted.vCpus &&
  other.memoryMiB === wanted.memoryMiB &&
  other.architectures.includes(architecture) &&
  other.bareMetal === wanted.bareMetal &&
  acceleratorsOf(other) === acceleratorsOf(wanted) &&
  (wanted.instanceStoreGB === undefined || other.instanceStoreGB !== undefined);

/** How many of each, and none apart from a part of one, which counts 0. */
const acceleratorsOf = ({ accelerators }: TypeFacts): string => accelerators.map(({ count }) => count).join(' ');

/** Types that stand in for one, those of the current generation first. */
export function equals(
  types: Pick<Types, 'find' | 'names'>,
  type: string,
  architecture: string,
  region?: string,
): readonly TypeFacts[] {
  const wanted = types.find(type, region);
  if (wanted === undefined) return [];
  const fitting = types.names().flatMap((name) => {
    const other = types.find(name, region);
    return other !== undefined && standsIn(wanted, other, architecture) ? [other] : [];
  });
  return [
    ...fitting.filter(({ currentGeneration }) => currentGeneration),
    ...fitting.filter(({ currentGeneration }) => !currentGeneration),
  ];
}

/** Other types and other zones for an instance that AWS has no room for, with what they cost more or less. */
export async function insteadOf(
  instance: Instance,
  { types, prices, zonesOf }: InsteadParts,
  reading: Reading,
): Promise<readonly Consequence[]> {
  const { type, region, zone, architecture } = instance;
  const fitting = equals(types, type, architecture, region).slice(0, pricedAtMost);
  const cheapest = await pricedTypes(fitting, instance, prices, zonesOf, reading);
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

/** The cheapest of them in words, each with its difference; where no price is known, only those of the same region are left out. */
async function pricedTypes(
  candidates: readonly TypeFacts[],
  instance: Instance,
  prices: Prices,
  zonesOf: InsteadParts['zonesOf'],
  reading: Reading,
): Promise<readonly Spans[]> {
  const billing = billingOf(instance);
  if (isProblem(billing) || billing.by !== 'product') return [];
  const { product } = billing;
  const own = await prices.onDemand(product, reading);
  const priced = await Promise.all(
    candidates.map(async ({ name }) => {
      const rate = await prices.onDemand({ ...product, type: name }, reading);
      const zones = zonesOf(name);
      // What is not sold in the region, or known not to be offered in the zone, is no way out.
      return isProblem(rate) || (zones.length > 0 && !zones.includes(instance.zone))
        ? []
        : [{ name, perHour: rate.perHour }];
    }),
  );
  return priced
    .flat()
    .toSorted((one, other) => one.perHour.amount.cmp(other.perHour.amount))
    .slice(0, toldAtMost)
    .map(
      ({ name, perHour }) =>
        say`${code(name)} (${isProblem(own) ? `${exact(perHour)} an hour` : differs(perHour, own.perHour)})`,
    );
}

/** `$0.02 an hour more`. */
function differs(perHour: Money, own: Money): string {
  const more = usd(perHour.amount.minus(own.amount));
  if (isZero(more)) return 'at the same price';
  return more.amount.gt(0) ? `${exact(more)} an hour more` : `${exact(usd(more.amount.abs()))} an hour less`;
}
