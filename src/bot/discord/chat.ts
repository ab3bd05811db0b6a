import { Routes } from 'discord.js';
import { LRUCache } from 'lru-cache';
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Log } from '../../core/ports/log.ts';
import { NeverAnswered } from '../../core/watch/post.ts';
import type { Chat, Failure, Sent } from '../chat/chat.ts';
import type { Answered, DiscordCalls } from './calls.ts';
import { codes } from './failure.ts';
import { bodyOf, type DiscordMessage } from './message.ts';

/** Messages into Discord, with the bot's own token. */
export type DiscordChat = Chat<DiscordMessage>;

/** What is sent is told as one answer. */
export const Message = z.object({ id: z.string(), channel_id: z.string() });

const Channel = z.object({ id: z.string() });

const directsRemembered = 5_000;
/** Discord, "Message resource": letters of a nonce. */
const nonceLetters = 25;

/** What messages are sent with. */
export interface ChatParts {
  readonly calls: DiscordCalls;
  readonly log: Log;
  /** Aborted when nothing is posted any longer. */
  readonly signal: AbortSignal;
  /** The id of the store: two houses with one token may name what they post alike. */
  readonly house: string;
}

/** See {@link DiscordChat}. */
export function createChat({ calls, log, signal, house }: ChatParts): DiscordChat {
  const directs = new LRUCache<string, string>({ max: directsRemembered });
  /** Said already, and nothing was taken since. */
  let deadTold = false;
  /** Edits of one message, one after the other. */
  const edits = new Map<string, Promise<unknown>>();

  const told = (what: string, channel: string, sent: Answered | Failure): Answered | Failure => {
    if (sent.is === 'sent') deadTold = false;
    else if (sent.is !== 'refused' || sent.why !== 'dead-token')
      log.warn({ platform: 'discord', channel, ...sent }, `Discord did not take ${what}`);
    else if (!deadTold) {
      deadTold = true;
      log.error(
        { platform: 'discord', ...sent },
        'Discord takes the token no longer: make a new one in the developer portal, and give it',
      );
    }
    return sent;
  };

  /** The direct conversation with somebody. */
  async function directOf(user: string): Promise<string | Failure> {
    const before = directs.get(user);
    if (before !== undefined) return before;
    const made = await calls.ask({
      method: 'Post',
      route: Routes.userChannels(),
      body: { recipient_id: user },
      signal,
    });
    if (made.is !== 'sent') return made;
    const { id } = Channel.parse(made.body);
    directs.set(user, id);
    return id;
  }

  /** The same for each try of what has a name, in any process. */
  const nonceOf = (once: string | undefined): string =>
    once === undefined
      ? randomUUID().replaceAll('-', '').slice(0, nonceLetters)
      : createHash('sha256').update(`${house} ${once}`).digest('base64url').slice(0, nonceLetters);

  /** @param nonce Within some minutes Discord takes one message of a nonce. */
  async function into(
    channel: string,
    thread: string | undefined,
    message: DiscordMessage,
    nonce: string,
  ): Promise<Sent> {
    signal.throwIfAborted();
    try {
      const sent = await calls.call({
        method: 'Post',
        route: Routes.channelMessages(channel),
        body: {
          ...bodyOf(message, { calls: true }),
          nonce,
          enforce_nonce: true,
          // What it belongs to may be gone.
          ...(thread !== undefined && { message_reference: { message_id: thread, fail_if_not_exists: false } }),
        },
        files: message.files,
        signal,
      });
      return sent.is === 'sent' ? standing(sent) : sent;
    } catch (error) {
      // The end of the process came while it was on its way.
      if (signal.aborted) throw new NeverAnswered('the process ended before Discord answered', { cause: error });
      throw error;
    }
  }

  async function post(
    channel: string,
    thread: string | undefined,
    message: DiscordMessage,
    nonce: string,
  ): Promise<Sent> {
    const once = async (at: string): Promise<Sent> => {
      const first = await into(at, thread, message, nonce);
      return first.is === 'unanswered' ? into(at, thread, message, nonce) : first;
    };
    if (!directs.has(channel)) {
      const sent = await once(channel);
      if (sent.is !== 'refused' || sent.code !== codes.unknownChannel) return sent;
    }
    const direct = await directOf(channel);
    return typeof direct === 'string' ? once(direct) : direct;
  }

  return {
    async post({ channel, thread }, message, once) {
      const sent = await post(channel, thread, message, nonceOf(once));
      if (sent.is !== 'sent') told('a message', channel, sent);
      return sent;
    },
    async edit(posted, message) {
      const name = `${posted.channel}/${posted.id}`;
      const before = edits.get(name);
      const mine = (async (): Promise<Sent> => {
        await before;
        // To be edited twice is to be edited once.
        const sent = await calls.ask({
          method: 'Patch',
          route: Routes.channelMessage(posted.channel, posted.id),
          body: bodyOf(message, { calls: false }),
          files: message.files,
          signal,
        });
        return told('an edit', posted.channel, sent).is === 'sent' ? { ...posted, is: 'sent' } : asFailure(sent);
      })();
      edits.set(name, mine);
      try {
        return await mine;
      } finally {
        if (edits.get(name) === mine) edits.delete(name);
      }
    },
  };
}

const asFailure = (sent: Answered | Failure): Failure =>
  sent.is === 'sent' ? { is: 'unanswered', code: 'bad_answer' } : sent;

/** Where a message stands that Discord has taken. */
export function standing({ body }: Answered): Sent {
  const read = Message.safeParse(body);
  return read.success
    ? { is: 'sent', channel: read.data.channel_id, id: read.data.id }
    : { is: 'unanswered', code: 'bad_answer' };
}
