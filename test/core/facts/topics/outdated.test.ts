import { describe, expect, it } from 'vitest';
import { topics } from '../../../../src/core/facts/topics/index.ts';
import { outdatedClaims } from './outdated.ts';
import { shownIn } from './shown.ts';

describe('what was said in 2021 and is not so any longer', () => {
  it.each(outdatedClaims)('%s: is found where it is said', (said, finds) => {
    expect(said).toMatch(finds);
  });

  it.each(outdatedClaims)('%s: no topic says it', (_, finds) => {
    const saying = topics.flatMap((topic) => shownIn(topic).filter((sentence) => finds.test(sentence)));
    expect(saying).toEqual([]);
  });
});
