import { describe, expect, it } from 'vitest';
import { csvOf, withoutCsv } from '../../../src/bot/terminal/csv.ts';
import { column, paragraph, reply, table } from '../../../src/commands/reply/reply.ts';
import { code, time } from '../../../src/core/text.ts';
import { openMachine } from '../../terminal.ts';

describe('CSV', () => {
  it.each([
    ['list as:csv', 'list', true],
    ['list stopped --as=csv  ', 'list stopped', true],
    ['AS:CSV', '', true],
    ['help as:csv', 'help as:csv', false],
    ['help', 'help', false],
    ['list has:csv', 'list has:csv', false],
    ['stop web-1 reason:"as:csv"', 'stop web-1 reason:"as:csv"', false],
    ['list as:csv stopped', 'list stopped', true],
    ['keep x "as:csv" as:csv', 'keep x "as:csv"', true],
    ['keep x "unclosed as:csv', 'keep x "unclosed as:csv', false],
  ])('%j is %j, asked for: %s', (typed, line, csv) => {
    expect(withoutCsv(typed)).toEqual({ line, csv });
  });

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

  it('is never made of a plan: its key and warnings would be lost', async () => {
    const machine = await openMachine();
    try {
      const { out, code: exit } = await machine.pipe(['stop web-1 as:csv', 'audit']);
      expect(exit).toBe(1);
      expect(out).toContain('Say it without asking for rows');
      expect(out).toContain('stop refused');
      expect(out).not.toContain('stop asked');
    } finally {
      await machine.close();
    }
  });

  it('of a list has all rows, not a page, and nothing but rows', async () => {
    const machine = await openMachine();
    try {
      const { out, aside } = await machine.pipe(['list as:csv']);
      expect(aside).toContain('Demo account');
      expect(aside).not.toContain('i-');
      const lines = out.trim().split('\n');
      expect(lines[0]).toBe('Name,Id,State,Type,Account,Region,Owner,Public IPv4');
      expect(lines.length).toBeGreaterThan(35);
      expect(lines.every((line) => line.split(',').length >= 8)).toBe(true);
      const costs = await machine.pipe(['cost by:type as:csv']);
      expect(costs.out).not.toContain('more');
      expect(costs.aside).toMatch(/at least .* an hour[\s\S]*Not priced/);
      const { out: problem } = await machine.pipe(['lst as:csv']);
      expect(problem).toContain('Did you mean list');
    } finally {
      await machine.close();
    }
  });
});
