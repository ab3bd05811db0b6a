import { expect, it } from 'vitest';
import { applied } from '../../../src/commands/explain/applied.ts';
import { topics } from '../../../src/core/facts/topics/index.ts';

it('what is counted of the asker’s own belongs to a topic that there is', () => {
  const ids = topics.map(({ id }) => id);
  expect(Object.keys(applied).filter((id) => !ids.includes(id))).toEqual([]);
});
