import { describe, expect, it } from 'vitest';
import { render, type Rendered } from '../../../src/bot/discord/render.ts';
import { widthOf } from '../../../src/bot/width.ts';
import { column, comparison, prose, reply, replyAbout, table, type Reply } from '../../../src/commands/reply/reply.ts';
import { code, command, text } from '../../../src/core/text.ts';
import { markdownIn } from './limits-check.ts';

const how = { command: '/ec2' };
const textsOf = ({ messages }: Rendered) => messages.flatMap(({ components }) => markdownIn(components));
const wordsOf = (rendered: Rendered): string => textsOf(rendered).join('\n');

describe('a table', () => {
  const lines = (one: Reply) => wordsOf(render(one, how)).split('\n');
  const widest = (one: Reply) =>
    Math.max(
      ...lines(one)
        .filter((line) => /^[\w-]/.test(line) && !line.startsWith('-#'))
        .map(widthOf),
    );
  const ranks = (all: readonly number[], cell = 'ten signs.') =>
    table(
      all.map((rank, at) => column(`Column ${at}`, 'left', rank)),
      [all.map(() => code(cell))],
    );

  it('is as wide as a phone shows it: what matters least goes first, and is named', () => {
    const one = reply('plain', 'x', ranks([0, 3, 1, 2]));
    expect(widest(one)).toBeLessThanOrEqual(36);
    expect(lines(one)).toContain('Column 0    Column 2    Column 3');
    expect(lines(one)).toContain('-# Hidden: Column 1. `as:csv` shows all.');
  });

  it('that has its rows in words is a list of these where a phone holds not all of it, and nothing is hidden', () => {
    const words = [[code('i-1'), text(' stands in us-east-1')]];
    const wide = { ...ranks([0, 3, 1, 2]), lines: words };
    expect(wordsOf(render(reply('plain', 'x', wide), how))).toBe('### x\n- `i-1` stands in us-east-1');
    const narrow = { ...ranks([0, 1]), lines: words };
    expect(lines(reply('plain', 'x', narrow))).toContain('Column 0    Column 1');
    const long = { ...ranks([0], 'x'.repeat(80)), lines: words };
    expect(wordsOf(render(reply('plain', 'x', long), how))).not.toContain('cut');
  });

  it('of what changes something offers no file: its line gives none', () => {
    const many = Array.from({ length: 900 }, (_, at) => [code(`i-${at}`), 'a state of some length']);
    const one = replyAbout('K', 'plain', 'x', ranks([0, 3, 1, 2]), table([column('Id'), column('State')], many));
    expect(lines(one)).toContain('-# Hidden: Column 1.');
    expect(wordsOf(render(one, how))).toMatch(/\d+ more rows are not shown here\./);
    expect(wordsOf(render(one, how))).not.toContain('as:csv');
  });

  it('is somewhat wider where all that is left must stay', () => {
    const one = reply('plain', 'x', ranks([0, 0, 0, 0, 1]));
    expect(widest(one)).toBe(46);
    expect(wordsOf(render(one, how))).not.toContain('cut');
  });

  it('has its words cut before it is wider: a phone shows a part of a name better than two lines', () => {
    const rows = [['a-name-that-is-as-long-as-names-are', 'running', 'c5.2xlarge']];
    const one = reply('plain', 'x', table([column('Name'), column('State'), column('Type')], rows));
    expect(lines(one)).toContain('a-name-that-is…  running  c5.2xlarge');
    expect(widest(one)).toBe(36);
  });

  it('has its cells cut where even that is too little', () => {
    const one = reply('plain', 'x', ranks([0, 0, 0], 'an-id-of-thirty-five-signs-in-all.'));
    expect(widest(one)).toBe(56);
    expect(lines(one)).toContain('-# Some of it is cut. `as:csv` shows all.');
  });

  it('with sentences that would be cut is a list', () => {
    const about = 'What runs now costs, and what stopped machines still cost.';
    const columns = [column('Command'), column('For', 'left', 1), prose('What it does')];
    const one = reply('plain', 'x', table(columns, [[command('cost'), 'Look', about]]));
    expect(textsOf(render(one, how)).slice(1)).toEqual([
      `- \`/ec2 cost\`: ${about}`,
      '-# Hidden: For. `as:csv` shows all.',
    ]);
  });

  it('with sentences that are not cut is none', () => {
    const one = reply('plain', 'x', table([column('Id'), prose('Why')], [[code('i-1'), 'It is stopped.']]));
    expect(lines(one)).toContain('i-1  It is stopped.');
  });

  it('in a list names its cells where there are several, and leaves out those that are empty', () => {
    const columns = [column('Ip'), column('Region'), column('$/month', 'right'), prose('Why')];
    const why = 'It is held by a machine that is stopped since June.';
    const one = reply('plain', 'x', table(columns, [['1.2.3.4', 'eu-west-1', '', why]]));
    expect(lines(one)).toContain(`- **1.2.3.4**: Region: eu-west-1; Why: ${why}`);
  });

  it('whose columns are compared stands in lots below each other, each with the first', () => {
    const titles = ['', 'm5.large', 'c5.large', 'r5.large', 't3.large'];
    const one = reply(
      'plain',
      'x',
      comparison(
        titles.map((title) => column(title)),
        [['$/hour', ...titles.slice(1)]],
      ),
    );
    expect(widest(one)).toBeLessThanOrEqual(36);
    const texts = textsOf(render(one, how)).slice(1);
    expect(texts).toHaveLength(2);
    for (const text of texts) expect(text).toMatch(/^\$\/hour/m);
  });

  it('of which a phone shows but one beside the first is wider, so that two can be compared', () => {
    const titles = ['', 'one.of.14.cols', 'two.of.14.cols', 'and.a.third.14', 'and.a.fourth14'];
    const one = reply(
      'plain',
      'x',
      comparison(
        titles.map((title) => column(title)),
        [['Memory, in GiB', ...titles.slice(1)]],
      ),
    );
    expect(widest(one)).toBe(46);
    expect(textsOf(render(one, how)).slice(1)).toHaveLength(2);
  });
});
