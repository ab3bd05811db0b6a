import Big from 'big.js';
import { money, share, type Money } from '../../money.ts';
import type { Reading } from '../../ports/cloud.ts';
import type { OperatingSystem, Product, Rate } from '../../ports/price-list.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { inSlices } from '../../slices.ts';
import type { Prices } from './prices.ts';

/** What a licence costs over Linux, a vCPU and hour, by the catalogue's prices of all types of a region. */
export interface LicencePerVCpu {
  /** What most types have in common, and how many of them. */
  readonly usual: Money;
  readonly holds: number;
  readonly of: number;
  readonly least: Money;
  readonly most: Money;
  /** Where a price and that of Linux are from. */
  readonly rate: Rate;
}

/** What a licence costs over Linux on one type. */
export interface LicenceOfType {
  readonly with: Rate;
  readonly linux: Rate;
  /** The difference, an hour. */
  readonly perHour: Money;
}

/** Digits of a price of one vCPU; AWS's own prices have six. */
const partDigits = 6;

/** The licence a vCPU and hour; undefined: the catalogue has no type of the region with this system. @param vCpusOf Of a type; undefined: not known. */
export async function licencePerVCpu(
  { catalogued }: Pick<Prices, 'catalogued'>,
  { region, os }: { readonly region: string; readonly os: OperatingSystem },
  vCpusOf: (type: string) => number | undefined,
  signal: AbortSignal,
): Promise<LicencePerVCpu | undefined> {
  const [licensed, linux] = await Promise.all([catalogued(region, os, signal), catalogued(region, 'linux', signal)]);
  const counts = new Map<string, number>();
  let of = 0;
  const count = ([type, rate]: readonly [string, Rate]): void => {
    const plain = linux.rates.get(type);
    const vCpus = vCpusOf(type);
    if (plain === undefined || vCpus === undefined) return;
    const each = share(difference(rate, plain), vCpus, partDigits).amount.toFixed();
    counts.set(each, (counts.get(each) ?? 0) + 1);
    of += 1;
  };
  await inSlices([...licensed.rates], count, signal);
  const [rate] = licensed.rates.values();
  const [first, ...rest] = [...counts].toSorted(([, one], [, other]) => other - one);
  if (rate === undefined || first === undefined) return undefined;
  const [usual, holds] = first;
  const amounts = [usual, ...rest.map(([amount]) => amount)].map((amount) => new Big(amount));
  const { currency } = rate.perHour;
  const sorted = amounts.toSorted((one, other) => one.cmp(other));
  return {
    usual: money(usual, currency),
    holds,
    of,
    least: money(sorted[0] ?? usual, currency),
    most: money(sorted.at(-1) ?? usual, currency),
    rate,
  };
}

/** The licence on one type: its price less that of Linux, both On-Demand; a Problem where either is not known. */
export async function licenceOfType(
  prices: Pick<Prices, 'onDemand'>,
  product: Product,
  reading: Reading,
): Promise<LicenceOfType | Problem> {
  const [licensed, linux] = await Promise.all([
    prices.onDemand(product, reading),
    prices.onDemand({ ...product, os: 'linux' }, reading),
  ]);
  if (isProblem(licensed)) return licensed;
  if (isProblem(linux)) return linux;
  return { with: licensed, linux, perHour: difference(licensed, linux) };
}

const difference = ({ perHour }: Rate, { perHour: less }: Rate): Money =>
  money(perHour.amount.minus(less.amount), perHour.currency);
