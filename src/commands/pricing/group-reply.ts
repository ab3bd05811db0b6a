import type { Offer } from '../../core/facts/prices/offer.ts';
import { isReserved, termWord, type PricedTerm } from '../../core/facts/prices/terms.ts';
import type { Rate } from '../../core/ports/price-list.ts';
import { say } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { termInWords, type PayWord } from '../options/paying.ts';
import { action, actions, line, note, reply, type Reply } from '../reply/reply.ts';
import { rateNote } from '../words.ts';
import { costsPicture } from './costs-picture.ts';
import type { Subject } from './subject.ts';
import { missingNotes, sourcesNote, waysOf, waysTable, type Part, type Scale } from './ways.ts';

/** Commitments offered as buttons. */
const termsOffered = 3;

/** Several ways side by side. */
export function groupReply(
  subject: Subject,
  word: PayWord,
  offer: Offer,
  onDemand: Rate,
  scale: Scale,
  { now }: Context<'reads'>,
): Reply {
  const ways = waysOf(offer, scale, (own) => own === 'od' || word === 'all' || own.startsWith(`${word}-`));
  const terms = ways.flatMap(({ term }) => term ?? []);
  return reply(
    'plain',
    say`${subject.name} in ${offer.product.region}: ${ways.length === 1 ? 'On-Demand alone has a figure' : `${ways.length} ways to pay`}`,
    waysTable(ways, onDemand.perHour, scale),
    note(
      say`A commitment is paid for every hour of its term, used or not. “Saves” is against On-Demand ${scale.running.of === scale.running.every ? 'that runs all the time' : 'while it runs'}; “Pays back” is when less has been paid than On-Demand would have cost.`,
    ),
    costsPicture(drawn(terms), onDemand.perHour, scale),
    rateNote(onDemand, now),
    sourcesNote(
      ways.filter((way) => way.word !== 'od'),
      now,
    ),
    ...missingNotes(offer, partsOf(word)),
    actions(
      ...terms
        .slice(0, termsOffered)
        .map((term) => action(termInWords(term), line`price ${subject.words} ${`term:${termWord(term)}`}`)),
    ),
  );
}

/** Which parts of an offer a group is of. */
const partsOf = (word: PayWord): readonly Part[] =>
  word === 'all' ? ['spot', 'reserved', 'savings'] : isReserved(word) ? ['reserved'] : ['savings'];

/** Of the longest terms whose payment is told, the cheapest of each payment. */
function drawn(terms: readonly PricedTerm[]): readonly PricedTerm[] {
  const told = terms.filter(({ paid }) => paid !== undefined);
  const longest = told.some(({ years }) => years === 3) ? 3 : 1;
  return (['none', 'partial', 'all'] as const).flatMap((payment) => {
    const [best] = told
      .filter((term) => term.years === longest && term.payment === payment)
      .toSorted((one, other) => one.effectivePerHour.amount.cmp(other.effectivePerHour.amount));
    return best ?? [];
  });
}
