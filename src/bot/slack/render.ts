import type { KnownBlock } from '@slack/types';
import type { Reply } from '../../commands/reply/reply.ts';
import type { Spans } from '../../core/text.ts';
import type { Rendered } from '../chat/chat.ts';
import { plainly, shortened, wordsOf } from '../plain-words.ts';
import { lostWords, titleOf } from '../words.ts';
import { partsOf } from './blocks.ts';
import { limits } from './limits.ts';
import { fallback, written } from './markup.ts';
import { contexts, type Part, type Showing } from './part.ts';

/** One message of a chat. */
export interface Message {
  /** All of it in words, for notifications, for screen readers, and for where blocks are refused. Not longer than Slack takes. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** Messages of one reply: five answers are all that a `response_url` takes. */
const messagesAtMost = 4;
/** Blocks of one message: below what Slack takes, so that who posts it may add one. */
const blocksAtMost = limits.messageBlocks - 2;
/**
 * Characters of all blocks of one message. Slack documents no bound, and refuses some 12,000 with `msg_blocks_too_long`, less
 * where there are many blocks (github.com/slackapi/bolt-js/issues/2509 and 2867).
 */
const charactersAtMost = 10_000;
/** What a block takes besides its words, in characters. */
const perBlock = 25;
/** Room for what heads a further message and for what says that something was left out, in blocks and in characters. */
const spareBlocks = 4;
const spareCharacters = 600;
/** Blocks and characters of the controls of a reply that takes several messages; those beyond are said to be left out. */
const controlsAtMost = 20;
const controlCharacters = 1_600;
/** Characters of the title where it heads a further message. */
const headCharacters = 150;
/** JSON of App Home, in bytes: below what Slack takes for a view, with room for what surrounds the blocks. */
const homeBytes = 200_000;
/** What is said where there is nothing. */
const nothing = 'There is nothing to show.';

/**
 * A reply as Slack shows it. What one message does not hold goes on in the next, each with one table at most; what can be
 * pressed stands in the last. What four messages do not hold is left out, and said to be.
 */
export function render(reply: Reply, how: Showing): Rendered<Message> {
  const parts = partsOf(reply, how, 'message');
  const wholly = placed(parts, { pages: 1, blocks: blocksAtMost, characters: charactersAtMost });
  const { pages, left } = wholly.left.length === 0 ? wholly : paged(parts);
  const lost = contexts([lostWords(left)], how.command);
  const moved = ({ control }: Part): boolean => pages.length > 1 && control === true;
  const messages = pages.map((page, at) => {
    const head = at === 0 ? [] : contexts([headOf(reply, at + 1, pages.length, how.command)], how.command);
    const last = at === pages.length - 1;
    const body = last ? [...page.filter((part) => !moved(part)), ...lost, ...page.filter(moved)] : page;
    return messageOf([...head, ...body], how.command);
  });
  return {
    messages: messages.length > 0 ? messages : [messageOf(contexts([[plainly(nothing)]], how.command), how.command)],
    cut: left.length > 0 || parts.some(({ cut }) => cut === true),
  };
}

/**
 * A reply as the blocks of App Home, without tables and in order. What it does not hold is left out, and said to be. The text
 * is the same in words; Slack shows it nowhere, and it tells whether anything changed.
 */
export function renderHome(
  reply: Reply,
  how: Showing,
): { readonly blocks: readonly KnownBlock[]; readonly text: string } {
  const kept: Part[] = [];
  const parts = partsOf(reply, how, 'home');
  let bytes = 0;
  for (const part of parts) {
    bytes += Buffer.byteLength(JSON.stringify(part.block)) + 1;
    if (kept.length === limits.viewBlocks - spareBlocks || bytes > homeBytes) break;
    kept.push(part);
  }
  return messageOf([...kept, ...contexts([lostWords(parts.slice(kept.length))], how.command)], how.command);
}

interface Room {
  readonly pages: number;
  readonly blocks: number;
  readonly characters: number;
}

interface Placed {
  readonly pages: readonly (readonly Part[])[];
  /** Those for which there was no room, from the first of them on. */
  readonly left: readonly Part[];
}

/** Parts on pages, in order. A second table on a page is shown as lines where it is small, and begins a page where not. */
function placed(parts: readonly Part[], room: Room): Placed {
  const pages: Part[][] = [];
  let used = 0;
  for (const [at, part] of parts.entries()) {
    const page = pages.at(-1);
    const second = part.block.type === 'table' && page?.some(({ block }) => block.type === 'table') === true;
    const here = second ? part.instead?.() : part;
    const size = here === undefined ? 0 : charactersOf(here.block);
    if (page !== undefined && here !== undefined && page.length < room.blocks && used + size <= room.characters) {
      page.push(here);
      used += size;
      continue;
    }
    if (pages.length === room.pages) return { pages, left: parts.slice(at) };
    pages.push([part]);
    used = charactersOf(part.block);
  }
  return { pages, left: [] };
}

/** Several pages; what can be pressed stands on the last. */
function paged(parts: readonly Part[]): Placed {
  const controls = parts.filter(({ control }) => control === true);
  let characters = 0;
  const shown = controls.filter(
    ({ block }, at) => (characters += charactersOf(block)) <= controlCharacters && at < controlsAtMost,
  );
  const body = placed(
    parts.filter(({ control }) => control !== true),
    {
      pages: messagesAtMost,
      blocks: blocksAtMost - spareBlocks - shown.length,
      characters: charactersAtMost - spareCharacters - controlCharacters,
    },
  );
  const pages = body.pages.length > 0 ? body.pages : [[]];
  return {
    pages: pages.map((page, at) => (at === pages.length - 1 ? [...page, ...shown] : page)),
    left: [...body.left, ...controls.filter((part) => !shown.includes(part))],
  };
}

/** Characters that a block shows, and what it takes besides. Options have bounds of their own. */
const charactersOf = (block: KnownBlock): number => perBlock + shownIn(block);

function shownIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, inside]: [string, unknown]) => {
    if (key === 'options' || key === 'initial_options') return sum;
    if (typeof inside === 'string')
      return sum + (key === 'text' || key === 'alt_text' || key === 'fallback' || key === 'url' ? inside.length : 0);
    return sum + shownIn(inside);
  }, 0);
}

const headOf = (reply: Reply, at: number, of: number, command: string): Spans => [
  { kind: 'strong', text: shortened(wordsOf(titleOf(reply), command), headCharacters) },
  plainly(` (${at} of ${of})`),
];

const messageOf = (parts: readonly Part[], command: string): Message => ({
  text: textOf(
    parts.flatMap(({ words }) => words),
    command,
  ),
  blocks: parts.map(({ block }) => block),
});

/** Ends a text that goes on in the blocks. */
const goesOn = '\n… (more in the message itself)';

function textOf(lines: readonly Spans[], command: string): string {
  const room = limits.messageText - goesOn.length;
  const writer = fallback(command);
  let text = '';
  for (const line of lines) {
    // Only what is too long is looked at sentence by sentence.
    const [whole] = written(line, writer);
    if (whole === undefined) continue;
    const next = text === '' ? whole : `${text}\n${whole}`;
    if (next.length > room) return (text === '' ? (written(line, writer, room)[0] ?? '') : text) + goesOn;
    text = next;
  }
  return text === '' ? nothing : text;
}
