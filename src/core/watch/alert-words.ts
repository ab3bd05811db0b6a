import type { Tag } from './alert.ts';

/** EC2 API, "Tag": characters of a key and of a value at most. */
const tagForm = /^([^=\s]{1,128})=(.{1,256})$/u;

/** A tag as it is said, `env=dev`, or `env=*` for any value; undefined: it is none. */
export function readTag(words: string): Tag | undefined {
  const [, key, value] = tagForm.exec(words.trim()) ?? [];
  return key === undefined || value === undefined ? undefined : { key, value };
}

/** `env=dev`: {@link readTag} reads it to the same. */
export const tagInWords = ({ key, value }: Tag): string => `${key}=${value}`;

/** An amount of US dollars as it is said, `30`, `$2.50`, as a decimal; undefined: it is none. */
export function readDollars(words: string): string | undefined {
  const [, whole = '', rest = ''] = /^\$?(\d{1,9})(\.\d{1,10})?$/.exec(words.trim()) ?? [];
  return whole === '' ? undefined : `${whole.replace(/^0+(?=\d)/, '')}${rest.replace(/\.?0+$/, '')}`;
}

/** What costs are reported by: `account`, `region`, `type`, `owner` or `tag:KEY`. */
export const isGrouping = (words: string): boolean => /^(?:account|region|type|owner|tag:.{1,128})$/u.test(words);

/** Whether a word is the id of a place in which something can be said unasked: a chat's, or a terminal's. */
export const isPlaceId = (word: string): boolean => /^(?:slack|terminal):\S{1,200}$|^discord:\d{1,20}$/.test(word);
