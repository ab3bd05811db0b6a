import type { Offer } from '../../core/facts/prices/offer.ts';
import { toldPerHour } from '../../core/facts/prices/term-table.ts';
import {
  isReserved,
  monthOf,
  monthsPerYear,
  plans,
  termTotal,
  termWord,
  type PricedTerm,
} from '../../core/facts/prices/terms.ts';
import { exact, hoursPerMonth, isZero, times, type Money } from '../../core/money.ts';
import type { Rate } from '../../core/ports/price-list.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { figure, say, strong } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { termInWords, termNamed, type PayWord } from '../options/paying.ts';
import { action, actions, fields, line, note, reply, type Reply } from '../reply/reply.ts';
import { rateNote } from '../words.ts';
import { costsPicture } from './costs-picture.ts';
import { reach } from './reach.ts';
import { soldAs, type Subject } from './subject.ts';
import { paysBack, paysFrom, savingInWords, sourcesNote, type Scale } from './ways.ts';

/** A commitment in every figure. */
export function termReply(
  subject: Subject,
  word: PayWord,
  offer: Offer,
  onDemand: Rate,
  scale: Scale,
  { now }: Context<'reads'>,
): Reply | Problem {
  const plan = termNamed(word)?.plan;
  const of = plan !== undefined && isReserved(plan) ? offer.reserved : offer.savings;
  if (isProblem(of)) return of;
  const term = of.find((one) => termWord(one) === word);
  if (term === undefined) return noFigure(subject, word, of);
  const { count, running } = scale;
  const many = (sum: Money): Money => times(sum, count);
  const months = term.years * monthsPerYear;
  const monthly = monthOf(onDemand.perHour, running);
  const perMonth = times(term.effectivePerHour, hoursPerMonth);
  const { paid } = term;
  return reply(
    'plain',
    say`${subject.name} as ${termInWords(term)}: ${strong(exact(many(toldPerHour(term))))} an hour in all`,
    fields(
      ['System', soldAs(offer.product, plans[term.plan])],
      ['Region', offer.product.region],
      [
        'Upfront',
        paid === undefined ? 'not told by the source' : isZero(paid.upfront) ? 'none' : figure(many(paid.upfront)),
      ],
      [
        'Paid by the hour',
        paid === undefined
          ? 'not told by the source'
          : isZero(paid.perHour)
            ? 'nothing more'
            : figure(many(paid.perHour), 'exact'),
      ],
      ['Effective hour', figure(many(toldPerHour(term)), 'exact')],
      ['Month (730 h)', figure(many(perMonth))],
      [`Whole term (${months} months)`, figure(many(termTotal(term)))],
      ['On-Demand', say`${figure(many(onDemand.perHour), 'exact')} an hour, ${figure(many(monthly))} a month`],
      ['Saves', savingInWords(perMonth, monthly)],
      ['Pays back', paysBack(term, onDemand.perHour, running)],
      ['Costs less', lessFrom(term, onDemand.perHour)],
    ),
    note(
      say`Every hour of ${term.years === 1 ? 'the year' : 'the three years'} is paid, whether the machine runs or not. ${reach(term.plan, offer.product)}`,
    ),
    costsPicture([term], onDemand.perHour, scale),
    rateNote({ ...term, perHour: term.effectivePerHour }, now),
    sourcesNote([onDemand], now),
    actions(
      action('All of its kind', line`price ${subject.words} ${`term:${term.plan}`}`),
      action('Every way to pay', line`price ${subject.words} term:all`),
    ),
  );
}

/** From how much use on a commitment costs less. */
function lessFrom(term: PricedTerm, onDemand: Money): string {
  const from = paysFrom(term, onDemand);
  return from === 'never' ? 'never' : `than On-Demand from ${from} hours of use a month on, of 730`;
}

const noFigure = (subject: Subject, word: PayWord, known: readonly PricedTerm[]): Problem => ({
  problem: 'no-price',
  what: say`${subject.name}: there is no figure of ${word} here.`,
  todo: known.some(({ source }) => source.name === 'embedded catalogue')
    ? say`Known are ${known.map(termWord).join(', ')}; with an account of AWS all are told.`
    : say`AWS sells it as ${known.map(termWord).join(', ') || 'On-Demand alone'}.`,
});
