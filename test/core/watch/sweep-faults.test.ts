import { afterEach, describe, expect, it } from 'vitest';
import { createDemoCloud } from '../../../src/core/drivers/demo/cloud.ts';
import { createAddresses } from '../../../src/core/estate/addresses.ts';
import { openTypes } from '../../../src/core/facts/instance-types/types.ts';
import type { Cloud, Reading } from '../../../src/core/ports/cloud.ts';
import type { Home } from '../../../src/core/ports/instance.ts';
import { plain } from '../../../src/core/text.ts';
import { secondMs } from '../../../src/core/time.ts';
import { allRegions } from '../../../src/core/watch/finding.ts';
import { rules, rulesCalled } from '../../../src/core/watch/rules/index.ts';
import type { Rule } from '../../../src/core/watch/rules/rule.ts';
import { createSweeper, type Sweep } from '../../../src/core/watch/sweep.ts';
import type { Fault, SeenRequest } from '../../peers/aws/server.ts';
import { openAwsHouse, regions, type AwsHouseOptions } from '../drivers/aws/house.ts';
import { inLine } from './house.ts';

type House = Awaited<ReturnType<typeof openAwsHouse>>;
const reading = (): Reading => ({ signal: AbortSignal.timeout(30_000) });
const prod = { name: 'demo-prod', id: '111122223333' };
const dev = { name: 'demo-dev', id: '444455556666' };
const homes: readonly Home[] = [prod, dev].flatMap((account) => regions.map((region) => ({ account, region })));

let house: House;
const open = async (accounts?: AwsHouseOptions['accounts']): Promise<House> => {
  house = await openAwsHouse(accounts && { accounts });
  return house;
};
afterEach(() => house.close());

async function sweepOf(some: readonly Rule[], cloud: Cloud = house.cloud): Promise<Sweep> {
  const { store, clock, log, typeReads: reads, accountReads: account } = house;
  const [prices, types] = [await house.openPrices(), await openTypes({ reads, account, store, clock, log })];
  const sweep = createSweeper({ cloud, addresses: createAddresses(cloud, clock), prices, types, clock, idleTags: [] });
  return sweep({}, some, reading());
}
const called = (name: string): readonly Rule[] => rulesCalled(name) ?? [];
/** Where a rule does not cover, `demo-dev us-east-1`. */
const uncovered = ({ covers }: Sweep, rule: string, among = homes): readonly string[] =>
  among.flatMap((home) => (covers(rule, home) ? [] : [`${home.account.name} ${home.region}`]));
