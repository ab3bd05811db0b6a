import { choiceLine } from '../../commands/reply/reply.ts';
import { formView } from '../discord/form.ts';
import { idOf, readId, type Carried, type Kept } from '../discord/press.ts';
import { render } from '../discord/render.ts';
import type { Drawer } from '../pictures/draw.ts';
import { readPress } from '../slack/press.ts';
import { aboutsOf } from './abouts.ts';
import { fieldsOf, pageOfLine, pageOfPress, slashCommandInDiscord, type PressedThere } from './addresses.ts';
import type { DiscordControls } from './discord-controls.ts';
import { discordMessageHtml, modalHtml, type DiscordShowing } from './discord-html.ts';
import { drawn } from './drawn.ts';
import { markup, type Html } from './html.ts';
import { asInDiscord, discordUsers } from './people.ts';
import type { ToShow } from './to-show.ts';

/** As Discord shows it; undefined: it has no page of an app's own. */
export async function inDiscord(what: ToShow, drawer: Drawer): Promise<Html | undefined> {
  const showing = { now: what.at, users: discordUsers };
  switch (what.kind) {
    case 'reply': {
      const reply = asInDiscord(what.inChat);
      const { names, files } = await drawn(reply, drawer, (at) => `picture-${at + 1}.png`);
      const { messages, kept } = render(reply, {
        command: slashCommandInDiscord,
        pictureOf: (picture) => names.has(picture),
      });
      const links = linksOf(kept, aboutsOf(what.inChat, reply));
      const below = what.whispered ? { below: 'Only you can see this • Dismiss message' } : {};
      return markup`${messages.map((message) =>
        discordMessageHtml(message, { ...showing, ...links, files }, { at: what.at, ...below }),
      )}`;
    }
    case 'home':
      return undefined;
    case 'form': {
      const how: DiscordShowing = { ...showing, ...linksOf([], {}), files: new Map() };
      return modalHtml(formOf(what.pressed), how, fieldsOf(what.pressed));
    }
  }
}

/** The form of a button; undefined where it opens none, or carries too much. */
function formOf({ value, label, aboutInDiscord: about }: PressedThere) {
  const { does, form } = readPress(value) ?? {};
  if (does === undefined || form === undefined) return undefined;
  const carried = { kind: 'form', does, form } as const;
  const press = idOf(carried, 0);
  return press && formView(carried, { id: press.id, label, about, command: slashCommandInDiscord });
}

/** What the controls of a reply lead to. @param kept What their ids do not hold. */
function linksOf(kept: readonly Kept[], abouts: Omit<PressedThere, 'value' | 'label'>): DiscordControls {
  const carriedBy = (customId: string): Carried | undefined => {
    const read = readId(customId);
    return read?.kind === 'kept' ? kept.find(({ id }) => id === read.id)?.carries : read;
  };
  return {
    pressed(customId, label) {
      const carried = carriedBy(customId);
      return carried === undefined || carried.kind === 'pick' ? undefined : pageOfPress(carried, { label, ...abouts });
    },
    picked(customId, word) {
      const carried = carriedBy(customId);
      return carried?.kind === 'pick' ? pageOfLine(choiceLine(carried, [word])) : undefined;
    },
  };
}
