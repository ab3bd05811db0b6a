import { beforeActions, paragraph, type Reply } from '../../commands/reply/reply.ts';
import type { Log } from '../../core/ports/log.ts';
import { NeverAnswered, NeverDeliverable } from '../../core/watch/outbox.ts';
import { aloudIn } from './aloud.ts';
import type { Chat, Posted, Sent, Where } from './chat.ts';
import { withSaid } from './dressed.ts';
import type { Everywhere } from './everywhere.ts';
import { isDeadToken } from './failure.ts';
import { waitsIn, type ChangeMessages } from './messages.ts';
import type { PostNotice } from './parts.ts';
import { mayBeRepeat } from './public.ts';
import type { Show } from './show.ts';
import { userIn } from './who.ts';

/** What notices are posted with. */
export interface TellParts {
  readonly chat: Chat;
  readonly messages: ChangeMessages;
  readonly everywhere: Everywhere;
  readonly show: Show;
  readonly log: Log;
}

/** The conversation of a place, as Slack knows it; undefined: it is none of Slack's. */
export const conversationOf = (placeId: string): string | undefined =>
  /^slack:([CGD][A-Z0-9]+)$/.exec(placeId)?.[1] ?? userIn(placeId);

/** Posts what nobody asked for: about a change that has a message here into that message, which is then up to date, and below it, so that somebody is told. */
export function createTell({ chat, messages, everywhere, show, log }: TellParts): PostNotice {
  return async (placeId, reply, { says, unanswered, change }) => {
    const channel = conversationOf(placeId);
    if (channel === undefined) throw new NeverDeliverable(`${placeId} is no conversation of Slack's`);
    const known = change === undefined ? undefined : await messages.of(change);
    const here = known?.channel === channel || channel.startsWith('U') || channel.startsWith('W') ? known : undefined;
    if (change !== undefined && endings.has(says)) await everywhere.tell(change, reply, here);
    if (here !== undefined && endings.has(says)) {
      const [message] = (await show(withSaid(reply, here.said))).messages;
      const sent = message && (await chat.edit(here, message));
      if (sent?.is === 'later' || sent?.is === 'unanswered') throw new Error(sent.code);
      if (change !== undefined) await everywhere.kept(change, () => messages.shows(here, change, reply));
      // Who asked waits for it in that message.
      if (sent?.is === 'sent' && says === 'change-ended') return;
    }
    const [first, ...rest] = (await show(calling(unanswered ? mayBeRepeat(reply) : reply))).messages;
    if (first === undefined) return;
    const where: Where = here === undefined ? { channel } : { channel: here.channel, thread: here.thread ?? here.ts };
    const sent = taken(await chat.post(where, first));
    const posted: Posted[] = [sent];
    for (const more of rest) {
      const next = await chat.post({ channel: sent.channel, thread: where.thread ?? sent.ts }, more);
      if (next.is === 'sent') posted.push(next);
      else log.warn({ platform: 'slack', place: placeId }, 'a notice was posted in part');
    }
    if (change === undefined || !waitsIn(reply, change)) return;
    for (const one of posted)
      await everywhere.kept(change, async () => {
        await messages.also(change, one);
        await messages.shows(one, change, reply);
      });
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

/** The reply with those named whom it is for. */
function calling(reply: Reply): Reply {
  const spans = reply.aloud && aloudIn(reply.aloud);
  return spans === undefined ? reply : beforeActions(reply, [paragraph(spans)]);
}

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
