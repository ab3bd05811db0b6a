import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTalk, rowsOf, wordsOf, type Talk } from './house.ts';

let talk: Talk;
let webOne: string;
beforeAll(async () => {
  talk = await openTalk();
  webOne = rowsOf(await talk.reply('list web-1'))[0]?.['Id'] ?? '';
  await talk.reply('use account:demo-dev region:eu-west-1');
});
afterAll(() => talk.close());

describe('what `use` has set', () => {
  it.each(['show web-1', 'stop web-1', 'list web-1', 'disassociate shared-edge'])(
    'bounds %j, and the answer says where was looked and how to look elsewhere',
    async (line) => {
      const { reply } = await talk.ask(line);
      expect(wordsOf(reply)).toContain('This place looks at demo-dev, eu-west-1');
      expect(wordsOf(reply)).toContain('use everything');
      expect(wordsOf(reply)).not.toContain('us-east-1');
    },
  );

  it('hides nothing that is named by what is its alone, or by its own account and region', async () => {
    expect(wordsOf(await talk.reply(`show ${webOne}`))).toContain('web-1');
    expect(rowsOf(await talk.reply(`list ${webOne}`))).toHaveLength(1);
    expect(wordsOf(await talk.reply('disassociate 198.51.100.10'))).toContain('Disassociate 198.51.100.10');
    expect(rowsOf(await talk.reply('list web-1 region:us-east-1'))).toHaveLength(1);
  });

  it('drops a region that another account does not have, and nothing else', async () => {
    await talk.reply('use account:demo-prod');
    expect(wordsOf(await talk.reply('use'))).toContain('demo-prod, eu-west-1');
  });
});
