import { describe, expect, it } from 'vitest';
import { shortened } from '../../src/bot/plain-words.ts';

describe('a text that is cut', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['ab cd', 4, 'ab…'],
    ['🙂🙂🙂', 5, '🙂🙂…'],
    ['🙂🙂🙂', 4, '🙂…'],
  ])('%j in %d', (whole, atMost, kept) => {
    expect(shortened(whole, atMost)).toBe(kept);
  });
});
