import { exact } from '../../core/money.ts';
import type { TypeFacts } from '../../core/ports/instance-type.ts';
import { code, strong } from '../../core/text.ts';
import { ebsInWords, gibibytes, networkInWords } from '../words.ts';
import { column, table, type Table } from '../reply/reply.ts';
import { rateOf, type Rates } from './rates.ts';
import { disksInWords } from './words.ts';

/** The sizes of a family side by side; one of them may stand out. */
export const sizesTable = (types: readonly TypeFacts[], rates: Rates, own?: string): Table =>
  table(
    [
      column('Size'),
      column('vCPU', 'right'),
      column('GiB', 'right'),
      column('Disks', 'left', 2),
      column('Network', 'left', 3),
      column('EBS', 'left', 4),
      column('$/hour', 'right'),
    ],
    types.map((facts) => {
      const rate = rateOf(rates, facts.name);
      return [
        facts.name === own ? strong(facts.name) : code(facts.name),
        String(facts.vCpus),
        String(gibibytes(facts.memoryMiB)),
        disksInWords(facts),
        networkInWords(facts),
        ebsInWords(facts),
        rate === undefined ? 'unknown' : exact(rate.perHour),
      ];
    }),
  );
