import { fields, length, oneOf, plain, refuse, type Check } from './check.ts';
import { choices, confirmation, identifier, option, options } from './check-objects.ts';
import { isData, list, text, type Data } from '../json.ts';
import { limits } from './limits.ts';

const common = ['action_id', 'confirm', 'focus_on_load', 'placeholder'];
const multi = [...common, 'max_selected_items'];

/** The fields of each element besides its type (docs, "Block elements"; @slack/types 3.2). */
const known: Readonly<Record<string, { required?: readonly string[]; optional: readonly string[] }>> = {
  button: {
    required: ['text'],
    optional: ['action_id', 'confirm', 'value', 'url', 'style', 'accessibility_label'],
  },
  static_select: { optional: [...common, 'options', 'option_groups', 'initial_option'] },
  multi_static_select: { optional: [...multi, 'options', 'option_groups', 'initial_options'] },
  external_select: { optional: [...common, 'initial_option', 'min_query_length'] },
  multi_external_select: { optional: [...multi, 'initial_options', 'min_query_length'] },
  users_select: { optional: [...common, 'initial_user'] },
  multi_users_select: { optional: [...multi, 'initial_users'] },
  conversations_select: {
    optional: [...common, 'initial_conversation', 'default_to_current_conversation', 'response_url_enabled', 'filter'],
  },
  multi_conversations_select: {
    optional: [...multi, 'initial_conversations', 'default_to_current_conversation', 'filter'],
  },
  channels_select: { optional: [...common, 'initial_channel', 'response_url_enabled'] },
  multi_channels_select: { optional: [...multi, 'initial_channels'] },
  overflow: { required: ['options'], optional: ['action_id', 'confirm'] },
  checkboxes: { required: ['options'], optional: ['action_id', 'confirm', 'focus_on_load', 'initial_options'] },
  radio_buttons: { required: ['options'], optional: ['action_id', 'confirm', 'focus_on_load', 'initial_option'] },
  datepicker: { optional: [...common, 'initial_date'] },
  timepicker: { optional: [...common, 'initial_time', 'timezone'] },
  datetimepicker: { optional: ['action_id', 'confirm', 'focus_on_load', 'initial_date_time'] },
  plain_text_input: {
    optional: [
      'action_id',
      'focus_on_load',
      'placeholder',
      'initial_value',
      'multiline',
      'min_length',
      'max_length',
      'dispatch_action_config',
    ],
  },
  number_input: {
    required: ['is_decimal_allowed'],
    optional: [
      'action_id',
      'focus_on_load',
      'placeholder',
      'initial_value',
      'min_value',
      'max_value',
      'dispatch_action_config',
    ],
  },
  email_text_input: {
    optional: ['action_id', 'focus_on_load', 'placeholder', 'initial_value', 'dispatch_action_config'],
  },
  url_text_input: {
    optional: ['action_id', 'focus_on_load', 'placeholder', 'initial_value', 'dispatch_action_config'],
  },
};

const menus = Object.keys(known).filter((type) => type.endsWith('_select'));
const ticks = ['checkboxes', 'radio_buttons'];

/** Which elements may stand where (docs, "Block elements"). */
export const elementsOf = {
  accessory: ['button', ...menus, 'overflow', ...ticks, 'datepicker', 'timepicker'],
  actions: ['button', ...menus, 'overflow', ...ticks, 'datepicker', 'timepicker', 'datetimepicker'],
  input: [
    ...menus,
    ...ticks,
    'datepicker',
    'timepicker',
    'datetimepicker',
    'plain_text_input',
    'number_input',
    'email_text_input',
    'url_text_input',
  ],
  buttons: ['button'],
} as const satisfies Record<string, readonly string[]>;

function button(check: Check, element: Data, at: string): void {
  plain(check, element['text'], `${at}/text`, limits.button.text);
  length(check, element['value'], `${at}/value`, limits.button.value);
  length(check, element['url'], `${at}/url`, limits.button.url);
  length(check, element['accessibility_label'], `${at}/accessibility_label`, limits.button.label);
  oneOf(check, element['style'], `${at}/style`, ['primary', 'danger']);
}

function textInput(check: Check, element: Data, at: string): void {
  const { length: most } = limits.textInput;
  const [shortest = 0, longest = most] = ['min_length', 'max_length'].map((key) => {
    const value = element[key];
    const least = key === 'max_length' ? 1 : 0;
    if (value === undefined) return undefined;
    if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return Number(value);
    refuse(check, `must be from ${least} to ${most}`, `${at}/${key}`);
    return undefined;
  });
  if (shortest > longest) refuse(check, 'min_length must not exceed max_length', at);
  length(check, element['initial_value'], `${at}/initial_value`, longest, 0);
}

/** An initial choice must be one of the options, to the letter. */
function initial(check: Check, element: Data, at: string): void {
  if (text(element['type']).includes('external')) {
    const chosen = [element['initial_option'], ...list(element['initial_options'])];
    return chosen
      .filter((one) => one !== undefined)
      .forEach((one) => option(check, one, `${at}/initial_option`, 'menu'));
  }
  const groups = list(element['option_groups']).filter(isData);
  const offered = [...list(element['options']), ...groups.flatMap((group) => list(group['options']))];
  const written = offered.map((one) => JSON.stringify(one));
  for (const one of [element['initial_option'], ...list(element['initial_options'])])
    if (one !== undefined && !written.includes(JSON.stringify(one)))
      refuse(check, 'initial option must match one of the options', `${at}/initial_option`);
}

/** One element that a person may press, pick from or write in; `allowed` says which may stand here. */
export function element(check: Check, value: unknown, at: string, allowed: readonly string[]): void {
  const type = isData(value) ? text(value['type']) : '';
  const rule = known[type];
  if (rule === undefined || !allowed.includes(type)) return refuse(check, `unsupported type: ${type}`, `${at}/type`);
  const { required = [], optional } = rule;
  const one = fields(check, value, at, { required: ['type', ...required], optional });
  if (one === undefined) return;
  identifier(check, one['action_id'], `${at}/action_id`);
  confirmation(check, one['confirm'], `${at}/confirm`);
  plain(check, one['placeholder'], `${at}/placeholder`, limits.select.placeholder);
  if (one['focus_on_load'] === true) check.totals.focused += 1;
  if (type === 'button') button(check, one, at);
  if (type === 'plain_text_input') textInput(check, one, at);
  if (type.endsWith('static_select')) choices(check, one, at);
  if (type === 'overflow') options(check, one['options'], `${at}/options`, limits.overflow.options, 'overflow');
  if (ticks.includes(type)) options(check, one['options'], `${at}/options`, limits.ticks.options, 'tick');
  initial(check, one, at);
}

/** No two elements of one block may have one action_id. */
export function distinctActions(check: Check, elements: readonly unknown[], at: string): void {
  const ids = elements.filter(isData).flatMap((one) => (one['action_id'] === undefined ? [] : [one['action_id']]));
  for (const [index, id] of ids.entries())
    if (ids.indexOf(id) !== index) refuse(check, `\`action_id\` "${text(id)}" already exists`, at);
}
