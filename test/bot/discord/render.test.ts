import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readId } from '../../../src/bot/discord/press.ts';
import { render, type Rendered } from '../../../src/bot/discord/render.ts';
import { widthOf } from '../../../src/bot/width.ts';
import {
  action,
  actions,
  actionsOf,
  column,
  comparison,
  note,
  paragraph,
  prose,
  reply,
  replyAbout,
  table,
  type Choice,
  type Reply,
} from '../../../src/commands/reply/reply.ts';
import { picture } from '../../../src/commands/reply/picture.ts';
import { code, command, say } from '../../../src/core/text.ts';
import { anyReply, hostileReply } from '../replies.ts';
import { controlsIn, faultsOf, markdownIn } from './limits-check.ts';
import { kindsIn, readMarkdown, shownWords } from './markdown.ts';

const how = { command: '/ec2' };
const withPictures = { command: '/ec2', pictureOf: () => true };
const runs = { numRuns: 50 };

/** Signs that are not seen, beyond a new line and the space that is none. */
const unseen = (text: string): boolean => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text.replace(/[\n\u200B]/g, ''));
const textsOf = ({ messages }: Rendered) => messages.flatMap(({ components }) => markdownIn(components));
const controlsOf = ({ messages }: Rendered) => messages.map(({ components }) => controlsIn(components));
const wordsOf = (rendered: Rendered): string => textsOf(rendered).join('\n');

