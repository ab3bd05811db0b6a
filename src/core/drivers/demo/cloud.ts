import { nearest } from '../../near.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Cloud, Listing, Reading, Scope, Source } from '../../ports/cloud.ts';
import type { Account } from '../../ports/instance.ts';
import type { Problem } from '../../problem.ts';
import { inSlices } from '../../slices.ts';
import { code, list, say } from '../../text.ts';
import type { DemoAddress, DemoEc2, DemoInstance, DemoVolume } from './ec2.ts';
import { addressNoun, instanceNoun, interfaceNoun, volumeNoun } from './nouns.ts';

const source: Source = { name: 'demo account' };

/** The reads of the demo account. A record that has not changed is the same object as before, so long lists cost little. */
export function createDemoCloud({ ec2, clock }: { readonly ec2: DemoEc2; readonly clock: Clock }): Cloud {
  const accounts = new Map<string, Account>(ec2.accounts.map((account) => [account.id, account]));
  const unknown: Account = { name: 'unknown', id: '' };
  const accountOf = (id: string): Account => accounts.get(id) ?? unknown;
  const instanceOf = remembered((one: DemoInstance) => instanceNoun(one, accountOf(one.accountId)));
  const volumeOf = remembered((one: DemoVolume) => volumeNoun(one, accountOf(one.accountId)));
  const addressOf = remembered((one: DemoAddress) => addressNoun(one, accountOf(one.accountId)));

  const within = (
    scope: Scope,
  ): { readonly fits: (one: { accountId: string; region: string }) => boolean; readonly gaps: readonly Problem[] } => {
    const names = ec2.accounts.flatMap(({ name, id }) => [name, id]);
    const wanted =
      scope.accounts &&
      new Set(
        ec2.accounts
          .filter(({ name, id }) => scope.accounts?.includes(name) || scope.accounts?.includes(id))
          .map(({ id }) => id),
      );
    const regions = scope.regions && new Set(scope.regions);
    return {
      fits: (one) => (wanted?.has(one.accountId) ?? true) && (regions?.has(one.region) ?? true),
      gaps: [
        ...(scope.accounts ?? [])
          .filter((name) => !names.includes(name))
          .map((name) => notLookedAt('account', name, names)),
        ...(scope.regions ?? [])
          .filter((name) => !ec2.regions.includes(name))
          .map((name) => notLookedAt('region', name, ec2.regions)),
      ],
    };
  };

  /** Walks one of the world's maps; its order is the maps' own. */
  const walk = async <From extends { accountId: string; region: string }, To>(
    from: Iterable<From>,
    scope: Scope,
    reading: Reading,
    to: (one: From) => To,
  ): Promise<Listing<To>> => {
    const { fits, gaps } = within(scope);
    const items: To[] = [];
    // The engine may go on while this walk gives the event loop its turns: each record is whole, as with AWS's pages.
    await inSlices(
      from,
      (one) => {
        if (fits(one)) items.push(to(one));
      },
      reading.signal,
    );
    reading.seen?.(1, 1);
    return { items, gaps, asOf: clock.now(), source };
  };

  return {
    demo: true,
    homes: async () => ec2.accounts.map((account) => ({ account, regions: ec2.regions })),
    async instances(scope, reading) {
      reading.signal.throwIfAborted();
      return walk((await ec2.world()).instances.values(), scope, reading, instanceOf);
    },
    async instancesById(ids, reading) {
      reading.signal.throwIfAborted();
      const { instances, at } = await ec2.world();
      const items = ids.flatMap(({ id, account, region }) => {
        const one = instances.get(id);
        return one !== undefined && one.accountId === account.id && one.region === region ? [instanceOf(one)] : [];
      });
      return { items, gaps: [], asOf: at, source };
    },
    async volumes(scope, reading, of) {
      reading.signal.throwIfAborted();
      const { volumes, at } = await ec2.world();
      if (of === undefined) return walk(volumes.values(), scope, reading, volumeOf);
      const items = of
        .flatMap(({ disks }) => disks.flatMap(({ volumeId }) => volumes.get(volumeId) ?? []))
        .map(volumeOf);
      return { items, gaps: [], asOf: at, source };
    },
    async addresses(scope, reading) {
      reading.signal.throwIfAborted();
      return walk((await ec2.world()).addresses.values(), scope, reading, addressOf);
    },
    async interfaces(ids, reading) {
      reading.signal.throwIfAborted();
      const { interfaces, at } = await ec2.world();
      const items = ids.flatMap(({ id, account }) => {
        const one = interfaces.get(id);
        return one !== undefined && one.accountId === account.id ? [interfaceNoun(one, account)] : [];
      });
      return { items, gaps: [], asOf: at, source };
    },
    async addressDetails(addresses, reading) {
      reading.signal.throwIfAborted();
      const { addresses: now, at } = await ec2.world();
      const items = addresses.flatMap(({ allocationId }) => {
        const one = now.get(allocationId ?? '');
        if (one === undefined) return [];
        return [
          {
            allocationId: one.allocationId,
            transfer: one.transferTo === undefined ? ('none' as const) : { toAccount: one.transferTo },
            reverseDns: one.reverseDns ?? '',
          },
        ];
      });
      return { items, gaps: [], asOf: at, source };
    },
    async dnsRecords(addresses, reading) {
      reading.signal.throwIfAborted();
      const { records, at } = await ec2.world();
      const items = records.filter(({ ip, accountId }) =>
        addresses.some(({ publicIp, account }) => publicIp === ip && account.id === accountId),
      );
      return { items: items.map(({ ip, name, zone }) => ({ ip, name, zone })), gaps: [], asOf: at, source };
    },
    async details(instances, reading) {
      reading.signal.throwIfAborted();
      const { instances: now, at } = await ec2.world();
      const items = instances.flatMap(({ id }) => {
        const one = now.get(id);
        if (one === undefined) return [];
        const { stopProtected, terminationProtected, spot } = one;
        return [
          {
            id,
            stopProtected,
            terminationProtected,
            ...(spot && { spotRequest: { type: spot.type, state: spot.state } }),
          },
        ];
      });
      return { items, gaps: [], asOf: at, source };
    },
  };
}

const notLookedAt = (kind: 'account' | 'region', name: string, known: readonly string[]): Problem => {
  const near = nearest(name, known);
  return {
    problem: kind === 'region' ? 'unknown-region' : 'bad-value',
    what: say`The demo account has no ${kind} ${code(name)}.`,
    todo: say`${near.length > 0 ? 'Did you mean' : 'There are'} ${list((near.length > 0 ? near : known).map(code), 'or')}?`,
  };
};

/** The same answer for the same record. */
function remembered<From extends object, To>(make: (from: From) => To): (from: From) => To {
  const made = new WeakMap<From, { readonly to: To }>();
  return (from) => {
    const known = made.get(from);
    if (known !== undefined) return known.to;
    const to = make(from);
    made.set(from, { to });
    return to;
  };
}
