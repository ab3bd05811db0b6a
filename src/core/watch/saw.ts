import { z } from 'zod';
import type { Cloud } from '../ports/cloud.ts';

/** Accounts and regions that a run looked at: accounts with the same regions together, for there may be hundreds. */
export const Saw = z.array(z.object({ accounts: z.array(z.string()), regions: z.array(z.string()) }));
export type Saw = z.infer<typeof Saw>;

/** What of these is looked at. @param wanted Names or ids of accounts; undefined: all. */
export function sawOf(homes: Awaited<ReturnType<Cloud['homes']>>, wanted: readonly string[] | undefined): Saw {
  const groups = new Map<string, Saw[number]>();
  for (const { account, regions } of homes) {
    const { name, id } = account;
    if (wanted !== undefined && !wanted.includes(name) && !wanted.includes(id)) continue;
    const sorted = regions.toSorted();
    const key = sorted.join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { accounts: [name], regions: sorted });
    else group.accounts.push(name);
  }
  return [...groups.values()];
}

/** Whether somebody sees all of it. An account whose regions were not known may be any of them. @param seen Regions that they see, by the account's name. */
export const seesAllOf = (saw: Saw, seen: ReadonlyMap<string, ReadonlySet<string>>): boolean =>
  saw.every(
    ({ accounts, regions }) =>
      regions.length > 0 && accounts.every((name) => regions.every((region) => seen.get(name)?.has(region) === true)),
  );
