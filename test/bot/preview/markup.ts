/** Tags of the preview's pages. */
const tag =
  /^<(?:\/?(?:article|section|header|footer|nav|main|form|div|span|p|h[1-3]|b|i|u|s|q|em|small|strong|code|pre|ul|ol|li|table|thead|tbody|tr|th|td|time|figure|figcaption|details|summary|label|button|a|textarea)|(?:br|hr|img|input))((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*\/?>$/;
/** Attributes that a page has; none of them runs anything. */
const attribute =
  /^(?:class|id|href|target|rel|src|alt|title|name|value|type|method|action|role|tabindex|scope|datetime|rows|maxlength|placeholder|autocomplete|spellcheck|required|aria-[a-z]+)$/;
/** Where a page leads, and what it loads. */
const address = /^(?:https?:\/\/.*|\/.*|data:image\/png;base64,[A-Za-z0-9+/=]*|)$/s;
const addressed = new Set(['href', 'src', 'action']);
const signs: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** The words of a piece of a page. Throws where it holds a tag, an attribute or a reference that no page of ours has. */
export function readable(html: string): string {
  const words = html.replace(/<[^>]*>/g, (one) => {
    const ours = tag.exec(one)?.[1]?.matchAll(/([a-z-]+)(?:="([^"]*)")?/g);
    for (const [, name = '', value = ''] of ours ?? [['', 'none']])
      if (!attribute.test(name) || (addressed.has(name) && !address.test(value)))
        throw new Error(`a tag that is not ours: ${one}`);
    return '';
  });
  if (/[<>]/.test(words)) throw new Error(`an open tag: ${words}`);
  return words.replace(/&[^;]{0,8};?/g, (one) => {
    const sign = signs[one];
    if (sign === undefined) throw new Error(`a reference that is not ours: ${one}`);
    return sign;
  });
}
