import { describe, expect, it } from 'vitest';
import { besideTables, csvOf } from '../../../src/bot/csv.ts';
import { jsonLine } from '../../../src/bot/terminal/json.ts';
import { render } from '../../../src/bot/terminal/render.ts';
import { styler } from '../../../src/bot/terminal/style.ts';
import { picture, type Picture } from '../../../src/commands/reply/picture.ts';
import { reply } from '../../../src/commands/reply/reply.ts';

const plain = styler(false);
const made = (spec: Parameters<typeof picture>[0]): Picture => {
  const found = picture(spec);
  if (found === undefined) throw new Error('nothing to draw');
  return found;
};
const day = 86_400_000;
const zones = made({
  title: 'Spot, 3 days',
  alt: 'The price rose by a third in us-east-1a.',
  form: 'apart',
  across: { label: 'Time', of: 'time' },
  up: { label: 'Price', unit: 'USD an hour' },
  series: [
    { label: 'us-east-1a', points: ['0.03', '0.035', '0.04'].map((value, at) => ({ at: at * day, value })) },
    { label: 'us-east-1b', points: [{ at: 2 * day, value: '0.03' }] },
  ],
});
const costs = made({
  title: 'Paid so far',
  alt: 'All Upfront costs less from month 2 on.',
  form: 'together',
  across: { label: 'Month', of: 'number' },
  up: { label: 'Paid', unit: 'USD' },
  series: [
    { label: 'On-Demand', points: [0, 1_000, 2_000, 3_000].map((value, at) => ({ at, value: String(value) })) },
    { label: 'All Upfront', points: [{ at: 0, value: '1500' }] },
  ],
});

describe('a picture in a terminal', () => {
  it('that goes up from nothing has nothing on its scale', () => {
    const up = { ...costs.up, fromNothing: true as const };
    const series = [{ label: 'waste', points: [480, 500].map((value, at) => ({ at, value: String(value) })) }];
    const scaleOf = (one: Picture) =>
      render(reply('plain', 'x', one), 60, plain).flatMap((line) => /^ *(\d+) │/.exec(line)?.[1] ?? []);
    expect(scaleOf({ ...costs, series, up })).toEqual(['500', '222', '0']);
    expect(scaleOf({ ...costs, series })).toEqual(['500', '489', '480']);
  });

  it('drawn apart has a row for each line on one scale, its range beside it, and its gist below', () => {
    expect(render(reply('plain', 'Spot', zones), 60, plain)).toEqual([
      'Spot',
      'Spot, 3 days (USD an hour)',
      'us-east-1a  ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅█  0.03 to 0.04',
      'us-east-1b                                   ▁  0.03',
      'The price rose by a third in us-east-1a.',
    ]);
  });

  it('too narrow for that puts the bars below the name', () => {
    expect(render(reply('plain', 'Spot', zones), 30, plain).slice(2, 4)).toEqual([
      'us-east-1a  0.03 to 0.04',
      '▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▅▅▅▅▅▅▅▅▅▅▅▅▅▅█',
    ]);
  });

  it('drawn together has a sign for each line, and another where they meet', () => {
    const lines = render(reply('plain', 'Costs', costs), 40, plain);
    expect(lines).toHaveLength(16);
    expect(lines[2]).toMatch(/^3,000 │ +A$/);
    expect(lines[11]).toMatch(/^ {4}0 │A+/);
    expect(lines.slice(2, 12).join('')).toMatch(/B/);
    expect(lines.slice(12)).toEqual([
      `${' '.repeat(6)}└${'─'.repeat(33)}`,
      '       Month 0                   Month 3',
      'A On-Demand, B All Upfront',
      'All Upfront costs less from month 2 on.',
    ]);
  });

  it('with a line that is called nothing ends no row in spaces', () => {
    const unnamed = { ...costs, series: [{ label: ' ', points: [{ at: 0, value: '1' }] }] };
    for (const style of [plain, styler(true)])
      for (const line of render(reply('plain', 'x', unnamed), 60, style)) expect(line).not.toMatch(/ $/);
  });

  it('of equal figures is a line in the middle', () => {
    const flat = { ...zones, series: [{ label: 'us-east-1a', points: [{ at: 0, value: '0.03' }] }] };
    expect(render(reply('plain', 'Spot', flat), 40, plain)[2]).toMatch(/^us-east-1a {2}▅+ {2}0\.03$/);
  });

  it('is all its figures for programs', () => {
    const answer = reply('plain', 'Spot', zones, costs);
    expect(csvOf(answer)?.split('\n')).toEqual([
      'Line,Time,Price (USD an hour)',
      'us-east-1a,1970-01-01T00:00:00Z,0.03',
      'us-east-1a,1970-01-02T00:00:00Z,0.035',
      'us-east-1a,1970-01-03T00:00:00Z,0.04',
      'us-east-1b,1970-01-03T00:00:00Z,0.03',
      '',
      'Line,Month,Paid (USD)',
      'On-Demand,0,0',
      'On-Demand,1,1000',
      'On-Demand,2,2000',
      'On-Demand,3,3000',
      'All Upfront,0,1500',
      '',
    ]);
    expect(besideTables(answer).blocks).toEqual([]);
    expect(JSON.parse(jsonLine({ final: true, reply: answer }))).toMatchObject({ reply: { blocks: [zones, costs] } });
  });

  it('without a point is none', () => {
    expect(picture({ ...zones, series: [{ label: 'us-east-1a', points: [] }] })).toBeUndefined();
  });
});