/** Lets time pass on the fake clock until this ends. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let over = false;
  const end = () => (over = true);
  work.then(end, end);
  while (!over) await house.pass(secondMs);
  return work;
}
const words = ({ gaps }: Sweep): readonly string[] => gaps.map(({ what }) => plain(what));

describe('a sweep of AWS', () => {
  it('finds what a sweep of the same account without AWS in between finds, and covers everything', async () => {
    const { ec2, clock } = await open();
    const found = await sweepOf(rules);
    const own = await sweepOf(rules, createDemoCloud({ ec2, clock }));
    expect(found.findings.map(inLine).toSorted()).toEqual(own.findings.map(inLine).toSorted());
    expect(found.findings.length).toBeGreaterThan(20);
    expect(found.looked).toEqual(own.looked);
    expect(found.gaps).toEqual([]);
    expect(found.source).toEqual({ name: 'AWS' });
    for (const { id, over } of rules) if (over !== 'counts') expect(uncovered(found, id)).toEqual([]);
  });

  const only =
    (api: string, { account, region }: Home, fault: (calls: number) => Fault | undefined) =>
    (seen: SeenRequest): Fault | undefined => {
      const isIt = (one: SeenRequest) => one.action === api && one.accountId === account.id && one.region === region;
      return isIt(seen) ? fault(house.peer.seen.filter(isIt).length) : undefined;
    };
  const virginia: Home = { account: dev, region: 'us-east-1' };

  it('does not cover a region where one list is refused, names it, and covers the others', async () => {
    const { peer } = await open();
    peer.fault = only('DescribeVolumes', virginia, () => ({ refuse: 'UnauthorizedOperation' }));
    const found = await sweepOf(rules);
    for (const id of ['volume-unattached', 'stopped-instance-volumes'])
      expect(uncovered(found, id)).toEqual(['demo-dev us-east-1']);
    for (const id of ['address-unassociated', 'instance-successor', 'instance-without-owner', 'reservation-unused'])
      expect(uncovered(found, id)).toEqual([]);
    expect(words(found)).toEqual([
      expect.stringMatching(/^demo-dev in us-east-1: AWS refused: the role lacks the right/),
    ]);
    expect(found.findings.filter(({ is, account }) => is === 'volume' && account.id === dev.id)).toEqual([]);
  });

  it('does not cover a region of which one page failed, and finds nothing in the half of it that came', async () => {
    const { peer } = await open();
    peer.fault = only('DescribeInstances', virginia, (calls) =>
      calls > 2 ? { refuse: 'InvalidPaginationToken' } : undefined,
    );
    const found = await sweepOf([...called('instances'), ...called('public-ipv4-total')]);
    for (const id of ['stopped-instance-volumes', 'instance-successor', 'instance-without-owner'])
      expect(uncovered(found, id)).toEqual(['demo-dev us-east-1']);
    const totals = [prod, dev].map((account) => found.covers('public-ipv4-total', { account, region: allRegions }));
    expect(totals).toEqual([true, false]);
    expect(
      found.findings.filter(
        ({ is, region, account }) => is === 'instance' && region === 'us-east-1' && account.id === dev.id,
      ),
    ).toEqual([]);
    expect(words(found).join()).toContain('demo-dev in us-east-1');
  });

  it('covers everything after AWS was too busy for a moment', async () => {
    const { peer } = await open();
    peer.fault = only('DescribeAddresses', virginia, (calls) => (calls === 1 ? 'throttle' : undefined));
    const found = await inTime(sweepOf(called('idle-addresses')));
    expect(peer.seen.filter(only('DescribeAddresses', virginia, () => 'throttle'))).toHaveLength(2);
    expect(words(found)).toEqual([]);
    expect(uncovered(found, 'address-unassociated')).toEqual([]);
  });

  it('does not cover a region where AWS stays too busy', async () => {
    const { peer } = await open();
    peer.fault = only('DescribeVolumes', virginia, () => 'throttle');
    const found = await inTime(sweepOf(called('volumes')));
    expect(uncovered(found, 'volume-unattached')).toEqual(['demo-dev us-east-1']);
    expect(uncovered(found, 'stopped-instance-volumes')).toEqual(['demo-dev us-east-1']);
    expect(words(found).join()).toContain('demo-dev in us-east-1');
  });

  it('does not cover where it must not know whether an address is offered to another account', async () => {
    const { peer } = await open();
    peer.fault = ({ action, accountId }) =>
      action === 'DescribeAddressTransfers' && accountId === dev.id ? { refuse: 'UnauthorizedOperation' } : undefined;
    const found = await sweepOf(called('idle-addresses'));
    expect(uncovered(found, 'address-unassociated')).toEqual(['demo-dev us-east-1']);
    // Asked for what idles by itself, and again for what its interface or instance lets idle: told once.
    expect(words(found)).toEqual([
      expect.stringContaining('the transfers in demo-dev in us-east-1: AWS refused: the role lacks the right'),
    ]);
    const [loose] = found.findings.filter(({ rule }) => rule === 'address-on-loose-interface');
    expect(plain(loose?.says() ?? [])).toContain('whether it is offered to another account could not be read');
  });

  it('tells an account that cannot be entered, which it does not cover and does not count', async () => {
    await open([
      { name: 'stranger', profile: 'stranger', regions },
      { name: 'demo-dev', profile: 'dev', regions },
    ]);
    const found = await sweepOf(rules);
    expect(found.looked).toMatchObject({ accounts: 1, regions: 3 });
    const strange = { account: { name: 'stranger', id: '' }, region: 'us-east-1' };
    for (const { id } of rules) expect(found.covers(id, strange)).toBe(false);
    expect(words(found).join()).toContain('account stranger');
    expect(
      uncovered(
        found,
        'volume-unattached',
        homes.filter(({ account }) => account === dev),
      ),
    ).toEqual([]);
  });

  it('has nothing looked at where nobody could be asked', async () => {
    const { peer } = await open();
    peer.fault = ({ service }) => (service === 'ec2' ? { refuse: 'UnauthorizedOperation' } : undefined);
    const found = await sweepOf(rules);
    expect(found.findings).toEqual([]);
    expect(found.looked).toEqual({
      accounts: 0,
      regions: 0,
      unread: 6,
      things: { addresses: 0, instances: 0, volumes: 0, reservations: 0 },
    });
    for (const { id } of rules) expect(uncovered(found, id)).toHaveLength(homes.length);
  });
});
