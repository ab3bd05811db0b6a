import type { Filter } from '../core/estate/filter.ts';
import type { PlaceDefault } from '../core/people/defaults.ts';

/** A filter within what `use` has set for the place, as far as the line itself names no account or region. */
export function scoped(filter: Filter, { uses }: { readonly uses: PlaceDefault }): Filter {
  const names = (by: 'account' | 'region'): boolean => filter.some((clause) => clause.by === by);
  return [
    ...filter,
    ...(uses.account !== undefined && !names('account') ? [{ by: 'account', value: uses.account } as const] : []),
    ...(uses.region !== undefined && !names('region') ? [{ by: 'region', value: uses.region } as const] : []),
  ];
}
