import { LRUCache } from 'lru-cache';
import { Agent, request } from 'undici';
import { z } from 'zod';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { minuteMs, secondMs, type Instant } from '../../core/time.ts';
import type { Chat, Failure, Sent, Where } from '../chat/chat.ts';
import { onceEach } from '../once-each.ts';
import type { SlackClients } from './clients.ts';
import { causeOf, failureOf } from './failure.ts';
import { createPace } from './pace.ts';
import type { Message } from './render.ts';

/** Messages into Slack. */
export interface SlackChat extends Chat<Message> {
  /** To one person alone. `id` names nothing that could be edited. */
  whisper(where: Where & { readonly user: string }, message: Message): Promise<Sent>;
  /** By the address that came with what somebody did: it works where the bot is no member. */
  respond(url: string, message: Message | 'delete', instead: boolean): Promise<Failure | { readonly is: 'sent' }>;
}

/** A 429 that is longer is not waited for; until it is over nothing is asked. */
const longestRestMs = minuteMs;
/** Rests of one message. */
const restsAtMost = 3;
const respondMs = 5 * secondMs;
/** Of an answer so much is read, in bytes, that its connection can be used again. */
const answerBytes = 16 * 1_024;
/** Rests that are remembered: of a method in a channel, as Slack counts them. */
const restsRemembered = 1_000;
/** Links of ours are few, and a page shown below an answer is in its way. */
const unfurl = { unfurl_links: false, unfurl_media: false } as const;

/** The parts of a chat. */
export interface ChatParts {
  readonly client: SlackClients['posts'];
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted when nothing is posted any longer. */
  readonly signal: AbortSignal;
}

/** Slack works on an uploaded picture for some seconds; until then a message with it is refused. */
const pictureMs = [secondMs, 2 * secondMs, 4 * secondMs, 5 * secondMs] as const;

/** What a message consists of; without blocks its words alone. */
type Content = Pick<Message, 'text'> & Partial<Message>;

const Answered = z.object({ channel: z.string(), ts: z.string() });
const Whispered = z.object({ message_ts: z.string().default('') });
/** Of an edit nothing is learned. */
const Edited = z.object({});

