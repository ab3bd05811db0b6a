import fc from 'fast-check';
import { isSpread } from '../../../src/bot/discord/blocks.ts';
import { describe, expect, it } from 'vitest';
import { readId } from '../../../src/bot/discord/press.ts';
import { render, type Rendered } from '../../../src/bot/discord/render.ts';
import {
  action,
  actions,
  actionsOf,
  column,
  note,
  paragraph,
  reply,
  table,
  type Choice,
} from '../../../src/commands/reply/reply.ts';
import { picture } from '../../../src/commands/reply/picture.ts';
import { code, say } from '../../../src/core/text.ts';
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
        // Many rows of buttons each stand below what they are about.
        if (!isSpread(one)) expect(controls.slice(0, -1).flat()).toEqual([]);
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
      fc.property(fc.integer({ min: 200, max: 900 }), (long) => {
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
