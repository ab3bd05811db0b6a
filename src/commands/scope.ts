import { scopeOf, wordOf, type Filter } from '../core/estate/filter.ts';
import type { PlaceDefault } from '../core/people/defaults.ts';
import type { Scope } from '../core/ports/cloud.ts';

/** What is one thing's alone wherever it is: a whole id, or an address of AWS's. A default of a place does not hide it. */
const namesOne = (word: string): boolean =>
  /^(i|eipalloc)-([0-9a-f]{8}|[0-9a-f]{17})$/i.test(word) || /^\d+(\.\d+){3}$/.test(word);

/** A filter within what `use` has set for the place, as far as the line itself names no account, no region and no id. */
export function scoped(filter: Filter, { uses }: { readonly uses: PlaceDefault }): Filter {
  const words = filter.flatMap((clause) => wordOf(clause) ?? []);
  if (words.length > 0 && words.every(namesOne)) return filter;
  const names = (by: 'account' | 'region'): boolean => filter.some((clause) => clause.by === by);
  return [
    ...filter,
    ...(uses.account !== undefined && !names('account') ? [{ by: 'account', value: uses.account } as const] : []),
    ...(uses.region !== undefined && !names('region') ? [{ by: 'region', value: uses.region } as const] : []),
  ];
}

/** Where a word is looked up: see {@link scoped}. */
export const placeOf = (word: string, context: { readonly uses: PlaceDefault }): Scope =>
  scopeOf(scoped([{ by: 'word', value: word }], context));
