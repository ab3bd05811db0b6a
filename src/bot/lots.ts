import { bySigns } from './plain-words.ts';

/** Lines in lots of at most so many UTF-16 code units, in order; one that no lot takes goes on in the next. */
export function lotsOf(lines: readonly string[], atMost: number): readonly (readonly string[])[] {
  const lots: string[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const line of lines.flatMap((one) => (one === '' ? [''] : bySigns(one, atMost - 1)))) {
    if (used + line.length + 1 > atMost) {
      lots.push([]);
      used = 0;
    }
    lots.at(-1)?.push(line);
    used += line.length + 1;
  }
  return lots;
}
