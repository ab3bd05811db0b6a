import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDemoEc2 } from '../../src/core/drivers/demo/engine.ts';
import type { DemoEc2 } from '../../src/core/drivers/demo/ec2.ts';
import type { Cloud } from '../../src/core/ports/cloud.ts';
import type { ControlKind } from '../../src/core/ports/control.ts';
import { plain } from '../../src/core/text.ts';
import { dayMs, hourMs, isoTime } from '../../src/core/time.ts';
import { countsAfter, type SavedRecord } from '../../src/core/watch/saved.ts';
import type { Reply } from '../../src/commands/reply/reply.ts';
import { narrowed } from '../../src/core/homes.ts';
import { unreadable } from '../partly-blind.ts';
import { saved, t0 } from '../core/watch/saved-entry.ts';
import { asideOf, ines, linesOf, openTalk, rowsOf, wordsOf, type Talk } from './house.ts';
import { abel, narrowRules, olga, openUnder } from './sighted.ts';

const signal = new AbortController().signal;
const ip = '198.51.100.38';

let talk: Talk;
/** The account behind the bot's back: somebody else's calls. */
let ec2: DemoEc2;
beforeEach(async () => {
  talk = await openTalk();
  ec2 = await createDemoEc2({ store: talk.machine.house.store, clock: talk.machine.clock });
});
afterEach(() => talk.close());

const pass = (ms: number) => talk.machine.clock.pass(ms);
const now = () => talk.machine.clock.now();
/** Asks for a change and confirms it; gives when. */
async function done(line: string, word = ''): Promise<number> {
  const confirm = linesOf(await talk.reply(line))['Confirm'];
  if (confirm === undefined) throw new Error(`${line} has nothing to confirm`);
  const [, key = ''] = confirm.split(' ');
  let at = now();
  const told = await talk.reply(`confirm ${key} ${word} reason:"as a test wants it"`);
  if (wordsOf(told).includes('another person must approve')) {
    at = now();
    await talk.reply(`approve ${key}`, ines);
  }
  return at;
}
async function elsewhere(kind: ControlKind, name: string): Promise<void> {
  const one = [...(await ec2.world()).instances.values()].find(({ tags }) => tags['Name'] === name);
  const account = ec2.accounts.find(({ id }) => id === one?.accountId);
  if (one === undefined || account === undefined) throw new Error(`the demo account has no ${name}`);
  const home = { account, region: one.region };
  await ec2.change(kind, home, [{ id: one.id, ...home }], false, signal);
  await pass(hourMs);
}
const title = (reply: Reply): string => plain(reply.title);
/** To the cent, as a sum is shown. */
const dollars = (ms: number, perHour: number): string => `$${((ms / hourMs) * perHour).toFixed(2)}`;

describe('an answer about savings', () => {
  it('is no outcome, and is not told as one', async () => {
    await done(`release ${ip}`, ip);
    expect((await talk.reply('savings')).tone).toBe('plain');
  });
});

