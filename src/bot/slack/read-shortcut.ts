import { z } from 'zod';
import { Person, placed, type Said } from './read.ts';

const Shortcut = z.object({
  callback_id: z.string(),
  user: Person,
  trigger_id: z.string(),
  response_url: z.string().optional(),
  channel: z.object({ id: z.string() }),
  message: z.object({
    text: z.string().default(''),
    thread_ts: z.string().optional(),
    blocks: z.array(z.unknown()).optional(),
    attachments: z.array(z.unknown()).optional(),
  }),
});

/** A message shortcut (Slack, "Interactivity: shortcuts"): whose text is all that the message says, in its attachments and blocks too. Throws ZodError. */
export function readShortcut(body: unknown): Said & { readonly callback: string } {
  const { channel, message, user, ...shortcut } = Shortcut.parse(body);
  const { callback_id: callback, trigger_id: key, response_url: responseUrl } = shortcut;
  const text = [message.text, ...textsIn(message.attachments), ...textsIn(message.blocks)].join('\n');
  return {
    callback,
    from: { user: user.id, team: user.team_id, ...placed(channel.id), thread: message.thread_ts, responseUrl },
    key: `shortcut/${key}`,
    text,
  };
}

/** Deeper than this Slack nests nothing. */
const deepest = 12;

/** What people read of blocks and attachments, and where their links and buttons lead (Slack, "Block Kit", "Legacy message attachments"). */
const readable: ReadonlySet<string> = new Set(['text', 'url', 'fallback', 'pretext', 'title', 'title_link', 'value']);

/** Every text of some blocks or attachments, whatever their kind. */
function textsIn(value: unknown, depth = 0): readonly string[] {
  if (depth > deepest || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, depth + 1));
  return Object.entries(value).flatMap(([key, one]) =>
    typeof one === 'string' ? (readable.has(key) ? [one] : []) : textsIn(one, depth + 1),
  );
}
