import { describe, expect, it } from 'vitest';
import { fits, folded, laid, ranked, squeezed, type Laid } from '../../src/bot/columns.ts';
import { column } from '../../src/commands/reply/reply.ts';
import { code, plain, text } from '../../src/core/text.ts';

const wide = (title: string, width: number, rank = 0, align: 'left' | 'right' = 'left'): Laid =>
  laid(column(title, align, rank), 0, [[text('x'.repeat(width))]], plain);
const titles = (all: readonly Laid[]): readonly string[] => all.map((one) => one.column.title);

describe('columns of one width', () => {
  it('are as wide as their widest cell or their title', () => {
    expect(laid(column('Name'), 0, [[text('你好吗')], [text('a')]], plain).width).toBe(6);
    expect(laid(column('Name'), 0, [], plain)).toMatchObject({ width: 4, exact: false });
  });

  it('are exact where they hold figures, or ids alone', () => {
    expect(wide('$', 3, 0, 'right').exact).toBe(true);
    expect(laid(column('Id'), 0, [[code('i-1')]], plain).exact).toBe(true);
    expect(laid(column('Id'), 0, [[code('i-1'), text(' x')]], plain).exact).toBe(false);
  });

  it('go by their rank, the last first, and those of rank 0 stay', () => {
    const all = [wide('A', 10), wide('B', 10, 1), wide('C', 10, 2), wide('D', 10, 2)];
    expect(fits(all, 46)).toBe(true);
    expect(ranked(all, 45)).toMatchObject({ hidden: ['D'] });
    expect(titles(ranked(all, 25).kept)).toEqual(['A', 'B']);
    expect(titles(ranked(all, 1).kept)).toEqual(['A']);
  });

  it('fold below the first, one other at least in each lot', () => {
    const all = [wide('A', 5), wide('B', 5), wide('C', 5), wide('D', 50)];
    expect(folded(all, 20).map(titles)).toEqual([
      ['A', 'B', 'C'],
      ['A', 'D'],
    ]);
    expect(folded([wide('A', 99)], 20).map(titles)).toEqual([['A']]);
    expect(folded([], 20)).toEqual([]);
  });

  it('lose what is too much from words first, then from figures', () => {
    const all = [wide('A', 30), wide('B', 20, 0, 'right')];
    expect(squeezed(all, 40).map(({ width }) => width)).toEqual([18, 20]);
    expect(squeezed(all, 25).map(({ width }) => width)).toEqual([8, 15]);
  });
});
