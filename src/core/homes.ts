import type { Homes } from './ports/cloud.ts';
import type { Home } from './ports/instance.ts';

/** Tells an account's region from every other: by the account's id, where that is known. */
export const homeKey = ({ account, region }: Home): string => `${account.id || account.name}/${region}`;

/** Accounts' regions, each once. */
export interface HomeSet {
  add(home: Home): void;
  has(home: Home): boolean;
  values(): readonly Home[];
}

/** See {@link HomeSet}. Long lists come region by region, so few of their items are looked up. */
export function homeSet(homes: Iterable<Home> = []): HomeSet {
  const known = new Map<string, Home>();
  let last: Home | undefined;
  const add = ({ account, region }: Home): void => {
    if (last?.account === account && last.region === region) return;
    last = { account, region };
    const key = homeKey(last);
    if (!known.has(key)) known.set(key, last);
  };
  for (const home of homes) add(home);
  return { add, has: (home) => known.has(homeKey(home)), values: () => [...known.values()] };
}

/** The same, where those that are not whole after all were read partly. */
export function narrowed({ whole, partly }: Homes, isWhole: (home: Home) => boolean): Homes {
  const still: Home[] = [];
  const not: Home[] = [...partly];
  for (const home of whole) (isWhole(home) ? still : not).push(home);
  return { whole: still, partly: not };
}
