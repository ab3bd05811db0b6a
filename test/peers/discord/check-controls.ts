import { data, list, numberOr, text, type Data } from '../json.ts';
import { frown, items, length, object, oneOf, refuse, required, whole, type Check } from './check.ts';
import { buttonStyles, inputStyles, types } from './components.ts';
import { component as limits } from './limits.ts';

/** A custom_id: given, of 1 to 100 characters, and no other's (Discord, "Components Reference", "Custom ID"). */
export function customId(check: Check, value: unknown, at: string): void {
  required(check, value, at);
  length(check, value, at, limits.customId);
  if (typeof value !== 'string') return;
  if (check.customIds.has(value)) refuse(check, 'Component custom id cannot be duplicated', at);
  check.customIds.add(value);
}

/** An address that people follow. */
export function address(check: Check, value: unknown, at: string): void {
  required(check, value, at);
  if (typeof value === 'string' && !/^(?:https?|discord):\/\/\S+$/.test(value))
    refuse(check, 'Scheme must be one of (http, https, discord).', at);
}

/** A button (same page, "Button"). Premium buttons are sold by nobody here. */
export function button(check: Check, one: Data, at: string): void {
  const { style } = one;
  required(check, style, `${at}/style`);
  oneOf(check, style, `${at}/style`, Object.values(buttonStyles));
  length(check, one['label'], `${at}/label`, limits.buttonLabel);
  if (style === buttonStyles.premium) return refuse(check, 'The app sells nothing', `${at}/style`);
  if (one['label'] === undefined && one['emoji'] === undefined)
    refuse(check, 'Either a label or an emoji is required', at);
  if (style !== buttonStyles.link) {
    if (one['url'] !== undefined) refuse(check, 'A url is for link buttons alone', `${at}/url`);
    return customId(check, one['custom_id'], `${at}/custom_id`);
  }
  if (one['custom_id'] !== undefined) refuse(check, 'A custom id and url cannot both be specified', at);
  address(check, one['url'], `${at}/url`);
  length(check, one['url'], `${at}/url`, limits.url);
}

/** Options of a menu, a radio group or checkboxes; gives how many are chosen beforehand. */
function options(check: Check, value: unknown, at: string, most: number, least = 1): number {
  const values = new Set<string>();
  let chosen = 0;
  for (const [index, each] of items(check, value, at, most, least).entries()) {
    const here = `${at}/${index}`;
    const option = object(check, each, here);
    if (option === undefined) continue;
    for (const key of ['label', 'value']) {
      required(check, option[key], `${here}/${key}`);
      length(check, option[key], `${here}/${key}`, limits.option);
    }
    length(check, option['description'], `${here}/description`, limits.option);
    const own = text(option['value']);
    if (values.has(own)) refuse(check, 'The specified option value is already used', `${here}/value`);
    values.add(own);
    if (option['default'] === true) chosen += 1;
  }
  return chosen;
}

/** How many may be chosen: bounds that fit each other and what there is to choose from. */
function range(check: Check, one: Data, at: string, most: number, chosen: number): void {
  const least = numberOr(one['min_values'], 1);
  const atMost = numberOr(one['max_values'], 1);
  whole(check, one['min_values'], `${at}/min_values`, 0, limits.values);
  whole(check, one['max_values'], `${at}/max_values`, 1, limits.values);
  if (least > atMost) refuse(check, 'min_values is greater than max_values', `${at}/min_values`);
  if (atMost > most) refuse(check, 'max_values is greater than the number of options', `${at}/max_values`);
  if (chosen > atMost) refuse(check, 'More defaults than max_values', at);
  if (check.surface === 'modal' && least === 0 && one['required'] !== false)
    refuse(check, 'min_values must be at least 1 where an answer is required', `${at}/min_values`);
}

/** A menu of any kind (same page, "String Select" and those below it). */
export function select(check: Check, one: Data, at: string): void {
  customId(check, one['custom_id'], `${at}/custom_id`);
  length(check, one['placeholder'], `${at}/placeholder`, limits.placeholder, 0);
  if (one['type'] === types.stringSelect) {
    const chosen = options(check, one['options'], `${at}/options`, limits.options);
    return range(check, one, at, Math.max(1, list(one['options']).length), chosen);
  }
  if (one['options'] !== undefined) refuse(check, 'options are for string selects alone', `${at}/options`);
  range(
    check,
    one,
    at,
    limits.values,
    items(check, one['default_values'], `${at}/default_values`, limits.values, 0).length,
  );
}

/** A text input (same page, "Text Input"). Only in a row, which is the old way, it has a label of its own. */
export function textInput(check: Check, one: Data, at: string, inRow: boolean): void {
  customId(check, one['custom_id'], `${at}/custom_id`);
  required(check, one['style'], `${at}/style`);
  oneOf(check, one['style'], `${at}/style`, Object.values(inputStyles));
  if (inRow) required(check, one['label'], `${at}/label`);
  else if (one['label'] !== undefined) frown(check, 'a label of its own is for inputs in rows', `${at}/label`);
  length(check, one['label'], `${at}/label`, limits.label);
  whole(check, one['min_length'], `${at}/min_length`, 0, limits.input);
  whole(check, one['max_length'], `${at}/max_length`, 1, limits.input);
  if (numberOr(one['min_length'], 0) > numberOr(one['max_length'], limits.input))
    refuse(check, 'min_length is greater than max_length', `${at}/min_length`);
  length(check, one['value'], `${at}/value`, limits.input, 0);
  length(check, one['placeholder'], `${at}/placeholder`, limits.inputPlaceholder, 0);
  const value = text(one['value']);
  if (value.length > numberOr(one['max_length'], limits.input)) refuse(check, 'longer than max_length', `${at}/value`);
}

/** What else a label in a modal may hold: files, radio buttons, checkboxes. */
export function otherInput(check: Check, one: Data, at: string): void {
  customId(check, one['custom_id'], `${at}/custom_id`);
  if (one['type'] === types.radioGroup) {
    const { least, most } = limits.radioOptions;
    if (options(check, one['options'], `${at}/options`, most, least) > 1) refuse(check, 'More than one default', at);
  }
  if (one['type'] === types.checkboxGroup) options(check, one['options'], `${at}/options`, limits.checkboxes);
  const most = one['type'] === types.fileUpload ? limits.uploads : limits.checkboxes;
  whole(check, one['min_values'], `${at}/min_values`, 0, most);
  whole(check, one['max_values'], `${at}/max_values`, 1, most);
}

/** A picture or a file: an address, or one of the files that come with the message (same page, "Unfurled Media Item"). */
export function media(check: Check, value: unknown, at: string, kinds: 'attached' | 'any' = 'any'): void {
  const item = object(check, value, at);
  if (item === undefined) return;
  const url = text(data(item)['url']);
  const name = /^attachment:\/\/(.+)$/.exec(url)?.[1];
  if (name === undefined) {
    // A message as Discord gives it tells the address of each file; an app may send it back.
    const own = /\/attachments\/\d+\/\d+\/([^/?]+)/.exec(url)?.[1];
    if (own !== undefined) check.shown.add(decodeURIComponent(own));
    if (kinds === 'attached') return refuse(check, 'Scheme must be one of (attachment).', `${at}/url`);
    return address(check, item['url'], `${at}/url`);
  }
  check.shown.add(name);
  if (!check.files.has(name)) refuse(check, `The referenced attachment ${name} was not found`, `${at}/url`);
}
