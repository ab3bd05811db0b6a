import { InteractionResponseType, MessageFlags, Routes } from 'discord.js';
import type { Reply } from '../../commands/reply/reply.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { minuteMs } from '../../core/time.ts';
import { turnsPage, type Asked } from '../chat/asked.ts';
import type { Failure, Posted, Rendered, Sent } from '../chat/chat.ts';
import type { Way } from '../chat/way.ts';
import type { Answered, DiscordCalls } from './calls.ts';
import { standing, type DiscordChat } from './chat.ts';
import { codes } from './failure.ts';
import { bodyOf, withFile, type DiscordMessage } from './message.ts';
import type { DiscordOrigin } from './read.ts';

/** Discord, "Receiving and Responding": a token works for 15 minutes. The last one is left to the way there. */
const usableMs = 14 * minuteMs;

/** What a deferral has promised: an answer that all see, or one person alone; or that the message of the press will change. */
type Promised = 'reply' | 'whisper' | 'update';

/** What an interaction is answered with. */
export interface WayParts {
  readonly calls: DiscordCalls;
  readonly chat: DiscordChat;
  show(reply: Reply): Promise<Rendered<DiscordMessage>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly applicationId: string;
  /** Aborted when the process ends. */
  readonly signal: AbortSignal;
}

/** The ways to answer one interaction. */
export interface DiscordWay extends Way<DiscordMessage> {
  /** Nothing more is answered: what was promised and never came is taken back. */
  over(): Promise<void>;
}

/**
 * An interaction is deferred at once, as what it asks is for all or for one; the answer takes the place of that. After 15 minutes
 * it goes on as a message of the channel.
 */
