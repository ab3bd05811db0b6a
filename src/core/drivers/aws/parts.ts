import type { Address } from '../../ports/instance.ts';
import { NotHere } from '../../ports/jobs.ts';
import type { Part, PartLists, PartName, Parts } from '../../ports/parts.ts';
import { isProblem } from '../../problem.ts';
import type { AccountConfig } from './account.ts';
import { usesIn } from './addresses.ts';
import { everything, some, source, type Ask, type AskPair } from './ask.ts';
import type { Identify } from './identify.ts';

/** How the whole of each list is asked of one pair. */
export const wholeLists = ({
  pages,
}: Pick<Ask, 'pages'>): { readonly [N in Exclude<PartName, 'uses'>]: AskPair<PartLists[N]> } => ({
  instances: (client, pair, signal, failed) => pages('DescribeInstances', client, pair, everything, signal, failed),
  volumes: (client, pair, signal, failed) => pages('DescribeVolumes', client, pair, everything, signal, failed),
  addresses: (client, pair, signal, failed) => pages('DescribeAddresses', client, pair, {}, signal, failed),
  reservations: (client, pair, signal, failed) =>
    // Without it those that others share with the account are told as well, and whoever owns them pays.
    pages('DescribeCapacityReservations', client, pair, some('owner-id', [pair.account.id]), signal, failed),
});

/** See {@link Parts}. Where a part is read, its account must be known by the same name, with credentials of the same account. */
export function createParts(accounts: readonly AccountConfig[], identify: Identify, ask: Ask): Parts {
  const whole = wholeLists(ask);
  const asked = (wantsDetails: (address: Address) => boolean): { readonly [N in PartName]: AskPair<PartLists[N]> } => ({
    ...whole,
    uses: (client, pair, signal, failed) => usesIn(ask, client, pair, wantsDetails, failed, signal),
  });
  return {
    source,
    async places(scope, reading) {
      const { pairs, gaps } = await ask.pairsOf(scope, reading);
      return { homes: pairs.map(({ account, region }) => ({ account, region })), gaps };
    },
    async read<N extends PartName>(
      { account, region }: Parameters<Parts['read']>[0],
      list: N,
      signal: AbortSignal,
      wantsDetails: (address: Address) => boolean,
    ): Promise<Part<PartLists[N]>> {
      const config = accounts.find(({ name }) => name === account.name);
      if (config === undefined) throw new NotHere(`account ${account.name} is not configured here`);
      const own = await identify(config, signal);
      if (isProblem(own))
        return { items: [], failures: [{ account: account.name, region, what: undefined, problem: own }] };
      if (own.id !== account.id)
        throw new NotHere(`account ${account.name} is ${own.id} here, and ${account.id} for whoever asked`);
      return ask.part({ config, account, region }, signal, asked(wantsDetails)[list]);
    },
  };
}
