import { styleText } from 'node:util';
import type { Tone } from '../../commands/reply/reply.ts';

/** What words can look like; a tone is a style too. */
export type Style = 'plain' | 'strong' | 'code' | 'command' | 'dim' | Tone;

/** Puts a style around words; without colours the words alone. */
export type Styler = (style: Style, words: string) => string;

const styles = {
  plain: [],
  strong: ['bold'],
  code: ['cyan'],
  command: ['green'],
  dim: ['dim'],
  good: ['green'],
  warning: ['yellow'],
  danger: ['red'],
  problem: ['red'],
} as const satisfies Record<Style, readonly Parameters<typeof styleText>[0][]>;

/** With colours or without. Whether is decided once, by the stream, NO_COLOR and FORCE_COLOR. */
export const styler =
  (colours: boolean): Styler =>
  (style, words) => {
    if (!colours || words === '') return words;
    return styles[style].reduce((styled, one) => styleText(one, styled, { validateStream: false }), words);
  };

/** NO_COLOR and FORCE_COLOR decide before the stream does (no-color.org, force-color.org). */
export function wantsColours(env: Readonly<Record<string, string | undefined>>, isTTY: boolean): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0') return true;
  return isTTY && env['TERM'] !== 'dumb';
}
