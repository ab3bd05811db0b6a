import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/bot/request.ts';
import type { Reply } from '../../src/commands/reply/reply.ts';
import type { Person, Place } from '../../src/core/people/person.ts';
import { plain } from '../../src/core/text.ts';
import { dayMs, hourMs } from '../../src/core/time.ts';
import { alertsAtMost } from '../../src/core/watch/alerts.ts';
import { asideOf, fieldsOf, linesOf, maria, openTalk, rowsOf, wordsOf, type Talk } from './house.ts';

const configured = JSON.stringify({
  nightly: {
    rules: ['volumes'],
    when: 'daily 22:00 Europe/Paris',
    to: ['slack:C0OPS', 'owner'],
    accounts: ['demo-prod'],
  },
});
const ops: Place = { id: 'slack:C0OPS', workspace: 'slack:T0' };
const ada: Person = { id: 'slack:U0ADA', name: 'ada', roles: [] };
const adas: Place = { id: 'slack:D0ADA', privateTo: ada.id, workspace: 'slack:T0' };

let talk: Talk;
beforeEach(async () => {
  talk = await openTalk({ QUARTERMASTER_ALERTS: configured });
});
afterEach(() => talk.close());

let asked = 0;
/** Says a line in a place. */
const said = (line: string, person: Person, place: Place): Promise<Answer> =>
  talk.machine.house.dispatch(
    { id: `said-${(asked += 1)}`, person, place, line, signal: new AbortController().signal },
    () => {},
  );
/** The reply of a line that must succeed there. */
async function told(line: string, person: Person, place: Place): Promise<Reply> {
  const { reply, problem } = await said(line, person, place);
  if (problem !== undefined) throw new Error(`${line}: ${wordsOf(reply)}`);
  return reply;
}
/** The first line of an answer. */
const titleOf = ({ title }: Reply): string => plain(title);
const problemOf = async (line: string, person = maria): Promise<string> => {
  const { reply, problem } = await talk.ask(line, person);
  return `${problem?.problem}: ${problem === undefined ? wordsOf(reply) : `${plain(problem.what)} ${plain(problem.todo)}`}`;
};
const audit = async (): Promise<readonly (string | undefined)[]> =>
  rowsOf(await talk.reply('audit')).map(({ What, Says }) => `${What}: ${Says}`);

