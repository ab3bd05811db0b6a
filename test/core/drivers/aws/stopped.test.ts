import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Listing, Reading } from '../../../../src/core/ports/cloud.ts';
import { plain } from '../../../../src/core/text.ts';
import { openAwsHouse, type AwsHouseOptions } from './house.ts';

type House = Awaited<ReturnType<typeof openAwsHouse>>;
const reading = (): Reading => ({ signal: AbortSignal.timeout(30_000) });
const homeRegions = ['us-east-1', 'eu-west-1', 'ap-northeast-1'];
/** More than there are turns; but for three of them nothing is there. */
const manyRegions = [...homeRegions, ...Array.from({ length: 37 }, (_, index) => `xx-test-${index + 1}`)];
const prodIn = (regions: readonly string[]): NonNullable<AwsHouseOptions['accounts']> => [
  { name: 'demo-prod', profile: 'prod', regions },
];
const words = ({ gaps }: Listing<unknown>): readonly string[] => gaps.map(({ what }) => plain(what));
const never = new Promise(() => {});

let house: House;
const open = async (accounts: NonNullable<AwsHouseOptions['accounts']>): Promise<House> => {
  house = await openAwsHouse({ accounts });
  return house;
};
afterEach(() => house.close());
/** Waits for what the peer has seen. */
const asked = (service: string, count: number) =>
  vi.waitFor(() => expect(house.peer.seen.filter((one) => one.service === service).length).toBe(count));

describe('a read that is stopped', () => {
  it('tells what was read of a long scan until then, and what was not', async () => {
    const { cloud, peer } = await open(prodIn(manyRegions));
    // Only the places that hold anything answer.
    peer.fault = ({ service, region }) =>
      service === 'ec2' && !homeRegions.includes(region) ? { until: never } : undefined;
    const whole = await cloud.addresses({ regions: homeRegions }, reading());
    peer.seen.splice(0);
    const stop = new AbortController();
    const found = await cloud.addresses(
      {},
      {
        ...reading(),
        stop: stop.signal,
        seen: (done) => done === homeRegions.length && stop.abort(new Error('enough')),
      },
    );
    const ips = ({ items }: typeof found) => items.map(({ publicIp }) => publicIp).toSorted();
    expect(ips(found)).toEqual(ips(whole));
    expect(words(found)).toEqual([
      expect.stringMatching(
        /^37 regions of demo-prod \(xx-test-\d+(?:, xx-test-\d+){4} and 32 more\): not read before the stop\.$/,
      ),
    ]);
    expect(found.gaps[0]?.problem).toBe('interrupted');
    expect(peer.seen.length, 'nothing more is asked').toBeLessThanOrEqual(homeRegions.length + 25);
  });

  it('names the accounts that could not be entered until then, and no region that they may have', async () => {
    const { cloud, peer } = await open([
      { name: 'demo-prod', profile: 'prod', regions: 'all' },
      { name: 'demo-dev', profile: 'dev', regions: ['eu-west-1'] },
    ]);
    peer.fault = ({ service, accountId }) =>
      service === 'sts' && accountId === '111122223333' ? { until: never } : undefined;
    const stop = new AbortController();
    const found = cloud.volumes({ regions: ['us-east-2', 'eu-west-1'] }, { ...reading(), stop: stop.signal });
    await asked('sts', 2);
    stop.abort(new Error('enough'));
    expect(words(await found)).toContain('account demo-prod: not read before the stop.');
    expect(words(await found).join()).not.toContain('configured');
  });

  it('tells no half of a place: its other pages would look as if they were not there', async () => {
    const { cloud, peer } = await open(prodIn(['us-east-1']));
    let pages = 0;
    peer.fault = ({ action }) => (action === 'DescribeInstances' && (pages += 1) > 1 ? { until: never } : undefined);
    const stop = new AbortController();
    const found = cloud.instances({}, { ...reading(), stop: stop.signal });
    await asked('ec2', 2);
    stop.abort(new Error('enough'));
    expect((await found).items).toEqual([]);
    expect(words(await found)).toEqual(['demo-prod in us-east-1: not read before the stop.']);
  });

  it('is told to all who joined it where all of them stop; who stops alone leaves the others to it', async () => {
    const { cloud, peer } = await open(prodIn(['us-east-1', 'eu-west-1']));
    let go = (): void => {};
    const until = new Promise<void>((resolve) => (go = resolve));
    peer.fault = ({ region, service }) => (service === 'ec2' && region === 'eu-west-1' ? { until } : undefined);
    const join = () => {
      const stop = new AbortController();
      let done = (): void => {};
      const began = new Promise<void>((resolve) => (done = resolve));
      const found = cloud.instances({}, { ...reading(), joins: true, stop: stop.signal, seen: () => done() });
      return { found, began, stop: () => stop.abort(new Error('enough')) };
    };
    const [maria, kenji] = [join(), join()];
    await Promise.all([maria.began, kenji.began]);
    maria.stop();
    await expect(maria.found).rejects.toThrow('enough');
    kenji.stop();
    expect(words(await kenji.found)).toEqual(['demo-prod in eu-west-1: not read before the stop.']);
    expect((await kenji.found).items.length).toBeGreaterThan(5);
    go();
    expect(words(await join().found), 'who comes then gets all of it').toEqual([]);
  });
});
