import { heldMonth, type HeldMonth } from '../../core/estate/holdings.ts';
import { offerOf } from '../../core/facts/prices/offer.ts';
import { platformRow } from '../../core/facts/prices/platforms.ts';
import { quoteOf } from '../../core/facts/prices/quote.ts';
import { surplusOf } from '../../core/facts/prices/surplus.ts';
import { hoursInMonth, monthOf, monthsPerYear, type Running } from '../../core/facts/prices/terms.ts';
import { exact, plus, rounded, times, type Money } from '../../core/money.ts';
import type { Rate } from '../../core/ports/price-list.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { code, figure, list, say, strong, type Speakable, type Span, type Spans } from '../../core/text.ts';
import type { Context } from '../command.ts';
import type { PayWord } from '../options/paying.ts';
import { action, actions, column, fields, line, note, reply, table, type Block, type Reply } from '../reply/reply.ts';
import { rateNote, surplusInWords, typeInWords, volumePricesFrom } from '../words.ts';
import { soldAs, type Subject } from './subject.ts';
import { missingNotes, sourcesNote, spotInWords, waysOf, waysTable } from './ways.ts';

/** Ways to pay told at first; the others are one action away. */
const shownFirst: readonly PayWord[] = [
  'od',
  'spot',
  'ri-1y-none',
  'ri-1y-all',
  'ri-3y-all',
  'sp-1y-none',
  'sp-3y-all',
];
/** Other systems offered as buttons. */
const systemsOffered = 3;

/** What a machine costs, and the usual ways to pay for it. */
export async function firstReply(
  subject: Subject,
  running: Running,
  context: Context<'reads'>,
): Promise<Reply | Problem> {
  const { core, signal, now } = context;
  const { product, rate, count, held, machine, words } = subject;
  if (isProblem(rate)) return rate;
  const account = machine?.account.name;
  const offer = await offerOf(product, core.prices, { signal }, { account, history: false });
  const scale = { count, running };
  const ways = waysOf(offer, scale, (word) => shownFirst.includes(word));
  const month = times(monthOf(rate.perHour, running), count);
  const rest = heldMonth(held, machine?.region ?? product.region, running, core.prices);
  const together = held.volumes.length + held.elastic + held.autoAssigned + rest.unknown.length > 0;
  const sum = plus(month, times(rest.sum, count));
  const atLeast = rest.unknown.length > 0 ? 'at least ' : '';
  const facts = core.types.find(product.type, product.region);
  const others = machine === undefined ? core.prices.systems(product.type, product.region) : [];
  return reply(
    'plain',
    together
      ? say`${subject.name} cost${count === 1 ? 's' : ''} ${strong(`${atLeast}${rounded(sum)} a month`)}${machine === undefined ? '' : ' while running'}`
      : say`${subject.name} cost${count === 1 ? 's' : ''} ${strong(exact(times(rate.perHour, count)))} an hour`,
    fields(
      [
        'Type',
        facts === undefined
          ? undefined
          : machine === undefined
            ? typeInWords(facts)
            : say`${code(product.type)}: ${typeInWords(facts)}`,
      ],
      ['Region', subject.regionWords],
      ['System', soldAs(product, machine?.lifecycle === 'spot' ? 'Spot' : 'On-Demand')],
      ...spans(times(rate.perHour, count), month, running),
      ['CPU credits', facts?.burstable === true ? await credits(subject, context) : undefined],
    ),
    together ? partsTable(month, rest, sum, count) : undefined,
    isProblem(offer.onDemand) || ways.length < 2 ? undefined : waysTable(ways, offer.onDemand.perHour, scale),
    rateNote(rate, now),
    sourcesNote(
      ways.filter(({ source, asOf }) => source.detail !== rate.source.detail || asOf !== rate.asOf),
      now,
    ),
    ...heldNotes(subject, rest, core.prices, now),
    isProblem(offer.spot) ? undefined : note(spotInWords(offer.spot)),
    ...missingNotes(offer),
    ...subject.gaps.map(({ what }) => note(what)),
    actions(
      ways.length < 2 ? undefined : action('Every way to pay', line`price ${words} term:all`),
      isProblem(offer.spot) ? undefined : action('Spot', line`price ${words} term:spot`),
      machine === undefined
        ? action(
            'Every region',
            line`price ${[product.type, ...(product.os === 'linux' ? [] : [product.os]), 'regions:all']}`,
          )
        : action('Off at night', line`price ${words} off:nights`),
      ...others
        .filter((one) => one !== product.os)
        .slice(0, systemsOffered)
        .map((one) => action(platformRow(one).words, line`price ${product.type} ${product.region} ${one}`)),
    ),
  );
}

/** An hour, a day, a month and a year. */
function spans(perHour: Money, month: Money, running: Running): readonly (readonly [string, Span])[] {
  const { perDay, perMonth, perYear } = quoteOf(perHour);
  const hour = ['Hour', figure(perHour, 'exact')] as const;
  return running.of === running.every
    ? [hour, ['Day', figure(perDay)], ['Month (730 h)', figure(perMonth)], ['Year (8,760 h)', figure(perYear)]]
    : [
        hour,
        [`Month (${hoursInMonth(running).toFixed()} h)`, figure(month)],
        ['Year', figure(times(month, monthsPerYear))],
      ];
}

/** What CPU beyond the credits costs where the machine may take it. */
async function credits({ product }: Subject, { core, signal, now }: Context<'reads'>): Promise<Spans> {
  const surplus = await surplusOf(product, core.prices, { signal });
  return surplus === undefined
    ? say`burstable; what CPU beyond its credits costs in unlimited mode has no figure here`
    : say`burstable; in unlimited mode CPU beyond its credits costs ${surplusInWords(surplus, now)}`;
}

/** What makes up a month. */
function partsTable(month: Money, rest: HeldMonth, sum: Money, count: number): Block {
  const held = (part: Money | undefined): Speakable => (part === undefined ? 'no figure' : figure(times(part, count)));
  return table(
    [column('A month of'), column('$/month', 'right')],
    [
      [count === 1 ? 'the machine' : 'the machines', figure(month)],
      ['EBS volumes', held(rest.volumes)],
      ['public IPv4', held(rest.addresses)],
      [strong(rest.unknown.length > 0 ? 'together, at least' : 'together'), figure(sum)],
    ],
  );
}

/** Where the rest is from, or that it comes on top. */
function heldNotes(
  { held, machine, product }: Subject,
  { unknown }: HeldMonth,
  prices: Context<'reads'>['core']['prices'],
  now: number,
): readonly (Block | undefined)[] {
  const region = machine?.region ?? product.region;
  const ipv4 = prices.publicIpv4(region);
  const each = isProblem(ipv4) ? '' : ` (${exact(ipv4.perHour)} an hour each)`;
  const missing = [
    ...(held.volumes.length === 0 ? ['EBS volumes'] : []),
    ...(held.elastic + held.autoAssigned === 0 ? [`public IPv4${each}`] : []),
  ];
  return [
    held.volumes.length === 0
      ? undefined
      : note(say`EBS: ${volumePricesFrom(prices, [region], now)}; the same in every way to pay.`),
    held.elastic + held.autoAssigned === 0 || isProblem(ipv4) ? undefined : ipv4Note(ipv4, now),
    ...unknown.map(({ what }) => note(say`Not priced: ${what}`)),
    machine === undefined && missing.length > 0
      ? note(say`${missing.length === 2 ? 'The machine alone: ' : ''}${list(missing)} come on top.`)
      : undefined,
  ];
}

const ipv4Note = (rate: Rate, now: number): Block => rateNote(rate, now);
