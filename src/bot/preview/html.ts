/** Text that is HTML already. Made by {@link markup} alone, so that whatever comes from elsewhere is escaped on its way into a page. */
export interface Html {
  readonly written: string;
}

/** What stands between the words of a template: text is escaped, `false` and undefined are nothing. */
export type Shown = Html | string | number | false | undefined | readonly Shown[];

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML, Living Standard, 13.1.2: what may begin a tag, a reference or end a quoted attribute. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);

/**
 * A piece of a page: the words of the template are ours, every value is escaped. Attributes stand in double quotes. It is not
 * called `html`, for then the formatter would break lines in it, and a space may be seen.
 */
export const markup = (parts: TemplateStringsArray, ...values: readonly Shown[]): Html => ({
  written: parts.map((part, at) => part + writtenOf(values[at])).join(''),
});

function writtenOf(value: Shown): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return 'written' in value ? value.written : value.map(writtenOf).join('');
}
