import { describe, expect, it } from 'vitest';
import { csvOf } from '../../src/bot/csv.ts';
import { column, paragraph, reply, table } from '../../src/commands/reply/reply.ts';
import { code, time } from '../../src/core/text.ts';

describe('CSV', () => {
  it('quotes what must be, tells times in UTC, and disarms formulas', () => {
    const cells = [
      ['=HYPERLINK("x")', code('a,b'), time(0)],
      ['+1', 'say "hi"', '@SUM'],
      ['-2', '', '\t=1'],
    ];
    const answer = reply(
      'plain',
      'Three',
      paragraph('not a table'),
      table(
        ['A', 'B', 'C'].map((title) => column(title)),
        cells,
      ),
    );
    expect(csvOf(answer)).toBe(
      'A,B,C\n"\'=HYPERLINK(""x"")","a,b",1970-01-01T00:00:00Z\n\'+1,"say ""hi""",\'@SUM\n\'-2,,\uFFFD=1\n',
    );
    expect(csvOf(reply('plain', 'None'))).toBeUndefined();
  });
});