describe('who subscribes', () => {
  it('is told what is looked for, when it is due next, and the way back', async () => {
    const reply = await talk.reply('alerts subscribe idle-addresses weekdays 9:00 Europe/Paris');
    expect(titleOf(reply)).toBe('Subscribed: idle-addresses, weekdays 9:00 Europe/Paris');
    expect(fieldsOf(reply)).toEqual({
      'Looks for': 'idle-addresses',
      Accounts: 'all',
      When: 'weekdays 9:00 Europe/Paris',
      Next: '2026-11-25T08:00:00Z',
      'Told to': 'here',
      Form: 'one digest',
      'Told again': 'after 7 days',
      Made: 'by maria at 2026-11-24T10:00:00Z',
    });
    expect(linesOf(reply)).toEqual({
      Edit: 'alerts edit idle-addresses',
      Pause: 'alerts pause idle-addresses',
      'Run now': 'alerts run idle-addresses',
      Test: 'alerts test idle-addresses',
      Remove: 'alerts remove idle-addresses',
    });
    expect((await audit())[0]).toBe(
      'alerts subscribe settings: alerts subscribe idle-addresses weekdays 9:00 Europe/Paris name:idle-addresses to:terminal:os:maria',
    );
  });

  it('may say all that an alert is', async () => {
    const reply = await talk.reply(
      'alerts subscribe volumes,address-second mon,thu 9am name:Mine accounts:demo-dev,111122223333 to:here,owner,slack:C1 days:3 usd:$5.50 form:each repeat:never escalate:14:slack:C0999,here quiet:22-7 all-clear:yes',
    );
    expect(fieldsOf(reply)).toEqual({
      'Looks for': 'address-second, stopped-instance-volumes and volume-unattached',
      Accounts: 'demo-dev and demo-prod',
      When: 'mon,thu 9:00 UTC',
      Next: '2026-11-26T09:00:00Z',
      'Told to': 'here, each owner and slack:C1',
      'Told from': '3 days and $5.50 a month',
      Form: 'a message each',
      'Told again': 'never, until it changes',
      'Told elsewhere': 'after 14 days, to slack:C0999 and here',
      Quiet: '22:00-7:00 UTC',
      'All clear': 'told too',
      Made: 'by maria at 2026-11-24T10:00:00Z',
    });
    expect(rowsOf(await talk.reply('alerts list')).map(({ Alert }) => Alert)).toEqual(['mine', 'nightly']);
  });

  it.each([
    ['alerts subscribe cost', 'what everything costs, by account', 'mondays 9:00 UTC', 'cost'],
    ['alerts subscribe cost daily 9:00 by:tag:team', 'what everything costs, by tag team', 'daily 9:00 UTC', 'cost'],
    ['alerts subscribe budget limit:30 tag:env=dev', 'more than $30.00 an hour for env=dev', 'every 15m UTC', 'budget'],
    ['alerts subscribe budget hourly limit:2.5/h', 'more than $2.50 an hour', 'hourly UTC', 'budget'],
    ['alerts subscribe volume-unattached 0 9 * * 1-5', 'volume-unattached', 'weekdays 9:00 UTC', 'volume-unattached'],
    [
      'alerts subscribe address-second,volumes hourly',
      'address-second, stopped-instance-volumes and volume-unattached',
      'hourly UTC',
      'waste',
    ],
    ['alerts subscribe what:volumes when:"every monday at 9"', 'volumes', 'mondays 9:00 UTC', 'volumes'],
  ])('%s', async (line, what, when, name) => {
    const reply = await talk.reply(line);
    expect(fieldsOf(reply)).toMatchObject({ 'Looks for': what, When: when });
    expect(Object.values(linesOf(reply))).toContain(`alerts remove ${name}`);
  });

  it('again, has what is there; for something else, the next number', async () => {
    await talk.reply('alerts subscribe volumes hourly');
    const again = await talk.reply('alerts subscribe volumes every hour UTC');
    expect([again.tone, titleOf(again)]).toEqual(['plain', 'Subscribed already: volumes, hourly UTC']);
    expect(Object.values(linesOf(await talk.reply('alerts subscribe volumes daily 9:00')))).toContain(
      'alerts remove volumes-2',
    );
    expect(Object.values(linesOf(await talk.reply('alerts subscribe volumes daily 10:00')))).toContain(
      'alerts remove volumes-3',
    );
    expect(await problemOf('alerts subscribe volumes daily 11:00 name:volumes')).toBe(
      'bad-value: There is an alert volumes already. Give another name, as name:volumes-2.',
    );
    expect(await problemOf('alerts subscribe volumes daily 11:00 name:nightly')).toContain(
      'There is an alert nightly already.',
    );
    expect(rowsOf(await talk.reply('alerts list'))).toHaveLength(4);
  });

  it.each([
    [
      'alerts subscribe',
      'missing-value: alerts subscribe needs WHAT. A group of rules such as idle-addresses, a rule, cost, or budget; see help alerts subscribe.',
    ],
    [
      'alerts subscribe idle-adresses hourly',
      'bad-value: There is no rule or group of rules idle-adresses. Did you mean idle-addresses?',
    ],
    [
      'alerts subscribe weekdays 9:00',
      'bad-value: There is no rule or group of rules weekdays. There are idle-addresses, volumes, instances, reservations, all, cost and budget; alerts rules lists single rules. What is looked for stands before the time.',
    ],
    [
      'alerts subscribe volumes',
      'missing-value: Nothing says when it is due. Say it after what is looked for, as weekdays 9:00 Europe/Paris.',
    ],
    [
      'alerts subscribe volumes weekdys 9:00',
      'bad-value: weekdys is no day, no time and no time zone. Did you mean weekdays?',
    ],
    [
      'alerts subscribe volumes 9:00 Europe/Pris',
      /^bad-value: There is no time zone Europe\/Pris. Did you mean Europe\/Paris/,
    ],
    [
      'alerts subscribe volumes every 2m',
      'bad-value: More often than every 5 minutes nothing is looked at. Say every 5m, or less often.',
    ],
    [
      'alerts subscribe budget',
      'missing-value: Nothing says what may be spent. Say it in US dollars an hour, as limit:30.',
    ],
    [
      'alerts subscribe budget limit:0',
      'bad-value: 0 does not fit $/HOUR. It takes US dollars an hour, as 30 or 2.50.',
    ],
    [
      'alerts subscribe cost days:3',
      'unknown-option: days: does not go with an alert of costs. It goes with one of waste.',
    ],
    [
      'alerts subscribe volumes hourly limit:3',
      'unknown-option: limit: does not go with an alert of waste. It goes with one of a budget.',
    ],
    [
      'alerts subscribe budget limit:3 by:owner',
      'unknown-option: by: does not go with an alert of a budget. It goes with one of costs.',
    ],
    [
      'alerts subscribe cost accounts:demo-prd',
      'bad-value: No account demo-prd is looked at here. Did you mean demo-prod?',
    ],
    [
      'alerts subscribe cost to:owner',
      'bad-value: owner does not fit PLACE,…. It takes at least one place besides owner, for not everything has one.',
    ],
    [
      'alerts subscribe cost to:#ops',
      'bad-value: #ops does not fit PLACE,…. It takes here, owner, and ids of places, as slack:C0123456.',
    ],
    [
      'alerts subscribe cost name:"a b"',
      'bad-value: a b does not fit NAME. It takes a plain word of at most 63 lower-case letters, digits and hyphens.',
    ],
    [
      'alerts subscribe volumes hourly escalate:soon:slack:C1',
      /^bad-value: soon:slack:C1 does not fit DAYS:PLACE,…\. It takes days and places/,
    ],
    [
      'alerts subscribe volumes hourly quiet:late',
      'bad-value: late does not fit HOURS. It takes two times of the day, as 22:00-7:00, or none.',
    ],
    [
      'alerts subscribe volumes hourly repeat:0',
      'bad-value: 0 does not fit DAYS|never. It takes days from 1 to 3650, or never.',
    ],
  ])('%s is refused, and nothing is made', async (line, words) => {
    if (typeof words === 'string') expect(await problemOf(line)).toBe(words);
    else expect(await problemOf(line)).toMatch(words);
    expect(rowsOf(await talk.reply('alerts list'))).toHaveLength(1);
  });

  it('is refused where there are as many as are kept', async () => {
    for (let at = 0; at < alertsAtMost; at += 1) await talk.reply(`alerts subscribe volumes hourly name:a${at}`);
    expect(await problemOf('alerts subscribe volumes hourly name:more')).toContain(
      `There are ${alertsAtMost} alerts of chats`,
    );
    expect(Object.keys(linesOf(await talk.reply('alerts list')))).not.toContain('Subscribe');
  }, 60_000);
});

