import { isData, text, type Data } from '../json.ts';
import { limits } from './limits.ts';
import { strayMarks, specialsIn, type Special } from './specials.ts';

/** Where blocks are shown. */
export type Surface = 'message' | 'modal' | 'home';

/** One thing that is wrong with a payload. */
export interface Violation {
  /** What, in Slack's words where they are known. */
  readonly what: string;
  /** JSON pointer to it, such as `/blocks/0/text`. */
  readonly at: string;
  /** Whether Slack refuses the payload for it; what it would take, though it should not be sent, is told all the same. */
  readonly refused: boolean;
}

/** A payload under examination: what was found so far, and what is counted over all of it. */
export interface Check {
  readonly surface: Surface;
  readonly found: Violation[];
  readonly specials: Special[];
  readonly blockIds: Set<string>;
  readonly totals: { tables: number; tableCharacters: number; markdown: number; charts: number; focused: number };
  /** Whether a file may be shown in an image block by now: there, complete, a picture, and processed. */
  readonly hasPicture: (file: Data) => boolean;
}

/** Begins an examination. */
export const startCheck = (surface: Surface, hasPicture: (file: Data) => boolean): Check => ({
  surface,
  found: [],
  specials: [],
  blockIds: new Set(),
  totals: { tables: 0, tableCharacters: 0, markdown: 0, charts: 0, focused: 0 },
  hasPicture,
});

/** Slack refuses it. */
export const refuse = (check: Check, what: string, at: string): void => {
  check.found.push({ what, at, refused: true });
};

/** Slack takes it, but it should not be sent. */
export const frown = (check: Check, what: string, at: string): void => {
  check.found.push({ what, at, refused: false });
};

/** An object with a field for everything required, and none that Slack does not know. */
export function fields(
  check: Check,
  value: unknown,
  at: string,
  { required, optional = [] }: { readonly required: readonly string[]; readonly optional?: readonly string[] },
): Data | undefined {
  if (!isData(value)) {
    refuse(check, 'must be an object', at);
    return undefined;
  }
  for (const key of required) if (value[key] === undefined) refuse(check, `missing required field: ${key}`, at);
  for (const key of Object.keys(value))
    if (!required.includes(key) && !optional.includes(key)) refuse(check, `invalid additional property: ${key}`, at);
  return value;
}

/** A string from one character up to a length; nothing is said of one that is left out. */
export function length(check: Check, value: unknown, at: string, most: number, least = 1): void {
  if (value === undefined) return;
  if (typeof value !== 'string') refuse(check, 'must be a string', at);
  else if (value.length > most) refuse(check, `must be less than ${most + 1} characters`, at);
  else if (value.length < least) refuse(check, `must be more than ${least - 1} characters`, at);
}

/** A list of so many items, or undefined where it is none. */
export function items(
  check: Check,
  value: unknown,
  at: string,
  most: number,
  least = 1,
): readonly unknown[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) {
    refuse(check, 'must be an array', at);
    return undefined;
  }
  if (value.length > most) refuse(check, `no more than ${most} items allowed`, at);
  if (value.length < least) refuse(check, `no fewer than ${least} items allowed`, at);
  return value;
}

/** One of a few values; nothing is said of one that is left out. */
export function oneOf(check: Check, value: unknown, at: string, values: readonly unknown[]): void {
  if (value !== undefined && !values.includes(value)) refuse(check, `must be one of ${values.join(', ')}`, at);
}

/** Mentions and links of a mrkdwn text are collected, and marks that were not escaped are told. */
export function mrkdwn(check: Check, value: string, at: string): void {
  check.specials.push(...specialsIn(value, at));
  for (const mark of strayMarks(value)) frown(check, `\`${mark}\` is not escaped`, at);
}

/** A text object; `most` counts the characters of its text. */
export function textObject(
  check: Check,
  value: unknown,
  at: string,
  most: number,
  kinds: readonly ('plain_text' | 'mrkdwn')[] = ['plain_text', 'mrkdwn'],
): void {
  if (value === undefined) return;
  const isMrkdwn = isData(value) && value['type'] === 'mrkdwn';
  const object = fields(check, value, at, {
    required: ['type', 'text'],
    optional: [isMrkdwn ? 'verbatim' : 'emoji'],
  });
  if (object === undefined) return;
  oneOf(check, object['type'], `${at}/type`, kinds);
  length(check, object['text'], `${at}/text`, Math.min(most, limits.textObject));
  if (isMrkdwn) mrkdwn(check, text(object['text']), `${at}/text`);
}

/** A text object of plain text. */
export const plain = (check: Check, value: unknown, at: string, most: number): void =>
  textObject(check, value, at, most, ['plain_text']);
