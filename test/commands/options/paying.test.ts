import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/commands/index.ts';
import { disks } from '../../../src/commands/options/disk.ts';
import type { Option } from '../../../src/commands/options/option.ts';
import {
  addressCount,
  everyRegion,
  machines,
  monthlyHours,
  off,
  paying,
  termInWords,
  termNamed,
} from '../../../src/commands/options/paying.ts';
import { otherType, priced } from '../../../src/commands/options/priced.ts';
import { parse } from '../../../src/bot/grammar.ts';
import { terms, termWord } from '../../../src/core/facts/prices/terms.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { plain } from '../../../src/core/text.ts';

const value = (option: Option<unknown>, ...words: readonly string[]): unknown => {
  const read = option.parse(words);
  return isProblem(read) ? read.problem : read;
};

describe('how a price is asked', () => {
  const rows: readonly (readonly [string, Option<unknown>, readonly string[], unknown])[] = [
    ['term', paying(), ['RI-1Y-None'], 'ri-1y-none'],
    ['term', paying(), ['on-demand'], 'od'],
    ['term', paying(), ['reserved'], 'ri'],
    ['term', paying(), ['all'], 'all'],
    ['term', paying(), ['ri-2y-none'], 'bad-value'],
    ['term', paying(), ['constructor'], 'bad-value'],
    ['off', off(), ['Nights'], { word: 'nights', running: { of: 12, every: 24 } }],
    ['off', off(), ['weekends'], { word: 'weekends', running: { of: 5, every: 7 } }],
    ['off', off(), ['8'], { word: '8h', running: { of: 16, every: 24 } }],
    ['off', off(), ['24h'], 'bad-value'],
    ['off', off(), ['0h'], 'bad-value'],
    ['off', off(), ['toString'], 'bad-value'],
    ['hours', monthlyHours(), ['300h'], 300],
    ['hours', monthlyHours(), ['730'], 730],
    ['hours', monthlyHours(), ['731'], 'bad-value'],
    ['hours', monthlyHours(), ['0'], 'bad-value'],
    ['count', machines(), ['3x'], 3],
    ['count', machines(), ['x3'], 'bad-value'],
    ['count', machines(), ['9'.repeat(400)], 'bad-value'],
    ['ipv4', addressCount(), ['2'], 2],
    ['ipv4', addressCount(), ['101'], 'bad-value'],
    ['regions', everyRegion(), ['ALL'], 'all'],
    ['regions', everyRegion(), ['eu-west-1'], 'bad-value'],
    ['name', priced(), ['M5.Large'], 'm5.large'],
    ['name', priced(), ['Web-1'], 'Web-1'],
    ['name', priced(), [' '], 'bad-value'],
    ['as', otherType(), ['M7G.large'], 'm7g.large'],
    ['as', otherType(), ['m7g large'], 'bad-value'],
    ['disk', disks(), ['100gp3'], [{ kind: 'gp3', sizeGiB: 100 }]],
    ['disk', disks(), ['100gibgp2'], [{ kind: 'gp2', sizeGiB: 100 }]],
    ['disk', disks(), ['500GP3/6000iops/250MiB/s'], [{ kind: 'gp3', sizeGiB: 500, iops: 6_000, throughputMiBps: 250 }]],
    ['disk', disks(), ['500gp3/250MiBps'], [{ kind: 'gp3', sizeGiB: 500, throughputMiBps: 250 }]],
    [
      'disk',
      disks(),
      ['8gp3', '100io2/4000iops'],
      [
        { kind: 'gp3', sizeGiB: 8 },
        { kind: 'io2', sizeGiB: 100, iops: 4_000 },
      ],
    ],
    [
      'disk',
      disks(),
      ['160gp3/80000iops/2000mibps'],
      [{ kind: 'gp3', sizeGiB: 160, iops: 80_000, throughputMiBps: 2_000 }],
    ],
    ['disk', disks(), ['1gp3/3000iops/750mibps'], [{ kind: 'gp3', sizeGiB: 1, iops: 3_000, throughputMiBps: 750 }]],
    ['disk', disks(), ['1gp3/80000iops'], 'bad-value'],
    ['disk', disks(), ['159gp3/80000iops'], 'bad-value'],
    ['disk', disks(), ['100gp3/751mibps'], 'bad-value'],
    ['disk', disks(), ['100gp3/4000iops/1001mibps'], 'bad-value'],
    ['disk', disks(), ['100'], 'bad-value'],
    ['disk', disks(), ['100gp9'], 'bad-value'],
    ['disk', disks(), ['100000gp3'], 'bad-value'],
    ['disk', disks(), ['100gp3/90000iops'], 'bad-value'],
    ['disk', disks(), ['100gp2/4000iops'], 'bad-value'],
    ['disk', disks(), ['100io1'], 'bad-value'],
    ['disk', disks(), ['100st1'], 'bad-value'],
    ['disk', disks(), ['8gp3', '0gp3'], 'bad-value'],
  ];
  it.each(rows.map(([key, option, words, expected]) => [key, words, expected, option] as const))(
    '%s: %j is %j',
    (_, words, expected, option) => {
      expect(value(option, ...words)).toEqual(expected);
    },
  );

  it.each([
    ['ri-1y-al', /ri-1y-all/],
    ['sp-3y-non', /sp-3y-none/],
    ['resrved', /reserved/],
    ['zzzzzzzz', /ri-1y-none/],
  ])('%s: what is near', (typed, near) => {
    const read = paying().parse([typed]);
    expect(isProblem(read) && plain(read.todo)).toMatch(near);
  });

  it('has a word for each commitment that is read back as it, and a name', () => {
    for (const term of terms) {
      expect(termNamed(termWord(term))).toEqual(term);
      expect(value(paying(), termWord(term))).toBe(termWord(term));
    }
    expect(new Set(terms.map(termInWords)).size).toBe(terms.length);
    expect(termNamed('ri')).toBeUndefined();
  });

  it('is read in any order, each word by its form', () => {
    const read = parse('price 3x ri-1y-none 100gp3 m5.large dedicated 300h eu-west-1 windows', commands);
    expect(isProblem(read) ? read : read.raw).toEqual({
      count: ['3x'],
      term: ['ri-1y-none'],
      disk: ['100gp3'],
      name: ['m5.large'],
      tenancy: ['dedicated'],
      hours: ['300h'],
      region: ['eu-west-1'],
      os: ['windows'],
    });
  });
});

