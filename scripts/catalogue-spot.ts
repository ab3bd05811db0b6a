/**
 * The embedded figures of Spot, for scripts/catalogue.ts. Every figure that was written is read back through the code that
 * the product uses and compared with its row; a difference throws.
 */
import { z } from 'zod';
import { typeOrder } from '../src/core/facts/instance-types/catalogue.ts';
import { readSpot } from '../src/core/facts/prices/spot-table.ts';
import { regionSigns } from '../src/core/facts/data/lines.ts';
import { made, numberOf, short, type Made, type Row } from './catalogue-made.ts';

/** Every type's share of interruptions by region and system, as the file of Spot Advisor has it. */
export const Advisor = z.object({
  ranges: z.array(z.object({ index: z.number(), label: z.string() })),
  spot_advisor: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.object({ r: z.number() })))),
});

/** spot.txt, compared figure by figure with its tables. Only what is sold with Linux: the figures of Windows are doubtful. */
export function makeSpot(rows: readonly Row[], { ranges, spot_advisor: advisor }: z.infer<typeof Advisor>): Made {
  // An average that is On-Demand's own price says that there was no market.
  const averages = rows.filter(
    ({ linux = '', linux_spot_avg: spot = '' }) => spot !== '' && linux !== '' && !numberOf(spot).eq(linux),
  );
  const regions = [...new Set([...averages.map(({ region = '' }) => region), ...Object.keys(advisor)])].toSorted();
  const signOf = (region: string): string => regionSigns[regions.indexOf(region)] ?? '';
  const byType = new Map<string, string[]>();
  for (const { instance_type: type = '', region = '', linux_spot_avg: spot = '' } of averages)
    byType.set(type, [...(byType.get(type) ?? []), `${signOf(region)}${short(spot)}`]);
  const interruptions = new Map<string, Map<number, string>>();
  for (const region of Object.keys(advisor).toSorted())
    for (const [type, { r }] of Object.entries(advisor[region]?.['Linux'] ?? {})) {
      const cells = interruptions.get(type) ?? new Map<number, string>();
      interruptions.set(type, cells.set(r, `${cells.get(r) ?? ''}${signOf(region)}`));
    }
  const sorted = <T>(all: ReadonlyMap<string, T>) => [...all].toSorted(([one], [other]) => typeOrder(one, other));
  const text = [
    '# Spot with Linux. Made by scripts/catalogue.ts; see NOTICE. `average`: USD an hour, the mean of a region’s zones at one',
    '# moment; a cell is the sign of a region (0-9, a-z in the order of `regions`) and the price. `interruption`: the part of',
    '# such machines that EC2 took back within a month; a cell is the number of a label, a slash, and signs of regions.',
    `regions ${regions.join(' ')}`,
    `labels ${ranges.map(({ label }) => label).join(' ')}`,
    'average 2026-07 Spot price history, average of the region’s zones',
    ...sorted(byType).map(([type, cells]) => `${type} ${cells.toSorted().join(' ')}`),
    'interruption 2025-06 Spot Advisor, 2025-06',
    ...sorted(interruptions).map(
      ([type, cells]) =>
        `${type} ${[...cells]
          .toSorted(([one], [other]) => one - other)
          .map(([label, signs]) => `${label}/${signs}`)
          .join(' ')}`,
    ),
    '',
  ].join('\n');

  const read = readSpot(text);
  for (const { instance_type: type = '', region = '', linux_spot_avg: spot = '' } of averages)
    if (read.average(type, region)?.perHour.amount.eq(spot) !== true)
      throw new Error(`Spot of ${type} in ${region} is read otherwise than written`);
  let compared = averages.length;
  for (const [region, systems] of Object.entries(advisor))
    for (const [type, { r }] of Object.entries(systems['Linux'] ?? {})) {
      if (read.interruption(type, region)?.label !== ranges.find(({ index }) => index === r)?.label)
        throw new Error(`the interruption of ${type} in ${region} is read otherwise than written`);
      compared += 1;
    }
  return made(text, compared);
}
