import type { PostReply } from '../../commands/notices.ts';
import { beforeActions, paragraph, type Reply } from '../../commands/reply/reply.ts';
import { NeverAnswered, NeverDeliverable } from '../../core/watch/outbox.ts';
import { aloudIn } from './aloud.ts';
import type { Posted, Sent, Where } from './chat.ts';
import { withSaid } from './dressed.ts';
import { waitsIn, type ChangeMessage } from './messages.ts';
import type { TalkParts } from './talk.ts';
import { mayBeRepeat } from './public.ts';

/** Posts what nobody asked for: about a change that has a message here into that message, which is then up to date, and below it, so that somebody is told. */
export function createTell<M>({
  platform,
  chat,
  messages,
  everywhere,
  show,
  log,
}: Omit<TalkParts<M>, 'postFile'>): PostReply {
  return async (placeId, reply, { says, unanswered, change }) => {
    const channel = platform.channelOf(placeId);
    if (channel === undefined) throw new NeverDeliverable(`${placeId} is no channel of ${platform.title}'s`);
    const known = change === undefined ? undefined : await messages.of(change);
    // The direct conversation with somebody has an id of its own.
    const here = known?.channel === channel || known?.place === placeId ? known : undefined;
    // Other places may be shown more of it, or less, than this one.
    if (change !== undefined && endings.has(says)) await everywhere.mend(change);
    if (here !== undefined && endings.has(says)) {
      const [message] = (await show(withSaid(reply, here.said))).messages;
      const sent = message && (await chat.edit(here, message));
      if (sent?.is === 'later' || sent?.is === 'unanswered') throw new Error(sent.code);
      // One in a place that is closed is mended when what follows has opened it.
      if (change !== undefined && !(sent?.is === 'refused' && sent.why === 'closed'))
        await everywhere.kept(change, () => messages.shows(here, change, reply));
      // Who asked waits for it in that message.
      if (sent?.is === 'sent' && says === 'change-ended') return callOut(here, reply);
    }
    const [first, ...rest] = (await show(calling(unanswered ? mayBeRepeat(reply, platform) : reply))).messages;
    if (first === undefined) return;
    const where: Where = here === undefined ? { channel } : { channel: here.channel, thread: here.thread ?? here.id };
    const sent = taken(await chat.post(where, first));
    const posted: Posted[] = [sent];
    for (const more of rest) {
      const next = await chat.post({ channel: sent.channel, thread: where.thread ?? sent.id }, more);
      if (next.is === 'sent') posted.push(next);
      else log.warn({ platform: platform.id, place: placeId }, 'a notice was posted in part');
    }
    if (change === undefined || !waitsIn(reply, change)) return;
    for (const one of posted)
      await everywhere.kept(change, async () => {
        await messages.also(change, one);
        await messages.shows(one, change, reply);
      });
  };

  /** Whom it is for is told below the message, for an edit tells nobody. */
  async function callOut({ channel, id, thread = id }: ChangeMessage, { aloud }: Reply): Promise<void> {
    const spans = aloud && aloudIn(aloud, platform.calls);
    if (spans === undefined) return;
    const [called] = (await show({ tone: 'plain', title: [], blocks: [paragraph(spans)] })).messages;
    if (called !== undefined) await chat.post({ channel, thread }, called);
  }

  /** The reply with those named whom it is for. */
  function calling(reply: Reply): Reply {
    const spans = reply.aloud && aloudIn(reply.aloud, platform.calls);
    return spans === undefined ? reply : beforeActions(reply, [paragraph(spans)]);
  }
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
      throw sent.why === 'dead-token' ? new Error(sent.code) : new NeverDeliverable(sent.code);
    case 'unanswered':
      throw new NeverAnswered(sent.code);
    case 'later':
      throw new Error(sent.code);
  }
}