describe('savings', () => {
  it('are nothing where nothing was done', async () => {
    const reply = await talk.reply('savings');
    expect(title(reply)).toBe('Nothing that was stopped, terminated or released here has saved anything so far.');
    expect(rowsOf(reply)).toEqual([]);
    expect(title(await talk.reply('savings since:2026-11-01 account:demo-dev'))).toBe(
      'Nothing that was stopped, terminated or released here and fits has saved anything since 2026-11-01T00:00:00Z.',
    );
  });

  it('of a stop are its hours at the rate of its plan, until it is started here', async () => {
    // m5.large 0.096 and a public IPv4 0.005 an hour.
    const from = await done('stop web-2');
    await pass(3 * dayMs);
    const open = await talk.reply('savings');
    expect(title(open)).toBe(`Saved ${dollars(now() - from, 0.101)} so far; what goes on saves $73.73 a month`);
    expect(rowsOf(open)[0]?.['Counts until']).toBe(`goes on, until ${isoTime(from + 30 * dayMs)} at most`);
    const to = await done('start web-2');
    await pass(dayMs);
    const reply = await talk.reply('savings');
    expect(title(reply)).toBe(`Saved ${dollars(to - from, 0.101)} so far; nothing of it goes on`);
    expect(rowsOf(reply)).toEqual([
      {
        When: isoTime(from),
        What: 'web-2 stopped',
        By: 'maria',
        'Approved by': '',
        '$/hour': '$0.101',
        'Rate of': isoTime(from).slice(0, 10),
        'Counts until': `${isoTime(to)}, started by maria`,
        Saved: dollars(to - from, 0.101),
        Account: 'demo-dev',
        Region: 'us-east-1',
      },
    ]);
    // 72 hours and the minutes of both changes.
    expect((to - from) / hourMs).toBeGreaterThan(72);
    expect((to - from) / hourMs).toBeLessThan(72.1);
  });

  it('of a machine that somebody else started end at that start, without anybody having looked before', async () => {
    const from = await done('stop web-2');
    await pass(dayMs);
    const started = now();
    await elsewhere('start', 'web-2');
    await pass(5 * dayMs);
    const reply = await talk.reply('savings');
    expect(title(reply)).toBe(`Saved ${dollars(started - from, 0.101)} so far; nothing of it goes on`);
    expect(rowsOf(reply)[0]?.['Counts until']).toBe(`${isoTime(started)}, started elsewhere`);
    // And so they do once that machine is gone, where it was written down.
    const { core } = talk.machine.house;
    expect((await core.savings.list(0)).map(({ ended }) => ended)).toEqual([undefined]);
  });

  it('of a machine that somebody else terminated as it stood go on to their bound', async () => {
    const from = await done('stop web-2');
    await elsewhere('terminate', 'web-2');
    await pass(2 * dayMs);
    const goesOn = `Saved ${dollars(now() - from, 0.101)} so far; what goes on saves $73.73 a month`;
    expect(title(await talk.reply('savings'))).toBe(goesOn);
    // An hour later AWS shows it no longer, which is no gap.
    const gone = await talk.over((cloud) => ({
      ...cloud,
      instancesById: async (...args) => ({ ...(await cloud.instancesById(...args)), items: [] }),
    }))('savings');
    expect(title(gone)).toBe(goesOn);
    expect(wordsOf(gone)).not.toContain('could not be read');
    await pass(30 * dayMs);
    const over = await talk.reply('savings');
    expect(title(over)).toBe(`Saved ${dollars(30 * dayMs, 0.101)} so far; nothing of it goes on`);
    expect(rowsOf(over)[0]?.['Counts until']).toBe(`${isoTime(from + 30 * dayMs)}, 30 days`);
  });

  it('of a release count a year, with who approved it, and end when it is recovered', async () => {
    const from = await done(`release ${ip}`, ip);
    await pass(100 * dayMs);
    const open = await talk.reply('savings');
    expect(rowsOf(open)[0]).toMatchObject({
      What: `${ip} released`,
      By: 'maria',
      'Approved by': 'ines',
      '$/hour': '$0.005',
      'Counts until': `goes on, until ${isoTime(from + 365 * dayMs)} at most`,
    });
    expect(title(open)).toContain('what goes on saves $3.65 a month');
    await done(`recover ${ip}`, ip);
    expect(rowsOf(await talk.reply('savings'))[0]?.['Counts until']).toMatch(/, recovered by maria$/);
  });

  it('of a termination have its volumes in them', async () => {
    const from = await done('terminate web-1', 'web-1');
    await pass(10 * dayMs);
    // 0.101 an hour, and 20 GB of gp3 at 0.08 a month; the data volume stays.
    const sum = ((now() - from) / hourMs) * (0.101 + 1.6 / 730);
    expect(title(await talk.reply('savings'))).toBe(
      `Saved $${sum.toFixed(2)} so far; what goes on saves $75.33 a month`,
    );
  });

  it('are said to be at least that, by name, where a rate is not known', async () => {
    await done('stop crawler-spot-2');
    await pass(dayMs);
    const reply = await talk.reply('savings');
    expect(title(reply)).toBe('Saved at least $0.00 so far; what goes on saves at least $0.00 a month');
    expect(rowsOf(reply)[0]).toMatchObject({ '$/hour': 'unknown', Saved: 'unknown' });
    expect(asideOf(reply)).toContain('At least, for not all that stopped costing has a known price: crawler-spot-2.');
  });

  it('of what could not be read count as still stopped, and say so', async () => {
    await done('stop web-2 ad-1');
    await pass(dayMs);
    const blind =
      (region: string) =>
      (cloud: Cloud): Cloud => ({
        ...cloud,
        async instancesById(ids, reading) {
          const listing = await cloud.instancesById(ids, reading);
          return {
            ...listing,
            items: listing.items.filter((one) => one.region !== region),
            gaps: [...listing.gaps, unreadable(region)],
            homes: narrowed(listing.homes, (home) => home.region !== region),
          };
        },
      });
    const whole = await talk.reply('savings');
    const reply = await talk.over(blind('us-east-1'))('savings');
    expect(title(reply)).toBe(title(whole));
    expect(asideOf(reply)).toEqual(
      expect.arrayContaining([
        'Counted as still stopped, for it could not be read: web-2.',
        'Could not be read: AWS did not answer in us-east-1.',
      ]),
    );
    expect(asideOf(whole).join(' ')).not.toContain('could not be read');
  });

  it('of what is missing where everything was read are of what is gone, and not unread', async () => {
    await done('stop web-2 ad-1');
    await pass(dayMs);
    const account = { name: 'demo-dev', id: '444455556666' };
    const reply = await talk.over((cloud) => ({
      ...cloud,
      instancesById: async (...args) => ({
        ...(await cloud.instancesById(...args)),
        items: [],
        gaps: [unreadable('eu-west-1')],
        homes: { whole: [{ account, region: 'us-east-1' }], partly: [] },
      }),
    }))('savings');
    expect(asideOf(reply)).toContain('Counted as still stopped, for it could not be read: ad-1.');
  });

  it('end where the demo account is put back to its beginning: all of it runs and is held again', async () => {
    await done('stop web-2');
    await done(`release ${ip}`, ip);
    await pass(dayMs);
    await talk.reply('alerts subscribe volumes hourly');
    expect(wordsOf(await talk.reply('demo reset'))).toContain('Alerts, keeps and the audit stay');
    const told = title(await talk.reply('savings'));
    expect(told).toMatch(/^Saved \$[1-9][\d.]* so far; nothing of it goes on$/);
    await pass(dayMs);
    expect(title(await talk.reply('savings'))).toBe(told);
    expect(rowsOf(await talk.reply('alerts list'))).toHaveLength(1);
  });
});