describe('an alert that was made', () => {
  beforeEach(async () => {
    await talk.reply('alerts subscribe idle-addresses weekdays 9:00 Europe/Paris days:3 quiet:22-7 name:idle');
  });

  it('is changed in what is said of it, in its own zone, and none takes something away', async () => {
    const reply = await talk.reply('alerts edit idle weekdays 10:00 days:none usd:5 accounts:demo-dev');
    expect([reply.tone, titleOf(reply)]).toEqual(['good', 'The alert idle is changed']);
    expect(fieldsOf(reply)).toMatchObject({
      When: 'weekdays 10:00 Europe/Paris',
      'Told from': '$5.00 a month',
      Quiet: '22:00-7:00 Europe/Paris',
      Accounts: 'demo-dev',
    });
    const then = fieldsOf(
      await talk.reply('alerts edit IDLE quiet:none usd:none accounts:none repeat:never form:each'),
    );
    expect(then).toMatchObject({ Accounts: 'all', Form: 'a message each', 'Told again': 'never, until it changes' });
    expect(Object.keys(then)).not.toContain('Quiet');
    expect(Object.keys(then)).not.toContain('Told from');
    expect(fieldsOf(await talk.reply('alerts show idle'))).toEqual(then);
    expect((await audit())[0]).toBe(
      'alerts edit settings: alerts subscribe idle-addresses weekdays 10:00 Europe/Paris name:idle to:terminal:os:maria form:each repeat:never',
    );
  });

  it('that is said to be as it is, is not written', async () => {
    const before = await audit();
    const reply = await talk.reply('alerts edit idle days:3');
    expect([reply.tone, titleOf(reply)]).toEqual(['plain', 'The alert idle is as it was']);
    expect(await audit()).toEqual(before);
  });

  it('begins anew with another time: what was due before is none of it', async () => {
    await talk.machine.clock.pass(2 * dayMs);
    await talk.reply('alerts edit idle daily 8:00');
    expect((await talk.machine.house.core.alerts.find('idle'))?.since).toBe(talk.machine.clock.now());
  });

  it.each([
    ['alerts edit nosuch days:3', 'bad-value: There is no alert nosuch. alerts list lists all there are.'],
    ['alerts edit idl days:3', 'bad-value: There is no alert idl. Did you mean idle?'],
    [
      'alerts edit idle limit:30',
      'unknown-option: limit: does not go with an alert of waste. It goes with one of a budget.',
    ],
    ['alerts edit idle foo 9:00', /^bad-value: foo is no day, no time and no time zone./],
    ['alerts edit idle accounts:nosuch', /^bad-value: No account nosuch is looked at here./],
  ])('%s is refused', async (line, words) => {
    const before = fieldsOf(await talk.reply('alerts show idle'));
    if (typeof words === 'string') expect(await problemOf(line)).toBe(words);
    else expect(await problemOf(line)).toMatch(words);
    expect(fieldsOf(await talk.reply('alerts show idle'))).toEqual(before);
  });

  it('is removed, and the line for it makes it again', async () => {
    const shown = await talk.reply('alerts show idle');
    const gone = await talk.reply('alerts remove idle');
    expect(titleOf(gone)).toBe('The alert idle is removed');
    expect(await problemOf('alerts show idle')).toContain('There is no alert idle.');
    expect(await problemOf('alerts remove idle')).toContain('There is no alert idle.');
    const again = linesOf(gone)['Subscribe again'] ?? '';
    expect(fieldsOf(await talk.reply(again))).toEqual(fieldsOf(shown));
  });

  it('rests until it is let go on, or its time is over', async () => {
    expect(titleOf(await talk.reply('alerts pause idle'))).toBe('The alert idle rests');
    expect(fieldsOf(await talk.reply('alerts show idle'))).toMatchObject({ Rests: 'by maria' });
    expect(Object.keys(fieldsOf(await talk.reply('alerts show idle')))).not.toContain('Next');
    expect(rowsOf(await talk.reply('alerts list'))[0]).toMatchObject({ Alert: 'idle', Next: 'rests, by maria' });
    const on = await talk.reply('alerts resume idle');
    expect([titleOf(on), ...asideOf(on)]).toEqual(
      expect.arrayContaining(['The alert idle goes on', 'It is due next at 2026-11-25T08:00:00Z.']),
    );
    expect(await problemOf('alerts resume idle')).toBe(
      'nothing-to-undo: The alert idle does not rest. alerts pause idle lets it.',
    );
    await talk.reply('alerts pause idle until:2h');
    expect(rowsOf(await talk.reply('alerts list'))[0]).toMatchObject({
      Next: 'rests, by maria, until 2026-11-24T12:00:00Z',
    });
    await talk.machine.clock.pass(2 * hourMs);
    expect(rowsOf(await talk.reply('alerts list'))[0]).toMatchObject({ Next: '2026-11-25T08:00:00Z' });
    expect(await problemOf('alerts pause idle until:2026-01-01')).toContain('has passed');
    expect(await problemOf('alerts pause nosuch')).toContain('There is no alert nosuch.');
    expect((await audit()).slice(0, 9)).toEqual(
      expect.arrayContaining([
        'alerts pause settings: idle rests',
        'alerts resume settings: idle goes on',
        'alerts pause settings: idle rests until 2026-11-24T12:00:00Z',
      ]),
    );
  });
});

