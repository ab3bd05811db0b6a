import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../src/bot/terminal/lines.ts';
import { lineLimit } from '../../../src/bot/tokens.ts';
import { inParts } from '../../core/drivers/aws/parts.ts';

async function* parts(all: readonly unknown[]) {
  yield* all;
}

async function read(all: readonly unknown[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(parts(all))) lines.push(line);
  return lines;
}

describe('the lines of a pipe', () => {
  it('end by \\n, \\r\\n or \\r, and the last one by itself', async () => {
    expect(await read(['a\nb\r\nc\rd'])).toEqual(['a', 'b', 'c', 'd']);
    expect(await read(['a\n\n', 'b\r', '\n', '\n'])).toEqual(['a', '', 'b', '']);
    expect(await read([])).toEqual([]);
  });

  it('are the same however they come', async () => {
    const text = fc.array(fc.constantFrom('list', 'ü', '💶', '\n', '\r\n', '\r', ' '), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(5), { maxLength: 30 }), async (words, lengths) => {
        const bytes = new TextEncoder().encode(words.join(''));
        const whole = words.join('').split(/\r\n|\n|\r/);
        if (whole.at(-1) === '') whole.pop();
        expect(await read(inParts(bytes, lengths))).toEqual(whole);
      }),
    );
  });

  it('are kept only so far that a line is seen to be too long', async () => {
    const endless = Array.from({ length: 50 }, () => Buffer.alloc(65_536, 'x'));
    const lines = await read([...endless, '\nlist\n']);
    expect(lines.map(({ length }) => length)).toEqual([lineLimit + 1, 4]);
  });
});
