import { describe, expect, it } from 'vitest';
import { mayChange } from '../../../src/core/people/access.ts';
import { plain } from '../../../src/core/text.ts';

const person = (...roles: readonly string[]) => ({ id: 'os:maria', name: 'maria', roles });

describe('who may change anything', () => {
  it.each([
    { has: ['operator'], may: ['operator'], allowed: true },
    { has: ['reader', 'sre'], may: ['operator', 'sre'], allowed: true },
    { has: ['reader'], may: ['operator'], allowed: false },
    { has: [], may: ['operator'], allowed: false },
    { has: ['operator'], may: [], allowed: false },
    { has: [], may: [], allowed: false },
    { has: ['Operator'], may: ['operator'], allowed: false },
  ])('$has of $may: $allowed', ({ has, may, allowed }) => {
    expect(mayChange(person(...has), may)?.problem).toBe(allowed ? undefined : 'not-allowed');
  });

  it('is told which roles may and which they have', () => {
    const problem = mayChange(person('reader'), ['operator', 'sre']);
    expect(problem && [problem.where ?? [], problem.todo].map(plain)).toEqual([
      'Roles: reader.',
      'Who has the role operator or sre may; roles: in the configuration says who has which.',
    ]);
  });

  it('is told their id where they have no role, so that it can be configured', () => {
    const problem = mayChange(person(), ['operator']);
    expect(plain(problem?.where ?? [])).toBe('No role is given to os:maria.');
  });
});