describe('parse undoes print', () => {
  const holds = <T>(option: Option<T>, values: fc.Arbitrary<T>) =>
    fc.assert(
      fc.property(values, (one) => {
        expect(option.parse(option.print(one))).toEqual(one);
      }),
    );
  it('for hours a month', () => holds(monthlyHours().required(), fc.integer({ min: 1, max: 730 })));
  it('for a count', () => holds(machines().required(), fc.integer({ min: 1, max: 100_000 })));
  it('for addresses', () => holds(addressCount().required(), fc.integer({ min: 0, max: 100 })));
  it('for hours off', () =>
    holds(
      off().required(),
      fc.integer({ min: 1, max: 23 }).map((hours) => ({ word: `${hours}h`, running: { of: 24 - hours, every: 24 } })),
    ));
  it('for volumes', () =>
    holds(
      disks().required(),
      fc.array(
        fc.record(
          {
            kind: fc.constant('gp3'),
            // Large and slow enough for whatever the rest is: 500 IOPS a GiB, 0.25 MiB/s for each of 3,000.
            sizeGiB: fc.integer({ min: 160, max: 65_536 }),
            iops: fc.integer({ min: 3_000, max: 80_000 }),
            throughputMiBps: fc.integer({ min: 125, max: 750 }),
          },
          { requiredKeys: ['kind', 'sizeGiB'] },
        ),
        { minLength: 1, maxLength: 4 },
      ),
    ));
});
