import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, nearest, thereAre } from '../../src/core/near.ts';
import { command, plain, say } from '../../src/core/text.ts';

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

describe('what there is instead is said', () => {
  const names = ['stop', 'start', 'list'];
  it.each<[string, readonly string[], string]>([
    ['stpo', names, 'Did you mean stop?'],
    ['st', names, 'Did you mean stop, start or list?'],
    ['zzzzzz', names, 'There are stop, start and list.'],
    ['zzzzzz', ['only'], 'There is only.'],
    ['zzzzzz', ['only', 'only'], 'There is only.'],
    ['zzzzzz', [], 'There is none.'],
    ['', ['a', 'b'], 'There are a and b.'],
  ])('to %j of %j: %s', (word, known, says) => {
    expect(plain(didYouMean(word, known))).toBe(says);
    expect(plain(didYouMean(word, new Set(known).values()))).toBe(says);
  });

  it('in other words where there are better ones, and as a line to type', () => {
    expect(plain(didYouMean('zzzzzz', names, say`Look at the page.`))).toBe('Look at the page.');
    expect(plain(didYouMean('stpo', names, say`Look at the page.`, (name) => command(`help ${name}`)))).toBe(
      'Did you mean help stop?',
    );
  });

  it('and of very many only the first', () => {
    const many = Array.from({ length: 40 }, (_, index) => `region-${index}`);
    expect(plain(thereAre(many))).toMatch(/^There are region-0, .*, region-11 and 28 more\.$/);
  });
});
