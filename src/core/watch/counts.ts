import type { PublicAddress } from '../estate/judge.ts';
import { times, total } from '../money.ts';
import type { Scan } from '../ports/cloud.ts';
import type { Account } from '../ports/instance.ts';
import { inSlices } from '../slices.ts';
import type { AddressCount, Known } from './rules/rule.ts';

/** Counts the addresses of each account, in slices. */
export async function countsOf(
  { items, homes }: Scan<PublicAddress>,
  { addressMonth }: Pick<Known, 'addressMonth'>,
  signal: AbortSignal,
): Promise<readonly AddressCount[]> {
  const accounts = new Map<
    string,
    { readonly account: Account; readonly byRegion: Map<string, number>; unsure: boolean }
  >();
  const countOf = (account: Account) => {
    const key = account.id || account.name;
    const known = accounts.get(key) ?? { account, byRegion: new Map<string, number>(), unsure: false };
    accounts.set(key, known);
    return known;
  };
  await inSlices(
    items,
    ({ account, region, verdict }) => {
      const count = countOf(account);
      if (verdict.charged === 'yes') count.byRegion.set(region, (count.byRegion.get(region) ?? 0) + 1);
      else if (verdict.charged === 'unknown') count.unsure = true;
    },
    signal,
  );
  for (const { account } of homes.partly) countOf(account).unsure = true;
  return [...accounts.values()].map(({ account, byRegion, unsure }) => {
    const months = [...byRegion].map(([region, count]) => {
      const month = addressMonth(region);
      return month && times(month, count);
    });
    const known = months.filter((month) => month !== undefined);
    return {
      account,
      charged: [...byRegion.values()].reduce((sum, count) => sum + count, 0),
      perMonth: known.length < months.length ? undefined : total(known),
      atLeast: unsure,
    };
  });
}
