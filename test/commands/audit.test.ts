import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditJournal, type AuditRecord } from '../../src/core/people/audit.ts';
import { plain } from '../../src/core/text.ts';
import { record } from '../core/people/book.ts';
import { fakeClock } from '../fake-clock.ts';
import { temporaryStore } from '../temporary.ts';
import { asideOf, linesOf, maria, openTalk, rowsOf, type Talk } from './house.ts';

let talk: Talk;
beforeEach(async () => {
  talk = await openTalk();
});
afterEach(() => talk.close());

/** An entry of the audit beside those that lines make. */
const appendTo = ({ machine }: Talk, more: Partial<AuditRecord>) =>
  auditJournal(machine.house.store).append(record(more));

/** Whoever may write the file, without Quartermaster. */
function tamper({ machine }: Talk, sql: string): void {
  const db = new Database(machine.storePath);
  db.exec(sql);
  db.close();
}

const asked = async (line: string) => linesOf(await talk.reply(line));

it('nothing that is a secret by its form is written into the audit, whoever types it', async () => {
  const { store, remove } = await temporaryStore(fakeClock());
  const journal = auditJournal(store);
  const key = 'wJalrXUtnFEMI1K7MDENG1bPxRfiCYEXAMPLEKEY';
  await journal.append({
    event: 'asked',
    request: 'r',
    person: { id: 'os:maria', name: 'maria' },
    place: 'ops',
    does: 'stop',
    targets: [],
    says: `stop of 1 asked, reason: rotated ${key} of AKIAIOSFODNN7EXAMPLE`,
  });
  const [entry] = await journal.raw(1, 1);
  expect(entry?.json).toContain('reason: rotated [secret] of AKIA…MPLE');
  expect(entry?.json).not.toContain(key);
  await remove();
});

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
    for (const line of ['list', 'show web-1', 'price m5.large', 'cost', 'whoami', 'audit', 'help'])
      await talk.ask(line);
    expect(plain((await talk.reply('audit')).title)).toBe('Nothing was asked yet.');
  });

  it.each([
    ['stop nobody', 'stop'],
    ['stop', 'stop'],
    ['confirm 7QK2M8T!', 'confirm'],
    ['release 192.0.2.1', 'release'],
    ['undo', 'undo'],
    ['keep vol-1 reason:x', 'keep'],
  ])('has the refusal of %j, once', async (line, does) => {
    await talk.ask(line);
    expect(rowsOf(await talk.reply('audit')).map((row) => row['What'])).toEqual([`${does} refused`]);
  });

  it('tells what one person did or approved, by name or by id', async () => {
    const { Confirm = '' } = await asked('stop web-1');
    await talk.reply(Confirm);
    await talk.ask('stop web-2', { id: 'os:paul', name: 'Paul B.', roles: ['operator'] });
    await appendTo(talk, { person: { id: 'os:eve', name: 'eve' }, approver: { id: 'os:paul', name: 'Paul B.' } });
    const positions = async (line: string) => rowsOf(await talk.reply(line)).map((row) => Number(row['#']));
    expect(await positions('audit who:maria')).toEqual([5, 4, 3, 2, 1]);
    for (const line of ['audit who:os:paul', 'audit who:PAUL', 'audit who:"paul b."', 'audit paul'])
      expect(await positions(line), line).toEqual([7, 6]);
    expect(plain((await talk.reply('audit who:nobody')).title)).toBe('Nothing was asked by nobody.');
  });

  it('tells what was done to an instance, by id, name or the address it has', async () => {
    await talk.reply('stop web-1');
    await talk.reply('stop web-2');
    const { items } = await talk.machine.house.core.cloud.instances({}, { signal: new AbortController().signal });
    const web1 = items.find(({ name }) => name === 'web-1');
    for (const word of [web1?.id, 'web-1', 'WEB-1', web1?.privateIp, web1?.publicIp?.ip]) {
      const page = await talk.reply(`audit instance:${word}`);
      expect(
        rowsOf(page).map(({ Targets }) => Targets),
        word,
      ).toEqual(['web-1']);
    }
    expect(rowsOf(await talk.reply('audit instance:web'))).toEqual([]);
    const meant = linesOf(await talk.reply('audit web-1'))['What was done to it'] ?? '';
    expect(rowsOf(await talk.reply(meant)).map(({ Targets }) => Targets)).toEqual(['web-1']);
  });

  it('tells what is not older than a span or a time', async () => {
    await talk.reply('stop web-1');
    await talk.machine.clock.pass(2 * 3_600_000);
    await talk.reply('stop web-2');
    const targets = async (line: string) => rowsOf(await talk.reply(line)).map(({ Targets }) => Targets);
    expect(await targets('audit since:1h')).toEqual(['web-2']);
    expect(await targets('audit since:3h')).toEqual(['web-2', 'web-1']);
    expect(await targets('audit since:2026-11-24T11:00')).toEqual(['web-2']);
    expect(await targets('audit since:2026-11-25')).toEqual([]);
    expect(plain((await talk.reply('audit who:maria since:1h')).title)).toBe(
      'The last entry by maria and since 2026-11-24T11:00:00Z',
    );
  });

  it('goes back page by page through what was filtered, and shows each once', async () => {
    for (let count = 0; count < 20; count += 1)
      for (const name of ['eve', 'maria']) await appendTo(talk, { person: { id: `os:${name}`, name } });
    const seen: number[] = [];
    for (let line: string | undefined = 'audit who:eve since:1w'; line !== undefined;) {
      const page = await talk.reply(line);
      seen.push(...rowsOf(page).map((row) => Number(row['#'])));
      line = linesOf(page)['More'];
    }
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => 39 - 2 * index));
  });

  it('ends a search at its bound, says so, and offers to go on', async () => {
    await appendTo(talk, { person: { id: 'os:eve', name: 'eve' } });
    tamper(
      talk,
      `insert into entries (journal, position, at, record, hash)
       with recursive n(i) as (select 2 union all select i + 1 from n where i < 25000)
       select 'audit', i, 9e12, (select record from entries where position = 1), 'x' from n`,
    );
    tamper(talk, `update entries set record = replace(record, 'eve', 'maria') where position > 1`);
    const page = await talk.reply('audit who:eve');
    expect(plain(page.title)).toBe('Nothing was asked by eve.');
    expect(asideOf(page)).toContain('One search looks at 20000 entries; there are older ones.');
    const { 'Go on': next = '' } = linesOf(page);
    expect(next).toBe('audit who:eve before:5001');
    expect(rowsOf(await talk.reply(next)).map((row) => row['#'])).toEqual(['1']);
  }, 30_000);

  it('tells both persons and the rules that decided', async () => {
    await appendTo(talk, {
      event: 'approved',
      approver: { id: 'os:paul', name: 'paul' },
      rules: ['prod-two', 'prod-hours'],
    });
    await appendTo(talk, { event: 'denied', approver: { id: 'os:paul', name: 'paul' } });
    expect(rowsOf(await talk.reply('audit'))).toMatchObject([
      { Who: 'maria, denied by paul', What: 'stop denied', Rules: '' },
      { Who: 'maria, approved by paul', What: 'stop approved', Rules: 'prod-two, prod-hours' },
    ]);
  });

  it('says what was checked while it was read, and loudly what does not fit', async () => {
    for (const name of ['web-1', 'web-2', 'api-1', 'api-2']) await talk.reply(`stop ${name}`);
    expect(asideOf(await talk.reply('audit'))).toContain(
      'Each entry carries the hash of the one before it: #1 to #4 were checked as they were read.',
    );
    expect(asideOf(await talk.reply('audit before:2'))).toContain(
      'Each entry carries the hash of the one before it: #1 was checked as it was read.',
    );
    tamper(talk, `update entries set record = replace(record, 'web-2', 'web-9') where position = 2`);
    const page = await talk.reply('audit');
    expect(page.tone).toBe('danger');
    expect(asideOf(page)[0]).toBe(
      'The audit was tampered with: what is kept at #2 does not fit what is before it. quartermaster audit verify tells the whole of it.',
    );
    tamper(talk, `delete from entries where position = 3`);
    expect(asideOf(await talk.reply('audit before:4'))[0]).toContain('kept at #2 and #3 does not fit');
    tamper(talk, `update entries set record = '{', at = 'noon' where position = 1`);
    expect(rowsOf(await talk.reply('audit before:2'))).toMatchObject([
      { '#': '1', What: 'unreadable', When: '(no time)' },
    ]);
  });

  it.each([
    ['audit before:0'],
    ['audit before:x'],
    ['audit before:99999999999'],
    ['audit since:yesterdayish'],
    ['audit since:0h'],
  ])('%s: bad-value', async (line) => {
    expect((await talk.ask(line)).problem?.problem).toBe('bad-value');
  });
});
