import { picture, type Picture } from '../../../src/commands/reply/picture.ts';
import { dayMs } from '../../../src/core/time.ts';

/** A picture that has something to show. */
export function made(spec: Partial<Parameters<typeof picture>[0]>): Picture {
  const found = picture({
    title: 'Spot price',
    alt: 'It rose.',
    form: 'together',
    across: { label: 'Time', of: 'time' },
    up: { label: 'Price', unit: 'USD an hour' },
    series: [],
    ...spec,
  });
  if (found === undefined) throw new Error('nothing to draw');
  return found;
}

/** 2026-08-28 13:20 UTC. */
export const began = Date.UTC(2026, 7, 28, 13, 20);

/** A line with a figure each day. */
export const daily = (label: string, ...values: readonly string[]) => ({
  label,
  points: values.map((value, day) => ({ at: began + day * dayMs, value })),
});
