/** Signs that take two columns of a terminal: East Asian wide and full-width forms, and emoji (Unicode Standard Annex 11). */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const marks = /\p{Mn}|\p{Me}/u;

const ofSign = (sign: string): number => (wide.test(sign) ? 2 : marks.test(sign) ? 0 : 1);
const ascii = /^[\x20-\x7E]*$/;

/** Columns that a text takes in a terminal. The text holds no control characters. */
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
