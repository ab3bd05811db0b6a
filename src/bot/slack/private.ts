import type { Clock } from '../../core/ports/clock.ts';
import { say } from '../../core/text.ts';
import { minuteMs } from '../../core/time.ts';
import type { Sent, Where } from '../chat/chat.ts';
import type { Alone } from '../chat/way.ts';
import type { SlackChat } from './chat.ts';
import type { Files } from './files.ts';
import { limits } from './limits.ts';
import type { SlackOrigin } from './read.ts';
import type { Message } from './render.ts';
import type { Show } from './show.ts';

/** Slack, "Handling user interaction": an address for answers works five times, within half an hour. The last minute is left to the way there. */
const usesAtMost = 5;
const usableMs = 29 * minuteMs;

/** What one person is answered with. */
export interface PrivateParts {
  readonly chat: SlackChat;
  readonly files: Files;
  readonly show: Show;
  readonly clock: Clock;
}

/**
 * The ways to one person, the surest first: the address that came with what they did, which works where the bot is no member;
 * a message in the channel that they alone see; their direct conversation with the bot. A picture is the bot's own file,
 * which such an address does not show.
 */
export function privately({ chat, files, show, clock }: PrivateParts, from: SlackOrigin): Alone<Message> {
  const { user, channel, direct = false, thread, responseUrl, pressed } = from;
  const until = clock.now() + usableMs;
  let uses = 0;
  const usable = (): boolean => responseUrl !== undefined && uses < usesAtMost && clock.now() < until;
  const respond = async (message: Message, instead: boolean) => {
    if (responseUrl === undefined || !usable()) return undefined;
    uses += 1;
    return chat.respond(responseUrl, message, instead);
  };
  const here: Where | undefined = channel === undefined ? undefined : { channel, thread };

  const tellOne = async (whole: Message, instead: boolean): Promise<void> => {
    const pictured = whole.blocks.some(({ type }) => type === 'image');
    const ways: readonly ((message: Message) => Promise<{ readonly is: Sent['is'] } | undefined>)[] = [
      async (message) =>
        direct && here !== undefined && pressed?.hidden !== true ? chat.post(here, message) : undefined,
      async (message) =>
        pictured && here !== undefined && !direct ? chat.whisper({ ...here, user }, message) : undefined,
      (message) => respond(pictured ? withoutPictures(message) : message, instead),
      async (message) =>
        !pictured && here !== undefined && !direct ? chat.whisper({ ...here, user }, message) : undefined,
      (message) => chat.post({ channel: user }, message),
    ];
    let message = whole;
    for (const way of ways) {
      const sent = await way(message);
      if (sent?.is === 'sent') return;
      // To be shown twice is better than never, where that is said.
      if (sent?.is === 'unanswered') message = repeated(whole);
    }
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
    /** In the direct conversation, below words that tell what it is: a file that one person alone sees there is none. */
    async file(rows, name, about) {
      const [message] = (await show(about)).messages;
      const sent = message && (await chat.post({ channel: user }, message));
      if (sent?.is !== 'sent') return undefined;
      if (await files.csv(rows, name, sent)) return 'direct';
      const [instead] = (await show({ tone: 'problem', title: say`Slack did not take the file.`, blocks: [] }))
        .messages;
      if (instead !== undefined) await chat.edit(sent, instead);
      return undefined;
    },
  };
}

const mayBeShown = 'This may be a repeat: Slack did not answer when it was shown before.';

/** It may have been shown before. */
const repeated = ({ text, blocks }: Message): Message => ({
  text: `${mayBeShown}\n${text}`.slice(0, limits.messageText),
  blocks: [{ type: 'context', elements: [{ type: 'plain_text', text: mayBeShown }] }, ...blocks],
});

const withoutPictures = (message: Message): Message => ({
  ...message,
  blocks: message.blocks.filter(({ type }) => type !== 'image'),
});
