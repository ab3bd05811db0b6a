import { pageOfLine, slashCommand } from './addresses.ts';
import type { Column } from './columns.ts';
import type { Entry } from './entry.ts';
import { markup, type Html } from './html.ts';
import type { Said } from './house.ts';

/** How a page is asked for, besides what it shows. */
export interface Wish {
  /** One platform alone, without anything around it: for pictures. */
  readonly only: string | undefined;
  readonly theme: string | undefined;
  /** The page measures itself, and writes what it finds into its `body`. */
  readonly check: boolean;
}

/** What a column shows. */
export interface Card {
  readonly column: Pick<Column, 'platform' | 'device' | 'theme' | 'title'>;
  readonly body: Html;
}

/** Whether a column is wanted. */
export const isWanted = ({ name, theme }: Pick<Column, 'name' | 'theme'>, wish: Wish): boolean =>
  (wish.only === undefined || wish.only === name) && (wish.theme === undefined || wish.theme === theme);

/** A whole page. @param line What stands in the field to type in. */
export function page(title: string, body: Html, wish: Wish, line = ''): string {
  const bare = wish.only !== undefined;
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
        ${wish.check && markup`<script src="/check.js" defer></script>`}
      </head>
      <body class="${bare ? 'bare' : 'whole'}">
        ${bare ? body : markup`${bar(line)} <main>${body}</main>`}
      </body>
    </html>`.written;
}

const bar = (line: string): Html =>
  markup`<header class="bar">
    <a class="brand" href="/"><span class="avatar" aria-hidden="true">Q</span>Quartermaster <span>preview</span></a>
    <form method="get" action="/" role="search">
      <span class="slash" aria-hidden="true">${slashCommand}</span>
      <input
        name="line"
        value="${line}"
        placeholder="list running"
        aria-label="A line to say"
        autocomplete="off"
        spellcheck="false"
      />
      <button class="go">Show</button>
    </form>
    <a href="/all">All on one page</a>
  </header>`;

/** What changes something changes nothing that is anybody's. */
export const throwAway = markup`<p class="hint">
  Everything here is said on a demo account that is thrown away when the preview ends. Lines that change something
  change nothing else; <a href="${pageOfLine('demo reset')}">demo reset</a> puts it back. Times are in the zone of this
  machine.
</p>`;

/** The cards of one thing, beside each other. */
export const cardsHtml = (cards: readonly Card[]): Html =>
  markup`<div class="cards">
    ${cards.map(
      ({ column: { platform, device, theme, title }, body }) =>
        markup`<section class="${looks(platform, theme, device)}" aria-label="${title}">
          <h2>${title}</h2>
          <div class="window">${body}</div>
        </section>`,
    )}
  </div>`;

const looks = (...names: readonly (string | undefined)[]): string =>
  ['card', ...names].filter((one) => one !== undefined).join(' ');

/** Entries by group, each a link. */
export function indexHtml(entries: readonly Entry[]): Html {
  const groups = [...new Set(entries.map(({ group }) => group))];
  return markup`<nav class="index" aria-label="Gallery">
    ${groups.map((group) => {
      const own = entries.filter((entry) => entry.group === group);
      return markup`<section>
        <h2>${group}</h2>
        <ul>
          ${own.map(({ id, title }) => markup`<li><a href="/entry/${id}">${title}</a></li>`)}
        </ul>
      </section>`;
    })}
  </nav>`;
}

/** An entry with what is said for it. @param around The entries before and after it. */
export function entryHtml(entry: Entry, cards: Html, around: readonly (Entry | undefined)[] = []): Html {
  const [before, after] = around;
  return markup`<section class="entry" id="${entry.id}">
    <h1><a href="/entry/${entry.id}">${entry.title}</a></h1>
    <ol class="said">
      ${[...entry.before, entry.said].map((said) => markup`<li>${saidHtml(said)}</li>`)}
    </ol>
    ${cards}
    ${around.length > 0 && markup`<nav class="around">${before && markup`<a href="/entry/${before.id}">← ${before.title}</a>`}${after && markup`<a class="next" href="/entry/${after.id}">${after.title} →</a>`}</nav>`}
  </section>`;
}

const saidHtml = ({ line, second, everything }: Said): Html =>
  markup`<b>${second === true ? 'ines' : 'maria'}</b> <code>${slashCommand} ${line}</code>${everything === true && ' (all rows)'}`;

/** What stands where there is nothing to show, or it went wrong. */
export const messagePage = (title: string, words: string): string =>
  page(title, markup`<h1>${title}</h1> <p>${words}</p>`, { only: undefined, theme: undefined, check: false });
