import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, element, widthOf, words, xml } from '../../../src/bot/pictures/words.ts';

describe('text in a drawing', () => {
  it.each([
    ['a < b & "c" > \'d\'', 'a &lt; b &amp; &quot;c&quot; &gt; &apos;d&apos;'],
    ['&amp;', '&amp;amp;'],
    ['Größe Łódź Москва Ωμέγα €5 … ™', 'Größe Łódź Москва Ωμέγα €5 … ™'],
    ['数据 🎉', '?? ?'],
    ['a\u0000b\u001Fc\nd\u202Ee\uFFFE', 'a?b?c?d?e?'],
  ])('%j is written %j', (text, written) => {
    expect(xml(text)).toBe(written);
  });

  it('is escaped in elements and in attributes alike', () => {
    expect(words('<x>', { x: 1.26, y: 2, size: 12, fill: '"/><script>' })).toBe(
      '<text x="1.3" y="2" font-size="12" fill="&quot;/&gt;&lt;script&gt;">&lt;x&gt;</text>',
    );
    expect(element('path', { d: 'M0 0', stroke: undefined })).toBe('<path d="M0 0"/>');
  });

  it('is cut at its end where it is too wide, and only there', () => {
    expect(cut('web-1', 12, 100)).toBe('web-1');
    expect(cut('a very long name of a line', 12, 100)).toBe('a very long n…');
    const width = fc.integer({ min: 20, max: 300 });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 240 }), width, (text, most) => {
        const left = cut(text, 12, most);
        expect(widthOf(left, 12)).toBeLessThanOrEqual(most);
        if (left !== text) expect(left).toMatch(/…$/);
      }),
    );
  });
});
