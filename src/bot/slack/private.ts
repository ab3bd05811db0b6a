import type { Clock } from '../../core/ports/clock.ts';
import { minuteMs } from '../../core/time.ts';
import type { Chat, Sent, Where } from './chat.ts';
import type { Origin } from './read.ts';
import type { Message } from './render.ts';

/** Slack, "Handling user interaction": an address for answers works five times, within half an hour. The last minute is left to the way there. */
const usesAtMost = 5;
const usableMs = 29 * minuteMs;

/** Answers to one person about one thing that they did. */
export interface PrivateAnswer {
  /** @param instead In place of the message whose button was pressed, where only they see that. */
  tell(messages: readonly Message[], instead?: boolean): Promise<void>;
  /** Takes the message away whose button was pressed, where only they see it. */
  clear(): Promise<void>;
}

/**
 * The ways to one person, the surest first: the address that came with what they did, which works where the bot is no member;
 * a message in the channel that they alone see; their direct conversation with the bot. A picture is the bot's own file,
 * which such an address does not show.
 */
export function privately(chat: Chat, clock: Clock, from: Origin): PrivateAnswer {
  const { user, channel, direct = false, thread, responseUrl, pressed } = from;
  const until = clock.now() + usableMs;
  let uses = 0;
  const usable = (): boolean => responseUrl !== undefined && uses < usesAtMost && clock.now() < until;
  const respond = async (message: Message, instead: boolean): Promise<boolean> => {
    if (responseUrl === undefined || !usable()) return false;
    uses += 1;
    const sent = await chat.respond(responseUrl, message, instead);
    // Where nobody answered it may have been shown; to be shown twice is better than never.
    return sent.is === 'sent';
  };
  const here: Where | undefined = channel === undefined ? undefined : { channel, thread };
  const sent = async (send: Promise<Sent> | undefined): Promise<boolean> => (await send)?.is === 'sent';

  const tellOne = async (message: Message, instead: boolean): Promise<void> => {
    if (direct && here !== undefined && pressed?.hidden !== true) {
      if (await sent(chat.post(here, message))) return;
    }
    const pictured = message.blocks.some(({ type }) => type === 'image');
    const whisper = () => here && !direct && sent(chat.whisper({ ...here, user }, message));
    if (pictured && (await whisper()) === true) return;
    if (await respond(pictured ? withoutPictures(message) : message, instead)) return;
    if (!pictured && (await whisper()) === true) return;
    await chat.post({ channel: user }, message);
  };

  return {
    async tell(messages, instead = false) {
      const inPlace = instead && pressed?.hidden === true;
      for (const [index, message] of messages.entries()) await tellOne(message, inPlace && index === 0);
    },
    async clear() {
      if (pressed?.hidden !== true || responseUrl === undefined || !usable()) return;
      uses += 1;
      await chat.respond(responseUrl, 'delete', true);
    },
  };
}

const withoutPictures = (message: Message): Message => ({
  ...message,
  blocks: message.blocks.filter(({ type }) => type !== 'image'),
});
