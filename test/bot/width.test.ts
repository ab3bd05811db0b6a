import { describe, expect, it } from 'vitest';
import { cut, padded, widthOf } from '../../src/bot/width.ts';

describe('columns of a terminal', () => {
  it.each([
    ['web-1', 5],
    ['⚡', 2],
    ['✅ok', 4],
    ['日本', 4],
    ['ｗｅｂ', 6],
    ['é', 1],
    ['e\u0301', 1],
    ['—', 1],
    ['😀', 2],
  ])('%s takes %i', (text, columns) => {
    expect(widthOf(text)).toBe(columns);
    expect(widthOf(padded(text, 10, 'left'))).toBe(10);
    expect(widthOf(cut(text.repeat(9), 7))).toBeLessThanOrEqual(7);
  });
});
