import { heldMonth } from '../../core/facts/prices/holdings.ts';
import { offerOf, type Offer } from '../../core/facts/prices/offer.ts';
import type { Prices } from '../../core/facts/prices/prices.ts';
import {
  monthOf,
  monthsPerYear,
  paidAfter,
  plans,
  termTotal,
  termWord,
  type PricedTerm,
  type Running,
} from '../../core/facts/prices/terms.ts';
import { toldPerHour } from '../../core/facts/prices/term-table.ts';
import { exact, hoursPerMonth, isZero, plus, rounded, times, toRecord, type Money } from '../../core/money.ts';
import type { Rate } from '../../core/ports/price-list.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { figure, say, strong, type Spans } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { termInWords, termNamed, type PayWord } from '../options/paying.ts';
import { picture, type Picture, type Series } from '../reply/picture.ts';
import { action, actions, beforeActions, fields, line, note, reply, type Block, type Reply } from '../reply/reply.ts';
import { rateNote } from '../words.ts';
import { spotReply } from './spot-reply.ts';
import { soldAs, type Subject } from './subject.ts';
import {
  missingNotes,
  paysBack,
  paysFrom,
  savingInWords,
  sourcesNote,
  waysOf,
  waysTable,
  type Part,
  type Scale,
} from './ways.ts';

/** Commitments offered as buttons. */
const termsOffered = 3;

/** One way to pay in full, or a group of them side by side. */
export async function wayReply(
  subject: Subject,
  word: PayWord,
  running: Running,
  context: Context<'reads'>,
): Promise<Reply | Problem> {
  const { core, signal } = context;
  const { product, machine, count } = subject;
  const asked = { account: machine?.account.name, history: word === 'spot' };
  const offer = await offerOf(product, core.prices, { signal }, asked);
  const answer = replyOf(subject, word, offer, { count, running }, context);
  return isProblem(answer) ? answer : beforeActions(answer, onTop(subject, running, core.prices));
}

function replyOf(
  subject: Subject,
  word: PayWord,
  offer: Offer,
  scale: Scale,
  context: Context<'reads'>,
): Reply | Problem {
  const { onDemand, spot } = offer;
  if (word === 'spot') return spotReply(subject, spot, onDemand, scale, context);
  if (isProblem(onDemand)) return onDemand;
  return termNamed(word) === undefined
    ? groupReply(subject, word, offer, onDemand, scale, context)
    : termReply(subject, word, offer, onDemand, scale, context);
}

/** What else is charged, whatever the way to pay for the machine. */
function onTop({ held, product, machine, count }: Subject, running: Running, prices: Prices): readonly Block[] {
  const { volumes, addresses, unknown } = heldMonth(held, machine?.region ?? product.region, running, prices);
  const sum = times(plus(volumes, addresses), count);
  const atLeast = unknown.length > 0 ? 'at least ' : '';
  return isZero(sum) && unknown.length === 0
    ? []
    : [
        note(
          say`EBS volumes and public IPv4 come on top: ${atLeast}${rounded(sum)} a month, the same in every way to pay.`,
        ),
      ];
}

/** A commitment in every figure. */
function termReply(
  subject: Subject,
  word: PayWord,
  offer: Offer,
  onDemand: Rate,
  scale: Scale,
  { now }: Context<'reads'>,
): Reply | Problem {
  const of = word.startsWith('ri') || word.startsWith('cri') ? offer.reserved : offer.savings;
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
      say`Every hour of ${term.years === 1 ? 'the year' : 'the three years'} is paid, whether the machine runs or not. ${reach(term)}`,
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

/** What a commitment holds for, and what it does not do (Savings Plans guide; EC2 guide, "Reserved Instances"). */
function reach({ plan }: PricedTerm): string {
  switch (plan) {
    case 'ri':
      return 'It holds for this family, system and tenancy in this region; it can be sold on the Marketplace, not given back.';
    case 'cri':
      return 'It can be exchanged for another of equal or higher value, and cannot be sold.';
    case 'sp':
      return 'It holds for any family, size, region, system and tenancy, up to the sum committed to; it reserves no capacity.';
    case 'esp':
      return 'It holds for any size, system and tenancy of this family in this region; it reserves no capacity.';
  }
}

const noFigure = (subject: Subject, word: PayWord, known: readonly PricedTerm[]): Problem => ({
  problem: 'no-price',
  what: say`${subject.name}: there is no figure of ${word} here.`,
  todo: known.some(({ source }) => source.name === 'embedded catalogue')
    ? say`Known are ${known.map(termWord).join(', ')}; with an account of AWS all are told.`
    : say`AWS sells it as ${known.map(termWord).join(', ') || 'On-Demand alone'}.`,
});

/** Several ways side by side. */
function groupReply(
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
    sourcesNote(terms, now),
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
  word === 'all' ? ['spot', 'reserved', 'savings'] : word === 'ri' || word === 'cri' ? ['reserved'] : ['savings'];

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

/** What has been paid month by month; nothing where no commitment says how it is paid. */
function costsPicture(terms: readonly PricedTerm[], onDemand: Money, { count, running }: Scale): Picture | undefined {
  const told = terms.filter(
    ({ paid, effectivePerHour: { currency } }) => paid !== undefined && currency === onDemand.currency,
  );
  const months = Math.max(0, ...told.map(({ years }) => years * monthsPerYear));
  if (months === 0) return undefined;
  const points = (paid: (month: number) => Money | undefined, until: number): Series['points'] =>
    Array.from({ length: until + 1 }, (_, month) => paid(month)).flatMap((sum, at) =>
      sum === undefined ? [] : [{ at, value: toRecord(times(sum, count)) }],
    );
  const monthly = monthOf(onDemand, running);
  return picture({
    title: 'Paid so far',
    form: 'together',
    across: { label: 'Month', of: 'number' },
    up: { label: 'Paid', unit: onDemand.currency },
    alt: gist(told, onDemand, { count, running }, months),
    series: [
      { label: 'On-Demand', points: points((month) => times(monthly, month), months) },
      ...told.map((term) => ({
        label: termWord(term),
        points: points((month) => paidAfter(term, month), term.years * monthsPerYear),
      })),
    ],
  });
}

const gist = (terms: readonly PricedTerm[], onDemand: Money, { count, running }: Scale, months: number): Spans => {
  const monthly = times(monthOf(onDemand, running), count);
  const each = terms.map((term) => {
    const back = paysBack(term, onDemand, running);
    const when =
      back === 'at once'
        ? 'costs less from the beginning'
        : back === 'never'
          ? 'never costs less'
          : `has cost less after ${back}`;
    return `${termWord(term)} ${when} (${rounded(times(termTotal(term), count))} in all)`;
  });
  return say`On-Demand comes to ${rounded(times(monthly, months))} in ${months} months; ${each.join('; ')}.`;
};
