import { beforeAll, describe, expect, it } from 'vitest';
import {
  familyOf,
  openCatalogue,
  readCatalogue,
  type Catalogue,
} from '../../../../src/core/facts/instance-types/catalogue.ts';
import { fullCpuLike, typesLike } from '../../../../src/core/facts/instance-types/known.ts';
import { readTypeName } from '../../../../src/core/facts/instance-types/name.ts';
import { familiesBeside, siblingsOf } from '../../../../src/core/facts/instance-types/siblings.ts';
import type { TypeFacts } from '../../../../src/core/ports/instance-type.ts';

let catalogue: Catalogue;
let all: readonly TypeFacts[];
beforeAll(async () => {
  catalogue = await openCatalogue();
  all = catalogue.names().flatMap((name) => catalogue.find(name) ?? []);
});
const factsOf = (type: string): TypeFacts => {
  const facts = catalogue.find(type);
  if (facts === undefined) throw new Error(`no facts of ${type}`);
  return facts;
};
const read = (text: string) => {
  const name = readTypeName(text);
  if (name === undefined) throw new Error(`${text} is not read`);
  return name;
};

describe('families beside that of a type', () => {
  it.each<[type: string, beside: string]>([
    // type, relation and families, newest first
    ['m5.large', 'newer m8i m7i, flex m8i-flex m7i-flex, Graviton m9g m8g m7g m6g, AMD m8a m7a m6a m5a'],
    ['m5d.large', 'newer m8id m6id, Graviton m9gd m8gd m7gd m6gd, AMD m5ad'],
    ['m7i-flex.large', 'newer m8i-flex, not flex m8i m7i, Graviton m9g m8g m7g, AMD m8a m7a'],
    ['m9g.large', 'AMD m8a, Intel m8i'],
    ['c5n.large', 'newer c8in c6in, Graviton c8gn c7gn c6gn'],
    ['c7a.large', 'newer c8a, Graviton c9g c8g c7g, Intel c8i c7i'],
    ['m5zn.large', 'AMD m8azn'],
    ['t2.micro', 'newer t3, Graviton t4g, AMD t3a'],
    ['t4g.micro', 'AMD t3a, Intel t3'],
    ['i3.large', 'newer i7i i4i, Graviton i8g i4g'],
    ['i3en.large', 'newer i7ie'],
    ['d2.xlarge', 'newer d3'],
    ['a1.large', 'newer m9g m8g m7g m6g'],
    ['z1d.large', 'newer m8azn r7iz'],
    ['x1e.xlarge', 'newer x2iedn'],
    ['g4dn.xlarge', 'newer g7 g6'],
    ['g5.xlarge', 'newer g7 g6'],
    ['g5g.xlarge', ''],
    ['p3dn.24xlarge', 'newer p6-b200 p6-b300 p5 p4d'],
    ['p5en.48xlarge', 'newer p6-b200 p6-b300'],
    ['inf1.xlarge', 'newer inf2'],
    ['trn1n.32xlarge', 'newer trn2'],
    ['u-6tb1.56xlarge', 'newer u7i-6tb'],
    ['hpc6a.48xlarge', 'newer hpc8a hpc7a, Graviton hpc7g'],
    ['mac2.metal', ''],
  ])('%s: %s', (type, beside) => {
    const found = familiesBeside(factsOf(type), catalogue);
    const byRelation = new Map<string, string[]>();
    for (const { relation, family } of found) byRelation.set(relation, [...(byRelation.get(relation) ?? []), family]);
    expect([...byRelation].map(([relation, families]) => [relation, ...families].join(' ')).join(', ')).toBe(beside);
  });

  it('are of this region alone, and one that only had others has none', () => {
    const own = factsOf('m5.large');
    const none = readCatalogue('asOf\t2026-01-01\n');
    expect(familiesBeside(own, none)).toEqual([]);
  });

  it('are of another maker, or newer, and never the family itself', () => {
    for (const facts of all) {
      for (const { family, relation } of familiesBeside(facts, catalogue)) {
        expect(family).not.toBe(familyOf(facts.name));
        const maker = catalogue.find(catalogue.typesOf(family)[0] ?? '')?.processor;
        if (relation === 'Graviton' || relation === 'AMD' || relation === 'Intel')
          expect([facts.name, family, maker]).not.toEqual([facts.name, family, facts.processor]);
        if (relation === 'newer')
          expect(read(family).generation, `${facts.name} ${family}`).toBeGreaterThan(read(facts.name).generation ?? 0);
      }
    }
  });
});

describe('the type that stands in', () => {
  it.each<[type: string, siblings: readonly string[]]>([
    ['t2.micro', ['t3.micro', 't4g.micro', 't3a.micro']],
    // There is no 18xlarge any more: the next that has as many vCPUs.
    ['c5.18xlarge', ['c8i.24xlarge', 'c7i.24xlarge', 'c6i.24xlarge']],
    ['c5.metal', ['c8i.metal-48xl', 'c7i.metal-24xl', 'c6i.metal']],
    ['u-6tb1.112xlarge', ['u7i-6tb.112xlarge']],
  ])('for %s begins with %j', (type, siblings) => {
    const found = siblingsOf(factsOf(type), catalogue).map(({ facts }) => facts.name);
    expect(found.slice(0, siblings.length)).toEqual(siblings);
  });

  it('has its size, or as many vCPUs, bare metal for bare metal', () => {
    for (const own of all) {
      for (const { facts } of siblingsOf(own, catalogue)) {
        const sameSize = facts.name.split('.')[1] === own.name.split('.')[1];
        expect(sameSize || (facts.vCpus >= own.vCpus && facts.bareMetal === own.bareMetal), facts.name).toBe(true);
      }
    }
  });
});

describe('real types like a name that is none', () => {
  it.each<[name: string, first: readonly string[]]>([
    ['m10g.large', ['m9g.large', 'm8g.large', 'm7g.large']],
    ['c9i-flex.large', ['c8i-flex.large', 'c7i-flex.large', 'c8i.large']],
    ['r10gd.2xlarge', ['r8gd.2xlarge', 'r7gd.2xlarge', 'r6gd.2xlarge']],
    ['t8i.large', ['t3.large', 't2.large', 't4g.large']],
    ['p2.xlarge', ['p5.4xlarge', 'p6-b200.48xlarge', 'p6-b300.48xlarge']],
    ['u9i-64tb.224xlarge', ['u7i-12tb.224xlarge']],
    // No Mac has that size: the smallest of each.
    ['mac-m7.large', ['mac2.metal']],
  ])('%s: %j', (name, first) => {
    expect(typesLike(read(name), catalogue).slice(0, first.length)).toEqual(first);
    for (const type of typesLike(read(name), catalogue)) expect(read(type).series).toBe(read(name).series);
  });
});

describe('what a burstable type is weighed against', () => {
  it('has its vCPUs, memory and architecture, and the full CPU', () => {
    for (const burstable of all.filter((one) => one.burstable)) {
      for (const full of fullCpuLike(burstable, catalogue)) {
        expect([full.vCpus, full.memoryMiB, full.burstable]).toEqual([burstable.vCpus, burstable.memoryMiB, false]);
        expect(full.name).not.toContain('flex');
      }
    }
    const types = (type: string) => fullCpuLike(factsOf(type), catalogue).map(({ name }) => name);
    expect(types('t3.large')).toContain('m7i.large');
    expect(types('t3.medium')).toContain('c7i.large');
    expect(types('t4g.large')).toEqual(['m6g.large', 'm7g.large', 'm8g.large', 'm9g.large']);
    expect(types('t3.nano')).toEqual([]);
  });
});
