import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plain } from '../../src/core/text.ts';
import { linesOf, maria, openTalk, rowsOf, type Talk } from './house.ts';

let talk: Talk;
beforeEach(async () => {
  talk = await openTalk();
});
afterEach(() => talk.close());

const asked = async (line: string) => linesOf(await talk.reply(line));

describe('audit', () => {
  it('says so where nothing was asked yet', async () => {
    expect(plain((await talk.reply('audit')).title)).toBe('Nothing was asked yet.');
    expect(plain((await talk.reply('audit before:7')).title)).toBe('Nothing was asked before that.');
  });

  it('tells one entry as one', async () => {
    await talk.reply('demo reset');
    const page = await talk.reply('audit');
    expect(plain(page.title)).toBe('The last entry');
    expect(rowsOf(page)).toEqual([
      {
        '#': '1',
        When: expect.stringMatching(/^2026-11-24T10:00:0\dZ$/),
        Who: 'maria',
        What: 'demo reset settings',
        Targets: '',
        Says: 'the demo account starts over',
      },
    ]);
    expect(linesOf(page)).toEqual({});
  });

  it('tells who asked for what and how it ended, newest first', async () => {
    const { Confirm = '' } = await asked('stop web-1');
    await talk.reply(Confirm);
    const rows = rowsOf(await talk.reply('audit'));
    expect(rows.map(({ What }) => What)).toEqual([
      'stop ended',
      'stop answer',
      'stop intent',
      'stop confirmed',
      'stop asked',
    ]);
    expect(new Set(rows.map(({ Who, Targets }) => `${Who} ${Targets}`))).toEqual(new Set(['maria web-1']));
    expect(rows.map((row) => Number(row['#']))).toEqual([5, 4, 3, 2, 1]);
  });

  it('tells what was refused, and to whom', async () => {
    const answer = await talk.ask('stop web-1', { ...maria, id: 'os:eve', name: 'eve', roles: [] });
    expect(answer.problem?.problem).toBe('not-allowed');
    expect(rowsOf(await talk.reply('audit'))).toMatchObject([{ Who: 'eve', What: 'stop refused' }]);
  });

  it('counts many targets instead of naming them', async () => {
    await talk.reply('stop web-1 web-2 api-1 api-2');
    await talk.reply('stop web-1 web-2 api-1');
    expect(rowsOf(await talk.reply('audit')).map(({ Targets }) => Targets)).toEqual([
      expect.stringMatching(/^\S+, \S+ and \S+$/),
      '4 targets',
    ]);
  });

  it('goes back page by page to the first entry, and shows each once', async () => {
    for (let count = 0; count < 32; count += 1) await talk.reply('stop web-1');
    const seen: number[] = [];
    const sizes: number[] = [];
    for (let line: string | undefined = 'audit'; line !== undefined;) {
      const page = await talk.reply(line);
      const rows = rowsOf(page);
      sizes.push(rows.length);
      seen.push(...rows.map((row) => Number(row['#'])));
      line = linesOf(page)['More'];
    }
    expect(sizes).toEqual([15, 15, 2]);
    expect(seen).toEqual(Array.from({ length: 32 }, (_, index) => 32 - index));
  });

  it('is not written to by looking', async () => {
    for (const line of ['list', 'show web-1', 'price m5.large', 'cost', 'whoami', 'audit', 'help', 'stop nobody'])
      await talk.ask(line);
    expect(plain((await talk.reply('audit')).title)).toBe('Nothing was asked yet.');
  });

  it.each([['audit before:0'], ['audit before:x'], ['audit before:99999999999']])('%s: bad-value', async (line) => {
    expect((await talk.ask(line)).problem?.problem).toBe('bad-value');
  });
});
