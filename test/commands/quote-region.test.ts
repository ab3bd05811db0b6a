import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plain } from '../../src/core/text.ts';
import { openTalk, wordsOf, type Talk } from './house.ts';

const quotes = [
  'explain m5.large',
  'price m5.large',
  'price mac2.metal host',
  'compare m5.large m6i.large',
  'recommend vcpus:4',
];

describe('the region of a quote', () => {
  let talk: Talk;
  beforeAll(async () => {
    talk = await openTalk();
  });
  afterAll(() => talk.close());

  it.each(quotes)('that is none is said in one way: %s', async (line) => {
    const { problem } = await talk.ask(`${line} region:eu-wset-1`);
    expect(problem?.problem).toBe('unknown-region');
    expect(plain(problem?.what ?? [])).toBe('There are no prices for a region eu-wset-1.');
    expect(plain(problem?.todo ?? [])).toContain('eu-west-1');
  });

  it('is what use has set, and then not said to be unnamed', async () => {
    expect(wordsOf(await talk.reply('price m5.large'))).toContain('us-east-1 (none was named)');
    await talk.reply('use region:eu-west-1');
    for (const line of quotes.filter((one) => !one.endsWith('host'))) {
      const words = wordsOf(await talk.reply(line));
      expect(words).toContain('eu-west-1');
      expect(words).not.toContain('none was named');
    }
  });
});
