import { picture } from '../../commands/reply/picture.ts';
import { note, reply, type Reply } from '../../commands/reply/reply.ts';
import { code, say } from '../../core/text.ts';
import { dayMs } from '../../core/time.ts';

/** The last moment of the figures. */
const end = Date.parse('2026-11-24T10:00:00Z');

/** A price that holds from so many days before the end. */
const from = (days: number, value: string) => ({ at: end - days * dayMs, value });

/** Spot prices as a real account has them: the demo account knows averages alone, so that nothing else draws moments in rows. The figures are made up. */
export const spotPrices: Reply = reply(
  'plain',
  say`${code('m5.large')} as Spot in us-east-1, as a real account shows it`,
  picture({
    title: 'Spot price, 30 days',
    form: 'apart',
    across: { label: 'Time', of: 'time' },
    up: { label: 'Price', unit: 'USD an hour' },
    alt: 'Within 30 days the price lay between $0.0356 and $0.0481 an hour in 3 zones; the cheapest costs $0.0372 now.',
    series: [
      { label: 'us-east-1a', points: [from(30, '0.0412'), from(21, '0.0437'), from(12, '0.0481'), from(0, '0.0455')] },
      { label: 'us-east-1b', points: [from(30, '0.0367'), from(17, '0.0356'), from(6, '0.0372'), from(0, '0.0372')] },
      { label: 'us-east-1c', points: [from(30, '0.0398'), from(24, '0.0402'), from(9, '0.0389'), from(0, '0.0395')] },
    ],
  }),
  note('Made up for this page.'),
);
