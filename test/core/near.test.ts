import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/core/near.ts';

const commandNames = ['list', 'show', 'price', 'cost', 'start', 'stop', 'confirm', 'cancel', 'demo reset'];

describe('the nearest names', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['stopp', commandNames, ['stop']],
    ['pirce', commandNames, ['price']],
    ['PRICE', commandNames, ['price']],
    ['conf', commandNames, ['confirm']],
    ['ls', commandNames, ['list']],
    ['sto', commandNames, ['stop']],
    ['st', ['list', 'start', 'stop'], ['stop', 'start', 'list']],
    ['m5', ['m5.12xlarge', 'm5.24xlarge', 'm5.large'], ['m5.large', 'm5.12xlarge']],
    ['asg-1', ['ad-1', 'shop-asg-1'], ['shop-asg-1']],
    ['eu-wset-1', ['us-east-1', 'eu-west-1', 'eu-west-2'], ['eu-west-1', 'eu-west-2']],
    ['terminate', commandNames, []],
    ['xylophone', commandNames, []],
    ['', commandNames, []],
    ['x', ['os', 'by', 'page'], []],
    ['ab', ['os', ''], []],
    ['page', ['p', ''], []],
  ])('to %j', (word, names, expected) => {
    const near = nearest(word, names);
    expect(near.slice(0, expected.length)).toEqual(expected);
    expect(near.length > 0).toBe(expected.length > 0);
  });

  it('are some of the names, no more than asked for, and begin with the name itself where it is there', () => {
    const names = fc.array(fc.string({ minLength: 2, maxLength: 12 }), { maxLength: 20 });
    fc.assert(
      fc.property(names, fc.string({ maxLength: 12 }), fc.nat({ max: 5 }), (all, word, most) => {
        const near = nearest(word, all, most);
        expect(near.length).toBeLessThanOrEqual(most);
        expect(all).toEqual(expect.arrayContaining([...near]));
        for (const name of all) expect(nearest(name, all, 1)[0]?.toLowerCase()).toBe(name.toLowerCase());
      }),
    );
  });
});
