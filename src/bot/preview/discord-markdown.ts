import { inline } from './discord-inline.ts';
import { markup, type Html } from './html.ts';
import type { Reading } from './mrkdwn.ts';

/** What begins nothing where it is not code, and a block of code: what stands in either is no mark of anything. */
const blocks = /\\[^0-9A-Za-z\s]|```(?:[\w+.-]*\n)?([^]+?)```|(`{1,2})(?!`)[^]+?(?<!`)\2(?!`)/g;

/**
 * Discord's markdown as HTML (Discord's help centre, "Markdown Text 101"). It is read here anew, apart from what writes it, so
 * that a sign that should have been escaped is seen in the page as people would see it.
 */
export function discordMarkdown(source: string, reading: Reading): Html {
  const pieces: Html[] = [];
  let from = 0;
  const told = (text: string) => {
    if (text !== '') pieces.push(...linesHtml(text.split('\n'), reading));
  };
  for (const { 0: whole, 1: code, index } of source.matchAll(blocks)) {
    if (code === undefined || code.trim() === '') continue;
    // A block stands in lines of its own.
    told(source.slice(from, index).replace(/\n$/, ''));
    pieces.push(markup`<pre>${code.replace(/^\n+|\n+$/g, '')}</pre>`);
    from = index + whole.length + (source.charAt(index + whole.length) === '\n' ? 1 : 0);
  }
  told(source.slice(from));
  return markup`${pieces}`;
}

/** What a line is by what it begins with, and the rest of it. */
interface Line {
  readonly kind: 'text' | 'heading' | 'small' | 'quote' | 'item' | 'counted';
  readonly inside: string;
  /** Of a heading, from 1. */
  readonly level?: number;
}

const heading = /^ *(#{1,3})\s+(.*?)(?:\s*#+)?\s*$/;
const begins = [
  ['small', /^-#\s+(.+)$/],
  ['quote', /^ *>(?:>>)?\s(.*)$/],
  ['item', /^ *[-*+]\s+(.*)$/],
  ['counted', /^ *\d+\.\s+(.*)$/],
] as const;

function lineOf(line: string): Line {
  const [, marks, title = ''] = heading.exec(line) ?? [];
  if (marks !== undefined) return { kind: 'heading', inside: title, level: marks.length };
  for (const [kind, form] of begins) {
    const inside = form.exec(line)?.[1];
    if (inside !== undefined) return { kind, inside };
  }
  return { kind: 'text', inside: line };
}

/** Lines, of which those of text and those of one list belong together. */
function linesHtml(lines: readonly string[], reading: Reading): readonly Html[] {
  const runs: { readonly kind: Line['kind']; readonly level: number; readonly lines: string[] }[] = [];
  for (const { kind, inside, level = 0 } of lines.map(lineOf)) {
    const last = runs.at(-1);
    const joins = kind === 'text' || kind === 'item' || kind === 'counted';
    if (joins && last?.kind === kind) last.lines.push(inside);
    else runs.push({ kind, level, lines: [inside] });
  }
  return runs.map((run) => runHtml(run, reading));
}

function runHtml(
  { kind, level, lines }: { readonly kind: Line['kind']; readonly level: number; readonly lines: readonly string[] },
  reading: Reading,
): Html {
  switch (kind) {
    case 'text':
      return markup`<p>${inline(lines.join('\n'), reading)}</p>`;
    case 'heading':
      return markup`<h3 class="size${level}">${inline(lines.join(''), reading)}</h3>`;
    case 'small':
      return markup`<div class="small">${insideHtml(lines.join(''), reading)}</div>`;
    case 'quote':
      return markup`<q>${insideHtml(lines.join(''), reading)}</q>`;
    case 'item':
      return markup`<ul>
        ${lines.map((line) => markup`<li>${insideHtml(line, reading)}</li>`)}
      </ul>`;
    case 'counted':
      return markup`<ol>
        ${lines.map((line) => markup`<li>${insideHtml(line, reading)}</li>`)}
      </ol>`;
  }
}

/** What stands behind the mark of a line: words, or another such line. */
function insideHtml(line: string, reading: Reading): readonly Html[] {
  return lineOf(line).kind === 'text' ? inline(line, reading) : linesHtml([line], reading);
}
