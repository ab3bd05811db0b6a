import type { Drawer } from '../pictures/draw.ts';
import { render } from '../terminal/render.ts';
import { styler } from '../terminal/style.ts';
import type { Html } from './html.ts';
import { inDiscord } from './in-discord.ts';
import { inSlack } from './in-slack.ts';
import { terminalHtml } from './terminal-html.ts';
import type { ToShow } from './to-show.ts';

/** A platform in one of its looks, beside the others. */
export interface Column {
  /** As a page asks for it. */
  readonly name: string;
  readonly platform: 'slack' | 'discord' | 'terminal';
  /** On a desktop where it is left out. */
  readonly device?: 'phone';
  readonly theme: 'light' | 'dark';
  readonly title: string;
  /** Undefined: the platform has nothing of the kind. */
  show(what: ToShow): Promise<Html | undefined>;
}

/** The platforms in the order in which they stand beside each other. A further one is a further row. */
export const columnsOf = (drawer: Drawer): readonly Column[] => {
  const slack = { name: 'slack', platform: 'slack', show: (what: ToShow) => inSlack(what, drawer) } as const;
  const discord = { name: 'discord', platform: 'discord', show: (what: ToShow) => inDiscord(what, drawer) } as const;
  const terminal = { name: 'terminal', platform: 'terminal' } as const;
  return [
    { ...slack, theme: 'light', title: 'Slack, light' },
    { ...slack, theme: 'dark', title: 'Slack, dark' },
    { ...discord, theme: 'light', title: 'Discord, light' },
    { ...discord, theme: 'dark', title: 'Discord, dark' },
    { ...terminal, theme: 'dark', title: 'Terminal, 100 columns', show: async (what) => inTerminal(what, 100) },
    { ...terminal, theme: 'light', title: 'Terminal, 60 columns', show: async (what) => inTerminal(what, 60) },
    { ...discord, name: 'discord-phone', device: 'phone', theme: 'dark', title: 'Discord on a phone' },
  ];
};

function inTerminal(what: ToShow, width: number): Html | undefined {
  // A terminal has no forms: what they ask for is typed after the line.
  if (what.kind === 'form') return undefined;
  return terminalHtml(render(what.reply, width, styler(true)));
}
