import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromRecord, rounded } from '../../src/core/money.ts';
import { plain } from '../../src/core/text.ts';
import { burnOf, type BurnWish } from '../../src/core/watch/burn.ts';
import { partlyBlind } from '../partly-blind.ts';
import { asideOf, openTalk, rowsOf, wordsOf, type Talk } from './house.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await openTalk();
});
afterAll(() => talk.close());

const dollars = (text = ''): number => Number(text.replace(/[$,]/g, ''));
/** The month in the title, in dollars. */
const monthOf = (title: string): number => dollars(/(\$[\d,.]+) a month/.exec(title)?.[1]);

describe('cost', () => {
  // edge-2: stopped, its gp3 in Tokyo has no figure; batch-7: 40 GB gp3 at 0.08; db-1: r5.xlarge 0.252 $/h, io1 and gp3 $224, one Elastic IP.
  it.each<readonly [line: string, title: string]>([
    ['cost db-1', '$0.563849 an hour, $411.61 a month'],
    ['cost batch-7', '$0.004384 an hour, $3.20 a month'],
    ['cost edge-2', 'at least $0 an hour, $0.00 a month'],
    ['cost nothing-like-it', 'No instance fits, so nothing is summed up.'],
  ])('%s: %s', async (line, title) => {
    expect(plain((await talk.reply(line)).title)).toBe(title);
  });

  it.each(['account', 'region', 'type', 'owner', 'env', 'tag:team'])(
    'comes to the same in all by:%s, and its groups come to that sum',
    async (by) => {
      const [whole, grouped] = [await talk.reply('cost'), await talk.reply(`cost by:${by}`)];
      expect(plain(grouped.title)).toBe(plain(whole.title));
      const rows = rowsOf(grouped);
      expect(rows.length).toBeGreaterThan(0);
      const sum = rows.reduce((all, row) => all + dollars(row['$/month']), 0);
      expect(Math.abs(sum - monthOf(plain(whole.title)))).toBeLessThan(0.01 * rows.length);
    },
  );

  it.each([
    ['cost by:enviroment', 'Did you mean by:env?'],
    ['cost by:tag:no-such-tag', 'There are by:account, by:region, by:type, by:owner, by:env, '],
    ['cost by:constructor', 'There are by:account, '],
    ['cost by:toString region:us-east-1', 'There are by:account, '],
  ])('%s: says that nothing has the tag, and what there is', async (line, todo) => {
    const { problem } = await talk.ask(line);
    expect(plain(problem?.what ?? [])).toMatch(
      /^No instance here has a tag (enviroment|no-such-tag|constructor|toString)\.$/,
    );
    expect(plain(problem?.todo ?? [])).toContain(todo);
  });

  it('comes to the sum of its accounts', async () => {
    const months = await Promise.all(
      ['cost', 'cost account:demo-dev', 'cost account:demo-prod'].map(async (line) =>
        monthOf(plain((await talk.reply(line)).title)),
      ),
    );
    const [whole = 0, dev = 0, prod = 0] = months;
    expect(dev).toBeGreaterThan(0);
    expect(prod).toBeGreaterThan(0);
    expect(whole).toBeCloseTo(dev + prod, 1);
  });

  it('counts what does not run apart: stopped, pending, stopping and shutting down are all not billed as machines', async () => {
    const { core } = talk.machine.house;
    const { byState } = await core.estate.page([], { from: 0, count: 1 }, { signal: new AbortController().signal });
    const rows = rowsOf(await talk.reply('cost'));
    const count = (title: string) => rows.reduce((all, row) => all + Number(row[title]), 0);
    expect(count('Running')).toBe(byState.get('running'));
    expect(count('Running') + count('Not running')).toBe([...byState.values()].reduce((all, one) => all + one, 0));
  });

  it('says what stopped machines, and what no instance holds, still cost', async () => {
    const words = wordsOf(await talk.reply('cost by:account'));
    expect(words).toContain('(held by no instance)');
    expect(words).toMatch(/Of that, what does not run .* costs at least \$[\d.,]+ a month\./);
    // A selection of instances holds nothing of what nobody holds.
    expect(wordsOf(await talk.reply('cost by:account running'))).not.toContain('(held by no instance)');
  });

  it.each<readonly [line: string, wish: Omit<BurnWish, 'by'>]>([
    ['cost by:account', {}],
    ['cost by:account account:demo-dev', { accounts: ['demo-dev'] }],
    ['cost by:account tag:env=dev', { tag: { key: 'env', value: 'dev' } }],
    ['cost by:account tag:owner=tariq', { tag: { key: 'owner', value: 'tariq' } }],
    ['cost by:account account:demo-dev tag:owner', { accounts: ['demo-dev'], tag: { key: 'owner', value: '*' } }],
  ])('%s: comes to what a report of it says', async (line, wish) => {
    const { core } = talk.machine.house;
    const { groups, all } = await burnOf(
      core,
      { ...wish, by: { by: 'account' } },
      { signal: new AbortController().signal },
    );
    const page = await talk.reply(line);
    expect(plain(page.title)).toContain(`${rounded(fromRecord(all.perMonth))} a month`);
    expect(rowsOf(page).map((row) => [row['account'], row['$/month']])).toEqual(
      groups.map(({ label, perMonth }) => [label, rounded(fromRecord(perMonth))]),
    );
  });

  it('counts what no instance holds by its own tags, and leaves it out where instances are chosen by what they are', async () => {
    const groups = async (line: string) => rowsOf(await talk.reply(line)).map((row) => row['account']);
    expect(await groups('cost tag:owner=tariq')).toContain('(held by no instance)');
    expect(await groups('cost tag:team=search')).not.toContain('(held by no instance)');
    expect(await groups('cost tag:owner=tariq stopped')).not.toContain('(held by no instance)');
    expect(await groups('cost owner:tariq')).not.toContain('(held by no instance)');
  });

  it('names what cannot be priced with how often, and says at least', async () => {
    const page = await talk.reply('cost');
    expect(plain(page.title)).toMatch(/^at least \$/);
    expect(asideOf(page).filter((words) => words.startsWith('Not priced'))).toEqual([
      'Not priced, 2 times: it is a spot instance, and what it pays now is not known here.',
      'Not priced, 2 times: No price is known for EBS gp3 in ap-northeast-1.',
      'Not priced, 1 time: it has dedicated tenancy, whose price is not in the figures here.',
    ]);
    expect(plain((await talk.reply('cost owner:maria')).title)).not.toContain('at least');
  });

  it.each(['instances', 'volumes', 'addresses'] as const)(
    'says at least, and where, when the %s of a region could not be read',
    async (read) => {
      const page = await talk.over((cloud) => partlyBlind(cloud, 'us-east-1', [read]))('cost');
      expect(plain(page.title)).toMatch(/^at least \$/);
      expect(asideOf(page)).toContain('Could not be read: AWS did not answer in us-east-1.');
    },
  );

  it('groups what has no owner or tag under a name that says so', async () => {
    expect(rowsOf(await talk.reply('cost by:owner')).map((row) => row['owner'])).toContain('(no owner)');
    expect(rowsOf(await talk.reply('cost by:team owner:sam')).map((row) => row['team'])).toEqual([
      'tools',
      '(no team)',
    ]);
  });

  it.each([
    ['cost by:', 'bad-value'],
    ['cost by:owner by:type', 'bad-value'],
    ['cost state:asleep', 'bad-value'],
  ])('%s: %s', async (line, problem) => {
    expect((await talk.ask(line)).problem?.problem).toBe(problem);
  });
});
