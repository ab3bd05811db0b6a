import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toRecord, total } from '../../../src/core/money.ts';
import type { Cloud, Reading } from '../../../src/core/ports/cloud.ts';
import type { Address, Home } from '../../../src/core/ports/instance.ts';
import { plain } from '../../../src/core/text.ts';
import { allRegions, keyOf, recordOf } from '../../../src/core/watch/finding.ts';
import { rules, rulesCalled } from '../../../src/core/watch/rules/index.ts';
import type { Rule } from '../../../src/core/watch/rules/rule.ts';
import { partlyBlind, unreadable } from '../../partly-blind.ts';
import { inLine, openSweptHouse, type SweptHouse } from './house.ts';

let house: SweptHouse;
beforeAll(async () => {
  house = await openSweptHouse();
});
afterAll(() => house.close());
const reading: Reading = { signal: new AbortController().signal };
const prod = { name: 'demo-prod', id: '111122223333' };
const dev = { name: 'demo-dev', id: '444455556666' };
const inRegion = (region: string, account = dev): Home => ({ account, region });
const some = (...names: readonly string[]): readonly Rule[] => names.flatMap((name) => rulesCalled(name) ?? []);

describe('a sweep of the demo account', () => {
  it('by all rules finds this', async () => {
    const { findings, looked, gaps, source, asOf } = await house.sweeper()({}, rules, reading);
    expect(findings.map(inLine).toSorted()).toEqual([
      'demo-dev all regions | public-ipv4-total | 444455556666 | demo-dev | nobody | since ? | 80.3 | 22 public IPv4 addresses that AWS charges for',
      'demo-dev us-east-1 | address-on-loose-interface | eipalloc-2f89631f57bf9a4bc | 198.51.100.52 | nobody | since ? | 3.65 | on the interface eni-2f89631f57bf9a4bc, which is attached to nothing',
      'demo-dev us-east-1 | address-on-stopped-instance | eipalloc-05f0d2231c0b0ae42 | 198.51.100.31 | tariq | since 2026-11-23 | 3.65 | crawler-spot-3 is stopped, for 1 day',
      'demo-dev us-east-1 | address-on-stopped-instance | eipalloc-83c22e366262aef60 | 198.51.100.24 | lena | since 2026-11-18 | 3.65 | gpu-train-2 is stopped, for 6 days',
      'demo-dev us-east-1 | address-unassociated | eipalloc-9d066e0eebd2a40b3 | 198.51.100.45 | nobody | since ? | 3.65 | associated with nothing',
      'demo-dev us-east-1 | address-unassociated | eipalloc-a7d203e427b1f7faf | 198.51.100.38 | sam | since ? | 3.65 | associated with nothing',
      'demo-dev us-east-1 | instance-successor | i-a1c509df21cec49af | bastion | sam | since ? | 0.876 | its type t2.micro has the successor t3.micro, which costs $0.88 a month less',
      'demo-dev us-east-1 | instance-without-owner | i-e882bcaadb1e02e20 | - | nobody | since ? | ? | no tag says whose it is',
      'demo-dev us-east-1 | stopped-instance-volumes | i-05f0d2231c0b0ae42 | crawler-spot-3 | tariq | since 2026-11-23 | 1.6 | stopped for 1 day; its volume of 20 GiB goes on costing',
      'demo-dev us-east-1 | stopped-instance-volumes | i-0f36609659e0de170 | scratch | tariq | since 2026-11-13 | 0.64 | stopped for 11 days; its volume of 8 GiB goes on costing',
      'demo-dev us-east-1 | stopped-instance-volumes | i-388e38cff35b2f0b3 | batch-8 | tariq | since 2026-10-21 | 25.7 | stopped for 34 days; its 2 volumes of 540 GiB go on costing',
      'demo-dev us-east-1 | stopped-instance-volumes | i-83c22e366262aef60 | gpu-train-2 | lena | since 2026-11-18 | 16 | stopped for 6 days; its volume of 200 GiB goes on costing',
      'demo-dev us-east-1 | stopped-instance-volumes | i-b53bcf919f24746d7 | notebook | lena | since 2026-11-08 | 4.8 | stopped for 16 days; its volume of 60 GiB goes on costing',
      'demo-dev us-east-1 | stopped-instance-volumes | i-d29bc2541ef841f56 | batch-7 | tariq | since 2026-10-21 | 3.2 | stopped for 34 days; its volume of 40 GiB goes on costing',
      'demo-dev us-east-1 | stopped-instance-volumes | i-e6f0a1fbb43c89196 | vault | lena | since 2026-10-07 | 3.2 | stopped for 48 days; its volume of 40 GiB goes on costing',
      'demo-dev us-east-1 | volume-unattached | vol-442e4facff574be52 | - | tariq | since ? | 337.5 | attached to nothing (io1, 100 GiB, made 33 days ago)',
      'demo-dev us-east-1 | volume-unattached | vol-479158a86d8fba756 | - | nobody | since ? | 45 | attached to nothing (st1, 1000 GiB, made 600 days ago)',
      'demo-dev us-east-1 | volume-unattached | vol-7eedcae53cb88b131 | db-1 before upgrade | nobody | since ? | 30 | attached to nothing (gp2, 300 GiB, made 240 days ago)',
      'demo-prod all regions | public-ipv4-total | 111122223333 | demo-prod | nobody | since ? | 32.85 | at least 9 public IPv4 addresses that AWS charges for',
      'demo-prod ap-northeast-1 | stopped-instance-volumes | i-a5daf75309e66ad7d | edge-2 | kenji | since 2026-11-05 | ? | stopped for 19 days; its volume of 20 GiB goes on costing, not all of which has a known price',
      'demo-prod eu-west-1 | address-on-stopped-instance | eipalloc-eb1d2c2e43835cb4d | 198.51.100.101 | ole | since 2026-07-07 | 3.65 | sap-test is stopped, for 140 days',
      'demo-prod eu-west-1 | address-unassociated | eipalloc-00d8d3f11739d2f35 | 198.51.100.108 | ines | since ? | 3.65 | associated with nothing',
      'demo-prod eu-west-1 | stopped-instance-volumes | i-e0ce43032b0f6731b | search-eu-1 | tariq | since 2026-11-03 | 3.3 | stopped for 21 days; its volume of 30 GiB goes on costing',
      'demo-prod eu-west-1 | stopped-instance-volumes | i-eb1d2c2e43835cb4d | sap-test | ole | since 2026-07-07 | 132 | stopped for 140 days; its 2 volumes of 1200 GiB go on costing',
      'demo-prod us-east-1 | address-second | eipalloc-fe14010b4fe833038 | 198.51.100.59 | ines | since ? | 3.65 | a further address of ledger',
      'demo-prod us-east-1 | reservation-unused | cr-8486a0198adf1dad4 | launch day | ines | since ? | 496.4 | nothing uses its room for 2 c6i.2xlarge in us-east-1a',
      'demo-prod us-east-1 | volume-unattached | vol-766a4251e146b5c10 | - | nobody | since ? | 70 | attached to nothing (gp3, 500 GiB, made 71 days ago)',
    ]);
    const sums = (which: boolean): string =>
      toRecord(
        total(findings.flatMap(({ rule, perMonth }) => (some(rule)[0]?.sums === which && perMonth ? [perMonth] : []))),
      );
    expect([sums(true), sums(false)]).toEqual(['1195.766', '116.8']);
    expect(looked).toEqual({
      accounts: 2,
      regions: 3,
      unread: 0,
      things: { addresses: 16, instances: 41, volumes: 50, reservations: 2 },
    });
    expect(gaps).toEqual([]);
    expect(source).toEqual({ name: 'demo account' });
    expect(asOf).toBe(house.machine.clock.now());
  });

  it('gives each matter of each thing a key of its own, by which it is kept', async () => {
    const { findings } = await house.sweeper()({}, rules, reading);
    expect(new Set(findings.map(({ key }) => key)).size).toBe(findings.length);
    for (const one of findings) {
      const matter = some(one.rule)[0]?.matter;
      expect(one.key).toBe(keyOf(one, one.id, matter));
      expect(recordOf(one, 1)).toMatchObject({ key: one.key, says: plain(one.says()), since: one.since ?? 1 });
    }
  });

  it.each(rules)('by $id alone finds what it finds among all', async (rule) => {
    const sweep = house.sweeper();
    const [all, alone] = [await sweep({}, rules, reading), await sweep({}, [rule], reading)];
    expect(alone.findings.map(inLine).toSorted()).toEqual(
      all.findings
        .filter((one) => one.rule === rule.id)
        .map(inLine)
        .toSorted(),
    );
    for (const one of alone.findings) {
      expect(alone.covers(rule.id, one), one.id).toBe(true);
      expect(alone.isThere(one, one.id), one.id).toBe(true);
    }
  });

  it('tells what a tag marks as idle instead of calling it a second one, in whatever order the rules are named', async () => {
    const { cloud: own } = house;
    const cloud: Cloud = {
      ...own,
      async addressUses(...args) {
        const uses = await own.addressUses(...args);
        const tagged = (address: Address): Address => ({ ...address, tags: { ...address.tags, state: 'idle' } });
        return { ...uses, items: uses.items.map((use) => ({ ...use, address: tagged(use.address) })) };
      },
    };
    const sweep = house.sweeper({ cloud, idleTags: [{ key: 'state', value: 'idle' }] });
    for (const names of [
      ['address-second', 'address-idle-by-tag'],
      ['address-idle-by-tag', 'address-second'],
    ]) {
      const { findings } = await sweep({ accounts: ['demo-prod'] }, some(...names), reading);
      expect(findings.map(({ rule, label }) => `${rule} ${label}`).toSorted()).toEqual([
        'address-idle-by-tag 198.51.100.59',
        'address-idle-by-tag 198.51.100.66',
      ]);
    }
    const alone = await sweep({ accounts: ['demo-prod'] }, some('address-second'), reading);
    expect(alone.findings.map(({ rule, label }) => `${rule} ${label}`)).toEqual(['address-second 198.51.100.59']);
  });

  it('takes a rule once that is named twice', async () => {
    const { findings } = await house.sweeper()({}, some('volumes', 'volume-unattached', 'all'), reading);
    expect(findings.filter(({ rule }) => rule === 'volume-unattached')).toHaveLength(4);
  });

  it('looks where the scope says, and says what is no account or region', async () => {
    const scope = { accounts: ['demo-prod', 'nosuch'], regions: ['eu-west-1'] };
    const { findings, looked, gaps, covers } = await house.sweeper()(scope, rules, reading);
    expect(new Set(findings.map(({ account, region }) => `${account.name} ${region}`))).toEqual(
      new Set(['demo-prod eu-west-1', `demo-prod ${allRegions}`]),
    );
    expect(looked).toMatchObject({ accounts: 1, regions: 1 });
    expect(gaps.map(({ what }) => plain(what))).toEqual(['The demo account has no account nosuch.']);
    expect(covers('volume-unattached', inRegion('eu-west-1', prod))).toBe(true);
    expect(covers('volume-unattached', inRegion('us-east-1', prod))).toBe(false);
    expect(covers('volume-unattached', inRegion('eu-west-1'))).toBe(false);
  });

  it('by no rules looks nowhere', async () => {
    const { findings, looked, covers } = await house.sweeper()({}, [], reading);
    expect([findings, looked]).toEqual([[], { accounts: 0, regions: 0, unread: 0, things: {} }]);
    expect(covers('volume-unattached', inRegion('us-east-1'))).toBe(false);
  });

  it('ends with the reason of its signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(house.sweeper()({}, rules, { signal })).rejects.toThrow('enough');
  });
});

