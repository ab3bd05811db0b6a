import type { SpotOffer } from '../../core/facts/prices/offer.ts';
import { monthOf } from '../../core/facts/prices/terms.ts';
import { exact, rounded, times, type Money } from '../../core/money.ts';
import type { Rate } from '../../core/ports/price-list.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { figure, say, strong, time } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { picture, type Picture } from '../reply/picture.ts';
import { action, actions, column, fields, line, note, reply, table, type Reply } from '../reply/reply.ts';
import { monthOfDay, rateNote } from '../words.ts';
import type { Subject } from './subject.ts';
import { savingInWords, sourcesNote, spotInWords, type Scale } from './ways.ts';

/** What Spot costs and costed, zone by zone. */
export function spotReply(
  subject: Subject,
  spot: SpotOffer | Problem,
  onDemand: Rate | Problem,
  { count, running }: Scale,
  { now }: Context<'reads'>,
): Reply | Problem {
  if (isProblem(spot)) return spot;
  const { region } = subject.product;
  const averaged = spot.zones.length === 0;
  const saves = (price: Money): string => (isProblem(onDemand) ? '' : savingInWords(price, onDemand.perHour));
  return reply(
    'plain',
    averaged
      ? say`${subject.name} as Spot in ${region}: ${strong(exact(times(spot.least, count)))} an hour on average, about ${monthOfDay(spot.asOf)}`
      : say`${subject.name} as Spot in ${region}: from ${strong(exact(times(spot.least, count)))} an hour`,
    fields(
      ['Month', `${rounded(times(monthOf(spot.least, running), count))}${averaged ? '' : ' in the cheapest zone'}`],
      ['On-Demand', isProblem(onDemand) ? 'no figure here' : `${exact(times(onDemand.perHour, count))} an hour`],
      ['Saves', saves(spot.least)],
      [
        'Taken back',
        spot.interruption === undefined
          ? 'no figure here'
          : `${spot.interruption.label} of such machines within a month (Spot Advisor, ${spot.interruption.asOf})`,
      ],
    ),
    averaged
      ? undefined
      : table(
          [
            column('Zone'),
            column('Now', 'right'),
            column('Least', 'right', 1),
            column('Most', 'right', 1),
            column('Saves', 'right'),
            column('Since', 'left', 2),
          ],
          spot.zones.map((zone) => [
            zone.zone,
            figure(zone.now, 'exact'),
            figure(zone.least, 'exact'),
            figure(zone.most, 'exact'),
            saves(zone.now),
            [time(zone.since)],
          ]),
        ),
    historyPicture(spot, now),
    averaged ? note(spotInWords({ ...spot, interruption: undefined })) : undefined,
    note(
      say`EC2 takes a Spot Instance back with a notice of two minutes; no commitment applies to it. Names of zones differ between accounts.`,
    ),
    averaged ? rateNote({ ...spot, perHour: spot.least }, now) : sourcesNote([spot], now),
    isProblem(onDemand) ? undefined : rateNote(onDemand, now),
    actions(action('Every way to pay', line`price ${subject.words} term:all`)),
  );
}

/** Every zone's price over the days that were read. */
function historyPicture({ zones, least, most }: SpotOffer, now: number): Picture | undefined {
  const lowest = zones.reduce((one, zone) => (zone.least.amount.lt(one.amount) ? zone.least : one), least);
  const highest = zones.reduce((one, zone) => (zone.most.amount.gt(one.amount) ? zone.most : one), most);
  return picture({
    title: 'Spot price, 30 days',
    form: 'apart',
    across: { label: 'Time', of: 'time' },
    up: { label: 'Price', unit: `${least.currency} an hour` },
    alt: say`Within 30 days the price lay between ${exact(lowest)} and ${exact(highest)} an hour in ${zones.length} zone${zones.length === 1 ? '' : 's'}; the cheapest costs ${exact(least)} now.`,
    series: zones.map(({ zone, points, now: price }) => ({
      label: zone,
      points: [
        ...points.toReversed().map(({ at, perHour }) => ({ at, value: perHour.amount.toFixed() })),
        { at: now, value: price.amount.toFixed() },
      ],
    })),
  });
}
