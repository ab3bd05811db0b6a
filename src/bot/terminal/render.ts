import type { Block, Choice, Reply } from '../../commands/reply/reply.ts';
import { pictureLines } from './picture.ts';
import { cell, wrap } from './spans.ts';
import { harmless, say, type Spans } from '../../core/text.ts';
import type { Styler } from './style.ts';
import { tableLines } from './table.ts';
import { widthOf } from '../width.ts';
import { toChoose, toneWords, toType } from '../words.ts';

/** Narrower than this nothing can be read; lines are then longer than the terminal. */
const narrowest = 20;
/** Labels of fields are not padded beyond this. */
const labelColumns = 24;

/** A reply as lines of at most `width` columns. Holds no control character but the styles that `style` adds. @param csv Whether its tables can be had as CSV. */
export function render(reply: Reply, width: number, style: Styler, csv = false): readonly string[] {
  const columns = Math.max(narrowest, width);
  const word = reply.worded === true ? '' : toneWords[reply.tone];
  const mark = word === '' ? '' : `${word} `;
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
      return block.actions.flatMap((action) => wrap(indented(toType(action)), width, style, '    '));
  }
}

/** What to type for a choice. */
function choices(choice: Choice, width: number, style: Styler): readonly string[] {
  const { asks, lines } = toChoose(choice);
  return [
    ...wrap(choice.of === 'many' ? indented(asks) : asks, width, style, '    '),
    ...lines.flatMap((line) => wrap(indented(line), width, style, '    ')),
  ];
}

const indented = (spans: Spans): Spans => say`  ${spans}`;