describe('what a sweep reads', () => {
  /** The lists that are read by these rules, each as often as it is. */
  const readBy = async (names: readonly string[]): Promise<readonly string[]> => {
    const read: string[] = [];
    const noting =
      <A extends readonly unknown[], T>(name: string, ask: (...args: A) => T) =>
      (...args: A): T => {
        read.push(name);
        return ask(...args);
      };
    const { cloud } = house;
    const noted: Cloud = {
      ...cloud,
      instances: noting('instances', cloud.instances),
      instancesById: noting('instances by id', cloud.instancesById),
      volumes: noting('volumes', cloud.volumes),
      addresses: noting('addresses', cloud.addresses),
      addressUses: noting('addresses with their holders', cloud.addressUses),
      reservations: noting('reservations', cloud.reservations),
      details: noting('details', cloud.details),
      dnsRecords: noting('records', cloud.dnsRecords),
    };
    await house.sweeper({ cloud: noted })({}, some(...names), reading);
    return read.toSorted();
  };

  it.each<[rules: string, lists: readonly string[]]>([
    ['idle-addresses', ['addresses with their holders']],
    ['address-second', ['addresses with their holders']],
    ['volume-unattached', ['volumes']],
    ['volumes', ['instances', 'volumes']],
    ['instance-successor', ['instances']],
    ['instance-without-owner', ['instances']],
    ['reservations', ['reservations']],
    ['public-ipv4-total', ['addresses', 'instances']],
    ['all', ['addresses', 'instances', 'reservations', 'volumes']],
  ])('by %s is %j, each once', async (names, lists) => {
    expect(await readBy([names])).toEqual(lists);
  });

  it('serves addresses by the list of instances where another rule reads it', async () => {
    expect(await readBy(['idle-addresses', 'instance-without-owner'])).toEqual(['addresses', 'instances']);
  });

  it('is told as one progress', async () => {
    const told: string[] = [];
    await house.sweeper()({}, rules, { ...reading, seen: (done, of) => told.push(`${done}/${of}`) });
    expect(told.at(-1)).toBe('1/1');
  });
});

