import { code, say, type Spans } from '../../core/text.ts';
import type { Failure } from '../chat/chat.ts';
import type { Platform } from '../chat/parts.ts';
import { codes } from './failure.ts';

const ofDiscord = /^discord:(\d{1,20})$/;
/** Codes that mean that the bot may not post there. */
const barred: ReadonlySet<string> = new Set([codes.missingAccess, codes.missingPermissions, codes.unknownChannel]);

/** Whether what is told in a place is told by Discord, or, where nobody can be told there, given up by it. */
export const isOfDiscord = (placeId: string): boolean => placeId.startsWith('discord:');

/** Discord, in what is its own. @param isRole Whether an id is one of a role: they look like those of persons. */
export const discordPlatform = (isRole: (id: string) => boolean): Platform => ({
  id: 'discord',
  title: 'Discord',
  calls: (id) => (!ofDiscord.test(id) ? undefined : isRole(id) ? 'name' : 'mention'),
  channelOf: (placeId) => ofDiscord.exec(placeId)?.[1],
  mayNotPostFiles: say`The bot may lack the permission ${code('Attach Files')} in this channel; the log of Quartermaster says more.`,
  whyAlone,
});

function whyAlone({ is, code: why }: Failure, shared: boolean): Spans {
  if (is === 'unanswered')
    return say`Discord did not answer when this was posted in the channel (${code(why)}): it may stand there as well.`;
  if (is === 'later') return say`Discord did not take this for the channel (${code(why)}), so only you see it.`;
  if (barred.has(why))
    return say`I may not post in this channel, so only you see this. Give me ${code('View Channel')} and ${code('Send Messages')} there, and ${shared ? 'share it again' : 'the team sees what is changed'}.`;
  return say`Discord does not let me post in this channel (${code(why)}), so only you see this.`;
}
