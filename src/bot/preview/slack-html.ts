import { z } from 'zod';
import type { Instant } from '../../core/time.ts';
import { readBlock, type Block, type ImageBlock, type SectionBlock } from './block-kit.ts';
import { markup, type Html } from './html.ts';
import { richText, tableHtml } from './slack-rich.ts';
import { buttonHtml, inputHtml, selectHtml, wordsHtml, type Controls } from './slack-controls.ts';
import { clockTime } from './slack-time.ts';

/** How Slack's payloads are shown. */
export interface SlackShowing extends Controls {
  /** PNG of the files that images name, by id. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A message as the window of Slack shows it, whose blocks are data of which nothing is taken for granted. */
export function messageHtml(
  { blocks }: { readonly blocks: readonly unknown[] },
  showing: SlackShowing,
  { at, aside }: { readonly at: Instant; readonly aside?: string },
): Html {
  return markup`<article class="message">
    <span class="avatar" aria-hidden="true">Q</span>
    <div class="body">
      ${aside !== undefined && markup`<p class="aside">${aside}</p>`}
      <p class="from">
        <b>Quartermaster</b> <span class="badge">APP</span> <span class="when">${clockTime(at, showing)}</span>
      </p>
      ${blocksHtml(blocks, showing)}
    </div>
  </article>`;
}

/** App Home: its blocks below the tabs. */
export const homeHtml = (blocks: readonly unknown[], showing: SlackShowing): Html =>
  markup`<article class="home">
    <header>
      <span class="avatar" aria-hidden="true">Q</span><b>Quartermaster</b> <span class="badge">APP</span>
      <nav aria-hidden="true"><span class="current">Home</span><span>Messages</span><span>About</span></nav>
    </header>
    <div class="body">${blocksHtml(blocks, showing)}</div>
  </article>`;

const view = z.object({
  title: z.object({ text: z.string() }),
  submit: z.object({ text: z.string() }).optional(),
  close: z.object({ text: z.string() }).optional(),
  blocks: z.array(z.unknown()),
});

/** A form over the window. @param hidden What its submission carries besides the fields. */
export function viewHtml(payload: unknown, showing: SlackShowing, hidden: Readonly<Record<string, string>>): Html {
  const read = view.safeParse(payload).data;
  if (read === undefined) return unknown(payload);
  const { title, submit, close, blocks } = read;
  return markup`<article class="modal">
    <form method="get" action="/">
      ${Object.entries(hidden).map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}" />`)}
      <header>
        <span class="avatar" aria-hidden="true">Q</span>
        <h2>${title.text}</h2>
      </header>
      <div class="body">${blocksHtml(blocks, showing)}</div>
      <footer>
        ${close && markup`<a class="button" href="/">${close.text}</a>`}${submit && markup`<button class="button primary">${submit.text}</button>`}
      </footer>
    </form>
  </article>`;
}

const blocksHtml = (blocks: readonly unknown[], showing: SlackShowing): Html =>
  markup`${blocks.map((one) => {
    const block = readBlock(one);
    return block === undefined
      ? unknown(one)
      : markup`<div class="block ${block.type}">${blockHtml(block, showing)}</div>`;
  })}`;

/** What the page does not know must be seen. */
const unknown = (payload: unknown): Html =>
  markup`<div class="block unknown">
    <strong>unknown block</strong>
    <pre>${JSON.stringify(payload, undefined, 2)}</pre>
  </div>`;

function blockHtml(block: Block, showing: SlackShowing): Html {
  switch (block.type) {
    case 'header':
      return markup`<h3>${block.text.text}</h3>`;
    case 'divider':
      return markup`<hr />`;
    case 'context':
      return markup`${block.elements.map((words) => markup`<p>${wordsHtml(words, showing)}</p>`)}`;
    case 'section':
      return sectionHtml(block, showing);
    case 'actions':
      return markup`${block.elements.map((element) =>
        element.type === 'button' ? buttonHtml(element, showing) : selectHtml(element, block.block_id ?? '', showing),
      )}`;
    case 'table':
      return tableHtml(block, showing);
    case 'rich_text':
      return richText(block.elements, showing);
    case 'image':
      return imageHtml(block, showing);
    case 'input':
      return inputHtml(block, showing);
  }
}

function sectionHtml({ text, fields = [], accessory, block_id: id = '' }: SectionBlock, showing: SlackShowing): Html {
  return markup`${text && markup`<div class="words">${wordsHtml(text, showing)}</div>`}
  ${fields.length > 0 && markup`<div class="fields">${fields.map((one) => markup`<div>${wordsHtml(one, showing)}</div>`)}</div>`}
  ${
    accessory &&
    markup`<div class="accessory">
      ${accessory.type === 'button' ? buttonHtml(accessory, showing) : selectHtml(accessory, id, showing)}
    </div>`
  }`;
}

function imageHtml({ slack_file: { id }, alt_text: alt, title }: ImageBlock, { files }: SlackShowing): Html {
  const png = files.get(id);
  const source = png === undefined ? '' : `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return markup`<figure>
    ${title && markup`<figcaption>${title.text}</figcaption>`}<img src="${source}" alt="${alt}" />
  </figure>`;
}
