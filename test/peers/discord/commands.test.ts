import { DiscordAPIError } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataList } from '../json.ts';
import { charactersOf, validateCommands } from './check-commands.ts';
import { createDiscordPeer, type DiscordPeer } from './peer.ts';
import { restOf } from './tiny-app.ts';
import type { DiscordGuild } from './world.ts';

let peer: DiscordPeer;
let guild: DiscordGuild;

beforeEach(async () => {
  peer = await createDiscordPeer();
  guild = peer.world.guild({ name: 'Acme' });
});
afterEach(() => peer.stop());

/** Code of a refusal, or nothing. */
const codeOf = async (path: `/${string}`): Promise<unknown> => {
  try {
    await restOf(peer).get(path);
    return undefined;
  } catch (error) {
    return error instanceof DiscordAPIError ? error.code : error;
  }
};

describe('commands are registered', () => {
  const command = { name: 'ec2', description: 'EC2' };
  const menu = { name: 'Look up', type: 3 };
  const global = () => `/applications/${peer.applicationId}/commands` as const;
  const inGuild = () => `/applications/${peer.applicationId}/guilds/${guild.id}/commands` as const;

  it('are replaced, all types at once; what stays keeps its id', async () => {
    const first = await restOf(peer).put(global(), { body: [command, menu] });
    expect(first).toMatchObject([{ ...command, type: 1, application_id: peer.applicationId }, menu]);
    await restOf(peer).put(global(), { body: [{ ...command, description: 'All of EC2' }] });
    expect(peer.commands()).toMatchObject([{ description: 'All of EC2', id: dataList(first)[0]?.['id'] }]);
    expect(await restOf(peer).get(global())).toEqual(peer.commands());
    expect(peer.commandPuts()).toBe(2);
  });

  it('of a guild are its own', async () => {
    await restOf(peer).put(inGuild(), { body: [command] });
    expect(peer.commands(guild)).toMatchObject([{ name: 'ec2', guild_id: guild.id }]);
    expect(peer.commands()).toEqual([]);
    peer.world.leave(guild, { id: peer.world.app.userId });
    expect(await codeOf(inGuild())).toBe(50_001);
    expect(await codeOf('/applications/1/commands')).toBe(10_002);
  });

  it('that are wrong are refused, and those before stay', async () => {
    await restOf(peer).put(global(), { body: [command] });
    await expect(restOf(peer).put(global(), { body: [{ name: 'EC2', description: '' }] })).rejects.toMatchObject({
      code: 50_035,
      rawError: { errors: { 0: { name: { _errors: [{ message: 'Command name is invalid' }] } } } },
    });
    expect(peer.commands()).toMatchObject([command]);
    expect(peer.violations().map(({ at }) => at)).toEqual(['/0/name', '/0/description']);
  });
});

const long = (length: number) => 'x'.repeat(length);
const many = <T>(count: number, one: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => one(index));
const option = (more: object = {}) => ({ type: 3, name: 'targets', description: 'Which', ...more });
const sub = (more: object = {}) => ({ type: 1, name: 'stop', description: 'Stop', ...more });
const group = (options: readonly object[]) => ({ type: 2, name: 'alerts', description: 'Alerts', options });
const ec2 = (options: readonly object[] = [], more: object = {}) => ({
  name: 'ec2',
  description: 'EC2',
  options,
  ...more,
});
const choice = (index: number, more: object = {}) => ({ name: `${index}`, value: `${index}`, ...more });
const told = (...commands: readonly unknown[]) => validateCommands(commands).map(({ what, at }) => `${at} ${what}`);

describe('a list of commands is as long as Discord takes, and no longer', () => {
  it.each<[string, (size: number) => readonly string[], number, string]>([
    ["a command's name", (size) => told(ec2([], { name: long(size) })), 32, '/0/name'],
    ["a command's description", (size) => told(ec2([], { description: long(size) })), 100, '/0/description'],
    ["an option's name", (size) => told(ec2([option({ name: long(size) })])), 32, '/0/options/0/name'],
    [
      "an option's description",
      (size) => told(ec2([option({ description: long(size) })])),
      100,
      '/0/options/0/description',
    ],
    ['options', (size) => told(ec2(many(size, (index) => option({ name: `o${index}` })))), 25, '/0/options'],
    ['subcommands', (size) => told(ec2(many(size, (index) => sub({ name: `s${index}` })))), 25, '/0/options'],
    [
      'subcommands of a group',
      (size) => told(ec2([group(many(size, (index) => sub({ name: `s${index}` })))])),
      25,
      '/0/options/0/options',
    ],
    ['choices', (size) => told(ec2([option({ choices: many(size, choice) })])), 25, '/0/options/0/choices'],
    [
      "a choice's name",
      (size) => told(ec2([option({ choices: [choice(1, { name: long(size) })] })])),
      100,
      '/0/options/0/choices/0/name',
    ],
    [
      "a choice's value",
      (size) => told(ec2([option({ choices: [choice(1, { value: long(size) })] })])),
      100,
      '/0/options/0/choices/0/value',
    ],
    ['text that is typed', (size) => told(ec2([option({ max_length: size })])), 6_000, '/0/options/0/max_length'],
    ['commands', (size) => told(...many(size, (index) => ec2([], { name: `c${index}` }))), 100, ''],
    [
      'commands in the menu of messages',
      (size) => told(...many(size, (index) => ({ type: 3, name: `Look ${index}` }))),
      15,
      '',
    ],
  ])('%s', (_, found, most, at) => {
    expect(found(most)).toEqual([]);
    expect(found(most + 1).some((one) => one.startsWith(`${at} `))).toBe(true);
  });

  it('with all names, descriptions and values of one command together', () => {
    const long25 = many(25, (index) =>
      sub({
        name: `s${index}`,
        description: long(100),
        options: many(2, (one) => option({ name: `o${one}`, description: long(100) })),
      }),
    );
    expect(charactersOf(ec2(long25))).toBeGreaterThan(7_000);
    expect(told(ec2(long25))).toEqual([]);
    const more = many(25, (index) =>
      sub({
        name: `s${index}`,
        description: long(100),
        options: many(3, (one) => option({ name: `o${one}`, description: long(100) })),
      }),
    );
    expect(told(ec2(more))).toEqual(['/0 Command exceeds maximum size (8000)']);
  });
});

