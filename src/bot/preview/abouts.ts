import type { Reply } from '../../commands/reply/reply.ts';
import { aboutOf as aboutInDiscord } from '../discord/form.ts';
import { render as renderDiscord } from '../discord/render.ts';
import { textsIn } from '../discord/texts-in.ts';
import { aboutOf } from '../slack/form.ts';
import { render } from '../slack/render.ts';
import { slashCommand, slashCommandInDiscord, type PressedThere } from './addresses.ts';

/** What a reply is about, as a form says it on each platform: the message in which its buttons stand, the last, says it. */
export function aboutsOf(inSlack: Reply, inDiscord: Reply): Pick<PressedThere, 'about' | 'aboutInDiscord'> {
  const text = render(inSlack, { command: slashCommand, fileOf: () => undefined }).messages.at(-1)?.text;
  const [first] = textsIn(renderDiscord(inDiscord, { command: slashCommandInDiscord }).messages.at(-1));
  return {
    ...(text !== undefined && { about: aboutOf(text) }),
    ...(first !== undefined && { aboutInDiscord: aboutInDiscord(first) }),
  };
}
