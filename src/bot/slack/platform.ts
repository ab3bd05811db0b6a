import { code, say, type Spans } from '../../core/text.ts';
import type { Failure } from '../chat/chat.ts';
import type { Platform } from '../chat/parts.ts';
import { userOf } from './markup.ts';

/** Persons, and user groups. */
const called = /^slack:[UWS][A-Z0-9]+$/;
/** Somebody of another workspace is not who bears their id here. */
const conversation = /^slack:([CGDUW][A-Z0-9]+)$/;
/** Codes that mean that the bot is no member; others are told as they are. */
const absent: ReadonlySet<string> = new Set(['not_in_channel', 'channel_not_found']);

/** Whether what is told in a place is told by Slack, or, where nobody can be told there, given up by it. */
export const isOfSlack = (placeId: string): boolean => placeId.startsWith('slack:');

/** Slack, in what is its own. @param botName `@quartermaster`, as people invite it. */
export const slackPlatform = (botName: string): Platform => ({
  id: 'slack',
  title: 'Slack',
  calls: (id) => (!called.test(id) ? undefined : userOf(id) === undefined ? 'name' : 'mention'),
  channelOf: (placeId) => conversation.exec(placeId)?.[1],
  mayNotPostFiles: say`The app may lack the scope ${code('files:write')}; the log of Quartermaster says more.`,
  whyAlone: (failure, shared) => whyAlone(failure, botName, shared),
});

function whyAlone({ is, code: why }: Failure, botName: string, shared: boolean): Spans {
  if (is === 'unanswered')
    return say`Slack did not answer when this was posted in the channel (${code(why)}): it may stand there as well.`;
  if (is === 'later') return say`Slack did not take this for the channel (${code(why)}), so only you see it.`;
  if (absent.has(why))
    return say`I am no member of this channel, so only you see this. Invite me with ${code(`/invite ${botName}`)}, and ${shared ? 'share it again' : 'the team sees what is changed'}.`;
  if (why === 'is_archived') return say`The channel is archived, so only you see this.`;
  return say`Slack does not let me post in this channel (${code(why)}), so only you see this.`;
}
