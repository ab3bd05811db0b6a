import { beforeAll, describe, expect, it } from 'vitest';
import { openCatalogue, type Catalogue } from '../../../../src/core/facts/instance-types/catalogue.ts';
import { classNames, classOf, familiesIn } from '../../../../src/core/facts/instance-types/classes.ts';
import { judgementOf } from '../../../../src/core/facts/instance-types/families.ts';
import { readTypeName } from '../../../../src/core/facts/instance-types/name.ts';
import { seriesTable } from '../../../../src/core/facts/instance-types/series.ts';
import { watchOf } from '../../../../src/core/facts/instance-types/watch.ts';

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await openCatalogue();
});
const judged = (family: string) => {
  const name = readTypeName(family);
  if (name === undefined) throw new Error(`${family} is not read`);
  return judgementOf(name);
};
const sizesOf = (family: string) => catalogue.typesOf(family).flatMap((type) => catalogue.find(type) ?? []);

describe('every series is judged', () => {
  const forms: Readonly<Record<string, string>> = { u: 'u7i-6tb' };
  it.each(seriesTable.map(({ letters, means }) => [letters, means]))('%s: %s', (letters, means) => {
    const { good, bad } = judged(forms[letters] ?? `${letters}1`);
    expect(good.length * bad.length).toBeGreaterThan(0);
    expect(good.includes('retired')).toBe(means.includes('retired'));
  });
});

describe('options and flex add to it', () => {
  it.each<[string, RegExp, RegExp]>([
    ['m5d', /caches on its local disks/, /short of one thing/],
    ['c7gn', /network/, /databases/],
    ['r8ib', /EBS/, /memory empty/],
    ['m8azn', /one fast core/, /short/],
    ['m7i-flex', /web/, /flex does not promise/],
    ['t1', /already/, /no credits/],
    ['t3', /small/, /credits run out/],
  ])('%s', (family, good, bad) => {
    expect(judged(family).good).toMatch(good);
    expect(judged(family).bad).toMatch(bad);
  });

  it('does not hold a compute optimized family to exactly 2 GiB a vCPU', () => {
    expect(judged('c5n').bad).toContain('about 2 GiB');
  });

  it.each(['i4i', 'p4d', 'm5'])('%s has no scratch disks to speak of', (family) => {
    expect(judged(family).good).not.toMatch(/scratch/);
  });
});

describe('what to watch is said of those it is true of', () => {
  it.each<[type: string, said: readonly RegExp[], not: readonly RegExp[]]>([
    ['m5.large', [/previous generation/], [/erased/, /arm64/, /Xen/, /Spot/]],
    ['m5d.large', [/erased/], [/previous/]],
    ['m7g.large', [/arm64/], [/full core/]],
    ['m7a.large', [/full core/], [/arm64/]],
    ['m6a.large', [], [/full core/]],
    ['m7i-flex.large', [/Flex/], []],
    ['t2.micro', [/standard mode/, /Xen/], [/unlimited/]],
    ['t3.micro', [/unlimited mode/, /7 days/], [/standard/]],
    ['t1.micro', [/Xen/], [/unlimited/, /standard/]],
    ['t4g.micro', [/unlimited mode/, /arm64/], []],
    ['mac2.metal', [/24 hours/, /erases its internal disk/, /not sold as Spot/], [/must be built for arm64/]],
    ['g6f.large', [/part of a GPU/, /quotas/], []],
    ['p5.48xlarge', [/Capacity Block/, /quotas/], [/part of a GPU/]],
    ['hpc7a.12xlarge', [/one memory/, /not sold as Spot/], [/full core/]],
    ['u7i-12tb.224xlarge', [/not sold as Spot/], [/erased/]],
  ])('%s', (type, said, not) => {
    const facts = catalogue.find(type);
    const told = facts === undefined ? '' : watchOf(facts).join('\n');
    for (const one of said) expect(told).toMatch(one);
    for (const one of not) expect(told).not.toMatch(one);
  });

  it('is told at once of all that are not sold as Spot', () => {
    const without = catalogue.names().filter((type) => catalogue.find(type)?.usageClasses.includes('spot') === false);
    expect(without).toContain('t2.nano');
    for (const type of without) {
      const facts = catalogue.find(type);
      expect((facts && watchOf(facts).slice(0, 2)) ?? [], type).toContain('It is not sold as Spot.');
    }
  });

  it('speaks of sizes of an HPC family where it has several', () => {
    const spoken = catalogue
      .families()
      .filter((family) => sizesOf(family).some((facts) => watchOf(facts).some((one) => one.startsWith('Sizes'))));
    const several = catalogue.families().filter((family) => family.startsWith('hpc') && sizesOf(family).length > 1);
    expect(spoken).toEqual(several);
  });
});

describe('classes', () => {
  it.each<[words: string, name: string, has: readonly string[], not: readonly string[]]>([
    ['general purpose', 'general purpose', ['m8g', 't3', 'mac2'], ['c8g']],
    ['compute', 'compute optimized', ['c8g', 'c5'], ['m8g', 'hpc7a']],
    ['memory optimised', 'memory optimized', ['r8g', 'x8g', 'u7i-12tb', 'z1d'], ['m8g']],
    ['storage optimized instances', 'storage optimized', ['i8g', 'd3', 'im4gn'], ['m5d']],
    ['accelerated', 'accelerated computing', ['g6', 'inf2', 'vt1', 'f2'], ['c8g']],
    ['hpc', 'high performance computing', ['hpc7a'], ['c8g']],
    ['burstable', 'burstable', ['t3', 't4g', 't2'], ['t1', 'm5']],
    ['flex', 'flex', ['m7i-flex'], ['m7i']],
    ['arm', 'graviton', ['m7g', 'g5g', 'a1'], ['m7i', 'mac2']],
    ['amd', 'amd', ['m7a', 'g5'], ['m7g']],
    ['gpu', 'gpu', ['g6', 'p5', 'g6f'], ['inf2', 'trn1']],
    ['high memory', 'high memory', ['u7i-12tb', 'u-6tb1'], ['x8g']],
    ['r series', 'r series', ['r8g', 'r5'], ['m5']],
    ['x-series', 'x series', ['x8g'], ['r5']],
  ])('%s', (words, name, has, not) => {
    const found = classOf(words);
    expect(found?.name).toBe(name);
    const families = found && familiesIn(found, catalogue).map(({ family }) => family);
    expect(families).toEqual(expect.arrayContaining([...has]));
    for (const one of not) expect(families).not.toContain(one);
  });

  it.each(['', 'memory leak', 'q series', 'constructor', 'optimized'])('“%s” is none', (words) => {
    expect(classOf(words)).toBeUndefined();
  });

  it('has every family in exactly one of AWS’s, and is found by each of its own names', () => {
    for (const name of classNames) expect(classOf(name)?.name).toBe(name);
    for (const family of catalogue.families()) {
      const [first] = sizesOf(family);
      const name = readTypeName(family);
      const within = classNames.slice(0, 6).filter((one) => first && classOf(one)?.has(name, first));
      expect(within, family).toHaveLength(1);
    }
  });

  it('tells current families before previous ones, and plain ones of a generation first', () => {
    const found = classOf('general purpose');
    const members = found === undefined ? [] : familiesIn(found, catalogue);
    const current = members.map((one) => one.current);
    expect(current).toEqual(current.toSorted((one, other) => Number(other) - Number(one)));
    expect(members[0]?.family).toBe('m9g');
  });
});