describe('an alert of the configuration', () => {
  it('is told with where it stands', async () => {
    const reply = await talk.reply('alerts show nightly');
    expect(fieldsOf(reply)).toEqual({
      'Looks for': 'volumes',
      Accounts: 'demo-prod',
      When: 'daily 22:00 Europe/Paris',
      Next: '2026-11-24T21:00:00Z',
      'Told to': 'slack:C0OPS and each owner',
      Form: 'one digest',
      'Told again': 'after 7 days',
      Made: 'in the configuration',
    });
    expect(Object.keys(linesOf(reply))).toEqual(['Pause', 'Run now', 'Test']);
    expect(rowsOf(await talk.reply('alerts list'))).toMatchObject([
      { Alert: 'nightly', 'Made by': 'the configuration' },
    ]);
  });

  it.each(['alerts edit nightly days:3', 'alerts remove nightly'])('is not changed here: %s', async (line) => {
    expect(await problemOf(line)).toBe(
      'bad-value: The alert nightly stands in the configuration. Change it there, below alerts:; alerts pause nightly lets it rest.',
    );
  });

  it('rests and goes on', async () => {
    await talk.reply('alerts pause nightly until:1w');
    expect(Object.keys(linesOf(await talk.reply('alerts show nightly')))).toContain('Let it go on');
    await talk.reply('alerts resume nightly');
    expect(fieldsOf(await talk.reply('alerts show nightly'))).toMatchObject({ Next: '2026-11-24T21:00:00Z' });
  });
});

