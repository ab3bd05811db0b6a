import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionsOf } from '../../src/commands/reply/reply.ts';
import { plain } from '../../src/core/text.ts';
import { partlyBlind } from '../partly-blind.ts';
import { asideOf, linesOf, openTalk, rowsOf, type Talk } from './house.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await openTalk();
});
afterAll(() => talk.close());

const namesOf = async (line: string) => rowsOf(await talk.reply(line)).map(({ Name }) => Name);

describe('list', () => {
  it('tells of each instance what people ask first', async () => {
    const [row] = rowsOf(await talk.reply('list web-1'));
    expect(row).toEqual({
      Name: 'web-1',
      Id: expect.stringMatching(/^i-[0-9a-f]{17}$/),
      State: 'running',
      Type: 'm5.large',
      Account: 'demo-dev',
      Region: 'us-east-1',
      Owner: 'maria',
      'Public IPv4': '203.0.113.10',
    });
  });

  it.each<readonly [string, readonly string[]]>([
    ['list web-1 db-1', ['db-1', 'web-1']],
    ['list stopped owner:tariq us-east-1', ['batch-7', 'batch-8', 'crawler-spot-3', 'scratch']],
    ['list tag:service=api', ['api-1', 'api-2']],
    ['list type:g5.*', ['gpu-train-1', 'gpu-train-2']],
    ['list m5.xlarge', ['ad-1', 'licensed', 'notebook-2']],
    ['list account:demo-prod eu-west-1 running', ['ad-1', 'erp', 'sql-1']],
    ['list 203.0.113.10', ['web-1']],
    ['list 10.2.0.10 10.2.0.11', ['web-1', 'web-2']],
    ['list terminated', ['gone-2']],
    ['list tag:constructor', []],
    ['list tag:constructor=x', []],
    ['list tag:__proto__', []],
  ])('%s: %j', async (line, expected) => {
    expect(await namesOf(line)).toEqual(expected);
  });

  it('finds a name and an id side by side', async () => {
    const [{ Id = '' } = {}] = rowsOf(await talk.reply('list web-2'));
    expect(await namesOf(`list web-1 ${Id}`)).toEqual(['web-1', 'web-2']);
  });

  it('turns all its pages by its own actions, forth and back, and shows every instance once', async () => {
    const seen: string[] = [];
    const lines: string[] = [];
    for (let line: string | undefined = 'list'; line !== undefined;) {
      lines.push(line);
      const page = await talk.reply(line);
      seen.push(...rowsOf(page).map(({ Id = '' }) => Id));
      line = linesOf(page)['More'];
    }
    expect(lines).toEqual(['list', 'list page:2', 'list page:3', 'list page:4', 'list page:5']);
    expect(new Set(seen).size).toBe(seen.length);
    const { byState, total } = await talk.machine.house.core.estate.page(
      [],
      { from: 0, count: 1 },
      { signal: new AbortController().signal },
    );
    expect(seen).toHaveLength(total);
    expect(byState.get('terminated')).toBeUndefined();
    expect(linesOf(await talk.reply('list page:5'))).toEqual({ Back: 'list page:4' });
    expect(linesOf(await talk.reply('list page:2'))).toEqual({ More: 'list page:3', Back: 'list page:1' });
  });

  it('keeps its filter on the next page, quoted where it must be', async () => {
    const [more] = actionsOf(await talk.reply('list tag:env running tag:owner'));
    expect(more?.does).toBe('list tag:env tag:owner state:running page:2');
    expect(rowsOf(await talk.reply(more?.does ?? ''))).toHaveLength(10);
    const [last] = actionsOf(await talk.reply('list "owner:<@U0123> *bold*" page:7'));
    expect(last?.does).toBe('list "owner:<@U0123> *bold*" page:1');
    expect(rowsOf(await talk.reply(last?.does ?? ''))).toHaveLength(1);
  });

  it('says how many there are by state, how old that is and where it is from', async () => {
    const page = await talk.reply('list owner:maria');
    expect(plain(page.title)).toBe('8 instances');
    expect(asideOf(page).slice(0, 2)).toEqual([
      '1 pending, 5 running, 1 shutting-down, 1 stopping. show NAME tells all of one.',
      expect.stringMatching(/^Read from the demo account at 2026-11-24T10:00:00Z\.$/),
    ]);
  });

  it.each([
    { line: 'list page:99', title: 'There are 5 pages.', lines: { 'Last page': 'list page:5' } },
    { line: 'list web-1 page:2', title: 'There is 1 page.', lines: { 'Last page': 'list web-1 page:1' } },
    { line: 'list nothing-like-it', title: 'No instance fits.', lines: {} },
  ])('$line: $title', async ({ line, title, lines }) => {
    const page = await talk.reply(line);
    expect(plain(page.title)).toBe(title);
    expect(linesOf(page)).toEqual(lines);
  });

  it('names a region that could not be read', async () => {
    const ask = talk.over((cloud) => partlyBlind(cloud, 'eu-west-1', ['instances']));
    expect(asideOf(await ask('list'))).toContain('Could not be read: AWS did not answer in eu-west-1.');
    expect(asideOf(await talk.reply('list')).join()).not.toContain('Could not be read');
  });

  it('says of a region with a slip of the pen which was meant', async () => {
    const { problem } = await talk.ask('list region:eu-wset-1');
    expect(problem?.problem).toBe('unknown-region');
    expect(plain([...(problem?.what ?? []), ...(problem?.todo ?? [])])).toBe(
      'The demo account has no region eu-wset-1.Did you mean eu-west-1?',
    );
  });
});