describe('what is wrong with a command is told', () => {
  it.each<[string, () => readonly string[], string]>([
    ['capitals in its name', () => told(ec2([], { name: 'Ec2' })), '/0/name Command name is invalid'],
    ['a space in its name', () => told(ec2([], { name: 'e c' })), '/0/name Command name is invalid'],
    ['no name', () => told({ description: 'x' }), '/0/name This field is required'],
    ['no description', () => told({ name: 'x' }), '/0/description This field is required'],
    ['a type that is none', () => told({ name: 'x', type: 9 }), '/0/type Value must be one of'],
    ['a name twice', () => told(ec2(), ec2()), '/1/name Application command names must be unique'],
    ['a context that is none', () => told(ec2([], { contexts: [7] })), '/0/contexts/0 Value must be one of'],
    [
      'an option of no type',
      () => told(ec2([option({ type: undefined })])),
      '/0/options/0/type This field is required',
    ],
    ['an option twice', () => told(ec2([option(), option()])), '/0/options/1/name Option names must be unique'],
    [
      'what is required after what is not',
      () => told(ec2([option(), option({ name: 'b', required: true })])),
      '/0/options/1/required Required options',
    ],
    [
      'subcommands beside options',
      () => told(ec2([sub(), option()])),
      '/0/options Sub-commands and sub-command groups',
    ],
    [
      'a group in a group',
      () => told(ec2([group([group([sub()])])])),
      '/0/options/0/options/0/type Value must be one of',
    ],
    [
      'a subcommand in a subcommand',
      () => told(ec2([sub({ options: [sub()] })])),
      '/0/options/0/options/0/type Value must be one of',
    ],
    ['an empty group', () => told(ec2([group([])])), '/0/options/0/options a group holds subcommands'],
    [
      'options of an option',
      () => told(ec2([option({ options: [option()] })])),
      '/0/options/0/options only subcommands',
    ],
    [
      'choices that are completed too',
      () => told(ec2([option({ choices: [choice(1)], autocomplete: true })])),
      '/autocomplete choices and autocomplete',
    ],
    ['choices of yes or no', () => told(ec2([option({ type: 5, choices: [choice(1)] })])), 'this type has no choices'],
    [
      'a choice of another type',
      () => told(ec2([option({ type: 4, choices: [choice(1)] })])),
      '/choices/0/value Value is not int',
    ],
    [
      'a choice twice',
      () => told(ec2([option({ choices: [choice(1), choice(1, { value: 'x' })] })])),
      'Choice names must be unique',
    ],
    [
      'words about a command in a menu',
      () => told({ type: 3, name: 'Look up', description: 'x' }),
      '/0/description Context menu',
    ],
    [
      'options of a command in a menu',
      () => told({ type: 3, name: 'Look up', options: [option()] }),
      '/0/options Context menu',
    ],
    ['a command in a menu without a name', () => told({ type: 3 }), '/0/name This field is required'],
    ['a long name in a menu', () => told({ type: 3, name: long(33) }), '/0/name Must be between 1 and 32'],
    ['something that is no command', () => told('x'), '/0 Only dictionaries'],
  ])('%s', (_, found, what) => {
    const all = found();
    expect(
      all.filter((one) => one.includes(what)),
      all.join('\n'),
    ).toHaveLength(1);
    expect(all).toHaveLength(1);
  });

  it('but not what is allowed', () => {
    const options = [option({ required: true, autocomplete: true }), option({ name: 'größe', type: 10, min_value: 0 })];
    const all = [sub({ options }), group([sub(), sub({ name: 'list' })])];
    expect(
      told(
        ec2(all, { contexts: [0, 1], integration_types: [0] }),
        { type: 3, name: 'Look up' },
        { type: 2, name: 'ec2' },
      ),
    ).toEqual([]);
  });

  it('as is that there is no list', () => {
    expect(validateCommands({}).map(({ what }) => what)).toEqual(['Only iterables may be used in a ListType']);
  });
});
