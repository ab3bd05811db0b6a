import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Command } from '../../commands/command.ts';
import { lineOf, wrongIn } from '../form-line.ts';
import type { Drawer } from '../pictures/draw.ts';
import { readCarried } from '../slack/form.ts';
import { readPress } from '../slack/press.ts';
import { formFields, pressedIn } from './addresses.ts';
import { columnsOf } from './columns.ts';
import type { Entry } from './entry.ts';
import { galleryOf } from './gallery.ts';
import { markup, type Html } from './html.ts';
import type { OpenHouse, PreviewHouse } from './house.ts';
import { checkScript } from './page-check.ts';
import {
  cardsHtml,
  entryHtml,
  indexHtml,
  isWanted,
  messagePage,
  page,
  throwAway,
  type Card,
  type Wish,
} from './pages.ts';
import { createExhibits, toShow } from './show-entry.ts';
import { styleSheet } from './style-sheet.ts';
import type { ToShow } from './to-show.ts';

/** What the pages are made with. */
export interface AnswersParts {
  readonly commands: readonly Command[];
  readonly open: OpenHouse;
  readonly drawer: Drawer;
}

/** An answer over HTTP. */
export interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  /** It brings a script of our own. */
  readonly scripts?: boolean;
}

/** Answers addresses with pages. */
export interface Answers {
  of(url: URL): Promise<Page>;
  /** Never rejects. */
  close(): Promise<void>;
}

/** See {@link Answers}. */
export function createAnswers({ commands, open, drawer }: AnswersParts): Answers {
  const entries = galleryOf(commands);
  const columns = columnsOf(drawer);
  const exhibits = createExhibits(open);
  /** The demo account of whoever types: what they change stays changed. */
  let typing: Promise<PreviewHouse> | undefined;

  const cardsOf = async (what: ToShow, wish: Wish): Promise<Html> => {
    const cards: Card[] = [];
    for (const column of columns.filter((one) => isWanted(one, wish))) {
      const body = await column.show(what);
      if (body !== undefined) cards.push({ column, body });
    }
    return cardsHtml(cards);
  };
  const entryOf = async (entry: Entry, wish: Wish, around?: readonly (Entry | undefined)[]): Promise<Html> => {
    const cards = await cardsOf(await exhibits.of(entry), wish);
    return wish.only === undefined ? entryHtml(entry, cards, around) : cards;
  };
  const said = async (line: string, wish: Wish): Promise<Page> => {
    typing ??= open(false);
    const told = await (await typing).say({ line });
    const cards = await cardsOf(toShow(told), wish);
    return paged(line, wish.only === undefined ? markup`${throwAway}${cards}` : cards, wish, line);
  };
  const formed = async (query: URLSearchParams, wish: Wish, wrong: readonly string[] = []): Promise<Page> => {
    const pressed = pressedIn(query);
    if (readPress(pressed.value) === undefined) return notFound('This is no button of ours.');
    const cards = await cardsOf({ kind: 'form', pressed, at: 0 }, wish);
    return paged(
      pressed.label,
      markup`${throwAway}${wrong.map((words) => markup`<p class="wrong">${words}</p>`)}${cards}`,
      wish,
    );
  };
  /** A form that was filled in: the line that it makes, or the form again with what is wrong. */
  const submitted = (query: URLSearchParams, wish: Wish): Promise<Page> => {
    const pressed = readPress(query.get(formFields.value) ?? '');
    const carried =
      pressed && readCarried(JSON.stringify({ does: pressed.does, ...pressed.form, from: { user: 'U0MARIA' } }));
    if (carried === undefined) return formed(query, wish);
    const values = Object.fromEntries(query);
    const wrong = Object.values(wrongIn(carried, values, commands));
    return wrong.length > 0 ? formed(query, wish, wrong) : said(lineOf(carried, values), wish);
  };

  return {
    async of({ pathname, searchParams: query }) {
      const wish = wishOf(query);
      switch (pathname) {
        case '/': {
          if (query.has(formFields.value)) return submitted(query, wish);
          const line = query.get('line');
          if (line !== null && line.trim() !== '') return said(line, wish);
          return paged('Preview', markup`${throwAway}${indexHtml(entries)}`, wish);
        }
        case '/press':
          return formed(query, wish);
        case '/all': {
          const all: Html[] = [];
          for (const entry of entries) all.push(await entryOf(entry, wish));
          return paged('All entries', markup`${all}`, wish);
        }
        case '/style.css':
          return { status: 200, type: 'text/css; charset=utf-8', body: styleSheet };
        case '/check.js':
          return { status: 200, type: 'text/javascript; charset=utf-8', body: checkScript };
      }
      const font = /^\/inter-(400|700)\.woff2$/.exec(pathname)?.[1];
      if (font !== undefined) return { status: 200, type: 'font/woff2', body: await fontFile(font) };
      const at = entries.findIndex(({ id }) => pathname === `/entry/${id}`);
      const entry = entries[at];
      if (entry === undefined) return notFound('There is no such page. The first page lists all that there are.');
      return paged(entry.title, await entryOf(entry, wish, [entries[at - 1], entries[at + 1]]), wish, entry.said.line);
    },
    async close() {
      await exhibits.close();
      await typing?.then((house) => house.close()).catch(() => {});
    },
  };
}

const paged = (title: string, body: Html, wish: Wish, line?: string): Page => ({
  status: 200,
  type: 'text/html; charset=utf-8',
  body: page(`${title} · Quartermaster`, body, wish, line),
  scripts: wish.check,
});

const notFound = (words: string): Page => ({
  status: 404,
  type: 'text/html; charset=utf-8',
  body: messagePage('Not found', words),
});

const wishOf = (query: URLSearchParams): Wish => ({
  only: query.get('only') ?? undefined,
  theme: query.get('theme') ?? undefined,
  check: query.has('check'),
});

/** Inter, as it is drawn in pictures too: pages look the same on machines that have other fonts. */
const fontFile = (weight: string): Promise<Uint8Array> =>
  readFile(createRequire(import.meta.url).resolve(`@fontsource/inter/files/inter-latin-${weight}-normal.woff2`));
