import { familyOf } from '../../core/facts/instance-types/catalogue.ts';
import { readTypeName } from '../../core/facts/instance-types/name.ts';
import type { TypeClass } from '../../core/facts/instance-types/series.ts';
import type { Plan } from '../../core/facts/prices/terms.ts';
import type { Product } from '../../core/ports/price-list.ts';

/** What a commitment holds for, and what it does not do (Savings Plans guide; EC2 guide, "Reserved Instances"). */
export function reach(plan: Plan, product: Product): string {
  switch (plan) {
    case 'ri':
      return `${reservedFor(product)} It can be sold on the Marketplace, not given back.`;
    case 'cri':
      return `${reservedFor(product)} It can be exchanged for another of equal or higher value, and cannot be sold.`;
    case 'sp':
      return 'It holds for any family, size, region, system and tenancy, up to the sum committed to; it reserves no capacity.';
    case 'esp':
      return 'It holds for any size, system and tenancy of this family in this region; it reserves no capacity.';
  }
}

/** Families without size flexibility (EC2 guide of 2023, "How Reserved Instances are applied"). */
const oneSizeEach: ReadonlySet<string> = new Set(['g4ad', 'g4dn', 'g5', 'g5g', 'inf1']);
/** Classes of which families that are newer than that list may lack it too. */
const unsureClasses: ReadonlySet<string | undefined> = new Set([
  'accelerated computing',
  'high performance computing',
] satisfies TypeClass[]);

/** What a regional Reserved Instance holds for: any size of the family with Linux on shared hardware alone. */
function reservedFor({ type, os, tenancy }: Product): string {
  const family = familyOf(type);
  if (os !== 'linux' || tenancy === 'dedicated' || oneSizeEach.has(family))
    return 'It holds for this very type, system and tenancy in this region.';
  return unsureClasses.has(readTypeName(family)?.class)
    ? 'It holds for this type, system and tenancy in this region; whether for other sizes of the family too is not known here.'
    : 'It holds for any size of this family with Linux and shared tenancy in this region.';
}
