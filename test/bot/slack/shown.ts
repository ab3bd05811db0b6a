import type { RichTextBlock, RichTextElement } from '@slack/types';
import type { Message } from '../../../src/bot/slack/render.ts';

type Block = Message['blocks'][number];
type Section = Extract<Block, { readonly type: 'section' }>;
type Control = Extract<Block, { readonly type: 'actions' }>['elements'][number] | Section['accessory'];

/** A message as text that can be read: what each block is, and what it holds; spaces that are none as `·`. */
export const shown = ({ text, blocks }: Message): string =>
  [...blocks.flatMap(blockLines), 'in words', ...indented(text)].join('\n').replaceAll('\u200B', '·');

const indented = (text: string): readonly string[] => text.split('\n').map((line) => `  ${line}`.trimEnd());

function blockLines(block: Block): readonly string[] {
  if (block.type === 'header') return [`header`, ...indented(block.text.text)];
  if (block.type === 'section')
    return [
      `section${block.block_id === undefined ? '' : ` ${block.block_id}`}`,
      ...(block.text === undefined ? [] : indented(block.text.text)),
      ...(block.fields ?? []).flatMap(({ text }) => indented(text.replace('\n', ': '))),
      ...controlLines(block.accessory),
    ];
  if (block.type === 'context')
    return ['context', ...block.elements.flatMap((one) => ('text' in one ? indented(one.text) : []))];
  if (block.type === 'actions') return ['actions', ...block.elements.flatMap(controlLines)];
  if (block.type === 'image') return ['image', ...indented(block.alt_text)];
  if (block.type === 'rich_text') return ['rich_text', ...indented(richWords(block))];
  if (block.type !== 'table') return [`${block.type}, which is not expected`];
  const settings = (block.column_settings ?? []).map(
    ({ align, is_wrapped }) => `${align}${is_wrapped === true ? ' wrapped' : ''}`,
  );
  return [
    `table of ${settings.join(', ')}`,
    ...block.rows.map(
      (row) => `  | ${row.map((cell) => ('text' in cell ? cell.text : richWords(cell))).join(' | ')} |`,
    ),
  ];
}

const richWords = (block: RichTextBlock): string =>
  block.elements
    .flatMap((part): readonly RichTextElement[] =>
      part.type === 'rich_text_list' ? part.elements.flatMap(({ elements }) => elements) : part.elements,
    )
    .map((one) => {
      if (one.type === 'user') return `<user ${one.user_id}>`;
      if (one.type === 'date') return `<date ${one.timestamp} ${one.fallback}>`;
      if (one.type === 'link') return `<link ${one.url} ${one.text}>`;
      if (one.type !== 'text') return `<${one.type}, which is not expected>`;
      return one.style?.code === true ? `\`${one.text}\`` : one.style?.bold === true ? `*${one.text}*` : one.text;
    })
    .join('');

function controlLines(one: Control): readonly string[] {
  if (one === undefined) return [];
  if (one.type === 'button')
    return [
      `  [${one.text.text}]${one.style === undefined ? '' : ` ${one.style}`} ${one.action_id} ${one.value}` +
        (one.accessibility_label === undefined ? '' : ` (“${one.accessibility_label}”)`),
    ];
  if (one.type !== 'static_select' && one.type !== 'multi_static_select')
    return [`  ${one.type}, which is not expected`];
  return [
    `  ${one.type} ${one.action_id}`,
    ...(one.options ?? []).map(
      ({ text, value, description }) =>
        `    ${value}: ${text.text}${description === undefined ? '' : ` (${description.text})`}`,
    ),
  ];
}
