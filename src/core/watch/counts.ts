import type { PublicAddress } from '../estate/judge.ts';
import { times, total } from '../money.ts';
import type { Scan } from '../ports/cloud.ts';
import type { Account, Home, Instance } from '../ports/instance.ts';
import { inSlices } from '../slices.ts';
import type { AddressCount, Known } from './rules/rule.ts';

/** Counts the Elastic IPs of each account, and the addresses that AWS lends to its instances, in slices. */
export async function countsOf(
  elastic: Scan<PublicAddress>,
  instances: Scan<Instance>,
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
  const add = ({ account, region }: Home): void => {
    const { byRegion } = countOf(account);
    byRegion.set(region, (byRegion.get(region) ?? 0) + 1);
  };
  await inSlices(
    elastic.items,
    (one) => {
      if (one.verdict.charged === 'yes') add(one);
      else if (one.verdict.charged === 'unknown') countOf(one.account).unsure = true;
    },
    signal,
  );
  await inSlices(
    instances.items,
    (one) => {
      if (one.publicIp?.kind === 'auto-assigned') add(one);
    },
    signal,
  );
  for (const { account } of [...elastic.homes.partly, ...instances.homes.partly]) countOf(account).unsure = true;
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
