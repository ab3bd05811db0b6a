import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gpuCount, hourlyPrice, memory, networkSpeed, vCpuCount } from '../../../src/commands/options/amounts.ts';
import { architecture } from '../../../src/commands/options/architecture.ts';
import type { Option } from '../../../src/commands/options/option.ts';
import { typeList } from '../../../src/commands/options/type-list.ts';
import { money, toRecord } from '../../../src/core/money.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { plain } from '../../../src/core/text.ts';

/** The value that words have, or the code of the Problem. */
const value = (option: Option<unknown>, ...words: readonly string[]): unknown => {
  const read = option.parse(words);
  return isProblem(read) ? read.problem : read;
};

const mibPerGib = 1_024;

describe('an amount reads its words', () => {
  const rows: readonly (readonly [Option<unknown>, string, unknown])[] = [
    [memory('?'), '16', 16 * mibPerGib],
    [memory('?'), '16GiB', 16 * mibPerGib],
    [memory('?'), '16 gb', 16 * mibPerGib],
    [memory('?'), '0.5', 512],
    [memory('?'), '512MiB', 512],
    [memory('?'), '1tib', mibPerGib * mibPerGib],
    [memory('?'), '0', 0],
    [memory('?'), '0.5mib', 'bad-value'],
    [memory('?'), '-1', 'bad-value'],
    [memory('?'), '1e3', 'bad-value'],
    [memory('?'), '16 bananas', 'bad-value'],
    [memory('?'), '9999999tib', 'bad-value'],
    [memory('?'), 'constructor', 'bad-value'],
    [networkSpeed('?'), '12.5', 12.5],
    [networkSpeed('?'), '10Gbps', 10],
    [networkSpeed('?'), '750mbps', 0.75],
    [networkSpeed('?'), '10Gbit/s', 10],
    [networkSpeed('?'), '10GiB', 'bad-value'],
    [vCpuCount('?'), '4', 4],
    [vCpuCount('?'), '4vCPU', 4],
    [vCpuCount('?'), '4.5', 'bad-value'],
    [gpuCount('?'), '1gpu', 1],
    [gpuCount('?'), 'one', 'bad-value'],
    [architecture('?'), 'Graviton', 'arm64'],
    [architecture('?'), 'amd64', 'x86_64'],
    [architecture('?'), 'sparc', 'bad-value'],
  ];
  it.each(rows.map(([option, word, expected]) => [option.shape, word, expected, option] as const))(
    '%s: %j is %j',
    (_, word, expected, option) => {
      expect(value(option, word)).toEqual(expected);
    },
  );

  it.each([
    ['0.2', '0.2'],
    ['$0.0104', '0.0104'],
    ['0.2usd', '0.2'],
    ['0.2/h', '0.2'],
    ['$0.2/hour', '0.2'],
    ['1.5CNY', '1.5 CNY'],
    ['$1cny', undefined],
    ['1gbp', undefined],
    ['.2', undefined],
    ['free', undefined],
    ['', undefined],
  ])('a price %j is %j', (word, expected) => {
    const read = hourlyPrice('?').parse([word]);
    expect(isProblem(read) || read === undefined ? undefined : toRecord(read)).toBe(expected);
  });

  it('takes a bare word where it bears its unit, so that no bare number is taken for something else', () => {
    const kinds = {
      memory: memory('?'),
      network: networkSpeed('?'),
      vcpus: vCpuCount('?'),
      gpu: gpuCount('?'),
      price: hourlyPrice('?'),
    };
    const taken = (word: string) =>
      Object.entries(kinds).flatMap(([name, kind]) => (kind.recognises(word) ? [name] : []));
    expect(taken('16GiB')).toEqual(['memory']);
    expect(taken('10gbps')).toEqual(['network']);
    expect(taken('4vcpu')).toEqual(['vcpus']);
    expect(taken('1gpu')).toEqual(['gpu']);
    expect(taken('$0.2')).toEqual(['price']);
    expect(taken('4')).toEqual([]);
  });

  it('says what is near to an architecture that is none', () => {
    const read = architecture('?').parse(['arm46']);
    expect(isProblem(read) && plain(read.todo)).toContain('arm64');
  });
});

describe('a list of types', () => {
  const list = typeList('Types', 6);
  it.each<[readonly string[], unknown]>([
    [
      ['M5.large', 'm6i.large'],
      ['m5.large', 'm6i.large'],
    ],
    [
      ['m5.large,m6i.large', 'm5.large'],
      ['m5.large', 'm6i.large'],
    ],
    [['m5.large,'], ['m5.large']],
    [['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'bad-value'],
    [['regoin:eu-west-1'], 'unknown-option'],
    [['m5 large'], 'bad-value'],
  ])('%j is %j', (words, expected) => {
    expect(value(list, ...words)).toEqual(expected);
  });
});

describe('parse undoes print', () => {
  const holds = <T>(option: Option<T>, values: fc.Arbitrary<T>) =>
    fc.assert(
      fc.property(values, (one) => {
        expect(option.parse(option.print(one))).toEqual(one);
      }),
    );
  it('for memory', () => holds(memory('?').required(), fc.integer({ min: 0, max: 100_000_000 })));
  it('for network', () =>
    holds(
      networkSpeed('?').required(),
      fc.integer({ min: 0, max: 9_999_999 }).map((mbit) => mbit / 1_000),
    ));
  it('for counts', () => holds(vCpuCount('?').required(), fc.integer({ min: 0, max: 10_000 })));
  it('for an architecture', () => holds(architecture('?').required(), fc.constantFrom('x86_64', 'arm64')));
  it('for a price, to the last digit', () =>
    holds(
      hourlyPrice('?').required(),
      fc
        .tuple(
          fc.integer({ min: 0, max: 999_999_999 }),
          fc.integer({ min: 0, max: 9_999_999_999 }),
          fc.constantFrom('USD', 'CNY', 'EUR'),
        )
        .map(([whole, part, currency]) => money(`${whole}.${String(part).padStart(10, '0')}`, currency)),
    ));
});
