import { _InstanceType } from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openCatalogue, type Catalogue } from '../../../../src/core/facts/instance-types/catalogue.ts';
import { printTypeName, readTypeName } from '../../../../src/core/facts/instance-types/name.ts';
import type { TypeFacts } from '../../../../src/core/ports/instance-type.ts';

const enumNames = Object.values(_InstanceType);

describe('every name of the SDK', () => {
  it('is read, and printed back as it is', () => {
    expect(enumNames.length).toBeGreaterThan(1_400);
    expect(enumNames.filter((name) => readTypeName(name) === undefined)).toEqual([]);
    for (const name of enumNames) {
      const read = readTypeName(name);
      expect(read && printTypeName(read)).toBe(name);
      expect(read && `${read.family}.${read.size}`).toBe(name);
    }
  });

  it('has no letter whose meaning is not known', () => {
    const families = new Set(enumNames.map((name) => name.split('.')[0] ?? ''));
    const unknown = [...families].filter((family) =>
      readTypeName(family)?.parts.some(({ means }) => means === '' || means.includes('not known')),
    );
    expect(unknown).toEqual([]);
  });
});

describe('the oddities of today are taken apart', () => {
  it.each<[string, string]>([
    // name, its parts
    ['m5d.xlarge', 'm 5 d .xlarge'],
    ['a1.metal', 'a 1 .metal'],
    ['u-6tb1.112xlarge', 'u -6tb 1 .112xlarge'],
    ['u7i-12tb.224xlarge', 'u 7 i -12tb .224xlarge'],
    ['u7inh-32tb.480xlarge', 'u 7 i n h -32tb .480xlarge'],
    ['mac1.metal', 'mac 1 .metal'],
    ['mac2-m2pro.metal', 'mac 2 -m2pro .metal'],
    ['mac-m4max.metal', 'mac -m4max .metal'],
    ['m7i-flex.large', 'm 7 i -flex .large'],
    ['gr6f.4xlarge', 'gr 6 f .4xlarge'],
    ['g4ad.xlarge', 'g 4 a d .xlarge'],
    ['g5g.xlarge', 'g 5 g .xlarge'],
    ['i4i.large', 'i 4 i .large'],
    ['p4de.24xlarge', 'p 4 d e .24xlarge'],
    ['p6e-gb200.36xlarge', 'p 6 e -gb200 .36xlarge'],
    ['trn1n.32xlarge', 'trn 1 n .32xlarge'],
    ['trn2u.48xlarge', 'trn 2 u .48xlarge'],
    ['is4gen.medium', 'is 4 g e n .medium'],
    ['im4gn.large', 'im 4 g n .large'],
    ['i7ie.metal-24xl', 'i 7 i e .metal-24xl'],
    ['x2iedn.xlarge', 'x 2 i e d n .xlarge'],
    ['x8aedz.xlarge', 'x 8 a e d z .xlarge'],
    ['hpc6id.32xlarge', 'hpc 6 i d .32xlarge'],
    ['dl2q.24xlarge', 'dl 2 q .24xlarge'],
    ['cr1.8xlarge', 'cr 1 .8xlarge'],
  ])('%s: %s', (name, parts) => {
    expect(
      readTypeName(name)
        ?.parts.map(({ text }) => text)
        .join(' '),
    ).toBe(parts);
  });

  it.each<[family: string, letter: string, means: RegExp]>([
    ['g4ad', 'a', /AMD/],
    ['g5g', 'g', /Graviton/],
    ['i4i', 'i', /Intel/],
    ['g6e', 'e', /GPU memory/],
    ['p5e', 'e', /GPU memory/],
    ['p6e-gb200', 'e', /UltraServer/],
    ['c8ine', 'e', /same all the time/],
    ['x1e', 'e', /more memory/],
    ['i7ie', 'e', /more local storage/],
    ['d3en', 'e', /more local storage/],
    ['r5b', 'b', /EBS/],
    ['u7ib-12tb', 'b', /not explain/],
    ['mac2-m1ultra', '-m1ultra', /Apple M1 Ultra/],
    ['p6-b300', '-b300', /B300/],
    ['u-24tb1', '-24tb', /24 TiB/],
  ])('in %s the %s is %s', (family, letter, means) => {
    expect(readTypeName(family)?.parts.findLast(({ text }) => text === letter)?.means).toMatch(means);
  });
});

