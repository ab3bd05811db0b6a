import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plain } from '../../../src/core/text.ts';
import { asideOf, fieldsOf, linesOf, openTalk, wordsOf, type Talk } from '../house.ts';

describe('a question that names a type or a family', () => {
  let talk: Talk;
  beforeAll(async () => {
    talk = await openTalk();
  });
  afterAll(() => talk.close());

  it.each([
    ['what does m5.large cost per month in eu-central-1', 'm5.large', 'eu-central-1'],
    ['what replaces t2', 't2', 'us-east-1'],
    ['what replaces m4.large?', 'm4.large', 'us-east-1'],
    ['is m7g.large available in ap-northeast-1', 'm7g.large', 'ap-northeast-1'],
    ['is m8g in eu-west-1', 'm8g', 'eu-west-1'],
    ['what is the spot price of m5.large', 'm5.large', 'us-east-1'],
    ['is m5.large the newest of m5', 'm5.large', 'us-east-1'],
  ])('%s: explains %s in %s', async (asked, name, region) => {
    const reply = await talk.reply(`explain ${asked}`);
    expect(plain(reply.title)).toMatch(new RegExp(`^${name}: `));
    expect(fieldsOf(reply)['Price'] ?? fieldsOf(reply)['Prices for']).toContain(region);
  });

  it('answers the question first where a topic does', async () => {
    expect(asideOf(await talk.reply('explain is t2 available as spot'))[0]).toMatch(/^Which types have no Spot\?/);
    expect(asideOf(await talk.reply('explain what is the spot price of m5.large'))[0]).toMatch(/explain spot/);
  });

  it.each([
    ['m5.large or m7g.large in eu-west-1', 'compare m5.large m7g.large eu-west-1'],
    ['difference between m5 and m7g', 'compare m5.xlarge m7g.xlarge'],
    ['t2.nano vs t3', 'compare t2.nano t3.xlarge'],
  ])('%s leads to the comparison', async (asked, does) => {
    const reply = await talk.reply(`explain ${asked}`);
    expect(linesOf(reply)['Compare']).toBe(does);
    expect(wordsOf(await talk.reply(does))).toContain('vCPU');
  });

  it('says that there is no such type', async () => {
    expect((await talk.ask('explain what does m99.large cost')).problem?.problem).toBe('unknown-type');
  });
});
