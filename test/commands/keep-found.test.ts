import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dayMs } from '../../src/core/time.ts';
import { createRests } from '../../src/core/people/rests.ts';
import { documentKeys } from '../terminal.ts';
import { asideOf, ines, linesOf, maria, openTalk, rowsOf, wordsOf, type Talk } from './house.ts';

let talk: Talk;
beforeEach(async () => {
  talk = await openTalk();
});
afterEach(() => talk.close());

/** A person who may look and set nothing. */
const vera = { ...maria, id: 'os:vera', name: 'vera', roles: ['viewer'] };
const batch7 = 'i-d29bc2541ef841f56';
const idle = '198.51.100.45';
const volume = 'vol-7eedcae53cb88b131';

describe('what a rule found, and no change of ours left behind', () => {
  it.each([
    ['an address', idle, idle],
    ['an address by its allocation id', 'eipalloc-9d066e0eebd2a40b3', idle],
    ['a volume', volume, volume],
    ['an instance', batch7, batch7],
    ['an instance by its name', 'batch-7', batch7],
    ['a reservation', 'cr-8486a0198adf1dad4', 'cr-8486a0198adf1dad4'],
    ['an account', '444455556666', '444455556666'],
    ['a matter by its key', `444455556666/us-east-1/${batch7}/stopped`, batch7],
    ['what stands under all regions', '"444455556666/all regions/444455556666"', '444455556666'],
    ['something in an account and region', `${volume} account:demo-dev region:us-east-1`, volume],
    ['something by its rule', `${batch7} rule:stopped-instance-volumes`, batch7],
  ])('is kept: %s', async (_, word, back) => {
    const reply = await talk.reply(`keep ${word} reason:"it is wanted"`);
    expect(wordsOf(reply)).toMatch(
      /is kept: it is wanted\nIt is not asked about any longer, and goes on costing; kept shows it\./,
    );
    const [undone = ''] = Object.values(linesOf(reply));
    expect(undone).toMatch(new RegExp(`^unkeep ${back} account:demo-`));
    expect(rowsOf(await talk.reply('kept')).map(({ By, Why, Until }) => [By, Why, Until])).toEqual([
      ['maria', 'it is wanted', 'for good'],
    ]);
    expect(wordsOf(await talk.reply(undone))).toContain('is kept no longer.');
    expect(rowsOf(await talk.reply('kept'))).toEqual([]);
  });

  it('where nothing is, nothing more is said', async () => {
    const words = wordsOf(await talk.reply('kept'));
    expect(words).toContain('Nothing is kept or snoozed here.');
    expect(words).not.toContain('No alert tells');
  });

  it.each([
    ['keep 203.0.113.10 reason:x', 'address-not-found'],
    [`keep ${idle} reason:x account:demo-prod`, 'address-not-found'],
    [`keep ${idle} reason:x account:nowhere`, 'address-not-found'],
    [`keep ${idle} reason:x region:eu-west-1`, 'address-not-found'],
    [`keep ${volume} reason:x region:eu-west-1`, 'bad-value'],
    [`keep ${idle} reason:x rule:volume-unattached`, 'bad-value'],
    [`keep ${idle} reason:x rule:nosuch`, 'bad-value'],
    [`keep ${batch7} reason:x rule:instance-without-owner`, 'nothing-to-do'],
    ['keep web-1 reason:x', 'bad-value'],
    ['keep i-00000000 reason:x', 'bad-value'],
    ['keep cr-00000000 reason:x', 'bad-value'],
    ['keep 000000000000 reason:x', 'bad-value'],
    ['keep a/b reason:x', 'bad-value'],
    ['keep a/b/c/d/e reason:x', 'bad-value'],
    ['keep "" reason:x', 'bad-value'],
    [`snooze ${idle} until:1d account:demo-prod`, 'address-not-found'],
    [`snooze ${idle}`, 'missing-value'],
    [`snooze ${idle} until:91d`, 'bad-value'],
    [`snooze ${idle} until:2026-11-24`, 'bad-value'],
    [`snooze ${idle} until:soon`, 'bad-value'],
    [`unkeep ${idle}`, 'nothing-to-undo'],
  ])('%s: %s, and nothing is kept', async (line, problem) => {
    expect((await talk.ask(line)).problem?.problem).toBe(problem);
    expect(rowsOf(await talk.reply('kept'))).toEqual([]);
  });

  it('is told in words why it cannot be, where there is such a thing', async () => {
    expect(wordsOf((await talk.ask('keep 198.51.100.17 reason:x')).reply)).toContain(
      'No rule finds anything in 198.51.100.17 now',
    );
  });
});

describe('what is kept of one thing for several matters', () => {
  it('is taken back by the line of each', async () => {
    const rests = createRests(talk.machine.house.store);
    await talk.reply(`keep ${batch7} reason:spring`);
    const [rest] = (await rests.all()).values();
    if (rest === undefined) throw new Error('nothing is kept');
    const key = rest.of.key.replace('/stopped', '/owner');
    await rests.set({ ...rest, of: { ...rest.of, key, rule: 'instance-without-owner' } });
    const { problem, reply } = await talk.ask('unkeep batch-7');
    expect(problem?.problem).toBe('ambiguous-name');
    const lines = ['instance-without-owner', 'stopped-instance-volumes'].map(
      (rule) => `unkeep ${batch7} account:demo-dev region:us-east-1 rule:${rule}`,
    );
    expect(wordsOf(reply)).toContain(`Say which: ${lines.join(' or ')}.`);
    for (const line of lines) await talk.reply(line);
    expect(await rests.all()).toEqual(new Map());
  });
});

