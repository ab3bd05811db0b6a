/** All but the letters that the fonts of the drawing have: Latin, Greek, Cyrillic, and signs of sentences and of money. */
const undrawable = /[^\u0020-\u007E\u00A0-\u024F\u0370-\u03FF\u0400-\u04FF\u2010-\u2027\u20AC\u2122\u2212]/gu;

/** What has no letter in the fonts, or none in XML, as a question mark: it would be an empty box, or end the drawing. */
const shown = (text: string): string => text.replace(undrawable, '?');

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as it may stand in an element or in an attribute of XML. */
export const xml = (text: string): string => shown(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

/** An element of XML. Children are elements already; text comes through {@link words}. */
export const element = (
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...children: readonly string[]
): string => {
  const written = Object.entries(attributes)
    .flatMap(([key, value]) =>
      value === undefined ? [] : [` ${key}="${typeof value === 'number' ? place(value) : xml(value)}"`],
    )
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
};

/** A place in a drawing, to a tenth of a pixel. */
export const place = (value: number): string => String(Math.round(value * 10) / 10);

/** A line of text. @param size Height of its letters, in pixels. */
export const words = (
  text: string,
  {
    x,
    y,
    size,
    ...more
  }: { readonly x: number; readonly y: number; readonly size: number } & Readonly<Record<string, string | number>>,
): string => element('text', { x, y, 'font-size': size, ...more }, xml(text));

/** Widths of Inter's letters as shares of the font's size, rounded up; measured in both weights, the wider one counts. */
const widths = new Map(
  (
    [
      [0.3, "ijlI!'"],
      [0.35, ' ,.:;ft|\\'],
      [0.4, '()/[]r`'],
      [0.5, '{}-^_"1'],
      [0.6, '7FJLacekvxyzs?'],
      [0.65, '#235689EPbdghnopqu'],
      [0.7, '$&*+04<=>BRSTZ~\u20AC'],
      [0.75, 'ACDGHKUVXY'],
      [0.8, 'NOQ'],
      [0.85, 'w'],
      [0.95, 'mM'],
      [1.05, 'W%@\u2026\u2014'],
    ] as const
  ).flatMap(([width, letters]) => [...letters].map((letter) => [letter, width] as const)),
);
/** Of letters of other alphabets, and of those with marks. */
const usualWidth = 0.75;

/** About how wide a text is, rather too much than too little. @param size Of the font, in the unit of the answer. */
export const widthOf = (text: string, size: number): number =>
  [...shown(text)].reduce((sum, letter) => sum + (widths.get(letter) ?? usualWidth), 0) * size;

/** A text that is not wider than that, its end cut where it is. */
export function cut(text: string, size: number, width: number): string {
  if (text.length <= longest && widthOf(text, size) <= width) return text;
  let kept = '';
  let left = width - widthOf('…', size);
  for (const letter of text.slice(0, longest)) {
    left -= widthOf(letter, size);
    if (left < 0) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

/** No text of a drawing is longer, in UTF-16 code units. */
const longest = 200;
