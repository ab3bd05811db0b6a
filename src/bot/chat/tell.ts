import type { PostReply } from '../../commands/notices.ts';
import { beforeActions, paragraph, type Reply } from '../../commands/reply/reply.ts';
import { NeverAnswered, NeverDeliverable, type Attempt } from '../../core/watch/post.ts';
import { aloudIn } from './aloud.ts';
import type { Sent, Where } from './chat.ts';
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
}: Omit<TalkParts<M>, 'postFile' | 'log'>): PostReply {
  return async (placeId, reply, { key, says, unanswered, begun, progress, change }) => {
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
      if (sent?.is === 'sent' && says === 'change-ended') return callOut(here, reply, { key, unanswered });
    }
    const where: Where = here === undefined ? { channel } : { channel: here.channel, thread: here.thread ?? here.id };
    const { messages: all } = await show(calling(reply));
    let first = begun?.first;
    for (const [at, message] of all.entries()) {
      if (begun !== undefined && at < begun.messages) continue;
      const below: Where = first === undefined ? where : { channel: first.channel, thread: where.thread ?? first.id };
      const name = `${key}/${at}`;
      const mayStand = unanswered && at === (begun?.messages ?? 0);
      const told = mayStand
        ? await repeated(reply, all, message, (said) => chat.post(below, said, `${name}/repeat`))
        : message;
      const { channel: stands, id } = taken(await chat.post(below, told, name));
      first ??= { channel: stands, id };
      if (change !== undefined && waitsIn(reply, change))
        await everywhere.kept(change, async () => {
          await messages.also(change, { channel: stands, id });
          await messages.shows({ channel: stands, id }, change, reply);
        });
      if (at + 1 < all.length) await progress({ messages: at + 1, first });
    }
  };

  /** A message of a reply as what may be a repeat. Of several none says so itself, for then the others would begin elsewhere: that is said before it. */
  async function repeated(reply: Reply, all: readonly M[], message: M, before: (said: M) => Promise<Sent>): Promise<M> {
    const [alone, ...more] = all.length > 1 ? all : (await show(calling(mayBeRepeat(reply, platform)))).messages;
    if (alone !== undefined && more.length === 0) return alone;
    const [said] = (await show(mayBeRepeat({ tone: 'plain', title: [], blocks: [] }, platform))).messages;
    if (said !== undefined) taken(await before(said));
    return message;
  }

  /** Whom it is for is told below the message, for an edit tells nobody. */
  async function callOut(
    { channel, id, thread = id }: ChangeMessage,
    { aloud }: Reply,
    { key, unanswered }: Pick<Attempt, 'key' | 'unanswered'>,
  ): Promise<void> {
    const spans = aloud && aloudIn(aloud, platform.calls);
    if (spans === undefined) return;
    const called: Reply = { tone: 'plain', title: [], blocks: [paragraph(spans)] };
    const [message] = (await show(unanswered ? mayBeRepeat(called, platform) : called)).messages;
    if (message !== undefined) await chat.post({ channel, thread }, message, `${key}/call`);
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
