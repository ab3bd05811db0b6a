import type { PlaceDefault } from '../core/people/defaults.ts';

/** Where prices are told for when no region is named; said in the answer. */
const usual = 'us-east-1';

/** The region of a quote: the one named, else what `use` has set, else {@link usual}; and how it is told. */
export function quoteRegion(
  asked: string | undefined,
  { uses }: { readonly uses: PlaceDefault },
): { readonly region: string; readonly words: string } {
  const region = asked ?? uses.region ?? usual;
  return { region, words: asked === undefined && uses.region === undefined ? `${region} (none was named)` : region };
}
