import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { plain } from '../../src/core/text.ts';
import { fieldsOf, openTalk, rowsOf, wordsOf, type Talk } from './house.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await openTalk();
});
afterAll(() => talk.close());

describe('help', () => {
  it('lists every command once, those that only look first', async () => {
    const rows = rowsOf(await talk.reply('help'));
    expect(rows.map(({ Command }) => Command).toSorted()).toEqual(commands.map(({ name }) => name).toSorted());
    const kinds = rows.map((row) => row['']);
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

  it('tells how price is typed, and what of it is needed', async () => {
    const page = await talk.reply('help PRICE');
    expect(wordsOf(page)).toContain('price NAME [region:REGION]');
    expect(fieldsOf(page)['name']).toContain('(needed)');
    expect(fieldsOf(page)['os']).toMatch(/: linux, .* or windows-byol$/);
  });

  it('tells what a platform understands besides, where it does', async () => {
    const there = await talk.machine.pipe(['help', 'help tour', 'help tuor', 'help as:csv']);
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
