import { richCharacters } from './check-rich-text.ts';
import { data, dataList, list, text, type Data } from '../json.ts';

const said = (object: unknown): string => text(data(object)['text']);

function cellWords(cell: Data): string {
  return cell['type'] === 'rich_text' ? richCharacters(cell) : text(cell['text']);
}

/** What a person reads of one element: `[Stop]` of a button, `(Size: Small, Large)` of a menu. */
function elementWords(element: Data): string {
  const type = text(element['type']);
  if (type === 'button') return `[${said(element['text'])}]`;
  if (type === 'image') return `{${text(element['alt_text'])}}`;
  if (type === 'mrkdwn' || type === 'plain_text') return text(element['text']);
  const options = dataList(element['options']).map((option) => said(option['text']));
  return `(${[said(element['placeholder']), options.join(', ')].filter((part) => part !== '').join(': ')})`;
}

function blockWords(block: Data): readonly string[] {
  const elements = dataList(block['elements']);
  const accessory = block['accessory'] === undefined ? [] : [elementWords(data(block['accessory']))];
  switch (block['type']) {
    case 'section':
      return [said(block['text']), ...dataList(block['fields']).map((field) => text(field['text'])), ...accessory];
    case 'header':
    case 'alert':
      return [said(block['text'])];
    case 'markdown':
      return [text(block['text'])];
    case 'context':
      return [elements.map(elementWords).join(' ')];
    case 'actions':
      return [elements.map(elementWords).join(' ')];
    case 'input':
      return [`${said(block['label'])}: ${elementWords(data(block['element']))}`, said(block['hint'])];
    case 'image':
      return [said(block['title']), `{${text(block['alt_text'])}}`];
    case 'rich_text':
      return elements.map(richCharacters);
    case 'table':
    case 'data_table':
      return [text(block['caption']), ...list(block['rows']).map((row) => dataList(row).map(cellWords).join(' | '))];
    case 'card':
      return [
        ...['title', 'subtitle', 'body', 'subtext'].map((key) => said(block[key])),
        dataList(block['actions']).map(elementWords).join(' '),
      ];
    case 'container':
      return [said(block['title']), said(block['subtitle']), ...dataList(block['child_blocks']).flatMap(blockWords)];
    case 'carousel':
      return elements.flatMap(blockWords);
    default:
      return [];
  }
}

/** What a person reads of blocks, a line each: markup as it was sent, buttons in brackets, the cells of a row with bars between. */
export const wordsOf = (blocks: readonly Data[]): string =>
  blocks
    .flatMap(blockWords)
    .filter((line) => line !== '')
    .join('\n');