/** A year of entries, in place of those of the store, oldest first. */
const year: readonly SavedRecord[] = [
  saved({ id: 'i-1', label: 'web-1', at: t0 - 200 * dayMs, perHour: '1' }),
  saved({ id: 'e-1', label: ip, kind: 'release', at: t0 - 100 * dayMs, perHour: '0.005' }),
  saved({ id: 'i-2', label: 'db-1', at: t0 - 40 * dayMs, perHour: '2', by: { id: 'os:ines', name: 'ines' } }),
  saved({
    id: 'i-3',
    label: 'erp',
    kind: 'terminate',
    at: t0 - 2 * dayMs,
    perHour: '0.5 CNY',
    account: { name: 'demo-prod', id: '111122223333' },
    region: 'eu-west-1',
    by: { id: 'slack:U1', name: 'maria' },
  }),
];

describe('savings of a long time', () => {
  const ask = (line: string): Promise<Reply> =>
    talk.over(
      (cloud) => cloud,
      () => ({ savings: { list: async (since) => year.filter((entry) => countsAfter(entry, since)) } }),
    )(line);
  const rows = async (line: string, ...titles: readonly string[]) =>
    rowsOf(await ask(line)).map((row) => titles.map((column) => row[column]));
  beforeEach(async () => {
    // The year ends before the clock of tests begins: nothing has happened since.
    await pass(t0 + 47 * dayMs + 10 * hourMs - now());
  });

  it('are listed newest first, and come to their sum in each currency', async () => {
    // 720 hours of 1, of 2 and of 0.5 CNY; 147 days and 10 hours, which are 3,538 hours, of 0.005, and on.
    expect(title(await ask('savings'))).toBe('Saved $2,177.69 + CNY 360.00 so far; what goes on saves $3.65 a month');
    expect(await rows('savings', 'What', '$/hour', 'Saved')).toEqual([
      ['erp terminated', 'CNY 0.5', 'CNY 360.00'],
      ['db-1 stopped', '$2', '$1,440.00'],
      [`${ip} released`, '$0.005', '$17.69'],
      ['web-1 stopped', '$1', '$720.00'],
    ]);
  });

  it.each<[string, string, readonly (readonly [string, string, string])[]]>([
    [
      'savings by:person',
      'person',
      // Two of one name are told apart by what they are, not by what they are called.
      [
        ['ines', '1', '$1,440.00'],
        ['maria', '2', '$737.69'],
        ['maria', '1', 'CNY 360.00'],
      ],
    ],
    [
      'savings by:account',
      'account',
      [
        ['demo-dev', '3', '$2,177.69'],
        ['demo-prod', '1', 'CNY 360.00'],
      ],
    ],
    [
      'savings by:kind',
      'kind',
      [
        ['stop', '2', '$2,160.00'],
        ['terminate', '1', 'CNY 360.00'],
        ['release', '1', '$17.69'],
      ],
    ],
  ])('%s', async (line, heading, expected) => {
    expect(await rows(line, heading, 'Changes', 'Saved')).toEqual(expected);
  });

  it.each<[string, string, readonly string[]]>([
    // 418 hours of 0.005; all else was over by then.
    ['2026-12-01', 'Saved $2.09 since 2026-12-01T00:00:00Z; what goes on saves $3.65 a month', [`${ip} released`]],
    // 682 hours of it, and 216 of 0.5 CNY until the termination has counted for 30 days.
    [
      '2026-11-20',
      'Saved $3.41 + CNY 108.00 since 2026-11-20T00:00:00Z; what goes on saves $3.65 a month',
      ['erp terminated', `${ip} released`],
    ],
    ['10h', 'Saved $0.05 since 2026-12-18T00:00:00Z; what goes on saves $3.65 a month', [`${ip} released`]],
  ])('since %s count what lies after it, whenever it was done', async (since, words, expected) => {
    expect(title(await ask(`savings since:${since}`))).toBe(words);
    expect(await rows(`savings since:${since}`, 'What')).toEqual(expected.map((what) => [what]));
  });

  it('since a moment that is to come are none', async () => {
    const { problem } = await talk.ask('savings since:2027-06-01');
    expect(plain(problem?.what ?? [])).toBe(
      '2027-06-01T00:00:00Z is still to come: nothing has been saved since then.',
    );
  });

  it('are drawn as they have grown, with what the picture says in words', async () => {
    const pictureIn = async (line: string) => (await ask(line)).blocks.find((block) => block.kind === 'picture');
    const all = await pictureIn('savings');
    expect(all?.up.unit).toBe('USD');
    expect(plain(all?.alt ?? [])).toBe(
      'From 2026-04-15 to 2026-12-18 it has grown to $2,177.69, $722.85 of that in the first half of the time. Other currencies are not drawn.',
    );
    const points = all?.series[0]?.points ?? [];
    expect([points[0]?.value, points.at(-1)?.value, points.length]).toEqual(['0', '2177.69', 61]);
    expect(points.every(({ value }, at) => Number(value) >= Number(points[at - 1]?.value ?? 0))).toBe(true);
    expect((await pictureIn('savings account:demo-prod'))?.up.unit).toBe('CNY');
    expect(await pictureIn('savings since:1d'), 'too short a time').toBeUndefined();
    expect(await pictureIn('savings web-2'), 'nothing').toBeUndefined();
  });

  it('can be summed up otherwise by a press, of the same time and things', async () => {
    const lines = linesOf(await ask('savings since:30d account:demo-dev'));
    expect(lines).toEqual({
      'By person': 'savings since:30d by:person account:demo-dev',
      'By account': 'savings since:30d by:account account:demo-dev',
      'By kind': 'savings since:30d by:kind account:demo-dev',
    });
    expect(Object.keys(linesOf(await ask('savings by:kind')))).toEqual(['By person', 'By account']);
  });

  it('are read where the place looks', async () => {
    await talk.reply('use demo-prod');
    expect(title(await talk.reply('savings'))).toContain(
      'Nothing that was stopped, terminated or released here and fits',
    );
    await talk.reply('use everything');
  });

  it.each<[string, readonly string[]]>([
    ['savings account:demo-prod', ['erp terminated']],
    ['savings account:111122223333', ['erp terminated']],
    ['savings region:us-east-1', ['db-1 stopped', `${ip} released`, 'web-1 stopped']],
    ['savings web-1', ['web-1 stopped']],
    ['savings name:db-*', ['db-1 stopped']],
    [`savings ${ip}`, [`${ip} released`]],
    ['savings account:nope', []],
  ])('%s', async (line, expected) => {
    expect(await rows(line, 'What')).toEqual(expected.map((what) => [what]));
  });

  it.each([
    'savings tag:env=dev',
    'savings owner:maria',
    'savings stopped',
    'savings type:m5.large',
    'savings zone:us-east-1a',
  ])('%s: the ledger does not know that, and says so', async (line) => {
    const { problem } = await talk.ask(line);
    expect(problem?.problem).toBe('bad-value');
    expect(plain(problem?.todo ?? [])).toBe('Narrow by account, region, name, id or address.');
  });
});

