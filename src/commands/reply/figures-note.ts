import { sourcesOf } from '../../core/facts/prices/alike.ts';
import type { Offer } from '../../core/facts/instance-types/wishes.ts';
import type { Provenance } from '../../core/ports/price-list.ts';
import { say } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import { provenanceInWords } from '../words.ts';
import { note, type Note } from './reply.ts';

/** Where the prices of several types, and their facts, are from and how old they are: each source once. */
export function figuresNote(told: readonly Offer[], facts: Provenance, now: Instant): Note {
  const rates = new Map(
    told.flatMap(({ facts: { name }, rate }) => (rate === undefined ? [] : [[name, rate] as const])),
  );
  const currencies = new Set([...rates.values()].map(({ perHour }) => perHour.currency));
  const prices = sourcesOf(rates).map((one) => provenanceInWords(one, now));
  const types = `Types: ${provenanceInWords(facts, now)}.`;
  return note(rates.size === 0 ? types : say`Source: ${[...prices, ...currencies].join('; ')}. ${types}`);
}
