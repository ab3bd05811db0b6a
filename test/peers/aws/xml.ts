/** A tree for XML: an element's content is text, elements by name, or a list, which EC2 writes as `<item>`s. */
export type Xml = string | number | boolean | undefined | readonly Xml[] | { readonly [name: string]: Xml };

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no way to write most control characters; EC2 refuses them in tags, and this writes `?`. */
// oxlint-disable-next-line no-control-regex -- control characters are what this is about.
const escaped = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, '?').replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

/** Elements without content where the value is undefined are left out. */
export function toXml(value: Xml): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isList(value)) return value.map((one) => `<item>${toXml(one)}</item>`).join('');
  return Object.entries(value)
    .filter(([, content]) => content !== undefined)
    .map(([name, content]) => `<${name}>${toXml(content)}</${name}>`)
    .join('');
}

const isList = (value: object): value is readonly Xml[] => Array.isArray(value);

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

const isArray = (value: object): value is readonly Json[] => Array.isArray(value);

/** A record with the API's field names as EC2 writes it: names begin small, but for some odd ones. */
export function asXml(value: Json | undefined, odd: Readonly<Record<string, string>>): Xml {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') return value;
  if (isArray(value)) return value.map((one) => asXml(one, odd));
  return Object.fromEntries(
    Object.entries(value).map(([name, content]) => [
      odd[name] ?? `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`,
      asXml(content, odd),
    ]),
  );
}
