import { z } from 'zod';
import { textsWithin, type Legible } from '../chat/texts-within.ts';
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
  const text = [message.text, ...textsWithin([message.attachments, message.blocks], legible)].join('\n');
  return {
    callback,
    from: { user: user.id, team: user.team_id, ...placed(channel.id), thread: message.thread_ts, responseUrl },
    key: `shortcut/${key}`,
    text,
  };
}

/** What people read of blocks and attachments, and where their links and buttons lead (Slack, "Block Kit", "Legacy message attachments"). */
const legible: Legible = {
  readable: new Set(['text', 'url', 'fallback', 'pretext', 'title', 'title_link', 'value']),
  deepest: 12,
};
