import { describe, expect, it } from 'vitest';
import { reach } from '../../../src/commands/pricing/reach.ts';
import type { Plan } from '../../../src/core/facts/prices/terms.ts';
import type { Product } from '../../../src/core/ports/price-list.ts';

const anySize = /^It holds for any size of this family with Linux and shared tenancy in this region\./;
const oneType = /^It holds for this very type, system and tenancy in this region\./;
const unsure = /^It holds for this type, .* whether for other sizes of the family too is not known here\./;

describe('what a commitment holds for', () => {
  it.each<readonly [plan: Plan, some: Partial<Product>, said: RegExp]>([
    ['ri', {}, anySize],
    ['cri', {}, anySize],
    ['ri', { type: 't3.micro' }, anySize],
    ['ri', { os: 'windows' }, oneType],
    ['cri', { os: 'rhel' }, oneType],
    ['ri', { tenancy: 'dedicated' }, oneType],
    ['ri', { type: 'g4ad.xlarge' }, oneType],
    ['ri', { type: 'g4dn.xlarge' }, oneType],
    ['ri', { type: 'g5.xlarge' }, oneType],
    ['ri', { type: 'g5g.xlarge' }, oneType],
    ['ri', { type: 'inf1.xlarge' }, oneType],
    ['ri', { type: 'g6.xlarge' }, unsure],
    ['ri', { type: 'hpc7a.12xlarge' }, unsure],
    ['sp', { os: 'windows' }, /any family, size, region/],
    ['esp', { type: 'g5.xlarge' }, /any size, system and tenancy of this family/],
  ])('%s of %j', (plan, some, said) => {
    expect(reach(plan, { type: 'm5.large', region: 'us-east-1', os: 'linux', ...some })).toMatch(said);
  });
});
