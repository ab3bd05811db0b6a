import { fields, items, oneOf, refuse, type Check } from './check.ts';
import { dataList, isData, text } from '../json.ts';
import { limits } from './limits.ts';
import { richSpecialsIn } from './specials.ts';

const many = 10_000;
const styles = ['bold', 'italic', 'strike', 'code', 'underline', 'highlight', 'client_highlight', 'unlink'];
const inlines: Readonly<Record<string, { required: readonly string[]; optional: readonly string[] }>> = {
  text: { required: ['text'], optional: ['style'] },
  link: { required: ['url'], optional: ['text', 'unsafe', 'style'] },
  emoji: { required: ['name'], optional: ['unicode', 'style', 'url'] },
  user: { required: ['user_id'], optional: ['style'] },
  usergroup: { required: ['usergroup_id'], optional: ['style'] },
  channel: { required: ['channel_id'], optional: ['style'] },
  team: { required: ['team_id'], optional: ['style'] },
  broadcast: { required: ['range'], optional: ['style'] },
  date: { required: ['timestamp', 'format'], optional: ['url', 'fallback', 'style'] },
  color: { required: ['value'], optional: ['style'] },
};
const containers: Readonly<Record<string, readonly string[]>> = {
  rich_text_section: [],
  rich_text_quote: ['border'],
  rich_text_preformatted: ['border'],
  rich_text_list: ['style', 'indent', 'offset', 'border'],
};

function inline(check: Check, value: unknown, at: string, allowed: readonly string[]): void {
  const type = isData(value) ? text(value['type']) : '';
  const rule = inlines[type];
  if (rule === undefined || !allowed.includes(type)) return refuse(check, `unsupported type: ${type}`, `${at}/type`);
  const object = fields(check, value, at, { required: ['type', ...rule.required], optional: rule.optional });
  if (object === undefined) return;
  for (const key of ['text', 'url', 'fallback', 'name'])
    if (object[key] === '') refuse(check, 'must be more than 0 characters', `${at}/${key}`);
  if (type === 'link' && !/^(https?:\/\/|mailto:|tel:|slack:\/\/)/.test(text(object['url'])))
    refuse(check, 'invalid url', `${at}/url`);
  if (type === 'date' && !Number.isInteger(object['timestamp'])) refuse(check, 'must be an integer', `${at}/timestamp`);
  if (type === 'broadcast') oneOf(check, object['range'], `${at}/range`, ['here', 'channel', 'everyone']);
  if (object['style'] !== undefined) fields(check, object['style'], `${at}/style`, { required: [], optional: styles });
}

function container(check: Check, value: unknown, at: string, allowed: readonly string[]): void {
  const type = isData(value) ? text(value['type']) : '';
  const optional = containers[type];
  if (optional === undefined || !allowed.includes(type))
    return refuse(check, `unsupported type: ${type}`, `${at}/type`);
  const object = fields(check, value, at, { required: ['type', 'elements'], optional });
  if (object === undefined) return;
  if (object['border'] !== undefined) oneOf(check, object['border'], `${at}/border`, [0, 1]);
  const nested = items(check, object['elements'], `${at}/elements`, many, type === 'rich_text_section' ? 0 : 1) ?? [];
  if (type === 'rich_text_list') {
    if (object['style'] === undefined) refuse(check, 'missing required field: style', at);
    oneOf(check, object['style'], `${at}/style`, ['bullet', 'ordered']);
    const indents = Array.from({ length: limits.listIndent + 1 }, (_, index) => index);
    oneOf(check, object['indent'], `${at}/indent`, indents);
    nested.forEach((one, index) => container(check, one, `${at}/elements/${index}`, ['rich_text_section']));
    return;
  }
  const inside = type === 'rich_text_preformatted' ? ['text', 'link', 'date'] : Object.keys(inlines);
  nested.forEach((one, index) => inline(check, one, `${at}/elements/${index}`, inside));
}

/** A rich text, as a block or as the cell of a table; its mentions and links are collected. */
export function richText(check: Check, value: unknown, at: string): void {
  const object = fields(check, value, at, { required: ['type', 'elements'], optional: ['block_id'] });
  if (object === undefined) return;
  oneOf(check, object['type'], `${at}/type`, ['rich_text']);
  (items(check, object['elements'], `${at}/elements`, many) ?? []).forEach((one, index) =>
    container(check, one, `${at}/elements/${index}`, Object.keys(containers)),
  );
  check.specials.push(...richSpecialsIn(object, at));
}

/** The characters that a reader sees of a rich text. */
export function richCharacters(value: unknown): string {
  if (!isData(value)) return '';
  const own = text(value['text']) || (value['type'] === 'link' ? text(value['url']) : '');
  const mention = text(value['user_id']) || text(value['channel_id']) || text(value['usergroup_id']);
  // A moment is shown in the reader's zone, in about as many characters as stand in for it.
  const moment = value['type'] === 'date' ? text(value['fallback']) || text(value['format']) : '';
  return [own, mention, moment, ...dataList(value['elements']).map(richCharacters)].join('');
}
