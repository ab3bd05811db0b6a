import { describe, expect, it } from 'vitest';
import { schemaText } from '../../../../src/core/drivers/cedar/schema.ts';
import { starter } from '../../../../src/core/people/access/starter.ts';
import { fileAt } from '../../../house-files.ts';
import { holdMarked } from '../../../marked.ts';
import { actions, cedar } from './house.ts';

const path = 'docs/access.md';
const block = (text: string): string => `\`\`\`cedar\n${text.trim()}\n\`\`\``;

describe('the page about access rules', () => {
  it('shows the starter as it is', () => holdMarked(path, 'starter', block(starter)));

  it('shows the schema as Cedar reads it', () => holdMarked(path, 'schema', block(schemaText(actions))));

  const examples = fileAt(path)
    .text.split('## Examples')
    .slice(1)
    .flatMap((text) => [...text.matchAll(/```cedar\n([\s\S]*?)```/g)].map(([, one = '']) => one));

  it('has examples', () => expect(examples.length).toBeGreaterThan(3));

  it.each(examples)('has examples that are in order: %s', async (text) => {
    expect(await cedar.read(text, false)).toMatchObject({ all: [{ says: expect.stringMatching(/\.$/) }] });
  });

  it('has examples that go together, and with the starter', async () => {
    expect(await cedar.read([starter, ...examples].join('\n'), false)).toHaveProperty('all');
  });
});