describe('a sample', () => {
  it('is posted in each place of an alert, and says that it is one', async () => {
    await told('alerts subscribe volumes hourly name:two to:here,slack:C1,owner escalate:3:slack:C2', maria, ops);
    const reply = await told('alerts test two', maria, ops);
    expect(titleOf(reply)).toBe('A sample of the alert two is on its way: here, slack:C1 and slack:C2');
    expect(asideOf(reply).join(' ')).toContain('Owners get none');
    const posted: string[] = [];
    const { house } = talk.machine;
    const deliver = () =>
      house.notices(
        () => true,
        async (place, { title }, attempt) => void posted.push(`${place} ${attempt.says}: ${plain(title)}`),
        new AbortController().signal,
      );
    await deliver();
    expect(posted.toSorted()).toEqual(
      ['slack:C0OPS', 'slack:C1', 'slack:C2'].map(
        (place) => `${place} alert-test: A test of the alert two: what it finds is told here`,
      ),
    );
    await deliver();
    await told('alerts test two', maria, ops);
    await deliver();
    expect(posted).toHaveLength(6);
    expect(await problemOf('alerts test nosuch')).toContain('There is no alert nosuch.');
  });
});

describe('who may', () => {
  const may = async (line: string, person: Person, place: Place): Promise<string> =>
    (await said(line, person, place)).problem?.problem ?? 'done';

  it('alter alerts of a shared place has the right of settings', async () => {
    expect(await may('alerts subscribe volumes hourly', ada, ops)).toBe('not-allowed');
    await told('alerts subscribe volumes hourly', maria, ops);
    for (const line of ['edit volumes days:3', 'pause volumes', 'resume volumes', 'test volumes', 'remove volumes'])
      expect([line, await may(`alerts ${line}`, ada, ops)]).toEqual([line, 'not-allowed']);
    for (const line of ['show volumes', 'list', 'rules'])
      expect([line, await may(`alerts ${line}`, ada, ops)]).toEqual([line, 'done']);
    // Nor from where nobody else reads: others are told.
    for (const line of [
      'edit volumes days:3',
      'edit volumes to:here',
      'pause volumes',
      'test volumes',
      'remove volumes',
      'pause nightly',
    ])
      expect([line, await may(`alerts ${line}`, ada, adas)]).toEqual([line, 'not-allowed']);
    expect(await may('alerts remove volumes', maria, ops)).toBe('done');
  });

  it('alter what tells them alone is everybody, as long as nobody else is told', async () => {
    expect(await may('alerts subscribe volumes hourly name:own', ada, adas)).toBe('done');
    for (const to of ['slack:C1', 'here,owner', 'here,slack:C1'])
      expect([to, await may(`alerts subscribe volumes hourly to:${to}`, ada, adas)]).toEqual([to, 'not-allowed']);
    expect(await may('alerts subscribe volumes hourly escalate:3:slack:C1', ada, adas)).toBe('not-allowed');
    expect(await may('alerts edit own to:here,slack:C1', ada, adas)).toBe('not-allowed');
    for (const line of ['edit own days:3', 'pause own', 'resume own', 'test own', 'remove own'])
      expect([line, await may(`alerts ${line}`, ada, adas)]).toEqual([line, 'done']);
  });

  it('alter an alert is who made it, also later, but for whom it tells', async () => {
    const once: Person = { ...ada, roles: ['operator'] };
    await told('alerts subscribe volumes hourly to:here,slack:C1', once, ops);
    expect(await may('alerts edit volumes days:3', ada, ops)).toBe('done');
    expect(await may('alerts edit volumes to:here', ada, ops)).toBe('done');
    expect(await may('alerts edit volumes to:here,slack:C1', ada, ops)).toBe('not-allowed');
    expect(await may('alerts edit volumes escalate:3:slack:C2', ada, ops)).toBe('not-allowed');
    expect(await may('alerts pause volumes', { ...ada, id: 'slack:U0OTHER' }, ops)).toBe('not-allowed');
    expect(await may('alerts remove volumes', ada, ops)).toBe('done');
  });
});

