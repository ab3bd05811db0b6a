import type { Known } from '../../core/facts/instance-types/known.ts';
import { siblingsOf, type Relation, type Sibling } from '../../core/facts/instance-types/siblings.ts';
import { canRun } from '../../core/facts/prices/platforms.ts';
import type { RegionTypes } from '../../core/facts/instance-types/types.ts';
import { exact, type Money } from '../../core/money.ts';
import type { TypeFacts } from '../../core/ports/instance-type.ts';
import { code } from '../../core/text.ts';
import { column, table, type Table } from '../reply/reply.ts';
import type { Wanted } from './explainer.ts';
import { rateOf, type Rates } from './rates.ts';
import { acceleratorInWords } from '../../core/facts/instance-types/reasons.ts';
import { gibibytes } from '../../core/gib.ts';
import { differenceInWords } from './words.ts';

/** How a type stands to the one that is explained, in words. */
const relationWords = {
  newer: 'newer generation',
  flex: 'flex',
  'not flex': 'full CPU always',
  Graviton: 'Graviton (arm64)',
  AMD: 'AMD',
  Intel: 'Intel',
} as const satisfies Record<Relation, string>;

/** Siblings that the system runs on. */
export const standIns = (facts: TypeFacts, known: Known, { os }: Wanted): readonly Sibling[] =>
  siblingsOf(facts, known).filter((one) => canRun(one.facts, os));

/** Of each relation the newest. */
export const newestOf = (siblings: readonly Sibling[]): readonly Sibling[] =>
  siblings.filter(({ relation }, index) => siblings.findIndex((one) => one.relation === relation) === index);

/**
 * What is shown of siblings: all, or on a first screen of each relation the newest, and the cheapest, which is often an older
 * one. Where it is not known which types a region has, those that it has a price for.
 */
export function besideShown(
  siblings: readonly Sibling[],
  rates: Rates,
  { more }: Wanted,
  { anyRegion }: RegionTypes,
): readonly Sibling[] {
  const priced = siblings.flatMap((one) => {
    const rate = rateOf(rates, one.facts.name);
    return rate === undefined ? [] : [{ one, perHour: rate.perHour.amount }];
  });
  const had = anyRegion === true ? priced.map(({ one }) => one) : siblings;
  if (more) return had;
  const [cheapest] = priced.toSorted((one, other) => one.perHour.cmp(other.perHour));
  const newest = newestOf(had);
  return had.filter((one) => newest.includes(one) || one === cheapest?.one);
}

/** How a type stands in, with what explains its price: a vCPU of an AMD processor of today is a core, and accelerators differ. */
const standsIn = ({ relation, facts }: Sibling): string =>
  [
    relationWords[relation],
    ...(relation === 'AMD' && facts.threadsPerCore === 1 ? ['full cores'] : []),
    ...facts.accelerators.map(acceleratorInWords),
  ].join(', ');

/** Types that may stand in, with what they cost more or less; undefined: there is none. */
export const besideTable = (siblings: readonly Sibling[], rates: Rates, own: Money | undefined): Table | undefined =>
  siblings.length === 0
    ? undefined
    : table(
        [
          column('Instead'),
          column('What', 'left', 1),
          column('vCPU', 'right', 3),
          column('GiB', 'right', 3),
          column('$/hour', 'right'),
          column('Against this', 'right', 2),
        ],
        siblings.map((one) => {
          const { facts } = one;
          const rate = rateOf(rates, facts.name);
          return [
            code(facts.name),
            standsIn(one),
            String(facts.vCpus),
            String(gibibytes(facts.memoryMiB)),
            rate === undefined ? 'unknown' : exact(rate.perHour),
            rate === undefined || own === undefined ? '' : differenceInWords(rate.perHour, own),
          ];
        }),
      );