describe('savings of more than a page', () => {
  it('are turned, and come to the same', async () => {
    const many = Array.from({ length: 23 }, (_, index) =>
      saved({
        id: `i-${index}`,
        label: `m-${String(index).padStart(2, '0')}`,
        at: t0 + index * hourMs,
        perHour: '0.1',
      }),
    );
    const ask = talk.over(
      (cloud) => cloud,
      () => ({ savings: { list: async () => many } }),
    );
    await pass(60 * dayMs);
    const first = await ask('savings');
    expect(title(first)).toBe('Saved $1,656.00 so far; nothing of it goes on, page 1 of 3');
    expect(rowsOf(first).map(({ What }) => What)[0]).toBe('m-22 stopped');
    expect(linesOf(first)['More']).toBe('savings page:2');
    const last = await ask('savings page:3');
    expect(rowsOf(last).map(({ What }) => What)).toEqual(['m-02 stopped', 'm-01 stopped', 'm-00 stopped']);
    expect(linesOf(last)['Back']).toBe('savings page:2');
  });
});

describe('savings of accounts that somebody may not look at', () => {
  it('are counted and not told', async () => {
    const narrow = await openUnder(narrowRules);
    try {
      for (const name of ['erp', 'web-2']) {
        const key = /confirm (\S{8})/.exec(wordsOf(await narrow.reply(`stop ${name}`, abel)))?.[1] ?? '';
        await narrow.reply(`confirm ${key}`, abel);
      }
      await narrow.machine.clock.pass(dayMs);
      const all = await narrow.reply('savings', abel);
      expect(rowsOf(all).map(({ What }) => What)).toEqual(['web-2 stopped', 'erp stopped']);
      const mine = await narrow.reply('savings', olga);
      expect(rowsOf(mine).map(({ What }) => What)).toEqual(['web-2 stopped']);
      expect(title(mine)).toContain('what goes on saves $73.73 a month');
      expect(wordsOf(mine)).not.toContain('erp');
      expect(asideOf(mine).join(' ')).toContain(
        '1 change that saves is about accounts and regions that you may not look at',
      );
      expect(wordsOf(await narrow.reply('savings account:demo-prod', olga))).not.toContain('erp');
    } finally {
      await narrow.close();
    }
  });
});

describe('savings for a program', () => {
  it('are rows of bare figures, with all their digits', async () => {
    const from = await done('stop web-2');
    await pass(dayMs + 1_000);
    const { out } = await talk.machine.pipe(['savings as:csv']);
    const [head, row] = out.trim().split(/\r?\n/);
    expect(head).toBe('When,What,By,Approved by,$/hour,Rate of,Counts until,Saved,Account,Region');
    const hours = (now() - from) / hourMs;
    const cells = row?.split(',') ?? [];
    expect(cells[0]).toBe(isoTime(from));
    expect(cells[4]).toBe('0.101');
    expect(Number(cells.at(-3))).toBeCloseTo(hours * 0.101, 4);
    expect(cells.at(-3)).toMatch(/^\d\.\d{4,10}$/);
  });
});
