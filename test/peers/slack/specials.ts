import { dataList, isData, text } from '../json.ts';

/** Something in a text that Slack turns into more than its characters. */
export interface Special {
  readonly kind: 'user' | 'channel' | 'group' | 'broadcast' | 'date' | 'link';
  /** As it was written: `<!channel>`, or the id of a rich text's mention in the same form. */
  readonly raw: string;
  /** The id, the range, or the address. */
  readonly of: string;
  /** JSON pointer to the text. */
  readonly at: string;
}

const entity = /<([^<>]*)>/g;

function special(inner: string): Omit<Special, 'raw' | 'at'> | undefined {
  const target = inner.split('|')[0] ?? '';
  if (/^@[UW]/.test(target)) return { kind: 'user', of: target.slice(1) };
  if (/^#[CDG]/.test(target)) return { kind: 'channel', of: target.slice(1) };
  if (target.startsWith('!subteam^')) return { kind: 'group', of: target.slice('!subteam^'.length) };
  if (target.startsWith('!date^')) return { kind: 'date', of: target.slice('!date^'.length) };
  if (/^!(channel|here|everyone|group)$/.test(target)) return { kind: 'broadcast', of: target.slice(1) };
  if (/^(https?:\/\/|mailto:|tel:|slack:\/\/)/.test(target)) return { kind: 'link', of: target };
  return undefined;
}

/** The mentions, dates and links of one mrkdwn text (docs, "Formatting text for app surfaces"). */
export const specialsIn = (mrkdwn: string, at: string): readonly Special[] =>
  [...mrkdwn.matchAll(entity)].flatMap(([raw, inner = '']) => {
    const one = special(inner);
    return one === undefined ? [] : [{ ...one, raw, at }];
  });

/** Characters that should have been written as `&amp;`, `&lt;` or `&gt;`. A `>` that begins a line is a quotation. */
export function strayMarks(mrkdwn: string): readonly string[] {
  const rest = mrkdwn.replace(entity, (raw, inner: string) => (special(inner) === undefined ? raw : ''));
  return [...new Set([...rest.matchAll(/<|&(?!(?:amp|lt|gt);)|(?<!^|\n|^>|\n>|^>>|\n>>)>/g)].map(([mark]) => mark))];
}

const richKinds: Readonly<Record<string, { kind: Special['kind']; id: string; before: string }>> = {
  user: { kind: 'user', id: 'user_id', before: '@' },
  channel: { kind: 'channel', id: 'channel_id', before: '#' },
  usergroup: { kind: 'group', id: 'usergroup_id', before: '!subteam^' },
  broadcast: { kind: 'broadcast', id: 'range', before: '!' },
  link: { kind: 'link', id: 'url', before: '' },
};

/** The same of one rich text, whatever it is nested in. */
export function richSpecialsIn(value: unknown, at: string): readonly Special[] {
  if (!isData(value)) return [];
  const rule = richKinds[text(value['type'])];
  const nested = dataList(value['elements']).flatMap((one, index) => richSpecialsIn(one, `${at}/elements/${index}`));
  if (rule === undefined) return nested;
  const of = text(value[rule.id]);
  return [{ kind: rule.kind, of, raw: `<${rule.before}${of}>`, at }, ...nested];
}
