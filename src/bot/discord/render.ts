import type { APIMessageTopLevelComponent } from 'discord.js';
import type { Reply } from '../../commands/reply/reply.ts';
import type { Spans } from '../../core/text.ts';
import { plainly, shortened, wordsOf } from '../plain-words.ts';
import { lostWords, titleOf } from '../words.ts';
import { isSpread, partsOf, toneColours } from './blocks.ts';
import { charactersIn, componentsIn, componentTypes, divider } from './components.ts';
import { limits } from './limits.ts';
import { contexts, type Part, type Showing, type ShownPicture } from './part.ts';
import type { Kept } from './press.ts';

/**
 * One message of a chat, in components. Whoever posts it adds the flag `IS_COMPONENTS_V2`, `allowed_mentions` and the files of
 * its pictures under their names.
 */
export interface Message {
  readonly components: readonly APIMessageTopLevelComponent[];
  /** In order; none where nothing is shown. */
  readonly pictures: readonly ShownPicture[];
}

/** A reply as messages, in order, one at least. */
export interface Rendered {
  readonly messages: readonly Message[];
  /** Rows or words were left out; the messages say what. */
  readonly cut: boolean;
  /** What must be stored before the messages are posted: their controls name it. */
  readonly kept: readonly Kept[];
}

/** Messages of one reply: more would bury what others said. */
const messagesAtMost = 4;
/** Components of one message, its container among them: below what Discord takes, so that who posts it may add one. */
const componentsAtMost = limits.components - 2;
/** Characters of all text displays of one message: below what Discord takes, which only its guide says. */
const charactersAtMost = limits.messageText - 100;
/** Pictures of one message: a file may be posted besides. */
const picturesAtMost = limits.attachments - 1;
/** Components around the parts: the container, and the line above what can be pressed. */
const framing = 2;
/** Room for what heads a further message and for what says that something was left out, in components and in characters. */
const spareComponents = 2;
const spareCharacters = 600;
/** Components and characters of the controls of a reply that takes several messages; those beyond are said to be left out. */
const controlComponents = 24;
const controlCharacters = 700;
/** Characters of the title where it heads a further message. */
const headCharacters = 150;
/** What is said where there is nothing. */
const nothing = 'There is nothing to show.';

/**
 * A reply as Discord shows it. What one message does not hold goes on in the next; what can be pressed stands at the end of the
 * last. What four messages do not hold is left out, and said to be.
 */
export function render(reply: Reply, how: Showing): Rendered {
  const parts = partsOf(reply, how);
  const controls = isSpread(reply) ? [] : parts.filter(({ control }) => control === true);
  const body = parts.filter((part) => !controls.includes(part));
  const whole: Room = { pages: 1, components: componentsAtMost - framing, characters: charactersAtMost };
  const wholly = placed([...body, ...controls], whole);
  const { pages, shown, left } =
    wholly.left.length === 0
      ? { pages: [body], shown: controls, left: [] }
      : paged(body, controls, { ...whole, pages: messagesAtMost });
  const small = (spans: Spans): readonly Part[] => contexts([spans], how.command);
  const messages = pages.map((page, at) => {
    const head = at === 0 ? [] : small(headOf(reply, at + 1, pages.length, how.command));
    const isLast = at === pages.length - 1;
    const told = [...head, ...page, ...(isLast ? small(lostWords(left, reply.change === undefined)) : [])];
    const pressed = isLast ? shown : [];
    return messageOf(reply, told.length + pressed.length === 0 ? small([plainly(nothing)]) : told, pressed);
  });
  return {
    messages,
    cut: left.length > 0 || parts.some(({ cut }) => cut === true),
    kept: [...pages.flat(), ...shown].flatMap(({ kept = [] }) => kept),
  };
}

interface Room {
  readonly pages: number;
  readonly components: number;
  readonly characters: number;
}

interface Placed {
  readonly pages: readonly (readonly Part[])[];
  /** Those for which there was no room, from the first of them on. */
  readonly left: readonly Part[];
}

/** Parts on pages, in order. */
function placed(parts: readonly Part[], room: Room): Placed {
  const pages: Part[][] = [];
  for (const [at, part] of parts.entries()) {
    const page = pages.at(-1);
    if (page !== undefined && holds(room, [...page, part])) page.push(part);
    else if (pages.length === room.pages || !holds(room, [part])) return { pages, left: parts.slice(at) };
    else pages.push([part]);
  }
  return { pages, left: [] };
}

const holds = ({ components, characters }: Omit<Room, 'pages'>, parts: readonly Part[]): boolean =>
  componentsOf(parts) <= components &&
  charactersOf(parts) <= characters &&
  parts.filter(({ picture }) => picture !== undefined).length <= picturesAtMost;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const componentsOf = (parts: readonly Part[]): number =>
  sumOf(parts.flatMap(({ components }) => components.map(componentsIn)));
const charactersOf = (parts: readonly Part[]): number =>
  sumOf(parts.flatMap(({ components }) => components.map(charactersIn)));

/** Several pages, and what can be pressed on the last of them. */
function paged(
  body: readonly Part[],
  controls: readonly Part[],
  { pages: most, components, characters }: Room,
): Placed & { readonly shown: readonly Part[] } {
  const shown: Part[] = [];
  for (const control of controls)
    if (holds({ components: controlComponents, characters: controlCharacters }, [...shown, control]))
      shown.push(control);
  const { pages, left } = placed(body, {
    pages: most,
    components: components - spareComponents - componentsOf(shown),
    characters: characters - spareCharacters - charactersOf(shown),
  });
  return {
    pages: pages.length > 0 ? pages : [[]],
    shown,
    left: [...left, ...controls.filter((part) => !shown.includes(part))],
  };
}

const headOf = (reply: Reply, at: number, of: number, command: string): Spans => [
  { kind: 'strong', text: shortened(wordsOf(titleOf(reply), command), headCharacters) },
  plainly(` (${at} of ${of})`),
];

function messageOf({ tone }: Reply, told: readonly Part[], pressed: readonly Part[]): Message {
  const colour = toneColours[tone];
  const parts = [...told, ...pressed];
  return {
    components: [
      {
        type: componentTypes.container,
        ...(colour !== undefined && { accent_color: colour }),
        components: [
          ...told.flatMap(({ components }) => components),
          ...(told.length > 0 && pressed.length > 0 ? [divider] : []),
          ...pressed.flatMap(({ components }) => components),
        ],
      },
    ],
    pictures: parts.flatMap(({ picture }) => (picture === undefined ? [] : [picture])),
  };
}
