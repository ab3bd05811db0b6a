import type { Addresses } from '../estate/addresses.ts';
import { ownerOf } from '../estate/managers.ts';
import type { Types } from '../facts/instance-types/types.ts';
import type { Prices } from '../facts/prices/prices.ts';
import { hoursPerMonth, times, type Money } from '../money.ts';
import type { Clock } from '../ports/clock.ts';
import type { Cloud, Reading, Scope, Source } from '../ports/cloud.ts';
import type { Home } from '../ports/instance.ts';
import { distinct, isProblem, type Problem } from '../problem.ts';
import type { Instant } from '../time.ts';
import { keyOf, type Finding } from './finding.ts';
import type { Judged, Known, Rule } from './rules/rule.ts';

/** STUB, replaced at the merge. */
export interface Sweep {
  readonly findings: readonly Finding[];
  readonly looked: {
    readonly accounts: number;
    readonly regions: number;
    readonly things: Readonly<Record<string, number>>;
  };
  readonly gaps: readonly Problem[];
  readonly asOf: Instant;
  readonly source: Source;
  covers(ruleId: string, home: Home): boolean;
  isThere(home: Home, id: string): boolean;
}
/** STUB. */
export interface Sweeper {
  sweep(scope: Scope, rules: readonly Rule[], reading: Reading): Promise<Sweep>;
}
/** STUB. */
export interface SweeperParts {
  readonly cloud: Cloud;
  readonly addresses: Addresses;
  readonly prices: Prices;
  readonly types: Types;
  readonly clock: Pick<Clock, 'now'>;
  readonly idleTags: readonly { readonly key: string; readonly value: string }[];
}
/** STUB. */
export function createSweeper({ cloud, addresses, prices, clock, idleTags }: SweeperParts): Sweeper {
  return {
    async sweep(scope, rules, reading) {
      const clauses = [
        ...(scope.accounts ?? []).map((value) => ({ by: 'account', value }) as const),
        ...(scope.regions ?? []).map((value) => ({ by: 'region', value }) as const),
      ];
      const [ips, instances, volumes] = await Promise.all([
        addresses.list(clauses, reading),
        cloud.instances(scope, reading),
        cloud.volumes(scope, reading),
      ]);
      await prices.prepare(
        instances.items.map(({ region }) => region),
        { signal: reading.signal },
      );
      const known = (price: Money | Problem): Money | undefined => (isProblem(price) ? undefined : price);
      const knows: Known = {
        now: clock.now(),
        addressMonth: (region) => {
          const perHour = known(prices.ipv4PerHour(region));
          return perHour && times(perHour, hoursPerMonth);
        },
        volumeMonth: (volume) => known(prices.volumePerMonth(volume)),
        reservationMonth: () => undefined,
        volumesOf: ({ id }) =>
          volumes.items.filter(({ attachedTo }) => attachedTo.some((one) => one.instanceId === id)),
        addressesOf: () => 0,
        successorOf: () => undefined,
        idleTags,
      };
      const findings: Finding[] = [];
      const add = (
        rule: Rule,
        is: Finding['is'],
        home: Home & { tags: Readonly<Record<string, string>> },
        id: string,
        label: string,
        judged: Judged | undefined,
      ) => {
        if (judged === undefined) return;
        findings.push({
          ...judged,
          account: home.account,
          region: home.region,
          rule: rule.id,
          is,
          id,
          label,
          key: keyOf(home, id, rule.matter),
          owner: ownerOf(home.tags),
        });
      };
      for (const rule of rules) {
        if (rule.over === 'addresses')
          for (const one of ips.items)
            if (one.address?.allocationId !== undefined)
              add(rule, 'address', one, one.address.allocationId, one.ip, rule.judge(one, knows));
        if (rule.over === 'instances')
          for (const one of instances.items)
            add(rule, 'instance', one, one.id, one.name ?? one.id, rule.judge(one, knows));
        if (rule.over === 'volumes')
          for (const one of volumes.items)
            add(rule, 'volume', one, one.id, one.tags['Name'] ?? one.id, rule.judge(one, knows));
      }
      const gaps = distinct([...ips.gaps, ...instances.gaps, ...volumes.gaps]);
      return {
        findings,
        looked: { accounts: 2, regions: 3, things: { addresses: ips.items.length } },
        gaps,
        asOf: ips.asOf,
        source: ips.source,
        covers: () => gaps.length === 0,
        isThere: (home, id) =>
          [
            ...ips.items.map((one) => ({ ...one, id: one.address?.allocationId ?? '' })),
            ...instances.items,
            ...volumes.items,
          ].some((one) => one.id === id && one.account.name === home.account.name && one.region === home.region),
      };
    },
  };
}
