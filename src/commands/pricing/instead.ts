import { heldMonth } from '../../core/estate/holdings.ts';
import { offerOf, type Offer } from '../../core/facts/prices/offer.ts';
import { always, isReserved, monthOf, type Running } from '../../core/facts/prices/terms.ts';
import { money, plus, rounded, times, type Money } from '../../core/money.ts';
import type { Provenance, Rate } from '../../core/ports/price-list.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { code, figure, say, strong, type Speakable, type Spans } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { termNamed, type Off, type PayWord } from '../options/paying.ts';
import { action, actions, column, line, note, paragraph, prose, reply, table, type Reply } from '../reply/reply.ts';
import { ipv4PricesFrom, volumePricesFrom } from '../words.ts';
import { withoutPrice, type Subject } from './subject.ts';
import { savingInWords, sourcesNote, waysOf, type Way } from './ways.ts';
import { uncertain } from './uncertain.ts';

/** What would be different. */
export interface Instead {
  readonly as: string | undefined;
  readonly term: PayWord | undefined;
  readonly off: Off | undefined;
  readonly running: Running;
}

/** One row: what it is, and what a month of it costs. */
interface Row {
  readonly words: Spans;
  readonly machine: Money | undefined;
  /** Undefined: nothing of it is known. */
  readonly volumes: Money | undefined;
  readonly addresses: Money | undefined;
  /** Both, as far as they are known. */
  readonly held: Money;
}

/** What a machine costs now while it runs, beside what it would cost otherwise, and what of the difference is not sure. */
export async function insteadReply(
  subject: Subject,
  wish: Instead,
  context: Context<'reads'>,
): Promise<Reply | Problem> {
  const { core, signal, now } = context;
  const { rate, count, machine, held } = subject;
  if (isProblem(rate)) return rate;
  const region = machine?.region ?? subject.product.region;
  const product = { ...subject.product, type: wish.as ?? subject.product.type };
  const { running } = wish;
  const [offer] = await Promise.all([
    offerOf(product, core.prices, { signal }, { account: machine?.account.name, history: false }),
    core.types.know([{ type: product.type, region }], signal),
  ]);
  if (isProblem(offer.onDemand)) return withoutPrice(offer.onDemand, product.type, core);
  const scale = { count, running };
  const word = wish.term ?? 'od';
  const [chosen] = waysOf(offer, scale, (own) => own === word);
  const rowOf = (words: Spans, sum: Money | undefined, when: Running): Row => {
    const rest = heldMonth(held, region, when, core.prices);
    return {
      words,
      machine: sum,
      volumes: rest.volumes && times(rest.volumes, count),
      addresses: rest.addresses && times(rest.addresses, count),
      held: times(rest.sum, count),
    };
  };
  const bought = machine?.lifecycle === 'spot' ? 'Spot' : 'On-Demand';
  const before = rowOf(
    say`now: ${code(subject.product.type)}, ${bought}`,
    times(monthOf(rate.perHour, always), count),
    always,
  );
  const off =
    running === always ? '' : `, ${wish.off === undefined ? 'part of the time' : `off ${offInWords(wish.off)}`}`;
  const onDemand = times(monthOf(offer.onDemand.perHour, running), count);
  const after = rowOf(
    say`${code(product.type)}, ${word === 'od' ? 'On-Demand' : word}${off}`,
    chosen?.perMonth,
    running,
  );
  const rows = [
    before,
    ...(word === 'od' ? [] : [rowOf(say`${code(product.type)}, On-Demand${off}`, onDemand, running)]),
    after,
  ];
  const unpriced = heldMonth(held, region, always, core.prices).unknown;
  const holds = held.volumes.length + held.elastic + held.autoAssigned + unpriced.length > 0;
  const facts = (type: string) => core.types.find(type, region);
  return reply(
    'plain',
    titleOf(subject, before, after),
    table(
      [
        prose('A month of'),
        column('Machine', 'right', 1),
        ...(holds
          ? [
              column('EBS', 'right', 2),
              column('IPv4', 'right', 2),
              column(unpriced.length > 0 ? 'At least' : 'Together', 'right'),
            ]
          : []),
        column('Saves', 'right'),
      ],
      rows.map((row, index) => [
        row.words,
        figureOf(row.machine),
        ...(holds
          ? [figureOf(row.volumes), figureOf(row.addresses), figureOf(row.machine && sumOf(row, row.machine))]
          : []),
        index === 0 || row.machine === undefined ? '' : savedBy(before, row),
      ]),
    ),
    chosen === undefined ? paragraph(withoutFigure(word, offer)) : undefined,
    ...(
      await uncertain(
        { subject, product, offer: { ...offer, onDemand: offer.onDemand }, chosen, running, facts },
        context,
      )
    ).map((one) => note(one)),
    ...unpriced.map(({ what }) => note(say`Not priced: ${what}`)),
    ...subject.gaps.map(({ what }) => note(what)),
    sourcesNote(sources(rate, offer.onDemand, chosen), now),
    holds
      ? note(
          say`EBS: ${volumePricesFrom(core.prices, [region], now)}; public IPv4: ${ipv4PricesFrom(core.prices, [region], now)}.`,
        )
      : undefined,
    actions(
      action(
        'Every way to pay',
        line`price ${[product.type, product.region, ...(product.os === 'linux' ? [] : [product.os])]} term:all`,
      ),
      machine === undefined ? undefined : action('As it is', line`price ${machine.id}`),
    ),
  );
}

