import type { Picture } from '../../commands/reply/picture.ts';
import type { Block, Reply, Tone } from '../../commands/reply/reply.ts';
import { lotsOf } from '../lots.ts';
import { plainly, shortened, wordsOf } from '../plain-words.ts';
import { runsOf } from '../runs.ts';
import { altOf, toldPicture } from '../told-picture.ts';
import { titleOf, toneSigns } from '../words.ts';
import { componentTypes, textDisplay } from './components.ts';
import { buttonParts, choiceParts } from './controls.ts';
import { limits } from './limits.ts';
import { blockLine, fenceCharacters, fenced, markdown, written } from './markup.ts';
import { contexts, fieldParts, partCharacters, sections, type Part, type Showing } from './part.ts';
import { tableParts } from './table.ts';
import { apart } from '../written.ts';

/** A tone in the colour of the line beside a message, as RGB; undefined: none. */
export const toneColours = {
  plain: undefined,
  good: 0x2e_a0_43,
  warning: 0xd2_99_22,
  danger: 0xcf_22_2e,
  problem: 0xe3_6b_1e,
} as const satisfies Record<Tone, number | undefined>;

/** Characters of a title that are shown as a heading; a longer one goes on below. */
const headingCharacters = 200;

/** Rows of buttons and choices that stand together at the end. */
const togetherAtMost = 3;

/** Whether a reply has so many rows of buttons that each belongs below what it is about. */
export const isSpread = ({ blocks, change }: Reply): boolean =>
  change === undefined && blocks.filter(isPressed).length > togetherAtMost;

/** The whole reply: what is told in its order, then what can be pressed, unless it is spread. */
export function partsOf(reply: Reply, how: Showing): readonly Part[] {
  const counter = () => {
    let counted = 0;
    return () => (counted += 1) - 1;
  };
  const [controls, pictures] = [counter(), counter()];
  const { command } = how;
  // What can be pressed comes last, so that notes around it stand together.
  const last = isSpread(reply) ? [] : reply.blocks.filter(isPressed);
  return [
    ...titleParts(reply, command),
    ...runsOf([...reply.blocks.filter((block) => !last.includes(block)), ...last]).flatMap(
      ({ block, lines }): readonly Part[] => {
        switch (block.kind) {
          case 'text':
            return sections(lines, command);
          case 'note':
            return contexts(lines, command);
          case 'fields':
            return fieldParts(block.fields, command);
          case 'code':
            return codeParts(block.lines);
          case 'table':
            return tableParts(block, command, reply.change === undefined);
          case 'picture':
            return pictureParts(block, how, pictures);
          case 'choice':
            return choiceParts(block, command, controls);
          case 'actions':
            return buttonParts(block.actions, command, controls);
        }
      },
    ),
  ];
}

const isPressed = ({ kind }: Block): boolean => kind === 'actions' || kind === 'choice';

/** A heading; where the title is long, its beginning, and all of it below. */
function titleParts(reply: Reply, command: string): readonly Part[] {
  const sign = toneSigns[reply.tone];
  const said = titleOf(reply);
  const spans = sign === '' ? said : [plainly(`${sign} `), ...said];
  const words = wordsOf(spans, command).trim();
  const isLong = words.length > headingCharacters;
  // A heading is bold as it is.
  const calm = isLong
    ? [plainly(shortened(words, headingCharacters))]
    : spans.map((span) => (span.kind === 'strong' ? plainly(span.text) : span));
  return [
    ...written(calm, markdown(command)).map((text) => ({ components: [textDisplay(headed(text))] })),
    ...(isLong ? sections([spans], command) : []),
  ];
}

/** Of a heading the last `#` would be taken for a mark, and its backslash be shown. */
const headed = (text: string): string => `### ${text.endsWith('#') ? text + apart : text}`;

/** Lines to copy; one that no block takes goes on in the next. */
const codeParts = (lines: readonly string[]): readonly Part[] =>
  lotsOf(lines.map(blockLine), partCharacters - fenceCharacters)
    .filter((some) => some.some((line) => line.trim() !== ''))
    .map((some) => ({ components: [textDisplay(fenced(some))] }));

function pictureParts(picture: Picture, how: Showing, count: () => number): readonly Part[] {
  if (how.pictureOf?.(picture) === true) {
    const name = `picture-${count() + 1}.png`;
    const alt = shortened(altOf(picture, how.command), limits.mediaDescription);
    return [
      {
        components: [
          { type: componentTypes.mediaGallery, items: [{ media: { url: `attachment://${name}` }, description: alt }] },
        ],
        picture: { name, alt, picture },
      },
    ];
  }
  const { head, lines } = toldPicture(picture);
  return [...sections(head, how.command), ...contexts(lines, how.command)];
}
