import { gibibytes, mibPerGib } from '../../core/gib.ts';
import { acceleratorInWords } from '../../core/facts/instance-types/reasons.ts';
import { share, type Money } from '../../core/money.ts';
import type { TypeFacts } from '../../core/ports/instance-type.ts';
import type { Rate } from '../../core/ports/price-list.ts';
import { figure, plain, say, strong, type Span, type Spans } from '../../core/text.ts';

/** A type beside others. */
export interface Compared {
  readonly facts: TypeFacts;
  /** Undefined: no price is known. */
  readonly rate: Rate | undefined;
  /** Whether the region has it; undefined: not known. */
  readonly offered: boolean | undefined;
}

/** One fact of all types. */
interface Row {
  readonly label: string;
  says(one: Compared): string | Span;
  /** Where one is better than another, what they are put in order by: the greatest figure is best, of equals the next. Undefined: not known. */
  readonly best?: (one: Compared) => Sizes | undefined;
}

type Sizes = readonly [number, ...(number | undefined)[]];

const unknown = 'unknown';
/** Digits of a price of one vCPU or GiB: the sixth is a thousandth of a cent in ten hours. */
const partDigits = 6;

const part = ({ rate }: Compared, parts: number): Money | undefined =>
  rate === undefined ? undefined : share(rate.perHour, parts, partDigits);
const priced = (value: Money | undefined): string | Span => (value === undefined ? unknown : figure(value, 'exact'));
/** Cheaper is better. Put in order, never told: so a float will do. */
const cheap = (value: Money | undefined): Sizes | undefined =>
  value === undefined ? undefined : [-value.amount.toNumber()];
const sized = (first: number | undefined, next?: number): Sizes | undefined =>
  first === undefined ? undefined : [first, next];
const thousands = (value: number): string => value.toLocaleString('en-US');

/** `0.75–10`: all the time, and for a while. */
const range = (baseline: number | undefined, most: number | undefined): string =>
  baseline === undefined
    ? unknown
    : most === undefined || most === baseline
      ? thousands(baseline)
      : `${thousands(baseline)}–${thousands(most)}`;
const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** A figure that all types have, where more is better. */
const most = (label: string, of: (facts: TypeFacts) => number | undefined, none = unknown): Row => ({
  label,
  says: ({ facts }) => {
    const value = of(facts);
    return value === undefined ? none : thousands(value);
  },
  best: ({ facts }) => sized(of(facts) ?? (none === unknown ? undefined : 0)),
});
/** A fact that is no better one way or the other. */
const plainly = (label: string, of: (facts: TypeFacts) => string | undefined): Row => ({
  label,
  says: ({ facts }) => of(facts) ?? unknown,
});

const perVCpu = (one: Compared) => part(one, one.facts.vCpus);
const perGib = ({ facts, rate }: Compared): Money | undefined =>
  rate === undefined
    ? undefined
    : share({ ...rate.perHour, amount: rate.perHour.amount.times(mibPerGib) }, facts.memoryMiB, partDigits);

/** In the order in which they are told. */
const rows: readonly Row[] = [
  { label: '$/hour', says: ({ rate }) => priced(rate?.perHour), best: ({ rate }) => cheap(rate?.perHour) },
  { label: '$/vCPU-hour', says: (one) => priced(perVCpu(one)), best: (one) => cheap(perVCpu(one)) },
  { label: '$/GiB-hour', says: (one) => priced(perGib(one)), best: (one) => cheap(perGib(one)) },
  most('vCPU', ({ vCpus }) => vCpus),
  most('Cores', ({ cores }) => cores),
  most('Memory, GiB', ({ memoryMiB }) => gibibytes(memoryMiB)),
  plainly('Processor', ({ processor }) => processor),
  most('Clock, GHz', ({ clockGHz }) => clockGHz),
  plainly('Architecture', ({ architectures }) => architectures.join(', ')),
  {
    label: 'Network, Gbit/s',
    says: ({ facts: { network } }) =>
      network.baselineGbps === undefined ? network.performance : range(network.baselineGbps, network.peakGbps),
    best: ({ facts: { network } }) => sized(network.baselineGbps, network.peakGbps),
  },
  {
    label: 'EBS, Mbit/s',
    says: ({ facts: { ebs } }) => range(ebs.baselineMbps, ebs.maximumMbps),
    best: ({ facts: { ebs } }) => sized(ebs.baselineMbps, ebs.maximumMbps),
  },
  {
    label: 'EBS, IOPS',
    says: ({ facts: { ebs } }) => range(ebs.baselineIops, ebs.maximumIops),
    best: ({ facts: { ebs } }) => sized(ebs.baselineIops, ebs.maximumIops),
  },
  most('Local disks, GB', ({ instanceStoreGB }) => instanceStoreGB, 'none'),
  plainly('Accelerators', ({ accelerators }) => accelerators.map(acceleratorInWords).join(', ') || 'none'),
  plainly('Burstable', ({ burstable }) => yesNo(burstable)),
  plainly('Generation', ({ currentGeneration }) => (currentGeneration ? 'current' : 'previous')),
  plainly('Spot', ({ usageClasses }) => yesNo(usageClasses.includes('spot'))),
  plainly('EFA', ({ network }) => yesNo(network.efaInterfaces > 0)),
  plainly('Hibernation', ({ hibernation }) => yesNo(hibernation)),
  plainly('Free plan', ({ freeTier }) => yesNo(freeTier)),
  plainly('Hypervisor', ({ bareMetal, hypervisor }) => (bareMetal ? 'none' : hypervisor)),
  { label: 'In the region', says: ({ offered }) => (offered === undefined ? unknown : yesNo(offered)) },
];

/** Facts of types side by side: those that differ, a cell a type, and those in which all are equal. */
export interface Comparison {
  readonly differing: readonly { readonly label: string; readonly cells: readonly Spans[] }[];
  readonly equal: readonly { readonly label: string; readonly says: string }[];
}

/** Before the best of a row: seen without colour, and read aloud. */
export const bestMark = '*';

/** Each fact of all types; of a row that differs the best is marked, several where they are equally good, and none where one is unknown: it might be better. */
export function compareRows(all: readonly Compared[]): Comparison {
  const told = rows.map((row) => ({ row, cells: all.map((one) => say`${row.says(one)}`) }));
  const isEqual = ({ cells }: (typeof told)[number]): boolean => new Set(cells.map(plain)).size === 1;
  return {
    differing: told
      .filter((one) => !isEqual(one))
      .map(({ row: { label, best }, cells }) => {
        const sizes = all.map((one) => best?.(one));
        const isBest = (size: Sizes | undefined): boolean =>
          size !== undefined && sizes.every((other) => other !== undefined && behind(size, other) <= 0);
        return { label, cells: cells.map((cell, at) => (isBest(sizes[at]) ? say`${strong(bestMark)} ${cell}` : cell)) };
      }),
    equal: told.filter(isEqual).map(({ row: { label }, cells: [first = []] }) => ({ label, says: plain(first) })),
  };
}

/** How far a figure is behind another; 0 or less: not at all. */
function behind([first, next = 0]: Sizes, [other, otherNext = 0]: Sizes): number {
  return other - first || otherNext - next;
}
