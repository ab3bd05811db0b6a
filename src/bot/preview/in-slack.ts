import { choiceLine } from '../../commands/reply/reply.ts';
import type { Drawer } from '../pictures/draw.ts';
import { formView } from '../slack/form.ts';
import { readPick, readPress } from '../slack/press.ts';
import { render, renderHome } from '../slack/render.ts';
import { aboutsOf } from './abouts.ts';
import { fieldsOf, pageOfLine, pageOfPress, slashCommand, type PressedThere } from './addresses.ts';
import { drawn } from './drawn.ts';
import { markup, type Html } from './html.ts';
import { asInDiscord, slackUsers } from './people.ts';
import { homeHtml, messageHtml, viewHtml, type SlackShowing } from './slack-html.ts';
import type { ToShow } from './to-show.ts';

/** Where the form was opened that a page shows: nowhere. */
const nowhere = { user: 'U0MARIA' } as const;

/** As Slack shows it. */
export async function inSlack(what: ToShow, drawer: Drawer): Promise<Html> {
  const showing = (files: ReadonlyMap<string, Uint8Array>): SlackShowing => ({
    ...links,
    files,
    now: what.at,
    users: slackUsers,
  });
  switch (what.kind) {
    case 'reply': {
      const { inChat: reply, at, whispered } = what;
      const { names, files } = await drawn(reply, drawer, (at) => `F${at}`);
      const { messages } = render(reply, { command: slashCommand, fileOf: (picture) => names.get(picture) });
      const aside = whispered ? { aside: 'Only visible to you' } : {};
      const pressed = pressedIn(aboutsOf(reply, asInDiscord(reply)));
      return markup`${messages.map((message) =>
        messageHtml(message, { ...showing(files), pressed }, { at, ...aside }),
      )}`;
    }
    case 'home':
      return homeHtml(renderHome(what.reply, { command: slashCommand }).blocks, showing(new Map()));
    case 'form': {
      const { value, label, about } = what.pressed;
      const pressed = readPress(value);
      const view = pressed && formView(pressed, { label, about, from: nowhere, command: slashCommand });
      return viewHtml(view, showing(new Map()), fieldsOf(what.pressed));
    }
  }
}

/** What a button leads to. @param abouts What the message is about that it stands in; left out: it stands in none. */
const pressedIn =
  (abouts: Pick<PressedThere, 'about' | 'aboutInDiscord'> = {}): SlackShowing['pressed'] =>
  (value, label) => {
    const pressed = readPress(value);
    return pressed && pageOfPress(pressed, { label, ...abouts });
  };

const links: Pick<SlackShowing, 'pressed' | 'picked'> = {
  pressed: pressedIn(),
  picked(blockId, word) {
    const picked = readPick(blockId);
    return picked === undefined ? undefined : pageOfLine(choiceLine(picked, [word]));
  },
};
