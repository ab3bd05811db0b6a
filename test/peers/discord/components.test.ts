import { data } from '../json.ts';
import { describe, expect, it } from 'vitest';
import { findComponent, flat, withFiles, withIds } from './components.ts';
import { button, container, link, row, said, select } from './samples.ts';

describe('components', () => {
  it('get ids where the app gave none or 0, and none that is taken', () => {
    const all = withIds([container([said(), { ...said(), id: 2 }]), { ...row(button()), id: 0 }]);
    expect(flat(all).map(({ id }) => id)).toEqual([1, 3, 2, 4, 5]);
  });

  it('are found by label, custom_id, pattern or test, if there is one', () => {
    const all = [
      row(button({ label: 'Stop', custom_id: 'a' }), button({ label: 'Start', custom_id: 'b' })),
      select({ placeholder: 'Size' }),
    ];
    const found = [findComponent(all, 'Stop'), findComponent(all, 'b'), findComponent(all, /^Si/)];
    expect(found.map((one) => one['custom_id'])).toEqual(['a', 'b', 'size']);
    expect(findComponent(all, (one) => one['custom_id'] === 'b')).toMatchObject({ label: 'Start' });
    expect(() => findComponent(all, /^St/)).toThrow('2 components are');
    expect(() => findComponent([row(link())], 'x')).toThrow('there are: “Go” (https://example.com)');
    expect(() => findComponent([], 'x')).toThrow('there are: none');
  });

  it('show files by their addresses', () => {
    const urls = new Map([['a.png', { url: 'http://x/a.png', attachment_id: '7' }]]);
    const media = { url: 'attachment://a.png' };
    const all = withFiles(
      [
        container([
          { type: 12, items: [{ media }] },
          { type: 9, accessory: { type: 11, media } },
        ]),
        { type: 13, file: media },
      ],
      urls,
    );
    expect(JSON.stringify(all).match(/http:\/\/x\/a.png/g)).toHaveLength(3);
    expect(data(all[1]?.['file'])).toEqual({ url: 'http://x/a.png', attachment_id: '7' });
  });
});
