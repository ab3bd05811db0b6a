import { dataList, list, numberOr, text, type Data } from '../json.ts';
import { commandTypes, optionTypes } from './check-commands.ts';
import { command as limits } from './limits.ts';
import { contexts, resolvedOf, type At } from './payloads.ts';
import { permissionsIn } from './permissions.ts';
import type { Room } from './room.ts';

/** What a person fills in: text, a number, yes or no; people, roles and channels by their ids. */
export type Values = Readonly<Record<string, string | number | boolean>>;

/** A command as a person sees it in the client: the command, the subcommand if it has some, and its options. */
export interface Line {
  readonly command: Data;
  readonly names: readonly string[];
  /** Names and types of the subcommand or group, outermost first. */
  readonly path: readonly Data[];
  readonly options: readonly Data[];
}

/** The commands that somebody can use in a place: those of the guild and global ones, by context and by who sees them at first (Discord, "Application Commands", "Contexts" and "Permissions"). */
export function usable(room: Room, { user, channel }: At, type: number): readonly Data[] {
  const here = channel.guildId === undefined ? contexts.botDirect : contexts.guild;
  const own = channel.guildId === undefined ? [] : room.commands.of(channel.guildId);
  const rights = permissionsIn(room.world, user.id, channel);
  return [...own, ...room.commands.of()].filter((one) => {
    const shown = one['contexts'];
    const needed = BigInt(text(one['default_member_permissions']) || '0');
    const everybody = one['default_member_permissions'] !== '0' && (needed & rights) === needed;
    return one['type'] === type && (!Array.isArray(shown) || list(shown).includes(here)) && everybody;
  });
}

/** Finds what is typed, such as `/ec2 alerts list`. Throws, with what there is, as the client offers nothing else. */
export function findLine(room: Room, at: At, typed: string): Line {
  const names = typed.replace(/^\//, '').trim().split(/\s+/);
  const [name = '', ...rest] = names;
  const all = usable(room, at, commandTypes.chatInput);
  const command = all.find((one) => one['name'] === name);
  if (command === undefined)
    throw new Error(`no command /${name} here; there are: ${all.map((one) => text(one['name'])).join(', ') || 'none'}`);
  const path: Data[] = [];
  let options = dataList(command['options']);
  for (const part of rest) {
    const next = options.find((one) => one['name'] === part && numberOr(one['type'], 0) <= optionTypes.group);
    if (next === undefined)
      throw new Error(
        `no subcommand ${part}; there are: ${options.map((one) => text(one['name'])).join(', ') || 'none'}`,
      );
    path.push(next);
    options = dataList(next['options']);
  }
  if (options.some((one) => numberOr(one['type'], 0) <= optionTypes.group))
    throw new Error(`/${names.join(' ')} has subcommands: ${options.map((one) => text(one['name'])).join(', ')}`);
  return { command, names, path, options };
}

function numberOf(option: Data, value: string | number | boolean): number {
  const whole = option['type'] === optionTypes.integer;
  if (typeof value !== 'number' || (whole && !Number.isInteger(value)))
    throw new Error(`${text(option['name'])} is a ${whole ? 'whole ' : ''}number`);
  if (value < numberOr(option['min_value'], -Infinity) || value > numberOr(option['max_value'], Infinity))
    throw new Error(`${text(option['name'])} is out of bounds`);
  return value;
}

function textOf(option: Data, value: string | number | boolean): string {
  const name = text(option['name']);
  if (typeof value !== 'string' || value === '') throw new Error(`${name} is text`);
  if (value.length < numberOr(option['min_length'], 0)) throw new Error(`${name} is too short`);
  if (value.length > numberOr(option['max_length'], limits.stringLength)) throw new Error(`${name} is too long`);
  return value;
}

/** What the client sends of a value. Throws where it would not let one send it. */
function valueOf(option: Data, value: string | number | boolean): string | number | boolean {
  const name = text(option['name']);
  const choices = dataList(option['choices']);
  if (choices.length > 0) {
    const chosen = choices.find((one) => one['name'] === value || one['value'] === value)?.['value'];
    if (typeof chosen === 'string' || typeof chosen === 'number') return chosen;
    throw new Error(`${name} is one of: ${choices.map((one) => text(one['name'])).join(', ')}`);
  }
  const { type } = option;
  if (type === optionTypes.integer || type === optionTypes.number) return numberOf(option, value);
  if (type !== optionTypes.boolean) return textOf(option, value);
  if (typeof value !== 'boolean') throw new Error(`${name} is yes or no`);
  return value;
}

const referring: readonly unknown[] = [
  optionTypes.user,
  optionTypes.channel,
  optionTypes.role,
  optionTypes.mentionable,
];

/** What is being written when an option is completed. */
export interface Focus {
  readonly option: string;
  readonly query: string;
}

/** `data` of a command, or of an option under completion, which may still lack what is required (Discord, "Interactions: Receiving and Responding", "Application Command Data Structure"). Throws where the client would not send it. */
export function commandData(room: Room, at: At, { command, path, options }: Line, values: Values, focus?: Focus): Data {
  for (const name of Object.keys(values))
    if (!options.some((one) => one['name'] === name))
      throw new Error(`no option ${name}; there are: ${options.map((one) => text(one['name'])).join(', ') || 'none'}`);
  const given = options.flatMap((option): readonly Data[] => {
    const { type, name } = option;
    if (focus?.option === name) return [{ type, name, value: focus?.query, focused: true }];
    const value = values[text(name)];
    if (value !== undefined) return [{ type, name, value: valueOf(option, value) }];
    if (option['required'] === true && focus === undefined) throw new Error(`${text(name)} must be filled in`);
    return [];
  });
  const nested = path.reduceRight<readonly Data[]>((inner, { type, name }) => [{ type, name, options: inner }], given);
  const ids = given.filter(({ type }) => referring.includes(type)).map(({ value }) => text(value));
  const resolved = resolvedOf(room, ids, at);
  return {
    id: command['id'],
    name: command['name'],
    type: command['type'],
    ...(command['guild_id'] !== undefined && { guild_id: command['guild_id'] }),
    ...(Object.keys(resolved).length > 0 && { resolved }),
    ...(nested.length > 0 && { options: nested }),
  };
}
