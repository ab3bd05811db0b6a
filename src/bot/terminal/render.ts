import { choiceLine, type Action, type Block, type Choice, type Reply, type Tone } from '../../commands/reply/reply.ts';
import { pictureLines } from './picture.ts';
import { cell, wrap } from './spans.ts';
import { command, harmless, say } from '../../core/text.ts';
import type { Styler } from './style.ts';
import { tableLines } from './table.ts';
import { widthOf } from '../width.ts';

/** Narrower than this nothing can be read; lines are then longer than the terminal. */
const narrowest = 20;
/** Labels of fields are not padded beyond this. */
const labelColumns = 24;

/** A tone in a word: colour alone tells nobody who does not see it. */
const toneWords = {
  plain: '',
  good: 'Done: ',
  warning: 'Attention: ',
  danger: 'Failed: ',
  problem: 'Problem: ',
} as const satisfies Record<Tone, string>;

/** A reply as lines of at most `width` columns. Holds no control character but the styles that `style` adds. @param csv Whether its tables can be had as CSV. */
export function render(reply: Reply, width: number, style: Styler, csv = false): readonly string[] {
  const columns = Math.max(narrowest, width);
  const mark = toneWords[reply.tone];
  const bold: Styler = (kind, words) => style(kind === 'plain' ? 'strong' : kind, words);
  return [
    ...wrap([{ kind: 'text', text: mark }, ...reply.title], columns, (kind, words) =>
      words === mark.trim() ? style(reply.tone, words) : bold(kind, words),
    ),
    ...reply.blocks.flatMap((block) => renderBlock(block, columns, style, csv)),
  ];
}

/** No `default`: a new kind of block does not compile until the terminal shows it. */
function renderBlock(block: Block, width: number, style: Styler, csv: boolean): readonly string[] {
  switch (block.kind) {
    case 'text':
      return wrap(block.spans, width, style);
    case 'note':
      return wrap(block.spans, width, (_, words) => style('dim', words));
    case 'code':
      return block.lines.map((words) => style('code', harmless(words)));
    case 'table':
      return tableLines(block, width, style, csv);
    case 'picture':
      return pictureLines(block, width, style);
    case 'fields': {
      const label = Math.min(labelColumns, Math.max(...block.fields.map((field) => widthOf(field.label)))) + 2;
      return block.fields.flatMap((field) => {
        const head = cell([{ kind: 'text', text: field.label }], label, 'left', style);
        const [first = '', ...more] = wrap(field.value, Math.max(narrowest, width) - label, style);
        return [
          first.trim() === '' ? style('dim', head.trimEnd()) : style('dim', head) + first,
          ...more.map((rest) => ' '.repeat(label) + rest),
        ];
      });
    }
    case 'choice':
      return choices(block, width, style);
    case 'actions':
      return block.actions.flatMap((action) => wrap(hint(action), width, style, '    '));
  }
}

/** Choices that are listed; of more the rest is said to be there. */
const choicesListed = 10;

/** What to type for a choice: each line for one, the pattern of the line for many. */
function choices(block: Choice, width: number, style: Styler): readonly string[] {
  const { label: asks, of, options, before, after } = block;
  if (of === 'many') return wrap(say`  ${asks}: ${command(`${before}ID …${after}`)}`, width, style, '    ');
  const more = options.length - choicesListed;
  return [
    ...wrap(say`${asks}`, width, style),
    ...options
      .slice(0, choicesListed)
      .flatMap(({ word, label, about }) =>
        wrap(
          say`  ${label}${about === undefined ? '' : ` (${about})`}: ${command(choiceLine(block, [word]))}`,
          width,
          style,
          '    ',
        ),
      ),
    ...(more > 0 ? wrap(say`  … ${more} more`, width, style) : []),
  ];
}

/** What to type for a button. */
const hint = ({ label, does, form }: Action): Reply['title'] => [
  { kind: 'text', text: `  ${label}: ` },
  command(form?.typed === undefined ? does : `${does} ${form.typed}`),
  ...(form?.reason === true ? [{ kind: 'text', text: ' reason:"…"' } as const] : []),
  ...(form?.until === true ? [{ kind: 'text', text: ' [until:YYYY-MM-DD]' } as const] : []),
];