describe('any reply in Discord', () => {
  it('is within the limits of Discord, in four messages at most, with room for a component and a file', () => {
    fc.assert(
      fc.property(anyReply, fc.constantFrom(how, withPictures), (one, showing) => {
        const { messages } = render(one, showing);
        expect(messages.length).toBeGreaterThan(0);
        expect(messages.length).toBeLessThanOrEqual(4);
        for (const { components, pictures } of messages) {
          const files = pictures.map(({ name }) => name);
          expect(faultsOf([...components, { type: 14, divider: true, spacing: 1 }], [...files, 'more.csv'])).toEqual(
            [],
          );
          expect(markdownIn(components).join('').length).toBeLessThanOrEqual(3_900);
        }
      }),
      runs,
    );
  });

  it('holds no mention, link, moment, emoji or control character that the bot does not mean', () => {
    fc.assert(
      fc.property(hostileReply, (one) => {
        const rendered = render(one, withPictures);
        for (const text of textsOf(rendered)) {
          const meant = kindsIn(readMarkdown(text)).filter(
            (kind) => !['text', 'bold', 'code', 'block', 'heading', 'small', 'list'].includes(kind),
          );
          expect(meant, JSON.stringify(text)).toEqual([]);
          expect(unseen(text), text.slice(0, 99)).toBe(false);
        }
        const labels = controlsOf(rendered)
          .flat()
          .flatMap((control) => (control.type === 2 ? [control.label] : control.options.map(({ label }) => label)));
        for (const label of labels) expect(unseen(label), label).toBe(false);
      }),
      runs,
    );
  });

  it('has headings, lists and small lines only where a line of its own is one', () => {
    fc.assert(
      fc.property(hostileReply, (one) => {
        for (const text of textsOf(render(one, how))) {
          const block = /^```\n[^]*\n```$/.test(text);
          const lines = block ? [] : text.split('\n');
          const begun = lines.filter((line) => /^(?:### |-# |- )/.test(line)).length;
          const read = readMarkdown(text).filter(({ kind }) => ['heading', 'small', 'list'].includes(kind)).length;
          expect(read, JSON.stringify(text)).toBe(begun);
        }
      }),
      runs,
    );
  });

  it('notifies whom the bot means, and links where it means to', () => {
    fc.assert(
      fc.property(anyReply, (one) => {
        for (const text of textsOf(render(one, how)))
          for (const { kind, text: inside } of readMarkdown(text)) {
            if (kind === 'user') expect(inside).toBe('80351110224678912');
            if (kind === 'time') expect(inside).toMatch(/^\d+:f$/);
            expect(kind).not.toMatch(/role|channel|everyone|emoji|place|slash|quot|struck|spoiler|italic|under/);
          }
      }),
      runs,
    );
  });

  it('has what can be pressed at the end of the last message, and what an id does not hold is told', () => {
    fc.assert(
      fc.property(anyReply, (one) => {
        const rendered = render(one, how);
        const controls = controlsOf(rendered);
        expect(controls.slice(0, -1).flat()).toEqual([]);
        const ids = controls.flat().map(({ custom_id }) => readId(custom_id));
        const asked = ids.flatMap((read) => (read?.kind === 'kept' ? [read.id] : []));
        expect(ids).not.toContain(undefined);
        expect(new Set(rendered.kept.map(({ id }) => id))).toEqual(new Set(asked));
      }),
      runs,
    );
  });

  it('says that something was left out, or shows every button', () => {
    fc.assert(
      fc.property(anyReply, (one) => {
        const rendered = render(one, how);
        const buttons = controlsOf(rendered).flatMap((all) => all.filter(({ type }) => type === 2));
        const wanted = actionsOf(one).filter((each) => JSON.stringify(each).length < 4_000);
        if (!rendered.cut) expect(buttons.length).toBeGreaterThanOrEqual(wanted.length);
      }),
      runs,
    );
  });
});

describe('what one message does not hold', () => {
  const sentences = (many: number) =>
    Array.from({ length: many }, (_, at) => paragraph(`Sentence ${at} of many. `.repeat(20)));

  it('goes on in the next, which begins with the title and where it stands', () => {
    const { messages, cut } = render(reply('warning', 'Stop?', ...sentences(12)), how);
    expect(cut).toBe(false);
    expect(messages.map(({ components }) => markdownIn(components)[0])).toEqual([
      '### ⚠️ Attention: Stop?',
      '-# **Attention: Stop?** \\(2 of 2\\)',
    ]);
  });

  it('is left out after four messages, and said to be', () => {
    const rendered = render(reply('plain', 'Much', ...sentences(60), actions(action('More', 'list page:2'))), how);
    expect(rendered.cut).toBe(true);
    expect(rendered.messages).toHaveLength(4);
    expect(wordsOf(rendered)).toContain('The rest is not shown');
    expect(controlsOf(rendered).at(-1)).toHaveLength(1);
  });

  it('says how many rows of a table are left out, and how to have them all', () => {
    const rows = Array.from({ length: 900 }, (_, at) => [code(`i-${at}`), 'a state of some length']);
    const rendered = render(reply('plain', 'All', table([column('Id'), column('State')], rows)), how);
    const shown =
      textsOf(rendered)
        .join('\n')
        .match(/^i-\d+/gm) ?? [];
    expect(wordsOf(rendered)).toContain(`-# ${900 - shown.length} more rows are not shown here. \`as:csv\` gives all.`);
  });

  it('is told by its components as well: many small ones go on in the next', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 90 }), fc.integer({ min: 0, max: 40 }), (many, buttons) => {
        const blocks = Array.from({ length: many }, (_, at) => (at % 2 === 0 ? paragraph('told') : note('aside')));
        const all = Array.from({ length: buttons }, (_, at) => action(`Page ${at}`, `list page:${at}`));
        const rendered = render(reply('plain', 'Many', ...blocks, actions(...all)), how);
        for (const { components } of rendered.messages)
          expect(faultsOf([...components, { type: 14, divider: true, spacing: 1 }])).toEqual([]);
        const told = wordsOf(rendered).match(/told|aside/g)?.length;
        expect(told === many && controlsOf(rendered).flat().length === buttons).toBe(!rendered.cut);
      }),
    );
  });

  it('leaves room for what is asked at its end, and for what was left out', () => {
    const which: Choice = {
      kind: 'choice',
      label: '*'.repeat(300),
      of: 'one',
      options: [{ word: 'a', label: 'a' }],
      before: 'show ',
      after: '',
    };
    fc.assert(
      fc.property(fc.integer({ min: 150, max: 900 }), (long) => {
        const blocks = Array.from({ length: 90 }, (_, at) =>
          at % 2 === 0 ? paragraph('a'.repeat(long)) : note('b'.repeat(long)),
        );
        const rendered = render(reply('plain', '*'.repeat(200), ...blocks, which), how);
        expect(controlsOf(rendered).at(-1)).toHaveLength(1);
        expect(wordsOf(rendered)).toContain('The rest is not shown');
        for (const { components } of rendered.messages)
          expect(markdownIn(components).join('').length).toBeLessThanOrEqual(3_900);
      }),
    );
  });

  it('leaves the buttons that it holds, where a choice before them is too much', () => {
    const rendered = render(
      reply(
        'plain',
        'Which?',
        ...sentences(12),
        {
          kind: 'choice',
          label: '*'.repeat(400),
          of: 'one',
          options: [{ word: 'a', label: 'a' }],
          before: 'show ',
          after: '',
        },
        actions(action('Cancel', 'cancel K')),
      ),
      how,
    );
    expect(controlsOf(rendered).at(-1)).toMatchObject([{ type: 3 }, { label: 'Cancel' }]);
  });
});

