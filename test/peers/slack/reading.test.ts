import { expect, it } from 'vitest';
import { wordsOf } from './reading.ts';

const plain = (text: string) => ({ type: 'plain_text', text });

it('blocks are read as a person reads them', () => {
  const cells = (...texts: readonly string[]) => texts.map((text) => ({ type: 'raw_text', text }));
  expect(
    wordsOf([
      { type: 'header', text: plain('Instances') },
      { type: 'section', text: plain('Two run.'), fields: [plain('a'), plain('b')] },
      { type: 'divider' },
      { type: 'table', rows: [cells('Name', 'Type'), cells('web-1', 'm5.large')] },
      {
        type: 'actions',
        elements: [
          { type: 'button', text: plain('Stop') },
          { type: 'static_select', placeholder: plain('Size'), options: [{ text: plain('Small'), value: 's' }] },
        ],
      },
      { type: 'image', alt_text: 'A line that rises' },
      { type: 'context', elements: [plain('just now')] },
    ]).split('\n'),
  ).toEqual([
    'Instances',
    'Two run.',
    'a',
    'b',
    'Name | Type',
    'web-1 | m5.large',
    '[Stop] (Size: Small)',
    '{A line that rises}',
    'just now',
  ]);
});