describe('who sees', () => {
  it('an alert of a private conversation is who has that conversation, and nobody else', async () => {
    await told('alerts subscribe volumes hourly name:own', ada, adas);
    const names = async (person: Person, place: Place) =>
      rowsOf(await told('alerts list', person, place)).map(({ Alert }) => Alert);
    expect(await names(ada, adas)).toEqual(['nightly', 'own']);
    expect(await names(ada, ops)).toEqual(['nightly', 'own']);
    expect(await names(maria, ops)).toEqual(['nightly']);
    const hidden = await said('alerts show own', maria, ops);
    expect(plain(hidden.problem?.what ?? [])).toBe('There is no alert own.');
    expect((await said('alerts pause own', maria, ops)).problem?.problem).toBe('bad-value');
    expect((await said('alerts remove own', maria, ops)).problem?.problem).toBe('bad-value');
    // Its name is taken all the same.
    expect((await said('alerts subscribe volumes hourly name:own', maria, ops)).problem?.problem).toBe('bad-value');
  });
});

describe('the lists', () => {
  it('tell of no alert what can be made', async () => {
    await talk.close();
    talk = await openTalk();
    const reply = await talk.reply('alerts list');
    expect(titleOf(reply)).toBe('There is no alert yet');
    expect(asideOf(reply)[0]).toContain('alerts subscribe idle-addresses weekdays 9:00');
    expect(linesOf(reply)).toEqual({ Subscribe: 'alerts subscribe' });
  });

  it('offer the first alerts, and to make one', async () => {
    for (const name of ['a', 'b', 'c']) await talk.reply(`alerts subscribe volumes hourly name:${name}`);
    const reply = await talk.reply('alerts list');
    expect(titleOf(reply)).toBe('4 alerts');
    expect(Object.keys(linesOf(reply))).toEqual(['Show a', 'Show b', 'Show c', 'Subscribe']);
  });

  it('tell every rule, whether it is summed, and the groups', async () => {
    const reply = await talk.reply('alerts rules');
    const rows = rowsOf(reply);
    expect(rows).toHaveLength(11);
    expect(rows.every(({ Rule, Finds }) => Rule !== '' && Finds !== '')).toBe(true);
    expect(rows.find(({ Rule }) => Rule === 'address-second')).toMatchObject({ Summed: 'no' });
    expect(fieldsOf(reply)).toMatchObject({ all: 'every rule' });
    expect(Object.keys(fieldsOf(reply))).toContain('idle-addresses');
  });

  it('tell of one rule why what it finds is waste', async () => {
    const reply = await talk.reply('alerts rules address-second');
    expect(titleOf(reply)).toMatch(/^address-second: Second and further/);
    expect(wordsOf(reply)).toContain('A second one may be meant');
    expect(fieldsOf(reply)).toMatchObject({ Groups: 'idle-addresses and all' });
    expect(fieldsOf(reply)['Summed']).toMatch(/^no\. What is not summed may be meant/);
    expect(await problemOf('alerts rules address-secnd')).toMatch(
      /^bad-value: There is no rule address-secnd\..*address-second/,
    );
  });
});
