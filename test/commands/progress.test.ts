import { describe, expect, it } from 'vitest';
import { watched, watchedAnew } from '../../src/commands/progress.ts';
import { sideBySide } from '../../src/core/estate/side-by-side.ts';
import type { Reading } from '../../src/core/ports/cloud.ts';
import { plain } from '../../src/core/text.ts';

const { signal } = new AbortController();

/** What is shown while a read of so many places goes on. */
function shown(of: number, read: (reading: Reading) => void): readonly string[] {
  const titles: string[] = [];
  read(watched({ signal, show: ({ title }) => titles.push(plain(title)) }));
  expect(titles.length).toBeLessThanOrEqual(of);
  return titles;
}
const each =
  (of: number) =>
  ({ seen }: Reading): void => {
    for (let done = 1; done <= of; done += 1) seen?.(done, of);
  };

describe('the progress of a read', () => {
  it('is told some twenty times, however many places there are, and not of the last: then the answer is there', () => {
    const titles = shown(1_700, each(1_700));
    expect(titles).toHaveLength(19);
    expect(titles[0]).toBe('Looked at 85 of 1,700 places.');
    expect(titles.at(-1)).toBe('Looked at 1,615 of 1,700 places.');
  });

  it('is not told of few places', () => {
    expect(shown(17, each(17))).toEqual([]);
  });

  it('of several reads of the same places is that of the slowest', () => {
    const titles = shown(100, (reading) => {
      const side = sideBySide(reading);
      const [one, two] = [side(), side()];
      each(100)(one);
      for (let done = 1; done <= 50; done += 1) two.seen?.(done, 100);
    });
    expect(titles).toHaveLength(10);
    expect(titles.at(-1)).toBe('Looked at 50 of 100 places.');
  });

  it('is told of a plan as well, which joins no read of others', () => {
    expect(watched({ signal, show() {} }).joins).toBe(true);
    expect(watchedAnew({ signal, show() {} }).joins).toBe(false);
  });
});