describe('an address that is released', () => {
  it('is kept no longer: the next of that number is another', async () => {
    await talk.reply(`keep ${idle} reason:wanted`);
    await talk.reply(`release ${idle}`);
    await talk.reply(`confirm ${documentKeys[0]} ${idle}`);
    await talk.reply(`approve ${documentKeys[0]}`, ines);
    expect(rowsOf(await talk.reply('kept'))).toEqual([]);
  });
});

describe('what is put off', () => {
  it('is so until its time, to the moment, and comes up again by itself', async () => {
    const reply = await talk.reply(`snooze ${idle} until:3d`);
    expect(wordsOf(reply)).toMatch(/^198\.51\.100\.45 is snoozed until 2026-11-27T10:0\d:\d\dZ/);
    expect(linesOf(reply)['Snooze no longer']).toBe(`unkeep ${idle} account:demo-dev region:us-east-1`);
    expect(rowsOf(await talk.reply('kept snoozed')).map(({ What }) => What)).toEqual([idle]);
    await talk.machine.clock.pass(3 * dayMs - 1);
    expect(rowsOf(await talk.reply('kept'))).toHaveLength(1);
    await talk.machine.clock.pass(1);
    expect(rowsOf(await talk.reply('kept'))).toEqual([]);
  });

  it('is taken back by unkeep', async () => {
    await talk.reply(`snooze ${idle} until:90d`);
    expect(wordsOf(await talk.reply(`unkeep ${idle}`))).toContain('is snoozed no longer.');
  });

  it('may be kept instead, and what is kept is not put off', async () => {
    await talk.reply(`snooze ${idle} until:1d`);
    await talk.reply(`keep ${idle} reason:"the office firewall" until:2026-12-01`);
    const { problem, reply } = await talk.ask(`snooze ${idle} until:1d`);
    expect(problem?.problem).toBe('nothing-to-do');
    expect(wordsOf(reply)).toContain('198.51.100.45 is kept by maria until 2026-12-01: the office firewall');
    expect(rowsOf(await talk.reply('kept snoozed'))).toEqual([]);
    await talk.machine.clock.pass(10 * dayMs);
    await talk.reply(`snooze ${idle} until:1d`);
    expect(rowsOf(await talk.reply('kept snoozed'))).toHaveLength(1);
  });
});

describe('who may', () => {
  it.each([`keep ${idle} reason:x`, `snooze ${idle} until:1d`, `unkeep ${idle}`, 'keep vol-00000000 reason:x'])(
    '%s is refused to who may set nothing, before anything is looked for',
    async (line) => {
      await talk.reply(`keep ${idle} reason:wanted`);
      expect((await talk.ask(line, vera)).problem?.problem).toBe('not-allowed');
      expect(rowsOf(await talk.reply('kept', vera)).map(({ Why }) => Why)).toEqual(['wanted']);
    },
  );

  it('the audit has who kept, put off and took back what, and why', async () => {
    await talk.reply(`keep ${batch7} reason:"batch of spring"`);
    await talk.reply(`unkeep ${batch7}`);
    await talk.reply(`snooze ${idle} until:2026-12-01`);
    const told = rowsOf(await talk.reply('audit who:maria')).slice(0, 3);
    expect(told.map(({ What, Targets, Says }) => [What, Targets, Says])).toEqual([
      ['snooze settings', idle, 'snoozed until 2026-12-01T00:00:00Z'],
      ['unkeep settings', 'batch-7', 'kept no longer'],
      ['keep settings', 'batch-7', 'kept: batch of spring'],
    ]);
  });
});

describe('kept', () => {
  it('says so where there is nothing, and turns its pages', async () => {
    expect(wordsOf(await talk.reply('kept'))).toContain('Nothing is kept or snoozed here.');
    expect(wordsOf(await talk.reply('kept snoozed'))).toContain('Nothing is snoozed here.');
    const all = ['198.51.100.24', '198.51.100.31', '198.51.100.38', idle, '198.51.100.52', '198.51.100.108', batch7];
    for (const word of [...all, volume, 'vault', 'edge-2', 'notebook']) {
      await talk.machine.clock.pass(1_000);
      await talk.reply(`keep ${word} reason:"${word}"`);
    }
    const first = await talk.reply('kept');
    expect(wordsOf(first)).toContain('11 things are kept or snoozed, page 1 of 2');
    expect(rowsOf(first)[0]).toMatchObject({ What: 'notebook', Rule: 'stopped-instance-volumes' });
    expect(linesOf(first)['More']).toBe('kept page:2');
    const second = await talk.reply('kept page:2');
    expect(rowsOf(second).map(({ What }) => What)).toEqual(['198.51.100.24']);
    expect(linesOf(second)['Keep 198.51.100.24 no longer']).toMatch(/^unkeep 198\.51\.100\.24 /);
    expect(asideOf(second).join(' ')).toContain('leftovers kept');
  });
});
