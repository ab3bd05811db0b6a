import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  code,
  command,
  harmless,
  link,
  list,
  mention,
  plain,
  say,
  speak,
  strong,
  text,
  time,
} from '../../src/core/text.ts';

/** Any text at all, much of it of signs that do something. */
const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '\u001b',
        '[31m',
        '\u202e',
        '\u200b',
        '\r',
        '\n',
        '\t',
        '\u0000',
        '\u2028',
        '\ud800',
        '@everyone',
        'a',
      ),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join('')),
);
/** Signs that no text may bring to a screen (Unicode 15, categories Cc, Cf, Zl, Zp, Cs). */
const doesSomething = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe('text from anywhere', () => {
  it('brings no sign that does something, whatever it is put into', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const said = say`a ${value} b ${strong(value)} c ${code(value)} ${command(value)} ${mention({ id: value, name: value })} ${link('https://example.com', value)} ${list([value, text(value)])}`;
        expect(plain(said)).not.toMatch(doesSomething);
        for (const span of said) {
          if ('text' in span) expect(span.text).not.toMatch(doesSomething);
        }
      }),
    );
  });

  it('is left as it is where nothing in it does anything, and made harmless once', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(harmless(harmless(value))).toBe(harmless(value));
        if (!doesSomething.test(value) && !value.includes('\u2065')) expect(harmless(value)).toBe(value);
        expect([...harmless(value)]).toHaveLength([...value].length);
      }),
    );
  });
});

describe('a sentence', () => {
  it('has the words in their order, numbers as they are written, and no empty spans', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.integer())), (values) => {
        const said = values.flatMap((value) => say`<${value}>`);
        expect(plain(said)).toBe(values.map((value) => `<${harmless(String(value))}>`).join(''));
        expect(said.every((span) => !('text' in span) || span.text !== '')).toBe(true);
      }),
    );
  });

  it('of no value is nothing', () => {
    expect(say``).toEqual([]);
    expect(speak('')).toEqual([]);
  });

  it('shows moments in UTC, mentions by their name, links by their label', () => {
    const at = Date.parse('2026-11-24T10:00:00Z');
    expect(plain(say`${time(at)} ${mention({ id: 'U1', name: 'ana' })} ${link('https://example.com', 'page')}`)).toBe(
      '2026-11-24T10:00:00Z ana page',
    );
  });
});

describe('a list', () => {
  it('joins with commas, and the last with its word', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[x-z]{1,5}$/)),
        fc.constantFrom('and' as const, 'or' as const),
        (values, last) => {
          const said = plain(list(values, last));
          expect(said.split(/, | and | or /).filter((word) => word !== '')).toEqual(values);
          expect(said.split(` ${last} `)).toHaveLength(values.length > 1 ? 2 : 1);
          expect(said.split(', ')).toHaveLength(Math.max(1, values.length - 1));
        },
      ),
    );
  });

  it.each<[readonly string[], string]>([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('%j is “%s”', (values, said) => {
    expect(plain(list(values))).toBe(said);
  });
});