export function createWay(parts: WayParts, from: DiscordOrigin): DiscordWay {
  const { calls, chat, show, clock, log, applicationId, signal } = parts;
  const { token, channel, near, direct = false, pressed, user } = from;
  const until = clock.now() + usableMs;
  let promised: Promised | undefined;
  let begun: Promise<boolean> | undefined;
  /** What was deferred stands as an answer. */
  let kept = false;
  /** What was deferred for all was taken back: one person alone is told. */
  let takenBack = false;
  /** What it presses is told later where it cannot be told now. */
  let pressing = false;
  /** The message that an edit of the token alone reaches. */
  let original: Posted | undefined;
  /** What else was answered by the token. */
  const followed: Posted[] = [];
  const alive = (): boolean => clock.now() < until;

  const promise = ({ inPublic, presses, line }: Asked, replaces: boolean): Promised => {
    // Other people's conversation is no place to show anything to all.
    if (near !== undefined) return pressed?.hidden === true ? 'update' : 'whisper';
    if (pressed === undefined) return inPublic || direct ? 'reply' : 'whisper';
    if (presses !== undefined || replaces || (pressed.hidden && (inPublic || turnsPage(line)))) return 'update';
    return inPublic || direct ? 'reply' : 'whisper';
  };

  const begin = async (asked: Asked, replaces: boolean): Promise<boolean> => {
    promised = promise(asked, replaces);
    pressing = asked.presses !== undefined;
    const failure = await from.first.say(
      promised === 'update'
        ? { type: InteractionResponseType.DeferredMessageUpdate }
        : {
            type: InteractionResponseType.DeferredChannelMessageWithSource,
            data: promised === 'whisper' ? { flags: MessageFlags.Ephemeral } : {},
          },
    );
    if (promised === 'update' && pressed !== undefined && channel !== undefined) original = { channel, id: pressed.id };
    if (failure === undefined || failure.is === 'unanswered') return true;
    // Another process has answered, as is usual where there are several, or it is too late for any: nothing may be done for it.
    const isUsual = failure.code === codes.alreadyAcknowledged;
    log[isUsual ? 'info' : 'warn'](
      { platform: 'discord', ...failure },
      'an interaction could be answered no longer; nothing was done',
    );
    return false;
  };

  /** By the token, in place of what was deferred, or of another answer of it. */
  const patch = (message: DiscordMessage, id = '@original'): Promise<Answered | Failure> =>
    calls.ask({
      method: 'Patch',
      route: Routes.webhookMessage(applicationId, token, id),
      body: bodyOf(message, { calls: false }),
      files: message.files,
      auth: false,
      signal,
    });
  const follow = async (message: DiscordMessage, hidden: boolean): Promise<Sent> => {
    const sent = await calls.call({
      method: 'Post',
      route: Routes.webhook(applicationId, token),
      body: bodyOf(message, { calls: !hidden, hidden }),
      files: message.files,
      auth: false,
      query: { wait: 'true' },
      signal,
    });
    const at = sent.is === 'sent' ? standing(sent) : sent;
    if (at.is === 'sent') followed.push({ channel: at.channel, id: at.id });
    return at;
  };
  /** Takes the place of what was deferred. */
  const fill = async (message: DiscordMessage): Promise<Sent> => {
    const sent = await patch(message);
    if (sent.is !== 'sent') return sent;
    kept = true;
    const at = standing(sent);
    if (at.is === 'sent') original = { channel: at.channel, id: at.id };
    return at;
  };
  /** Nobody waits any longer for what was deferred. @returns Whether that is sure. */
  const takeBack = async (): Promise<boolean> => {
    const gone = await calls.ask({
      method: 'Delete',
      route: Routes.webhookMessage(applicationId, token),
      auth: false,
      signal,
    });
    takenBack = gone.is === 'sent' || (gone.is === 'refused' && gone.code === codes.unknownMessage);
    return takenBack;
  };
  const isHere = (where: string): boolean =>
    where === channel || (channel === undefined && near === undefined && where === user);

  /** To who did it, where nobody else looks. */
  async function tellOne(message: DiscordMessage, instead: boolean): Promise<void> {
    const ways: readonly (() => Promise<Sent | undefined>)[] = [
      async () => (alive() && promised === 'whisper' && !kept ? fill(message) : undefined),
      async () => (alive() && instead && promised === 'update' ? fill(message) : undefined),
      // The first of these would fill in what was deferred for all.
      async () =>
        alive() && (promised !== 'reply' || kept || takenBack || (await takeBack()))
          ? follow(message, true)
          : undefined,
      async () => chat.post({ channel: user }, message),
    ];
    for (const way of ways) {
      const sent = await way();
      if (sent?.is === 'sent') return;
      if (sent !== undefined)
        log.warn({ platform: 'discord', ...sent }, 'Discord did not take an answer to one person');
    }
  }

  return {
    exclusive: from.first.once,
    begin: (asked, replaces) => (begun ??= begin(asked, replaces)),
    leave() {
      kept = true;
    },
    open: () => promised === 'reply' && !kept && !takenBack,
    async post(where, message) {
      if (alive() && isHere(where.channel)) {
        if (promised === 'reply' && !kept && !takenBack) {
          const sent = await fill(message);
          // To be filled in twice is to be filled in once.
          if (sent.is === 'unanswered' && !pressing) return { is: 'later', code: sent.code };
          if (!isSpent(sent)) return sent;
        } else if (promised !== undefined && where.thread === undefined) {
          const sent = await follow(message, false);
          if (!isSpent(sent)) return sent;
        }
      }
      return chat.post(where, message);
    },
    async edit(posted, message) {
      const own = posted.id === original?.id ? '@original' : followed.find(({ id }) => id === posted.id)?.id;
      if (own !== undefined && alive()) {
        const sent = await patch(message, own);
        if (sent.is === 'sent') {
          kept = kept || own === '@original';
          return { ...posted, is: 'sent' };
        }
        if (sent.is !== 'refused') return sent;
      }
      return chat.edit(posted, message);
    },
    alone: {
      async tell(messages, instead = false) {
        const inPlace = instead && pressed?.hidden === true;
        for (const [index, message] of messages.entries()) await tellOne(message, inPlace && index === 0);
      },
      async clear() {
        if (promised !== 'update' || pressed?.hidden !== true || !alive()) return;
        kept = true;
        await calls.ask({
          method: 'Delete',
          route: Routes.webhookMessage(applicationId, token),
          auth: false,
          signal,
        });
      },
      async file(rows, name, about) {
        const [message] = (await show(about)).messages;
        if (message === undefined) return undefined;
        await tellOne(withFile(message, { name, data: rows }), false);
        return 'shown';
      },
    },
    async over() {
      // What another process has promised it takes back itself.
      if (begun === undefined || !(await begun)) return;
      if (kept || takenBack || promised === undefined || promised === 'update' || !alive()) return;
      await takeBack();
    },
  };
}

/** Codes by which nothing is answered by a token any longer: it is over, Discord does not know of its deferral, or what was deferred was deleted. */
const spent: ReadonlySet<string> = new Set([codes.invalidToken, codes.unknownWebhook, codes.unknownMessage]);
const isSpent = (sent: Sent): boolean => sent.is === 'refused' && spent.has(sent.code);
