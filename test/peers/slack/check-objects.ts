import { fields, items, length, oneOf, plain, refuse, textObject, type Check } from './check.ts';
import { data, isData, text } from '../json.ts';
import { limits } from './limits.ts';

/** A block_id or an action_id: a name of its length, or none. */
export const identifier = (check: Check, value: unknown, at: string): void => length(check, value, at, limits.id);

/** A confirmation dialog. */
export function confirmation(check: Check, value: unknown, at: string): void {
  if (value === undefined) return;
  const object = fields(check, value, at, { required: ['title', 'text', 'confirm', 'deny'], optional: ['style'] });
  if (object === undefined) return;
  plain(check, object['title'], `${at}/title`, limits.confirm.title);
  textObject(check, object['text'], `${at}/text`, limits.confirm.text);
  plain(check, object['confirm'], `${at}/confirm`, limits.confirm.answer);
  plain(check, object['deny'], `${at}/deny`, limits.confirm.answer);
  oneOf(check, object['style'], `${at}/style`, ['primary', 'danger']);
}

/** One option; only those with a tick before them may hold markup. */
export function option(check: Check, value: unknown, at: string, kind: 'menu' | 'tick' | 'overflow'): void {
  const object = fields(check, value, at, {
    required: ['text', 'value'],
    optional: kind === 'overflow' ? ['description', 'url'] : ['description'],
  });
  if (object === undefined) return;
  const kinds = kind === 'tick' ? (['plain_text', 'mrkdwn'] as const) : (['plain_text'] as const);
  textObject(check, object['text'], `${at}/text`, limits.option.text, kinds);
  textObject(check, object['description'], `${at}/description`, limits.option.description, kinds);
  length(check, object['value'], `${at}/value`, limits.option.value);
}

/** A list of options: so many, of which no two have one value. */
export function options(
  check: Check,
  value: unknown,
  at: string,
  most: number,
  kind: 'menu' | 'tick' | 'overflow',
): void {
  const all = items(check, value, at, most);
  all?.forEach((one, index) => option(check, one, `${at}/${index}`, kind));
  const values = (all ?? []).map((one) => data(one)['value']);
  if (new Set(values).size !== values.length) refuse(check, 'option values must be unique', at);
}

/** Options or groups of them, one of the two. Suggestions of an external select may be empty, a static menu may not. */
export function choices(check: Check, value: unknown, at: string, least = 1): void {
  if (!isData(value)) return refuse(check, 'must be an object', at);
  if ((value['options'] === undefined) === (value['option_groups'] === undefined))
    return refuse(check, 'must provide either `options` or `option_groups`', at);
  const noOptions = least === 0 && Array.isArray(value['options']) && value['options'].length === 0;
  if (!noOptions) options(check, value['options'], `${at}/options`, limits.select.options, 'menu');
  items(check, value['option_groups'], `${at}/option_groups`, limits.select.groups, least)?.forEach((one, index) => {
    const here = `${at}/option_groups/${index}`;
    const group = fields(check, one, here, { required: ['label', 'options'] });
    if (group === undefined) return;
    plain(check, group['label'], `${here}/label`, limits.select.group);
    options(check, group['options'], `${here}/options`, limits.select.options, 'menu');
  });
}

const endings = /\.(png|jpe?g|gif)$/i;

/** A picture by address or by file, never both, with words for who does not see it. */
export function picture(check: Check, value: unknown, at: string, more: readonly string[]): void {
  const object = fields(check, value, at, {
    required: ['type', 'alt_text'],
    optional: ['image_url', 'slack_file', ...more],
  });
  if (object === undefined) return;
  length(check, object['alt_text'], `${at}/alt_text`, limits.image.alt);
  length(check, object['image_url'], `${at}/image_url`, limits.image.url);
  if ((object['image_url'] === undefined) === (object['slack_file'] === undefined))
    refuse(check, 'must define either `image_url` or `slack_file`', at);
  const url = object['image_url'];
  // Slack's own proxy fetches a picture: an address of this machine or network shows nothing.
  if (url !== undefined && !/^https:\/\/[^/]+\.[a-z]+\//.test(text(url)))
    refuse(check, 'invalid image URL', `${at}/image_url`);
  const file = object['slack_file'];
  if (file === undefined) return;
  const named = fields(check, file, `${at}/slack_file`, { required: [], optional: ['id', 'url'] });
  if (named === undefined) return;
  if ((named['id'] === undefined) === (named['url'] === undefined))
    refuse(check, 'must define either `id` or `url`', `${at}/slack_file`);
  else if (!check.hasPicture(named)) refuse(check, 'invalid slack file', `${at}/slack_file`);
}

/** Whether a file of this name can be shown by an image block (docs, "Slack file object"). */
export const isPictureName = (name: string): boolean => endings.test(name);
