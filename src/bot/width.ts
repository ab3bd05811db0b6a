import { eastAsianWidth } from 'get-east-asian-width';

const marks = /\p{Mn}|\p{Me}/u;

/** Two columns for wide and full-width signs, emoji among them (Unicode Standard Annex 11); marks stand on the sign before. */
const ofSign = (sign: string): number => (marks.test(sign) ? 0 : eastAsianWidth(sign.codePointAt(0) ?? 0));
const ascii = /^[\x20-\x7E]*$/;

/** Columns that a text takes in a terminal or another fixed-width font. The text holds no control characters. */
export function widthOf(text: string): number {
  if (ascii.test(text)) return text.length;
  let width = 0;
  for (const sign of text) width += ofSign(sign);
  return width;
}

/** The text in at most so many columns, with … where it was cut. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const sign of text) {
    if (used + ofSign(sign) > width - 1) break;
    kept += sign;
    used += ofSign(sign);
  }
  return width > 0 ? `${kept}…` : '';
}

/** The text with spaces up to the width, at its end or before it. */
export function padded(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + space : space + text;
}
