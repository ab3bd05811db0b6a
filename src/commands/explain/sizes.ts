import { exact } from '../../core/money.ts';
import type { TypeFacts } from '../../core/ports/instance-type.ts';
import { code, strong, type Speakable } from '../../core/text.ts';
import { column, table, type Column, type Table } from '../reply/reply.ts';
import { gibibytes } from '../../core/gib.ts';
import { rateOf, type Rates } from './rates.ts';
import { disksInWords } from './words.ts';

/** One thing of a size, under its title. */
interface Part {
  readonly column: Column;
  of(facts: TypeFacts): Speakable;
}

/** What it has all the time, and what for a while: `0.75–10`. */
const range = (baseline: number | undefined, most: number | undefined): string =>
  baseline === undefined ? '' : `${baseline}${most === undefined || most === baseline ? '' : `–${most}`}`;

const parts: readonly Part[] = [
  { column: column('vCPU', 'right'), of: ({ vCpus }) => vCpus },
  { column: column('GiB', 'right'), of: ({ memoryMiB }) => gibibytes(memoryMiB) },
  { column: column('Disks', 'left', 2), of: disksInWords },
  {
    column: column('Network Gbit/s', 'right', 3),
    of: ({ network }) => range(network.baselineGbps, network.peakGbps) || network.performance,
  },
  { column: column('EBS Mbit/s', 'right', 4), of: ({ ebs }) => range(ebs.baselineMbps, ebs.maximumMbps) },
];

/** The sizes of a family side by side, what none of them has left out; one of them may stand out. */
export function sizesTable(types: readonly TypeFacts[], rates: Rates, own?: string): Table {
  const told = parts.filter(({ of }) => types.some((facts) => of(facts) !== ''));
  return table(
    [column('Size'), ...told.map((part) => part.column), column('$/hour', 'right')],
    types.map((facts) => {
      const rate = rateOf(rates, facts.name);
      return [
        facts.name === own ? strong(facts.name) : code(facts.name),
        ...told.map(({ of }) => of(facts)),
        rate === undefined ? 'unknown' : exact(rate.perHour),
      ];
    }),
  );
}
