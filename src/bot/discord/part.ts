import type { APIComponentInContainer } from 'discord.js';
import type { Picture } from '../../commands/reply/picture.ts';
import type { Spans } from '../../core/text.ts';
import { lotsOf } from '../lots.ts';
import { plainly, shortened, wordsOf } from '../plain-words.ts';
import { textDisplay } from './components.ts';
import { markdown, written } from './markup.ts';
import type { Kept } from './press.ts';

/** How a reply is shown, besides what it holds. */
export interface Showing {
  /** The platform's own, which stands before a line: `/ec2`. */
  readonly command: string;
  /** Whether a picture was drawn, and is posted with the message that shows it; where not, it is told in words. */
  pictureOf?(picture: Picture): boolean;
}

/** A file that a message shows: whoever posts it brings the file along. */
export interface ShownPicture {
  /** `picture-1.png`. */
  readonly name: string;
  /** What stands in its place for who does not see it. */
  readonly alt: string;
  readonly picture: Picture;
}

/** Some components that belong together, and what is to be known of them where messages are made of parts. */
export interface Part {
  readonly components: readonly APIComponentInContainer[];
  /** Rows of a table that it shows. */
  readonly rows?: number;
  /** The file that it shows. */
  readonly picture?: ShownPicture;
  /** What must be stored before it is posted. */
  readonly kept?: readonly Kept[];
  /** Something to press: it belongs to the end of what is told. */
  readonly control?: true;
  /** Not all of it is shown. */
  readonly cut?: true;
}

/** Characters of one part: a message must hold any. */
export const partCharacters = 1_800;

/** Before a line that is small (Discord's help centre, "Markdown Text 101", Subtext). */
const aside = '-# ';

/** Paragraphs, a line each, in as many text displays as they need. */
export const sections = (paragraphs: readonly Spans[], command: string): readonly Part[] =>
  displays(
    paragraphs.flatMap((spans) => written(spans, markdown(command), partCharacters)),
    '',
  );

/** Small lines, in as many text displays as they need. */
export const contexts = (paragraphs: readonly Spans[], command: string): readonly Part[] =>
  displays(
    paragraphs.flatMap((spans) => written(spans, markdown(command), partCharacters - aside.length)),
    aside,
  );

/** Before a line of a list (the same page, Lists). */
const bullet = '- ';

/** Lines of a list, in as many text displays as they need. */
export const listed = (items: readonly Spans[], command: string): readonly Part[] =>
  displays(
    items.flatMap((spans) => written(spans, markdown(command), partCharacters - bullet.length)),
    bullet,
  );

/** Characters of the label of a field; a longer one is cut. */
const labelCharacters = 200;
/** What stands for no value. */
const none = '–';

/** Labels with values, a line each. */
export function fieldParts(
  fields: readonly { readonly label: string; readonly value: Spans }[],
  command: string,
): readonly Part[] {
  const lines = fields.map(({ label, value }): Spans => {
    const title = shortened(label.trim(), labelCharacters);
    const shown = wordsOf(value, command).trim() === '' ? [plainly(none)] : value;
    return title === '' ? shown : [{ kind: 'strong', text: title }, plainly(' '), ...shown];
  });
  return sections(lines, command);
}

/** Lines in as many text displays as they need. @param before What each line begins with. */
function displays(lines: readonly string[], before: string): readonly Part[] {
  return lotsOf(
    lines.map((line) => before + line),
    partCharacters + 1,
  ).map((some) => ({ components: [textDisplay(some.join('\n'))] }));
}