describe('where not everything could be read', () => {
  const reads = ['instances', 'volumes', 'addresses', 'reservations'] as const;
  /** Whether a rule lacks nothing in an account's region although these reads failed there. */
  const coversAllTheSame = (id: string, blind: readonly string[], { account, region }: Home): boolean => {
    const lacks = (...wanted: readonly (typeof reads)[number][]) => wanted.some((one) => blind.includes(one));
    switch (id) {
      case 'stopped-instance-volumes':
        return !lacks('instances', 'volumes');
      case 'volume-unattached':
        return !lacks('volumes');
      case 'instance-successor':
      case 'instance-without-owner':
        return !lacks('instances');
      case 'reservation-unused':
        return !lacks('reservations');
      case 'public-ipv4-total':
        return !lacks('addresses', 'instances');
      default: {
        // Elastic IPs of the demo account are on instances there.
        const onInstances = account.name === 'demo-prod' || region === 'us-east-1';
        return !lacks('addresses') && !(lacks('instances') && onInstances);
      }
    }
  };

  it('a rule covers a region only where all was read that it looks at, and what was not read is not found', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...reads]), fc.constantFrom('us-east-1', 'eu-west-1'), async (blind, region) => {
        const cloud = partlyBlind(house.cloud, region, blind);
        const sweep = await house.sweeper({ cloud })({}, rules, reading);
        expect(sweep.gaps.map(({ what }) => plain(what))).toEqual(
          blind.length === 0 ? [] : [plain(unreadable(region).what)],
        );
        for (const { id, over } of rules)
          for (const account of [prod, dev]) {
            const covered = coversAllTheSame(id, blind, { account, region });
            const where = over === 'counts' ? allRegions : region;
            expect(sweep.covers(id, { account, region: where }), `${id} ${account.name}`).toBe(covered);
            if (over !== 'counts') expect(sweep.covers(id, inRegion('ap-northeast-1', account)), id).toBe(true);
          }
        for (const one of sweep.findings)
          if (one.region === region)
            expect(
              blind.some((read) => `${one.is}es` === read || `${one.is}s` === read),
              one.key,
            ).toBe(false);
      }),
      { numRuns: 32 },
    );
  });

  it('says of what is there that it is, and of nothing else', async () => {
    const sweep = await house.sweeper({ cloud: partlyBlind(house.cloud, 'eu-west-1', ['addresses']) })(
      {},
      rules,
      reading,
    );
    const { items: volumes } = await house.cloud.volumes({}, reading);
    const { items: instances } = await house.cloud.instances({}, reading);
    const { items: addresses } = await house.cloud.addresses({}, reading);
    for (const one of volumes) {
      expect(sweep.isThere(one, one.id)).toBe(true);
      expect(sweep.isThere({ ...one, region: 'xx-test-1' }, one.id)).toBe(false);
    }
    for (const one of instances)
      expect(sweep.isThere(one, one.id)).toBe(one.state !== 'terminated' && one.state !== 'shutting-down');
    for (const one of addresses) expect(sweep.isThere(one, one.allocationId ?? '')).toBe(one.region !== 'eu-west-1');
    expect(sweep.isThere(inRegion('us-east-1'), 'vol-nosuch')).toBe(false);
    expect(sweep.isThere({ account: dev, region: allRegions }, dev.id)).toBe(true);
    expect(sweep.isThere({ account: { name: 'other', id: '777788889999' }, region: allRegions }, '777788889999')).toBe(
      false,
    );
  });

  it('counts at least what was read', async () => {
    const { findings } = await house.sweeper({ cloud: partlyBlind(house.cloud, 'eu-west-1', ['instances']) })(
      {},
      some('public-ipv4-total'),
      reading,
    );
    expect(findings.map(({ label, says }) => `${label}: ${plain(says())}`).toSorted()).toEqual([
      'demo-dev: at least 22 public IPv4 addresses that AWS charges for',
      'demo-prod: at least 8 public IPv4 addresses that AWS charges for',
    ]);
  });
});
