import type { KnownBlock } from '@slack/types';
import type { Picture } from '../../commands/reply/picture.ts';
import { harmless, type Spans } from '../../core/text.ts';
import { plainly } from '../plain-words.ts';
import { limits } from './limits.ts';
import { literal, mrkdwn, written } from './markup.ts';

/** How a reply is shown, besides what it holds. */
export interface Showing {
  /** The platform's own, which stands before a line: `/ec2`. */
  readonly command: string;
  /** The id of the file that a picture was uploaded as; where there is none, the picture is told in words. */
  fileOf?(picture: Picture): string | undefined;
}

/** One block of a message, and what is to be known of it where messages are made of blocks. */
export interface Part {
  readonly block: KnownBlock;
  /** Lines that stand for it in the text of the message. */
  readonly words: readonly Spans[];
  /** Rows of a table that it shows. */
  readonly rows?: number;
  /** The same without a table, for a message that has one already; undefined where that would tell less. */
  readonly instead?: () => Part | undefined;
  /** Something to press: it belongs to the end of what is told. */
  readonly control?: true;
  /** Not all of it is shown. */
  readonly cut?: true;
}

/** Paragraphs, a line each, in as many sections as they need. */
export const sections = (paragraphs: readonly Spans[], command: string): readonly Part[] =>
  packed(paragraphs, command, limits.sectionText).map(({ text, words }) => ({ block: section(text), words }));

/** Lines aside, in as many contexts as they need. */
export const contexts = (paragraphs: readonly Spans[], command: string): readonly Part[] =>
  packed(paragraphs, command, limits.contextText).map(({ text, words }) => ({
    block: { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] },
    words,
  }));

const section = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
  expand: true,
});

/** A text of mrkdwn, and the lines that stand for it in the text of the message. */
interface Packed {
  readonly text: string;
  readonly words: readonly Spans[];
}

function packed(paragraphs: readonly Spans[], command: string, atMost: number): readonly Packed[] {
  const texts: Packed[] = [];
  for (const spans of paragraphs)
    for (const [at, piece] of written(spans, mrkdwn(command), atMost).entries()) {
      const words = at === 0 ? [spans] : [];
      const last = texts.at(-1);
      // What was broken already begins anew: a line within a sentence would be taken for a paragraph.
      if (last !== undefined && at === 0 && last.text.length + 1 + piece.length <= atMost)
        texts.splice(-1, 1, { text: `${last.text}\n${piece}`, words: [...last.words, ...words] });
      else texts.push({ text: piece, words });
    }
  return texts;
}

/** Characters of the label of a field; a longer one is cut. */
const labelCharacters = 200;

/** Characters of the fields of one section: a message must hold any part. */
const groupCharacters = limits.sectionText;
/** What stands for no value. */
const none = '–';

/** Labels with values: ten a section, a value that is too long for a field in sections of its own. */
export function fieldParts(
  fields: readonly { readonly label: string; readonly value: Spans }[],
  command: string,
): readonly Part[] {
  const parts: Part[] = [];
  let texts: string[] = [];
  let words: Spans[] = [];
  const turn = () => {
    if (texts.length > 0)
      parts.push({
        block: {
          type: 'section',
          fields: texts.map((text) => ({ type: 'mrkdwn', text, verbatim: true })),
          expand: true,
        },
        words,
      });
    texts = [];
    words = [];
  };
  for (const { label, value } of fields) {
    const title = labelled(label);
    const [only = none, ...more] = written(value, mrkdwn(command), limits.sectionText - title.length);
    const said = [plainly(`${label}: `), ...value];
    if (more.length > 0 || title.length + only.length > limits.sectionField) {
      turn();
      const own = [title + only, ...more];
      parts.push(
        ...own.map((text, at): Part => ({
          block: { type: 'section', text: { type: 'mrkdwn', text, verbatim: true }, expand: true },
          words: at === 0 ? [said] : [],
        })),
      );
      continue;
    }
    const used = texts.reduce((sum, { length }) => sum + length, 0);
    if (texts.length === limits.sectionFields || used + title.length + only.length > groupCharacters) turn();
    texts.push(title + only);
    words.push(said);
  }
  turn();
  return parts;
}

/** A label above its value. */
function labelled(label: string): string {
  const words = [...harmless(label).trim()].slice(0, labelCharacters).join('');
  return words === '' ? '' : `*${literal(words)}*\n`;
}
