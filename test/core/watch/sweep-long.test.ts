import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Volume } from '../../../src/core/ports/instance.ts';
import { rules, rulesCalled } from '../../../src/core/watch/rules/index.ts';
import { estateOf, memoryCloud, type Estate } from '../../memory-cloud.ts';
import { openSweptHouse, type SweptHouse } from './house.ts';

let house: SweptHouse;
beforeAll(async () => {
  house = await openSweptHouse();
});
afterAll(() => house.close());
const reading = { signal: new AbortController().signal };
const sweepOf = (estate: Estate, some = rules) => house.sweeper({ cloud: memoryCloud(estate) })({}, some, reading);

/** Keeps the thread busy, so that a slice of a list is soon over. */
const work = (ms: number): void => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

describe('a sweep of long lists', () => {
  it('looks at few things in each turn of the event loop, however many there are', async () => {
    const estate = estateOf(700);
    let turn = 0;
    let ended = false;
    const looked = new Map<number, Set<object>>();
    const count = (): void => {
      turn += 1;
      if (!ended) setImmediate(count);
    };
    /** Each thing notes in which turns it is looked at. */
    const watched = <T extends object>(things: readonly T[]): readonly T[] =>
      things.map(
        (thing) =>
          new Proxy(thing, {
            get(target, key, receiver) {
              // A stride takes longer than a slice may, however fast the machine is: each walk goes on by one a turn.
              work(0.04);
              const now = looked.get(turn) ?? new Set();
              looked.set(turn, now.add(target));
              return Reflect.get(target, key, receiver);
            },
          }),
      );
    const cloud = memoryCloud({
      addresses: watched(estate.addresses),
      instances: watched(estate.instances),
      interfaces: estate.interfaces,
      volumes: watched(estate.volumes),
      reservations: watched(estate.reservations),
    });
    // Those that this cloud makes of its lists, it makes before anybody looks.
    await cloud.addressUses({}, reading, () => false);
    for (const some of [rulesCalled('idle-addresses') ?? [], rules]) {
      looked.clear();
      ended = false;
      setImmediate(count);
      const { findings } = await house.sweeper({ cloud })({}, some, reading);
      ended = true;
      expect(findings.length).toBeGreaterThanOrEqual(350);
      const most = Math.max(...[...looked.values()].map((things) => things.size));
      // A stride is 64 things; where a walk ends, up to three more begin in the same turn.
      expect(most).toBeLessThanOrEqual(4 * 64);
    }
  });

  it('finds in an estate twice as long twice as much', async () => {
    const [once, twice] = [await sweepOf(estateOf(6_000)), await sweepOf(estateOf(12_000))];
    for (const { id, over } of rules) {
      const countIn = ({ findings }: typeof once) => findings.filter(({ rule }) => rule === id).length;
      if (over !== 'counts') expect(countIn(twice), id).toBe(countIn(once) * 2);
    }
    expect(twice.looked.things).toEqual({ addresses: 12_000, instances: 12_000, volumes: 14_400, reservations: 120 });
    expect(twice.looked).toMatchObject({ accounts: 9, regions: 17 });
  });
});

describe('a volume that several instances share', () => {
  it('is paid by the first of them', async () => {
    const { volumes, instances, ...estate } = estateOf(10);
    const [one, other] = instances.slice(0, 2).map((each) => ({ ...each, state: 'stopped' as const }));
    const [own] = volumes;
    if (one === undefined || other === undefined || own === undefined) throw new Error('missing');
    const shared: Volume = {
      ...own,
      attachedTo: [one, other].map(({ id }) => ({ instanceId: id, device: '/dev/sdf' })),
    };
    const { findings } = await sweepOf(
      { ...estate, instances: [one, other], volumes: [shared] },
      rulesCalled('stopped-instance-volumes') ?? [],
    );
    expect(findings.map(({ id }) => id)).toEqual([one.id]);
  });
});
