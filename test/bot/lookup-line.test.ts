import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/bot/grammar.ts';
import { lookupLine } from '../../src/bot/lookup-line.ts';
import { lineLimit } from '../../src/bot/tokens.ts';
import { commands } from '../../src/commands/index.ts';
import { isProblem } from '../../src/core/problem.ts';

describe('the line that looks up a message', () => {
  it.each([
    ['', undefined],
    [' \n ', undefined],
    ['web-1 is down', 'lookup web-1 is down'],
    [
      'Look, i-0a1b2c3d (an M5.large) is down!',
      'lookup i-0a1b2c3d m5.large look, look "(an" an "m5.large)" is "down!" down',
    ],
    ['page:2 --words "x', 'lookup page:2 "--words" words "\\"x" x'],
  ])('%j: %j', (message, line) => {
    expect(lookupLine(message)).toBe(line);
  });

  it('can be read, whatever the message is, and has every id and type that there is room for', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('--page', 'words:x', '"', "'", '\\', 'x'.repeat(2_000), '\u200B', '“a'),
    );
    const id = fc.stringMatching(/^i-[0-9a-f]{17}$/);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 600 }), fc.array(id, { maxLength: 20 }), (words, ids) => {
        const line = lookupLine([...words, ...ids].join(' '));
        if (line === undefined) return;
        expect(line.length).toBeLessThanOrEqual(lineLimit);
        const parsed = parse(line, commands);
        if (isProblem(parsed)) throw new Error(JSON.stringify(parsed));
        expect(parsed.command.name).toBe('lookup');
        expect(parsed.raw['words']).toEqual(expect.arrayContaining(ids));
        expect(isProblem(parsed.command.bind(parsed.raw))).toBe(false);
      }),
    );
  });
});
