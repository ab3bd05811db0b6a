import { expect, it } from 'vitest';
import { wordsIn } from './reading.ts';
import { button, container, gallery, item, link, row, said, section, select } from './samples.ts';

it('what a person reads of a message is told a line each', () => {
  const components = [
    container([said('## Instances'), { type: 14 }, section(1, button({ label: 'Show' }))]),
    row(button({ label: 'Stop' }), link({ label: undefined, emoji: { name: '🔥' } })),
    select({ placeholder: 'Size' }),
    gallery(item({ description: 'A line that rises' })),
    section(1, { type: 11, media: {}, description: 'A small one' }),
    { type: 13, file: { url: 'http://127.0.0.1/attachments/1/2/rows.csv' } },
  ];
  expect(wordsIn({ content: 'Two run.', components }).split('\n')).toEqual([
    'Two run.',
    '## Instances',
    'x',
    '[Show]',
    '[Stop] [🔥]',
    '(Size: 1)',
    '{A line that rises}',
    'x',
    '{A small one}',
    '{rows.csv}',
  ]);
});