/** See {@link SlackChat}. */
export function createChat({ client, clock, log, signal }: ChatParts): SlackChat {
  const pace = createPace(clock);
  // `fetch` takes three times as long to say the same.
  const dispatcher = new Agent({ connectTimeout: respondMs, headersTimeout: respondMs, bodyTimeout: respondMs });
  /** The last edit of each message that is being edited. */
  const edits = new Map<
    string,
    { readonly turn: { message: Message; begun: boolean }; readonly sent: Promise<Sent> }
  >();
  const rests = new LRUCache<string, Instant>({ max: restsRemembered });
  /** Said already, and nothing was taken since. */
  let deadTold = false;

  const tell = (method: string, channel: string, failure: Failure): void => {
    const facts = { platform: 'slack', method, channel, ...failure };
    if (failure.is !== 'refused' || failure.why !== 'dead-token') log.warn(facts, 'Slack did not take a message');
    else if (!deadTold) {
      deadTold = true;
      log.error(facts, 'Slack takes the bot token no longer: install the app anew, and give its new token');
    }
  };

  /** An edit that Slack is slow with must not take the place of one that comes after it; of those that wait for it the last one is made. */
  async function inTurn(name: string, message: Message, send: (message: Message) => Promise<Sent>): Promise<Sent> {
    const before = edits.get(name);
    if (before !== undefined && !before.turn.begun) {
      before.turn.message = message;
      return before.sent;
    }
    const turn = { message, begun: false };
    const sent = (async () => {
      await before?.sent.catch(() => {});
      turn.begun = true;
      return send(turn.message);
    })();
    edits.set(name, { turn, sent });
    try {
      return await sent;
    } finally {
      if (edits.get(name)?.turn === turn) edits.delete(name);
    }
  }

  /** One call, after the rests that Slack asks for. */
  async function called<T>(
    method: string,
    channel: string,
    call: () => Promise<unknown>,
    read: z.ZodType<T>,
  ): Promise<T | Failure> {
    const lane = `${method} ${channel}`;
    for (let rested = 0; ; rested += 1) {
      const inMs = (rests.get(lane) ?? 0) - clock.now();
      if (inMs > longestRestMs || (inMs > 0 && rested > restsAtMost)) return { is: 'later', code: 'ratelimited', inMs };
      if (inMs > 0) {
        await clock.sleep(inMs, signal);
        continue;
      }
      try {
        const answer = read.parse(await call());
        deadTold = false;
        return answer;
      } catch (error) {
        const failure = failureOf(error);
        if (failure === undefined) {
          if (!(error instanceof z.ZodError)) throw error;
          // Something that is no Slack has answered.
          return { is: 'unanswered', code: 'bad_answer' };
        }
        if (failure.is === 'later' && failure.inMs !== undefined) {
          rests.set(lane, clock.now() + failure.inMs);
          if (failure.inMs <= longestRestMs && rested < restsAtMost) {
            pace.rest(channel, failure.inMs);
            continue;
          }
        }
        tell(method, channel, failure);
        return failure;
      }
    }
  }

  /**
   * The message; where Slack finds a fault in its blocks, without its pictures, and then its words alone: what happened must
   * not stay unsaid for a fault of form. A picture that was uploaded just now may be one that Slack is not done with.
   */
  async function withWords<T>(
    message: Message,
    send: (content: Content) => Promise<T | Failure>,
  ): Promise<T | Failure> {
    let sent = await send(message);
    const unpictured = message.blocks.filter(({ type }) => type !== 'image');
    const pictured = unpictured.length < message.blocks.length;
    for (const ms of pictured ? pictureMs : []) {
      if (!isFaultOfForm(sent)) return sent;
      await clock.sleep(ms, signal);
      sent = await send(message);
    }
    if (pictured && isFaultOfForm(sent)) sent = await send({ text: message.text, blocks: unpictured });
    return isFaultOfForm(sent) ? send({ text: message.text }) : sent;
  }

  return {
    async post({ channel, thread }, message) {
      if (!(await pace.turn(channel, signal))) return busy;
      const sent = await withWords(message, (content) =>
        called(
          'chat.postMessage',
          channel,
          () =>
            client.apiCall('chat.postMessage', {
              channel,
              ...content,
              ...unfurl,
              ...(thread !== undefined && { thread_ts: thread }),
            }),
          Answered,
        ),
      );
      return isFailure(sent) ? sent : { is: 'sent', channel: sent.channel, id: sent.ts };
    },

    async edit({ channel, id: ts }, message) {
      return inTurn(`${channel}/${ts}`, message, async (last) => {
        const sent = await withWords(last, ({ text, blocks = [] }) =>
          called('chat.update', channel, () => client.apiCall('chat.update', { channel, ts, text, blocks }), Edited),
        );
        return isFailure(sent) ? sent : { is: 'sent', channel, id: ts };
      });
    },

    async whisper({ channel, user, thread }, message) {
      const sent = await withWords(message, (content) =>
        called(
          'chat.postEphemeral',
          channel,
          () =>
            client.apiCall('chat.postEphemeral', {
              channel,
              user,
              ...content,
              ...(thread !== undefined && { thread_ts: thread }),
            }),
          Whispered,
        ),
      );
      return isFailure(sent) ? sent : { is: 'sent', channel, id: sent.message_ts };
    },

    async respond(url, message, instead) {
      const body =
        message === 'delete'
          ? JSON.stringify({ delete_original: true })
          : `{"response_type":"ephemeral","replace_original":${instead},${fieldsOf(message)}}`;
      try {
        const answer = await request(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
          dispatcher,
          signal,
        });
        const { statusCode, body: rest } = answer;
        // What else Slack says matters to nobody.
        rest.dump({ limit: answerBytes, signal }).catch(() => {});
        if (statusCode >= 200 && statusCode < 300) return { is: 'sent' };
        const code = `http_${statusCode}`;
        return statusCode >= 500 ? { is: 'unanswered', code } : { is: 'refused', code, details: [] };
      } catch (error) {
        signal.throwIfAborted();
        return { is: 'unanswered', code: causeOf(error) ?? 'no_answer' };
      }
    },
  };
}

/** The fields of a message as JSON; an answer that many ask for is one message. */
const fieldsOf = onceEach((message: Message) => JSON.stringify({ ...message, ...unfurl }).slice(1, -1));

const busy: Failure = { is: 'later', code: 'too_many_wait' };

/** Codes with which Slack refuses blocks (Slack, "chat.postMessage", errors). */
const faultsOfForm: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_attachments',
  'msg_blocks_too_long',
]);

const isFaultOfForm = (sent: unknown): boolean =>
  isFailure(sent) && sent.is === 'refused' && faultsOfForm.has(sent.code);

const isFailure = (sent: unknown): sent is Failure => typeof sent === 'object' && sent !== null && 'is' in sent;