const figureOf = (sum: Money | undefined): Speakable => (sum === undefined ? 'no figure' : figure(sum));
const sumOf = ({ held }: Row, machine: Money): Money => plus(machine, held);
const savedBy = (before: Row, after: Row): string =>
  before.machine === undefined || after.machine === undefined
    ? ''
    : savingInWords(sumOf(after, after.machine), sumOf(before, before.machine));

/** `at night`, `8 hours a day`. */
function offInWords({ word }: Off): string {
  switch (word) {
    case 'nights':
      return 'at night';
    case 'weekends':
      return 'on weekends';
    case 'nights-and-weekends':
      return 'at night and on weekends';
    default:
      return `${word.slice(0, -1)} hours a day`;
  }
}

function titleOf({ name }: Subject, before: Row, after: Row): Spans {
  if (before.machine === undefined || after.machine === undefined)
    return say`${name}: what is asked for has no figure here`;
  const [one, other] = [toCent(sumOf(before, before.machine)), toCent(sumOf(after, after.machine))];
  if (one.currency !== other.currency) return say`${name}: ${rounded(other)} a month instead of ${rounded(one)}`;
  const saved = one.amount.minus(other.amount);
  return saved.eq(0)
    ? say`${name} would cost the same`
    : say`${name} would cost ${strong(`${rounded(money(saved.abs(), one.currency))} a month ${saved.gt(0) ? 'less' : 'more'}`)}: ${rounded(other)} instead of ${rounded(one)}`;
}

/** Both sums are shown to the cent, and their difference is that of what is shown. */
const toCent = ({ amount, currency }: Money): Money => money(amount.round(2), currency);

/** Why a way has no figure. */
function withoutFigure(word: PayWord, offer: Offer): Spans {
  const term = termNamed(word);
  const found =
    word === 'spot' ? offer.spot : term !== undefined && isReserved(term.plan) ? offer.reserved : offer.savings;
  if (isProblem(found)) return say`No figure of ${code(word)}: ${found.what} ${found.todo}`;
  return say`No figure of ${code(word)} here; with an account of AWS every commitment is told.`;
}

const sources = (rate: Rate, onDemand: Rate, chosen: Way | undefined): readonly Provenance[] => [
  rate,
  onDemand,
  ...(chosen === undefined ? [] : [chosen]),
];