describe('names that do not exist yet are read', () => {
  it.each([
    'm10g.large',
    'm10gd.metal-64xl',
    'm12i-flex.16xlarge',
    'c9id-flex.4xlarge',
    'c9i.large',
    'c10a.medium',
    'c11gn.metal',
    'r9a.xlarge',
    'r10gb.24xlarge',
    'r12idn.metal-96xl',
    't5g.nano',
    't4a.micro',
    't9i.2xlarge',
    'u8i-64tb.960xlarge',
    'u9in-128tb.metal',
    'mac3-m5max.metal',
    'mac-m6.metal',
    'mac4.metal',
    'p7-b400.48xlarge',
    'p8e-gb500.72xlarge',
    'p7en.96xlarge',
    'g9e.12xlarge',
    'gr8f.large',
    'i10ge.3xlarge',
    'im9gn.large',
    'x9iedn.large',
    'hpc9g.16xlarge',
    'inf3.xlarge',
    'trn4u.48xlarge',
    'z2d.large',
    'dl3q.24xlarge',
    'm9y.large',
  ])('%s', (name) => {
    const read = readTypeName(name);
    expect(read && printTypeName(read)).toBe(name);
  });
});

describe('what has not the form of a name is none', () => {
  it.each([
    ['', 'nothing'],
    ['m', 'no generation'],
    ['mac', 'neither generation nor chip'],
    ['u7i', 'no memory'],
    ['m5.', 'no size'],
    ['.large', 'no family'],
    ['m5.lage', 'no such size'],
    ['m5.0xlarge', 'no such size'],
    ['m5.metal-xl', 'no such size'],
    ['m5.large.large', 'two sizes'],
    ['M5.large', 'a capital'],
    ['m05.large', 'a generation with a nought'],
    ['q5.large', 'no such series'],
    ['m5dd.large', 'a letter twice'],
    ['m8ii.large', 'a letter twice'],
    ['m5-large', 'no dot'],
    ['web-1', 'a name of a machine'],
    ['constructor.large', 'a word'],
    ['m5d -flex.large', 'a blank'],
  ])('“%s”: %s', (text) => {
    expect(readTypeName(text)).toBeUndefined();
  });

  it('and no text makes it throw, or print another', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'acdgimnpruxtbeflqz0123456789.-', 'xlarge', 'metal', 'flex', 'tb', 'mac', 'hpc'),
      maxLength: 14,
    });
    fc.assert(
      fc.property(fc.oneof(letters, fc.string(), fc.constantFrom(...enumNames)), (text) => {
        const read = readTypeName(text);
        if (read !== undefined) expect(printTypeName(read)).toBe(text);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('what the letters say is what DescribeInstanceTypes says', () => {
  let catalogue: Catalogue;
  let all: readonly TypeFacts[];
  beforeAll(async () => {
    catalogue = await openCatalogue();
    all = catalogue.names().flatMap((name) => catalogue.find(name) ?? []);
  });
  /** Families with a difference, each once. */
  const familiesThat = (differ: (facts: TypeFacts) => boolean): readonly string[] => [
    ...new Set(all.filter(differ).map(({ name }) => name.split('.')[0] ?? '')),
  ];
  const named = (facts: TypeFacts) => {
    const read = readTypeName(facts.name);
    if (read === undefined) throw new Error(`${facts.name} is not read`);
    return read;
  };

  it('of the processor, without exception', () => {
    expect(all.length).toBeGreaterThan(1_300);
    expect(
      familiesThat((facts) => {
        const { maker } = named(facts);
        return maker !== undefined && maker !== facts.processor;
      }),
    ).toEqual([]);
  });

  /** Local disks without the letter d, and why. */
  const disksBySeries: Readonly<Record<string, string>> = {
    c1: 'of before the letters: every machine then had local disks',
    c3: 'of before the letters',
    d2: 'the series is of hard disks',
    d3: 'the series is of hard disks',
    d3en: 'the series is of hard disks',
    f2: 'accelerated: the disks feed the FPGAs',
    g5: 'accelerated: the disks feed the GPUs; g5g, of Graviton, has none',
    g6: 'accelerated: the disks feed the GPUs',
    g6e: 'accelerated: the disks feed the GPUs',
    g6f: 'accelerated: the disks feed the GPUs',
    g7: 'accelerated: the disks feed the GPUs',
    g7e: 'accelerated: the disks feed the GPUs',
    gr6: 'accelerated: the disks feed the GPUs',
    gr6f: 'accelerated: the disks feed the GPUs',
    h1: 'the series is of hard disks',
    i2: 'the series is of local disks',
    i3: 'the series is of local disks',
    i3en: 'the series is of local disks',
    i4g: 'the series is of local disks',
    i4i: 'the series is of local disks',
    i7i: 'the series is of local disks',
    i7ie: 'the series is of local disks',
    i8g: 'the series is of local disks',
    i8ge: 'the series is of local disks',
    im4gn: 'the series is of local disks',
    is4gen: 'the series is of local disks',
    m1: 'of before the letters',
    m2: 'of before the letters',
    m3: 'of before the letters',
    'mac-m4': 'the disk of the Mac itself, which EC2 tells as instance store; older Macs are told without',
    'mac-m4pro': 'the disk of the Mac itself, which EC2 tells as instance store',
    p5: 'accelerated: the disks feed the GPUs; p4d has the letter, its successors do not',
    p5e: 'accelerated: the disks feed the GPUs',
    p5en: 'accelerated: the disks feed the GPUs',
    'p6-b200': 'accelerated: the disks feed the GPUs',
    'p6-b300': 'accelerated: the disks feed the GPUs',
    r3: 'of before the letters',
    trn1: 'accelerated: the disks feed the Trainium devices',
    trn1n: 'accelerated: the disks feed the Trainium devices',
    trn2: 'accelerated: the disks feed the Trainium devices',
    x1: 'of before the letter: x2idn, which follows, has it',
    x1e: 'of before the letter: x2iedn, which follows, has it',
  };

  it('of local disks', () => {
    expect(familiesThat((facts) => named(facts).options.includes('d') && facts.instanceStoreGB === undefined)).toEqual(
      [],
    );
    expect(familiesThat((facts) => !named(facts).options.includes('d') && facts.instanceStoreGB !== undefined)).toEqual(
      Object.keys(disksBySeries),
    );
  });

  /** Families with the letter n that have no more network than their sibling without it, and why. */
  const notMore: Readonly<Record<string, string>> = {
    p5en: 'both p5e and p5en have 3,200 Gbit/s; the letter stands for how it is carried, which the API does not tell',
  };

  it('of the network: n has more than the sibling without it', () => {
    let compared = 0;
    const families = familiesThat((facts) => {
      const { family, options, size } = named(facts);
      if (!options.includes('n')) return false;
      const without = catalogue.find(`${family.replace(/n(?=[a-z]*(-|$))/, '')}.${size}`);
      if (without === undefined) return false;
      compared += 1;
      const [own, other] = [facts.network, without.network];
      return !((own.peakGbps ?? 0) > (other.peakGbps ?? 0) || (own.baselineGbps ?? 0) > (other.baselineGbps ?? 0));
    });
    expect(compared).toBeGreaterThan(100);
    expect(families).toEqual(Object.keys(notMore));
  });
});
