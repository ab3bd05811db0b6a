import { usd, type Money } from '../../money.ts';
import type { Reading } from '../../ports/cloud.ts';
import type { Product, Rate } from '../../ports/price-list.ts';
import { isProblem } from '../../problem.ts';
import { familyOf } from '../instance-types/catalogue.ts';
import { platformRow } from './platforms.ts';
import type { Prices } from './prices.ts';
import { pricePartition } from './question.ts';

/**
 * What a vCPU-hour of surplus CPU credits costs as far as it is known without AWS: 0.05 USD, T4g 0.04, Windows 0.096. Told
 * in AWS's pages, and not verified here; a live price list has the figure. Undefined: in partitions with prices of their own.
 */
export function surplusAsTold({ type, region, os }: Product): Money | undefined {
  if (pricePartition(region) !== 'aws') return undefined;
  return usd(platformRow(os).operatingSystem === 'Windows' ? '0.096' : type.startsWith('t4g.') ? '0.04' : '0.05');
}

/** What a vCPU-hour of surplus CPU credits costs, and where that is from. */
export interface Surplus {
  readonly perHour: Money;
  /** AWS's price list; left out: as its pages tell it, not verified here. */
  readonly listed?: Rate;
}

/** AWS's figure, else the one that its pages tell; undefined: none is known. */
export async function surplusOf(
  product: Product,
  prices: Pick<Prices, 'cpuCredits'>,
  reading: Reading,
): Promise<Surplus | undefined> {
  const listed = await prices.cpuCredits(familyOf(product.type), product.region, product.os, reading);
  if (!isProblem(listed)) return { perHour: listed.perHour, listed };
  const perHour = surplusAsTold(product);
  return perHour && { perHour };
}

/** A burstable type beside one with its full CPU all the time. */
export interface Weighed {
  readonly burstable: Money;
  readonly full: Money;
  /** Of one vCPU-hour. */
  readonly surplus: Money;
  readonly vCpus: number;
  readonly baselinePercent: number;
}

/**
 * The average CPU use, in percent of all vCPUs, from which an unlimited burstable type costs more than the full one (EC2
 * guide, "Unlimited mode", break-even); undefined: it never does.
 */
export function breakEvenPercent({ burstable, full, surplus, vCpus, baselinePercent }: Weighed): number | undefined {
  const percent = full.amount
    .minus(burstable.amount)
    .div(surplus.amount.times(vCpus))
    .times(100)
    .plus(baselinePercent)
    .round(1)
    .toNumber();
  return percent > 100 ? undefined : percent;
}
