import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isProblem } from '../../src/core/problem.ts';
import { plain } from '../../src/core/text.ts';
import { wordsOf, openTalk, rowsOf, type Talk } from './house.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await openTalk();
});
afterAll(() => talk.close());

/** Filters and names that an answer offers. */
const offered = (words: string): readonly string[] =>
  [...words.matchAll(/Did you mean (.*?)\?/g)].flatMap(([, all = '']) => all.split(/, | or /));

describe('a word that is no name', () => {
  it.each<[string, readonly string[]]>([
    ['maria', ['owner:maria']],
    ['MARIA', ['owner:maria']],
    ['t3', ['type:t3*']],
    ['runing', ['state:running']],
    ['us-eats-1', ['region:us-east-1']],
    ['us-east-1a', ['zone:us-east-1a']],
    ['prod', ['tag:env=prod', 'account:demo-prod']],
    ['webb-1', ['web-1', 'web-2']],
    ['team', ['tag:team']],
    ['xylophone', []],
    ['t', []],
    ['*', []],
  ])('list %s: each filter that is offered fits something', async (word, expected) => {
    const { reply } = await talk.ask(`list "${word}"`);
    const filters = offered(wordsOf(reply));
    if (expected.length === 0) expect(filters).toEqual([]);
    else expect(filters).toEqual(expect.arrayContaining([...expected]));
    for (const filter of filters) {
      expect(filter).not.toBe(word);
      expect(rowsOf(await talk.reply(`list ${filter}`)).length).toBeGreaterThan(0);
    }
  });

  it.each([
    ['stop maria', 'owner:maria'],
    ['stop web-1 maria', 'owner:maria'],
    ['cost maria', 'owner:maria'],
    ['terminate t3', 'type:t3*'],
  ])('%s: offers %s too, and nothing is planned', async (line, filter) => {
    const { reply, problem } = await talk.ask(line);
    expect(offered(wordsOf(reply))).toContain(filter);
    if (!line.startsWith('cost')) expect(problem?.problem).toBe('instance-not-found');
  });

  it('is looked for where the rest of the filter leaves something, and words that fit are not spoken of', async () => {
    const there = await talk.ask('list maria owner:nobody-of-that-name');
    expect(offered(wordsOf(there.reply))).toEqual([]);
    const { problem } = await talk.ask('stop web-1 xylophone');
    expect(isProblem(problem) && plain(problem.todo)).toBe('list shows all there are.');
  });
});
