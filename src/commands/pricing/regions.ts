import { monthOf, savingOf, type Running } from '../../core/facts/prices/terms.ts';
import { times } from '../../core/money.ts';
import type { OperatingSystem, Rate } from '../../core/ports/price-list.ts';
import { distinct, isProblem, type Problem } from '../../core/problem.ts';
import { code, figure, say, strong } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { pageOf, turning } from '../paging.ts';
import { action, actions, column, line, note, reply, table, type Reply } from '../reply/reply.ts';
import { usualRegion } from '../quote-region.ts';
import { soldAs } from './subject.ts';
import { sourcesNote } from './ways.ts';

/** Prices asked at once: the price list's own limits are low. */
const askedAtOnce = 8;
/** Reasons told of regions without a price. */
const reasonsTold = 3;

/** What is asked over all regions. */
export interface RegionsWish {
  readonly type: string;
  readonly os: OperatingSystem;
  readonly dedicated: boolean;
  readonly count: number;
  readonly running: Running;
  readonly page: number;
}

/** A type in every region that sells it, the cheapest first; another currency than USD last. */
export async function regionsReply(wish: RegionsWish, context: Context<'reads'>): Promise<Reply | Problem> {
  const { type, os, count, running } = wish;
  const { core, signal, now } = context;
  const regions = core.prices.soldIn(type, os);
  const product = { type, os, ...(wish.dedicated && { tenancy: 'dedicated' as const }) };
  if (regions.length === 0) return nowhere(await core.prices.onDemand({ ...product, region: usualRegion }, { signal }));
  const found: { readonly region: string; readonly rate: Rate | Problem }[] = [];
  for (let at = 0; at < regions.length; at += askedAtOnce)
    found.push(
      ...(await Promise.all(
        regions.slice(at, at + askedAtOnce).map(async (region) => ({
          region,
          rate: await core.prices.onDemand({ ...product, region }, { signal }),
        })),
      )),
    );
  const priced = found
    .flatMap(({ region, rate }) => (isProblem(rate) ? [] : [{ region, rate }]))
    .toSorted(cheapestFirst);
  const problems = found.flatMap(({ rate }) => (isProblem(rate) ? [rate] : []));
  const [cheapest] = priced;
  if (cheapest === undefined) return problems[0] ?? nowhere(undefined);
  const part = await pageOf(priced, cheapestFirst, wish.page, context);
  const listed = priced.some(({ rate }) => rate.sku !== undefined);
  const words = [
    ...(os === 'linux' ? [] : [os]),
    ...(wish.dedicated ? ['dedicated'] : []),
    ...(count === 1 ? [] : [`count:${count}x`]),
  ];
  return reply(
    'plain',
    say`${code(type)} in ${strong(String(priced.length))} regions, the cheapest first${part.words}`,
    table(
      [
        column('Region'),
        column('$/hour', 'right'),
        column('$/month', 'right'),
        column('More', 'right'),
        column('As of', 'left', 1),
        ...(listed ? [column('SKU', 'left', 2)] : []),
      ],
      part.items.map(({ region, rate: { perHour, asOf, sku } }) => {
        const more = savingOf(perHour, cheapest.rate.perHour);
        return [
          region,
          figure(times(perHour, count), 'exact'),
          figure(times(monthOf(perHour, running), count)),
          more === undefined || more.eq(0) ? '' : `${more.times(-100).toFixed(1)} %`,
          asOf,
          ...(listed ? [sku === undefined ? '' : code(sku)] : []),
        ];
      }),
    ),
    note(
      say`${soldAs({ ...product, region: '' })}. “More” is against the cheapest. Asked are the regions that the embedded catalogue knows to sell it; Local and Wavelength Zones are priced by their names.`,
    ),
    sourcesNote(
      priced.map(({ rate }) => rate),
      now,
    ),
    ...distinct(problems)
      .slice(0, reasonsTold)
      .map(({ what }) => note(say`Not priced: ${what}`)),
    actions(
      ...turning(part, (page) => line`price ${[type, ...words, 'regions:all', `page:${page}`]}`),
      action(`Ways to pay in ${cheapest.region}`, line`price ${[type, cheapest.region, ...words]}`),
    ),
  );
}

/** Dollars before other currencies, which are never compared with them. */
const cheapestFirst = ({ rate: { perHour: one } }: Priced, { rate: { perHour: other } }: Priced): number =>
  Number(one.currency !== 'USD') - Number(other.currency !== 'USD') || one.amount.cmp(other.amount);

/** What it costs in a region. */
interface Priced {
  readonly region: string;
  readonly rate: Rate;
}

/** Why no region has a price. */
const nowhere = (rate: Rate | Problem | undefined): Problem =>
  isProblem(rate)
    ? rate
    : { problem: 'no-price', what: say`No region has a price of it.`, todo: say`Ask for another type or system.` };
