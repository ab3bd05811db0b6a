import type { Instant } from '../../core/time.ts';
import {
  readModal,
  readOfModal,
  readPiece,
  readTopLevel,
  type Container,
  type Piece,
  type Section,
} from './discord-components.ts';
import { buttonHtml, labelHtml, selectHtml, type DiscordControls } from './discord-controls.ts';
import { discordMarkdown } from './discord-markdown.ts';
import { accentClass } from './discord-style.ts';
import { sentAt } from './discord-time.ts';
import { markup, type Html } from './html.ts';
import type { Reading } from './mrkdwn.ts';

/** How Discord's payloads are shown. */
export interface DiscordShowing extends Reading, DiscordControls {
  /** PNG of the files that come with the message, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A message as the window of Discord shows it, whose components are data of which nothing is taken for granted. @param below What stands below it. */
export function discordMessageHtml(
  { components }: { readonly components: readonly unknown[] },
  showing: DiscordShowing,
  { at, below }: { readonly at: Instant; readonly below?: string },
): Html {
  return markup`<article class="message">
    <span class="avatar" aria-hidden="true">Q</span>
    <div class="body">
      <p class="from">
        <b>Quartermaster</b> <span class="badge">APP</span> <span class="when">${sentAt(at, showing)}</span>
      </p>
      ${components.map((one) => topLevelHtml(one, showing))}${below !== undefined && markup`<p class="below">${below}</p>`}
    </div>
  </article>`;
}

/** What a client says of every form. */
const warning = 'This form will be submitted to Quartermaster. Do not share passwords or other sensitive information.';

/** A form over the window. @param hidden What its submission carries besides the fields. */
export function modalHtml(payload: unknown, showing: DiscordShowing, hidden: Readonly<Record<string, string>>): Html {
  const read = readModal(payload);
  if (read === undefined) return unknown(payload);
  return markup`<article class="modal">
    <form method="get" action="/">
      ${Object.entries(hidden).map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}" />`)}
      <header>
        <span class="avatar" aria-hidden="true">Q</span>
        <h2>${read.title}</h2>
      </header>
      <div class="body">
        <p class="small">${warning}</p>
        ${read.components.map((one) => ofModalHtml(one, showing))}
      </div>
      <footer>
        <a class="button secondary" href="/">Cancel</a><button class="button primary">Submit</button>
      </footer>
    </form>
  </article>`;
}

/** What the page does not know must be seen. */
const unknown = (payload: unknown): Html =>
  markup`<div class="piece unknown">
    <strong>unknown component</strong>
    <pre>${JSON.stringify(payload, undefined, 2)}</pre>
  </div>`;

function topLevelHtml(value: unknown, showing: DiscordShowing): Html {
  const read = readTopLevel(value);
  if (read === undefined) return unknown(value);
  return read.type === 17 ? containerHtml(read, showing) : pieceHtml(read, showing);
}

function containerHtml(container: Container, showing: DiscordShowing): Html {
  const accent = accentClass(container.accent_color ?? undefined);
  if (accent === undefined) return unknown(container);
  return markup`<div class="container ${accent}">
    ${container.components.map((one) => {
      const piece = readPiece(one);
      return piece === undefined ? unknown(one) : pieceHtml(piece, showing);
    })}
  </div>`;
}

function pieceHtml(piece: Piece, showing: DiscordShowing): Html {
  switch (piece.type) {
    case 1:
      return markup`<div class="piece row">
        ${piece.components.map((one) => (one.type === 2 ? buttonHtml(one, showing) : selectHtml(one, showing)))}
      </div>`;
    case 9:
      return sectionHtml(piece, showing);
    case 10:
      return markup`<div class="piece text">${discordMarkdown(piece.content, showing)}</div>`;
    case 12:
      return markup`<div class="piece gallery">
        ${piece.items.map(({ media, description }) => imageHtml(media.url, description, showing))}
      </div>`;
    case 13:
      return markup`<div class="piece file">${piece.file.url.replace(/^attachment:\/\//, '')}</div>`;
    case 14:
      return piece.divider === false ? markup`<div class="piece gap"></div>` : markup`<hr class="piece" />`;
  }
}

const sectionHtml = ({ components, accessory }: Section, showing: DiscordShowing): Html =>
  markup`<div class="piece section">
    <div class="text">${components.map(({ content }) => discordMarkdown(content, showing))}</div>
    ${accessory.type === 2 ? buttonHtml(accessory, showing) : imageHtml(accessory.media.url, accessory.description, showing)}
  </div>`;

function imageHtml(url: string, description: string | undefined, { files }: DiscordShowing): Html {
  const png = files.get(url.replace(/^attachment:\/\//, ''));
  const source = png === undefined ? '' : `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return markup`<img src="${source}" alt="${description}" />`;
}

function ofModalHtml(value: unknown, showing: DiscordShowing): Html {
  const read = readOfModal(value);
  if (read === undefined) return unknown(value);
  return read.type === 10
    ? markup`<div class="piece text">${discordMarkdown(read.content, showing)}</div>`
    : labelHtml(read);
}
