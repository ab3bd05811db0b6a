import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colours, inkOf, linesAtMost, paper } from '../../../src/bot/pictures/ink.ts';
import { rowsAtMost, svgOf } from '../../../src/bot/pictures/svg.ts';
import { dayMs } from '../../../src/core/time.ts';
import { daily, made } from './samples.ts';

/** Words of a drawing, in order. */
const wordsIn = (svg: string): readonly string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);
const count = (svg: string, what: string): number => svg.split(what).length - 1;

const four = made({
  form: 'apart',
  series: ['a', 'b', 'c', 'd'].map((zone, index) => daily(`us-east-1${zone}`, '0.03', `0.0${index + 3}5`, '0.04')),
});

describe('a picture as SVG', () => {
  it('together has one frame, marks with units, and the names of its lines', () => {
    const svg = svgOf({ ...four, form: 'together' });
    expect(wordsIn(svg)).toEqual([
      'Spot price',
      'Price (USD an hour)',
      '0',
      '0.02',
      '0.04',
      '0.06',
      '0.08',
      '29 Aug',
      '12:00',
      '30 Aug',
      '12:00',
      'Time (UTC), 2026-08-28 to 2026-08-30',
      'us-east-1a',
      'us-east-1b',
      'us-east-1c',
      'us-east-1d',
    ]);
  });

  it('apart has a row for each line, on one scale, with what it goes from and to', () => {
    const svg = svgOf(four);
    expect(wordsIn(svg).slice(0, 10)).toEqual([
      'Spot price',
      'Price (USD an hour), every row from 0 to 0.08',
      'us-east-1a',
      '0.03 to 0.04',
      '0.08',
      '0',
      'us-east-1b',
      '0.03 to 0.045',
      '0.08',
      '0',
    ]);
    expect(count(svg, `fill="${paper.row}"`)).toBe(4);
  });

  it('that goes up from nothing has nothing on its scale, whatever its figures, and is filled where it is one line', () => {
    const series = [daily('waste', '480', '500', '490')];
    const up = { label: 'Cost', unit: 'USD a month' };
    const [from, cut] = [svgOf(made({ series, up: { ...up, fromNothing: true } })), svgOf(made({ series, up }))];
    expect(wordsIn(from).slice(2, 8)).toEqual(['0', '100', '200', '300', '400', '500']);
    expect(wordsIn(cut)).not.toContain('0');
    expect([count(from, paper.below), count(cut, paper.below)]).toEqual([1, 0]);
    const lines = [...series, daily('all', '400')];
    expect(count(svgOf(made({ series: lines, up: { ...up, fromNothing: true } })), paper.below)).toBe(0);
    const below = svgOf(made({ series: [daily('loss', '-480', '-500')], up: { ...up, fromNothing: true } }));
    expect(wordsIn(below)).toContain('0');
  });

  it('of one line is a frame that needs no list of names', () => {
    const one = { ...four, series: four.series.slice(0, 1) };
    expect(svgOf(one)).toBe(svgOf({ ...one, form: 'together' }));
    expect(wordsIn(svgOf(one))).toContain('us-east-1a: Price (USD an hour)');
  });

  it('of one point is that point, with its moment', () => {
    const words = wordsIn(svgOf(made({ series: [daily('us-east-1a', '0.03')] })));
    expect(words).toContain('28 Aug 13:20');
    expect(words).toContain('Time (UTC), 2026-08-28');
  });

  it('holds a value until the next point, and the last one to the end', () => {
    const svg = svgOf(
      made({
        across: { label: 'Month', of: 'number' },
        series: [
          {
            label: 'One',
            points: [
              { at: 0, value: '0' },
              { at: 5, value: '10' },
            ],
          },
          {
            label: 'Other',
            points: [
              { at: 0, value: '5' },
              { at: 10, value: '5' },
            ],
          },
        ],
      }),
    );
    expect(svg).toMatch(/d="M([\d.]+) 269H([\d.]+)V68H([\d.]+)"/);
  });

  it.each([
    ['together', linesAtMost],
    ['apart', rowsAtMost],
  ] as const)('%s draws at most %s lines, and says how many it does not', (form, most) => {
    const of = (lines: number) =>
      wordsIn(
        svgOf(made({ form, series: Array.from({ length: lines }, (_, index) => daily(`line-${index}`, '1', '2')) })),
      ).join('\n');
    expect(of(most)).not.toContain('not drawn');
    expect(of(most + 1)).toContain('; 1 more line is not drawn');
    expect(of(most + 3)).toContain('; 3 more lines are not drawn');
    expect(of(most + 3)).not.toContain(`line-${most}\n`);
  });

  it('leaves out what is no number, and refuses a picture of nothing else', () => {
    const spoilt = daily('us-east-1b', 'unknown');
    expect(wordsIn(svgOf({ ...four, series: [...four.series, spoilt] }))).not.toContain('us-east-1b: ');
    expect(svgOf({ ...four, series: [...four.series, spoilt] })).toBe(svgOf(four));
    expect(() => svgOf({ ...four, series: [spoilt] })).toThrow(RangeError);
  });

  it('stays small, however many points there are', () => {
    const points = Array.from({ length: 50_000 }, (_, index) => ({
      at: index,
      value: String(Math.sin(index) * index),
    }));
    const svg = svgOf(made({ across: { label: 'n', of: 'number' }, series: [{ label: 'many', points }] }));
    expect(svg.length).toBeLessThan(60_000);
  });

  it('is well-formed, and every place in it a number, whatever it is given', () => {
    const words = fc.string({ unit: 'binary', maxLength: 60 });
    const figures = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.constantFrom('0', '1e999', '-1e999', 'x', ''),
    );
    const line = fc.record({
      label: words,
      points: fc
        .array(fc.record({ at: fc.integer({ min: 0, max: 4 * 365 * dayMs }), value: figures }), {
          minLength: 1,
          maxLength: 6,
        })
        .map((all) => all.toSorted((one, other) => one.at - other.at)),
    });
    const sound = fc.record({
      title: words,
      form: fc.constantFrom('together' as const, 'apart' as const),
      across: fc.record({ label: words, of: fc.constantFrom('time' as const, 'number' as const) }),
      up: fc.record({ label: words, unit: words }),
      series: fc.array(line, { maxLength: 16 }).map((all) => [...all, daily('last', '1', '2')]),
    });
    fc.assert(
      fc.property(sound, (spec) => {
        const svg = svgOf(made(spec));
        expect(svg).toMatch(/^(<\w+( [\w-]+="[^"<>]*")*\/?>|<\/\w+>|[^<>]*)*$/);
        expect(svg.replace(/<text[^>]*>[^<]*<\/text>/g, '')).not.toMatch(/NaN|Infinity|undefined/);
        const open: string[] = [];
        for (const [, closes, name = '', alone] of svg.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
          if (closes !== '') expect(open.pop()).toBe(name);
          else if (alone === '') open.push(name);
        }
        expect(open).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const light = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, bright = 0] = [light(one), light(other)].toSorted((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

describe('the ink', () => {
  it.each([...colours, paper.words, paper.quiet])('%s stands out from the paper', (colour) => {
    expect(contrast(colour, paper.back)).toBeGreaterThanOrEqual(4.5);
  });

  it('of each line that is drawn in one frame is another, also to who sees no colours', () => {
    const all = Array.from({ length: linesAtMost }, (_, index) => inkOf(index));
    expect(new Set(all.map(({ dash, mark }) => `${dash} ${mark(0, 0).replace(/fill="[^"]*"/, '')}`)).size).toBe(
      linesAtMost,
    );
    expect(new Set(all.map(({ stroke, dash }) => `${stroke} ${dash}`)).size).toBe(linesAtMost);
  });
});
