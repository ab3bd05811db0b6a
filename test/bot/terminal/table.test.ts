import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { styler } from '../../../src/bot/terminal/style.ts';
import { tableLines } from '../../../src/bot/terminal/table.ts';
import { column, comparison, prose, table } from '../../../src/commands/reply/reply.ts';
import { code } from '../../../src/core/text.ts';
import { openTalk } from '../../commands/house.ts';
import { render } from '../../../src/bot/terminal/render.ts';

const bare = styler(false);
const ids = fc.stringMatching(/^i-[0-9a-f]{17}$/);
const figures = fc.integer({ min: 0, max: 99_999 }).map((cents) => `$${(cents / 100).toFixed(2)}`);
const words = fc.stringMatching(/^[a-z]{1,12}( [a-z]{1,12}){0,8}$/);

/** Room that words need at least: see `least` in table.ts. */
const leastWords = 8;
const gap = 2;

describe('a table in any width', () => {
  const some = fc.record({
    rows: fc.array(fc.record({ id: ids, name: words, cost: figures, why: words, more: words }), {
      minLength: 1,
      maxLength: 5,
    }),
    width: fc.integer({ min: 20, max: 140 }),
  });
  const shown = ({ rows, width }: typeof some extends fc.Arbitrary<infer T> ? T : never) =>
    tableLines(
      table(
        [column('Id'), column('Name', 'left', 1), column('Cost', 'right'), prose('Why'), column('More', 'left', 2)],
        rows.map(({ id, name, cost, why, more }) => [code(id), name, cost, why, more]),
      ),
      width,
      bare,
      true,
    );

  it('cuts no id and no figure as long as there is room for them, and loses no word of a sentence', () => {
    fc.assert(
      fc.property(some, (one) => {
        const lines = shown(one).join('\n');
        const widest = Math.max(...one.rows.map(({ cost }) => cost.length), 'Cost'.length);
        if (one.width < 19 + gap + widest + gap + leastWords) return;
        for (const { id, cost, why } of one.rows) {
          expect(lines).toContain(id);
          expect(lines).toContain(cost);
          const letters = lines.replace(/\s/g, '');
          for (const word of why.split(' ')) if (word.length <= leastWords) expect(letters).toContain(word);
        }
      }),
    );
  });

  it('is never wider, and says what it hides', () => {
    fc.assert(
      fc.property(some, (one) => {
        const lines = shown(one);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(one.width);
        const [head = ''] = lines;
        const aside = lines.join(' ');
        for (const title of ['Name', 'More'])
          expect(head.includes(title) || new RegExp(`Hidden: .*${title}.*as:csv`).test(aside)).toBe(true);
      }),
    );
  });
});

describe('in narrow windows', () => {
  it.each([80, 60, 40])('of %i columns the answers keep what they are asked for', async (width) => {
    const talk = await openTalk();
    try {
      const lines = async (line: string) => render(await talk.reply(line), width, bare, true);
      const volumes = (await lines('volumes')).join('\n');
      expect(volumes).toMatch(/^Volume .*\$\/month/m);
      expect(volumes.match(/^vol-[0-9a-f]{17} .*\$[\d.]+/gm)).toHaveLength(10);
      await talk.reply('stop web-1');
      expect((await lines('audit')).slice(1, 3).join('\n')).toMatch(/^#  .*What.*\n1  .*stop asked/);
      for (const row of await lines('help')) expect(row).not.toContain('…');
      expect((await lines('addresses idle')).join(' ')).not.toMatch(/eni-[0-9a-f]*…/);
    } finally {
      await talk.close();
    }
  });
});

describe('a comparison in any width', () => {
  it('hides no column: what has no room stands below, beside its labels again', () => {
    const cells = fc.array(figures, { minLength: 6, maxLength: 6 });
    const some = fc.record({
      rows: fc.array(cells, { minLength: 1, maxLength: 4 }),
      width: fc.integer({ min: 40, max: 140 }),
    });
    fc.assert(
      fc.property(some, ({ rows, width }) => {
        const titles = rows[0]?.map((_, at) => `m5.${at}xlarge`) ?? [];
        const labelled = rows.map((row, at) => [`fact ${at}`, ...row]);
        const compared = comparison([column(''), ...titles.map((title) => column(title, 'right'))], labelled);
        const lines = tableLines(compared, width, bare, true);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        for (const title of titles) expect(lines.filter((line) => line.includes(title))).toHaveLength(1);
        const blocks = lines.filter((line) => line.startsWith('fact 0'));
        expect(blocks.join(' ').match(/\$[\d.]+/g)).toEqual(rows[0]);
        expect(lines.join(' ')).not.toContain('Hidden');
        expect(lines).toHaveLength(blocks.length * (rows.length + 2) - 1);
      }),
    );
  });
});
