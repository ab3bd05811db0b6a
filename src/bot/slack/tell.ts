import type { Log } from '../../core/ports/log.ts';
import { NeverAnswered, NeverDeliverable } from '../../core/watch/outbox.ts';
import type { Chat, Sent } from './chat.ts';
import { withSaid } from './dressed.ts';
import { isDeadToken } from './failure.ts';
import { mayBeRepeat } from './public.ts';
import type { ChangeMessages } from './messages.ts';
import type { PostNotice } from './parts.ts';
import type { Show } from './show.ts';
import { userIn } from './who.ts';

/** What notices are posted with. */
export interface TellParts {
  readonly chat: Chat;
  readonly messages: ChangeMessages;
  readonly show: Show;
  readonly log: Log;
}

/** The conversation of a place, as Slack knows it; undefined: it is none of Slack's. */
export const conversationOf = (placeId: string): string | undefined =>
  /^slack:([CGD][A-Z0-9]+)$/.exec(placeId)?.[1] ?? userIn(placeId);

/** Posts what nobody asked for: about a change that has a message here into that message, which is then up to date, and below it, so that somebody is told. */
export function createTell({ chat, messages, show, log }: TellParts): PostNotice {
  return async (placeId, reply, { says, unanswered, change }) => {
    const channel = conversationOf(placeId);
    if (channel === undefined) throw new NeverDeliverable(`${placeId} is no conversation of Slack's`);
    const known = change === undefined ? undefined : await messages.of(change);
    const here = known?.channel === channel || channel.startsWith('U') || channel.startsWith('W') ? known : undefined;
    if (here !== undefined && endings.has(says)) {
      const [message] = (await show(withSaid(reply, here.said))).messages;
      const sent = message && (await chat.edit(here, message));
      if (sent?.is === 'later' || sent?.is === 'unanswered') throw new Error(sent.code);
      // Who asked waits for it in that message.
      if (sent?.is === 'sent' && says === 'change-ended') return;
    }
    const [first, ...rest] = (await show(unanswered ? mayBeRepeat(reply) : reply)).messages;
    if (first === undefined) return;
    const where = here === undefined ? { channel } : { channel: here.channel, thread: here.ts };
    const sent = taken(await chat.post(where, first));
    for (const more of rest) {
      const next = await chat.post({ channel: sent.channel, thread: here?.ts ?? sent.ts }, more);
      if (next.is !== 'sent') log.warn({ platform: 'slack', place: placeId }, 'a notice was posted in part');
    }
  };
}

/** What the message of a change says from then on. To be edited twice is to be edited once. */
const endings: ReadonlySet<string> = new Set([
  'change-ended',
  'change-found',
  'change-approved',
  'change-denied',
  'approval-late',
]);

/** Where it stands; throws as the outbox wants to know it. */
function taken(sent: Sent): Extract<Sent, { is: 'sent' }> {
  switch (sent.is) {
    case 'sent':
      return sent;
    case 'refused':
      // A new token mends that, and then it is told.
      throw isDeadToken(sent.code) ? new Error(sent.code) : new NeverDeliverable(sent.code);
    case 'unanswered':
      throw new NeverAnswered(sent.code);
    case 'later':
      throw new Error(sent.code);
  }
}
