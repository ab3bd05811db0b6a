import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { plain } from '../../src/core/text.ts';
import { mayEver } from '../../src/commands/reach.ts';
import type { Place } from '../../src/core/people/person.ts';
import { asideOf, fieldsOf, linesOf, maria, openTalk, rowsOf, wordsOf, type Talk } from './house.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await openTalk();
});
afterAll(() => talk.close());

describe('help', () => {
  it('lists every command once, those that only look first', async () => {
    const rows = rowsOf(await talk.reply('help all'));
    expect(rows.map(({ Command }) => Command).toSorted()).toEqual(commands.map(({ name }) => name).toSorted());
    const kinds = rows.map((row) => row['For']);
    expect(kinds).toEqual([
      ...kinds.filter((kind) => kind === 'Look'),
      ...kinds.filter((kind) => kind === 'Change'),
      ...kinds.filter((kind) => kind === 'Set up'),
    ]);
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    'tells of %s its options, and its examples',
    async (name, { summary, options, examples, effect }) => {
      const page = await talk.reply(`help ${name}`);
      expect(plain(page.title)).toBe(`${name}: ${summary}`);
      expect(Object.keys(fieldsOf(page))).toEqual(Object.keys(options));
      for (const example of examples) expect(wordsOf(page)).toContain(example);
      expect(wordsOf(page).includes('A change is shown as a plan first')).toBe(effect === 'changes');
    },
  );

  it.each<[string, readonly string[], readonly string[], string | undefined]>([
    // role, some that are told, some that are not, how many are left out
    ['operator', ['start', 'stop', 'terminate', 'list', 'plans'], [], ', 2 of which your roles do not reach'],
    ['approver', ['list', 'plans'], ['start', 'stop', 'terminate'], 'do not reach'],
    ['admin', ['list', 'plans'], ['start', 'stop', 'terminate'], 'do not reach'],
    ['', ['list', 'plans', 'cost', 'price', 'alerts list', 'savings'], ['start', 'stop', 'terminate'], 'do not reach'],
  ])(
    'tells what is said most, without what the role %j never reaches, and how many there are',
    async (role, some, none, note) => {
      const by = { ...maria, roles: role === '' ? [] : [role] };
      const shown = await talk.reply('help', by);
      const told = rowsOf(shown).map(({ Command }) => Command);
      expect(told).toEqual(expect.arrayContaining([...some]));
      for (const one of none) expect(told).not.toContain(one);
      expect(told.length).toBeLessThanOrEqual(13);
      expect(asideOf(shown).join(' ')).toContain(note);
      expect(asideOf(shown).join(' ')).toContain(`help all lists all ${commands.length} commands`);
      expect(rowsOf(await talk.reply('help all', by))).toHaveLength(commands.length);
    },
  );

  it('tells of an alert that is there what is left out, and of savings each way once', async () => {
    const edit = fieldsOf(await talk.reply('help alerts edit'));
    expect([edit['accounts'], edit['to'], edit['tag']].join()).not.toContain('left out');
    expect(edit['by']).toContain('Of cost');
    expect(fieldsOf(await talk.reply('help alerts subscribe'))['to']).toContain('here if left out');
    expect(fieldsOf(await talk.reply('help savings'))['by']).toBe('What to sum up by: person, account or kind');
  });

  it('has the lines that a team says first as buttons, each of which works for whoever may only look', async () => {
    const nobody = { ...maria, roles: [] };
    const lines = Object.values(linesOf(await talk.reply('help', nobody)));
    expect(lines).toHaveLength(9);
    for (const line of lines) await talk.reply(line, nobody);
    for (const line of ['help all', 'help stop', 'help freeze']) expect(linesOf(await talk.reply(line))).toEqual({});
  });

  it('is what a line without a word opens', async () => {
    expect(await talk.reply('')).toEqual(await talk.reply('help'));
  });

  it('says nothing of roles to who may do everything', async () => {
    const shown = await talk.reply('help', { ...maria, roles: ['operator', 'approver', 'admin'] });
    expect(asideOf(shown).join(' ')).not.toContain('roles');
  });

  it.each(['hi', 'Hello!', 'hey there :wave:', 'THANKS 🙏', 'good   morning.', 'Thank you so much'])(
    'is short where %j is all that is said, with the same buttons',
    async (line) => {
      const shown = await talk.reply(line);
      expect(shown).toEqual(await talk.reply('help hello'));
      expect(plain(shown.title)).toMatch(/^Hello!/);
      expect(linesOf(shown)).toEqual(linesOf(await talk.reply('help')));
    },
  );

  it('leaves out use where others would be narrowed by it', async () => {
    const told = async (where: Place) => {
      const {
        commands: all,
        core,
        person,
        place,
      } = { commands, core: talk.machine.house.core, person: { ...maria, roles: [] }, place: where };
      const may = await Promise.all(all.map((one) => mayEver(one, core.access, person, place)));
      return all.filter((_, index) => may[index]).map(({ name }) => name);
    };
    expect(await told({ id: 'general' })).not.toContain('use');
    expect(await told({ id: 'dm', privateTo: maria.id })).toContain('use');
  });

  it.each([
    ['stop', [], 'No access rule lets you do this. Who has the role operator may; access show tells the rules.'],
    [
      'freeze on',
      ['operator'],
      'No access rule lets you do this. Who has the role admin may; access show tells the rules.',
    ],
    ['stop', ['operator'], undefined],
    ['list', [], undefined],
  ] as const)('still explains %s to %j, and says who may', async (name, roles, words) => {
    const page = await talk.reply(`help ${name}`, { ...maria, roles });
    expect(asideOf(page).find((one) => one.startsWith('No access rule'))).toBe(words);
    expect(wordsOf(page)).toContain('For example:');
  });

  it('tells how price is typed, and what of it is needed', async () => {
    const page = await talk.reply('help PRICE');
    expect(wordsOf(page)).toContain('price NAME [region:REGION]');
    expect(fieldsOf(page)['name']).toContain('(needed)');
    expect(fieldsOf(page)['os']).toMatch(/: linux, .* or windows-byol$/);
  });

  it('tells what a platform understands besides, where it does', async () => {
    const there = await talk.machine.pipe(['help all', 'help tour', 'help tuor', 'help as:csv']);
    expect(there.out).toMatch(/^tour +Here +The first minute/m);
    expect(there.out).toMatch(/^as:csv +Here /m);
    expect(there.out).toContain('tour: The first minute');
    expect(there.out).toContain('Did you mean help tour?');
    expect(there.out).toContain('as:csv: After a line');
    expect(rowsOf(await talk.reply('help')).map(({ Command }) => Command)).not.toContain('tour');
    expect((await talk.ask('help tour')).problem?.problem).toBe('unknown-command');
  });

  it('lists the commands of a group by its word', async () => {
    expect(rowsOf(await talk.reply('help demo')).map(({ Command }) => Command)).toEqual(['demo reset']);
  });

  it.each([
    ['help stpo', /help stop/],
    ['help demo rest', /help demo reset/],
    ['help constructor', /help lists all/],
  ] as const)('%s: what is near', async (line, todo) => {
    const { problem } = await talk.ask(line);
    expect(problem?.problem).toBe('unknown-command');
    expect(plain(problem?.todo ?? [])).toMatch(todo);
  });
});
