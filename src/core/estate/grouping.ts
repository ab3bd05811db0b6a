import type { Instance } from '../ports/instance.ts';
import { tagValue } from './filter.ts';
import { ownerOf } from './managers.ts';

/** What instances are put together by, but for a tag. */
export const groupings = ['account', 'region', 'type', 'owner'] as const;

/** How to put instances together. */
export type Grouping = { readonly by: (typeof groupings)[number] } | { readonly by: 'tag'; readonly key: string };

/** `owner`, `tag:env`, or `env` for short; undefined: a tag without a key. */
export function readGrouping(word: string): Grouping | undefined {
  const by = groupings.find((one) => one === word.toLowerCase());
  if (by !== undefined) return { by };
  const key = word.replace(/^tag[:=]/i, '');
  return key === '' ? undefined : { by: 'tag', key };
}

/** As it is read: `owner`, `tag:env`. */
export const groupingWord = (grouping: Grouping): string =>
  grouping.by === 'tag' ? `tag:${grouping.key}` : grouping.by;

/** The group of an instance. */
export function groupOf(by: Grouping): (instance: Instance) => string {
  switch (by.by) {
    case 'account':
      return ({ account }) => account.name;
    case 'region':
      return ({ region }) => region;
    case 'type':
      return ({ type }) => type;
    case 'owner':
      return ({ tags }) => ownerOf(tags) ?? '(no owner)';
    case 'tag': {
      const { key } = by;
      return ({ tags }) => tagValue(tags, key) ?? `(no ${key})`;
    }
  }
}
