import { dataList, list, text, textOrNumber, type Data } from '../json.ts';
import {
  items,
  length,
  object,
  oneOf,
  refuse,
  required,
  startCheck,
  whole,
  type Check,
  type Violation,
} from './check.ts';
import { command as limits } from './limits.ts';
import { choiceValue } from './validate.ts';

/** Types of options (Discord, "Application Commands", "Application Command Option Type"). */
export const optionTypes = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;

/** Types of commands (same page, "Application Command Types"). */
export const commandTypes = { chatInput: 1, user: 2, message: 3 } as const;

/** Names of commands and options: letters that have a lower case are in it (same page, "Application Command Naming"). */
const naming = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

const { subcommand, group, string, integer, number } = optionTypes;
const holders: readonly unknown[] = [subcommand, group];
const withChoices: readonly unknown[] = [string, integer, number];

function name(check: Check, value: unknown, at: string): void {
  required(check, value, at);
  if (typeof value === 'string' && !(naming.test(value) && value === value.toLowerCase()))
    refuse(check, 'Command name is invalid', at);
}

function description(check: Check, value: unknown, at: string): void {
  required(check, value, at);
  length(check, value, at, limits.description);
}

function valueOption(check: Check, option: Data, at: string): void {
  const { type, choices, autocomplete } = option;
  if (option['options'] !== undefined) refuse(check, 'only subcommands and groups hold options', `${at}/options`);
  if ((choices !== undefined || autocomplete === true) && !withChoices.includes(type))
    refuse(check, 'this type has no choices', at);
  if (list(choices).length > 0 && autocomplete === true)
    refuse(check, 'choices and autocomplete exclude each other', `${at}/autocomplete`);
  for (const [index, each] of items(check, choices, `${at}/choices`, limits.choices, 0).entries()) {
    const choice = object(check, each, `${at}/choices/${index}`) ?? {};
    required(check, choice['name'], `${at}/choices/${index}/name`);
    length(check, choice['name'], `${at}/choices/${index}/name`, limits.choice);
    choiceValue(check, choice['value'], `${at}/choices/${index}/value`, type);
  }
  const names = dataList(choices).map((choice) => choice['name']);
  if (new Set(names).size < names.length) refuse(check, 'Choice names must be unique', `${at}/choices`);
  whole(check, option['min_length'], `${at}/min_length`, 0, limits.stringLength);
  whole(check, option['max_length'], `${at}/max_length`, 1, limits.stringLength);
}

function options(check: Check, value: unknown, at: string, allowed: readonly unknown[]): void {
  const all = items(check, value, at, limits.options, 0);
  const names = new Set<string>();
  let optional = false;
  for (const [index, each] of all.entries()) {
    const here = `${at}/${index}`;
    const option = object(check, each, here);
    if (option === undefined) continue;
    const { type } = option;
    oneOf(check, type, `${here}/type`, allowed);
    required(check, type, `${here}/type`);
    name(check, option['name'], `${here}/name`);
    description(check, option['description'], `${here}/description`);
    if (names.has(text(option['name']))) refuse(check, 'Option names must be unique', `${here}/name`);
    names.add(text(option['name']));
    if (type === subcommand) options(check, option['options'], `${here}/options`, Object.values(optionTypes).slice(2));
    else if (type === group) {
      options(check, option['options'], `${here}/options`, [subcommand]);
      if (list(option['options']).length === 0) refuse(check, 'a group holds subcommands', `${here}/options`);
    } else {
      valueOption(check, option, here);
      if (option['required'] === true && optional)
        refuse(check, 'Required options must be placed before non-required options', `${here}/required`);
      optional ||= option['required'] !== true;
    }
  }
  const held = dataList(all).filter(({ type }) => holders.includes(type)).length;
  if (held > 0 && held < all.length)
    refuse(check, 'Sub-commands and sub-command groups are mutually exclusive with other options', at);
}

/** Characters of names, descriptions and values of one command (same page, "Slash Commands"). */
export const charactersOf = (one: Data): number =>
  text(one['name']).length +
  text(one['description']).length +
  dataList(one['options']).reduce((sum, option) => sum + charactersOf(option), 0) +
  dataList(one['choices']).reduce(
    (sum, { name: own, value }) => sum + text(own).length + textOrNumber(value).length,
    0,
  );

function command(check: Check, one: Data, at: string): void {
  const { type = commandTypes.chatInput } = one;
  oneOf(check, type, `${at}/type`, Object.values(commandTypes));
  for (const key of ['contexts', 'integration_types'])
    for (const [index, each] of list(one[key]).entries())
      oneOf(check, each, `${at}/${key}/${index}`, key === 'contexts' ? [0, 1, 2] : [0, 1]);
  if (type !== commandTypes.chatInput) {
    required(check, one['name'], `${at}/name`);
    length(check, one['name'], `${at}/name`, limits.name);
    if (text(one['description']) !== '')
      refuse(check, 'Context menu commands cannot have description', `${at}/description`);
    if (list(one['options']).length > 0) refuse(check, 'Context menu commands cannot have options', `${at}/options`);
    return;
  }
  name(check, one['name'], `${at}/name`);
  description(check, one['description'], `${at}/description`);
  options(check, one['options'], `${at}/options`, Object.values(optionTypes));
  if (charactersOf(one) > limits.altogether) refuse(check, `Command exceeds maximum size (${limits.altogether})`, at);
}

/** A full list of commands, as a bulk overwrite carries it. */
export function validateCommands(body: unknown): readonly Violation[] {
  const check = startCheck('legacy');
  const taken = new Set<string>();
  const counts = { [commandTypes.chatInput]: 0, [commandTypes.user]: 0, [commandTypes.message]: 0 };
  if (!Array.isArray(body)) refuse(check, 'Only iterables may be used in a ListType', '');
  for (const [index, each] of list(body).entries()) {
    const one = object(check, each, `/${index}`);
    if (one === undefined) continue;
    command(check, one, `/${index}`);
    const type = one['type'] ?? commandTypes.chatInput;
    const key = `${textOrNumber(type)} ${text(one['name'])}`;
    if (taken.has(key)) refuse(check, 'Application command names must be unique', `/${index}/name`);
    taken.add(key);
    if (type === 1 || type === 2 || type === 3) counts[type] += 1;
  }
  for (const [type, count] of Object.entries(counts))
    if (count > (type === '1' ? limits.chatInputs : limits.contextMenus))
      refuse(check, `Maximum number of application commands reached (${count})`, '');
  return check.found;
}
