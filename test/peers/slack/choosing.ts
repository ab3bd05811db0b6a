import { elementsIn, findOption, optionsOf, type Found } from './blocks.ts';
import { dataList, text, type Data } from '../json.ts';

/** What a person put into a field or picked: text, the label or value of one option or of several, ids, or nothing. */
export type Wish = string | readonly string[];

/** What was picked of one surface so far: by block_id, then by action_id. */
export type Chosen = Map<string, Map<string, Data>>;

const single: Readonly<Record<string, string>> = {
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  multi_users_select: 'selected_users',
  multi_conversations_select: 'selected_conversations',
  multi_channels_select: 'selected_channels',
};
const written = ['plain_text_input', 'number_input', 'email_text_input', 'url_text_input'];
const oneOption = ['static_select', 'external_select', 'radio_buttons', 'overflow'];
const manyOptions = ['multi_static_select', 'multi_external_select', 'checkboxes'];

/** What Slack makes of a choice, as it stands in an action and in `state` (docs, "View object", "block_actions payload"). `offered` are the options of an external select as they were suggested last. */
export function valueOf(element: Data, wish: Wish, offered: readonly Data[]): Data {
  const type = text(element['type']);
  const options = [...optionsOf(element), ...offered];
  const all = typeof wish === 'string' ? [wish] : wish;
  const [first] = all;
  if (written.includes(type)) return { type, value: first === '' ? null : (first ?? null) };
  if (oneOption.includes(type))
    return { type, selected_option: first === undefined ? null : findOption(options, first) };
  if (manyOptions.includes(type)) return { type, selected_options: all.map((one) => findOption(options, one)) };
  if (type === 'datetimepicker') return { type, selected_date_time: first === undefined ? null : Number(first) };
  const field = single[type];
  if (field === undefined) throw new Error(`nothing can be picked in a ${type}`);
  return { type, [field]: field.endsWith('s') ? all : (first ?? null) };
}

function initialOf(element: Data): Data | undefined {
  const type = text(element['type']);
  if (written.includes(type)) return { type, value: element['initial_value'] ?? null };
  if (type === 'overflow' || type === 'button') return undefined;
  if (oneOption.includes(type)) return { type, selected_option: element['initial_option'] ?? null };
  if (manyOptions.includes(type)) return { type, selected_options: dataList(element['initial_options']) };
  if (type === 'datetimepicker') return { type, selected_date_time: element['initial_date_time'] ?? null };
  const field = single[type];
  if (field === undefined) return undefined;
  return { type, [field]: element[field.replace('selected', 'initial')] ?? (field.endsWith('s') ? [] : null) };
}

/** `state.values` of a surface: what was chosen, and what stands in the rest from the beginning. */
export function stateOf(blocks: readonly Data[], chosen: Chosen): Data {
  const values: Record<string, Record<string, Data>> = {};
  for (const { block, element } of elementsIn(blocks)) {
    const [blockId, actionId] = [text(block['block_id']), text(element['action_id'])];
    const value = chosen.get(blockId)?.get(actionId) ?? initialOf(element);
    if (value !== undefined) values[blockId] = { ...values[blockId], [actionId]: value };
  }
  return values;
}

/** Keeps a choice. */
export function choose(chosen: Chosen, { block, element }: Found, value: Data): void {
  const blockId = text(block['block_id']);
  const ofBlock = chosen.get(blockId) ?? new Map<string, Data>();
  chosen.set(blockId, ofBlock.set(text(element['action_id']), value));
}

/** Why Slack would not let a person submit this input, or undefined where it would. */
export function refusalOf({ block, element }: Found, value: Data): string | undefined {
  const said = Object.entries(value).find(([key]) => key !== 'type')?.[1];
  const empty = said === null || said === undefined || (Array.isArray(said) && said.length === 0);
  const label = text(block['block_id']);
  if (empty) return block['optional'] === true ? undefined : `${label} must be filled in`;
  if (element['type'] !== 'plain_text_input') return undefined;
  const { length } = text(said);
  if (length < Number(element['min_length'] ?? 0)) return `${label} is too short`;
  if (length > Number(element['max_length'] ?? Number.POSITIVE_INFINITY)) return `${label} is too long`;
  return undefined;
}
