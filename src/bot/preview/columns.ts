import type { Picture } from '../../commands/reply/picture.ts';
import { choiceLine, type Reply } from '../../commands/reply/reply.ts';
import type { Instant } from '../../core/time.ts';
import type { Drawer } from '../pictures/draw.ts';
import { aboutOf, formView } from '../slack/form.ts';
import { readPick, readPress } from '../slack/press.ts';
import { render, renderHome } from '../slack/render.ts';
import { render as renderTerminal } from '../terminal/render.ts';
import { styler } from '../terminal/style.ts';
import { markup, type Html } from './html.ts';
import { previewPeople } from './house.ts';
import { homeHtml, messageHtml, viewHtml, type SlackShowing } from './slack-html.ts';
import { terminalHtml } from './terminal-html.ts';

/** Something to show, neutral still. */
export type ToShow =
  | {
      readonly kind: 'reply';
      readonly reply: Reply;
      /** As Slack shows it. */
      readonly inSlack: Reply;
      readonly at: Instant;
      readonly whispered: boolean;
    }
  | { readonly kind: 'home'; readonly reply: Reply; readonly at: Instant }
  | { readonly kind: 'form'; readonly pressed: PressedThere; readonly at: Instant };

/** A button that opens a form, and what the message that it stands in is about. */
export interface PressedThere {
  readonly value: string;
  readonly label: string;
  readonly about?: string | undefined;
}

/** A platform in one of its looks, beside the others. */
export interface Column {
  readonly platform: string;
  readonly theme: 'light' | 'dark';
  readonly title: string;
  /** Undefined: the platform has nothing of the kind. */
  show(what: ToShow): Promise<Html | undefined>;
}

/** The platforms in the order in which they stand beside each other. A further one is a further row. */
export const columnsOf = (drawer: Drawer): readonly Column[] => [
  { platform: 'slack', theme: 'light', title: 'Slack, light', show: (what) => inSlack(what, drawer) },
  { platform: 'slack', theme: 'dark', title: 'Slack, dark', show: (what) => inSlack(what, drawer) },
  { platform: 'terminal', theme: 'dark', title: 'Terminal, 100 columns', show: async (what) => inTerminal(what, 100) },
  { platform: 'terminal', theme: 'light', title: 'Terminal, 60 columns', show: async (what) => inTerminal(what, 60) },
];

/** The slash command of the preview. */
export const slashCommand = '/ec2';

/** Where the form was opened that a page shows: nowhere. */
const nowhere = { user: 'U0MARIA' } as const;

/** What a form's page is asked with; the fields come beside. */
export const formFields = { value: 'value', label: 'label', about: 'about' } as const;

async function inSlack(what: ToShow, drawer: Drawer): Promise<Html> {
  const showing = (files: ReadonlyMap<string, Uint8Array>): SlackShowing => ({ ...links, files, now: what.at, users });
  switch (what.kind) {
    case 'reply': {
      const { inSlack: reply, at, whispered } = what;
      const { ids, files } = await drawn(reply, drawer);
      const { messages } = render(reply, { command: slashCommand, fileOf: (picture) => ids.get(picture) });
      const aside = whispered ? { aside: 'Only visible to you' } : {};
      return markup`${messages.map((message) =>
        messageHtml(message, { ...showing(files), pressed: pressedIn(message.text) }, { at, ...aside }),
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

/** The pictures of a reply as files. One that cannot be drawn is told in words, as on the platform. */
async function drawn(reply: Reply, drawer: Drawer) {
  const pictures = reply.blocks.flatMap((block): readonly Picture[] => (block.kind === 'picture' ? [block] : []));
  const ids = new Map<Picture, string>();
  const files = new Map<string, Uint8Array>();
  for (const [at, picture] of pictures.entries()) {
    const png = await drawer.png(picture).catch(() => undefined);
    if (png === undefined) continue;
    ids.set(picture, `F${at}`);
    files.set(`F${at}`, png);
  }
  return { ids, files };
}

const users: ReadonlyMap<string, string> = new Map(
  Object.values(previewPeople).map(({ id, name }) => [id.slice('slack:'.length), name]),
);

/** The page that shows what a line answers. */
export const pageOfLine = (line: string): string => `/?line=${encodeURIComponent(line)}`;

const fieldsOf = ({ value, label, about }: PressedThere): Record<string, string> => ({
  [formFields.value]: value,
  [formFields.label]: label,
  ...(about !== undefined && { [formFields.about]: about }),
});

/** What a button of a message leads to. @param text The message in words; undefined: it stands in none. */
const pressedIn =
  (text?: string): SlackShowing['pressed'] =>
  (value, label) => {
    const pressed = readPress(value);
    if (pressed === undefined) return undefined;
    return pressed.form === undefined
      ? pageOfLine(pressed.does)
      : `/press?${new URLSearchParams(fieldsOf({ value, label, about: text && aboutOf(text) })).toString()}`;
  };

const links: Pick<SlackShowing, 'pressed' | 'picked'> = {
  pressed: pressedIn(),
  picked(blockId, word) {
    const picked = readPick(blockId);
    return picked === undefined ? undefined : pageOfLine(choiceLine(picked, [word]));
  },
};

function inTerminal(what: ToShow, width: number): Html | undefined {
  // A terminal has no forms: what they ask for is typed after the line.
  if (what.kind === 'form') return undefined;
  return terminalHtml(renderTerminal(what.reply, width, styler(true)));
}