describe('a table', () => {
  const lines = (one: Reply) => wordsOf(render(one, how)).split('\n');
  const widest = (one: Reply) =>
    Math.max(
      ...lines(one)
        .filter((line) => /^[\w-]/.test(line) && !line.startsWith('-#'))
        .map(widthOf),
    );
  const ranks = (all: readonly number[], cell = 'twelve signs') =>
    table(
      all.map((rank, at) => column(`Column ${at}`, 'left', rank)),
      [all.map(() => code(cell))],
    );

  it('is as wide as a phone shows it: what matters least goes first, and is named', () => {
    const one = reply('plain', 'x', ranks([0, 3, 1, 2]));
    expect(widest(one)).toBeLessThanOrEqual(40);
    expect(lines(one)).toContain('Column 0      Column 2      Column 3');
    expect(lines(one)).toContain('-# Hidden: Column 1. `as:csv` shows all.');
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
    expect(widest(one)).toBe(54);
    expect(wordsOf(render(one, how))).not.toContain('cut');
  });

  it('has its words cut before it is wider: a phone shows a part of a name better than two lines', () => {
    const rows = [['a-name-that-is-as-long-as-names-are', 'running', 'c5.2xlarge']];
    const one = reply('plain', 'x', table([column('Name'), column('State'), column('Type')], rows));
    expect(lines(one)).toContain('a-name-that-is-as-…  running  c5.2xlarge');
    expect(widest(one)).toBe(40);
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
    expect(widest(one)).toBeLessThanOrEqual(40);
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

describe('a picture', () => {
  const shape = picture({
    title: 'Price',
    alt: say`It fell by ${code('half')}.`,
    form: 'together',
    across: { label: 'Month', of: 'number' },
    up: { label: 'Price', unit: 'USD an hour' },
    series: [{ label: 'od', points: [{ at: 0, value: '1' }] }],
  });
  const one = reply('plain', 'Prices', shape, shape);

  it('that was drawn is shown, with its gist for who does not see it', () => {
    const [message] = render(one, withPictures).messages;
    expect(message?.pictures.map(({ name, alt }) => [name, alt])).toEqual([
      ['picture-1.png', 'It fell by half.'],
      ['picture-2.png', 'It fell by half.'],
    ]);
    expect(JSON.stringify(message?.components)).toContain('attachment://picture-2.png');
  });

  it('of many goes on in the next message, for a message takes ten files', () => {
    const { messages } = render(reply('plain', 'Prices', ...Array.from({ length: 12 }, () => shape)), withPictures);
    expect(messages.map(({ pictures }) => pictures.length)).toEqual([9, 3]);
  });

  it('that was not is told in words', () => {
    const rendered = render(one, { command: '/ec2', pictureOf: () => false });
    expect(rendered.messages.flatMap(({ pictures }) => pictures)).toEqual([]);
    expect(wordsOf(rendered)).toContain('**Price \\(USD an hour\\)**\nIt fell by `half`.');
  });
});

describe('a tone', () => {
  it.each([
    ['plain', undefined, '### x'],
    ['good', 0x2ea043, '### ✅ Done: x'],
    ['warning', 0xd29922, '### ⚠️ Attention: x'],
    ['danger', 0xcf222e, '### ❌ Failed: x'],
    ['problem', 0xe36b1e, '### ❗ Problem: x'],
  ] as const)('%s is a colour and a word', (tone, colour, title) => {
    const [message] = render(reply(tone, 'x', note('y')), how).messages;
    expect(message?.components).toMatchObject([
      { type: 17, ...(colour !== undefined && { accent_color: colour }), components: [{ content: title }, {}] },
    ]);
    expect(JSON.stringify(message?.components).includes('accent_color')).toBe(colour !== undefined);
  });

  it('has a title that ends as it was written', () => {
    const [text = ''] = textsOf(render(reply('plain', 'Price of C#'), how));
    expect(shownWords(readMarkdown(text))).toBe('Price of C#');
  });

  it('is shown where there is nothing to say', () => {
    expect(textsOf(render(reply('plain', ''), how))).toEqual(['-# There is nothing to show.']);
  });
});
