import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAddresses } from '../../../src/core/estate/addresses.ts';
import type { Verdict } from '../../../src/core/estate/verdict.ts';
import type { Cloud } from '../../../src/core/ports/cloud.ts';
import type { Instance, Volume } from '../../../src/core/ports/instance.ts';
import { endOfThere } from '../../../src/core/watch/ended.ts';
import type { SavedRecord } from '../../../src/core/watch/saved.ts';
import { wasteRun, type WasteParts } from '../../../src/core/watch/waste-run.ts';
import { openSweptHouse, type SweptHouse } from './house.ts';
import { account, alertOf } from './watch-house.ts';

const reading = { signal: new AbortController().signal };
let house: SweptHouse;
beforeAll(async () => {
  house = await openSweptHouse();
});
afterAll(() => house.close());

/** What is told as over, where an alert of these rules has told of the demo account, and then looks at what a test makes of it. */
async function resolvedIn(rules: readonly string[], later: Partial<Cloud>, saved: readonly SavedRecord[] = []) {
  const parts: WasteParts = {
    firstSeen: async ({ findings }) => new Map(findings.map(({ key }) => [key, 0])),
    rests: { all: async () => new Map() },
    leftBehind: { list: async () => [] },
    savings: { list: async () => saved },
  };
  const now = house.machine.clock.now();
  const question = {
    alert: { ...alertOf(), watches: { is: 'waste' as const, rules: [...rules] } },
    slot: now,
    now,
    told: new Map(),
    state: { points: [] },
  };
  const over = (cloud: Cloud) => ({
    cloud,
    sweep: house.sweeper({ cloud, addresses: createAddresses(cloud, house.machine.clock) }),
  });
  const { next } = await wasteRun(question, over(house.cloud), parts, reading);
  const { run } = await wasteRun({ ...question, told: next }, over({ ...house.cloud, ...later }), parts, reading);
  return Object.fromEntries(run.resolved.map(({ finding, ...end }) => [finding.label, end]));
}

const instances = (change: (one: Instance) => readonly Instance[]): Partial<Cloud> => ({
  instances: async (...args) => {
    const list = await house.cloud.instances(...args);
    return { ...list, items: list.items.flatMap(change) };
  },
});
const volumes = (change: (one: Volume) => Volume): Partial<Cloud> => ({
  volumes: async (...args) => {
    const list = await house.cloud.volumes(...args);
    return { ...list, items: list.items.map(change) };
  },
});
const detached = (one: Volume): Volume => ({ ...one, attachedTo: [], state: 'available' });

describe('a stopped instance that was told', () => {
  const rules = ['stopped-instance-volumes'];
  const isGone = instances((one) => (one.name === 'sap-test' ? [] : [one]));
  const saved = async (over: Partial<SavedRecord>): Promise<SavedRecord> => {
    const { items } = await house.cloud.instances({}, reading);
    const one = items.find(({ name }) => name === 'sap-test');
    if (one === undefined) throw new Error('missing');
    const { id, account, region } = one;
    const at = house.machine.clock.now();
    const by = { id: 'slack:U1', name: 'maria' };
    return { change: 'K1', kind: 'terminate', id, label: 'sap-test', account, region, by, at, ratedAt: at, ...over };
  };

  it('is not said to save anything where it is gone: its volumes may have stayed', async () => {
    expect(await resolvedIn(rules, { ...isGone, ...volumes(detached) })).toMatchObject({
      'sap-test': { how: 'is no longer there', ended: '0' },
    });
    expect((await resolvedIn(rules, isGone))['sap-test']).not.toHaveProperty('saves');
  });

  it('saves what went with it, where it was terminated here', async () => {
    const some = await resolvedIn(rules, isGone, [await saved({ volumesPerMonth: '12.5' })]);
    expect(some['sap-test']).toEqual({ how: 'was terminated by maria', ended: '12.5', saves: true });
    const none = await resolvedIn(rules, isGone, [await saved({})]);
    expect(none['sap-test']).toEqual({ how: 'was terminated by maria', ended: '0' });
  });

  it('is not said to have been ended by whoever stopped it', async () => {
    const some = await resolvedIn(rules, isGone, [await saved({ kind: 'stop' })]);
    expect(some['sap-test']?.how).toBe('is no longer there');
  });

  it('runs again where it does, and not where its volumes were detached', async () => {
    const running = instances((one) => [one.name === 'sap-test' ? { ...one, state: 'running' } : one]);
    expect(await resolvedIn(rules, running)).toEqual({ 'sap-test': { how: 'runs again' } });
    expect((await resolvedIn(rules, volumes(detached)))['sap-test']).toEqual({
      how: 'is found no longer',
      ended: '0',
    });
  });
});

describe('a volume that was attached to nothing', () => {
  const ends = async (change: (one: Volume) => Volume) => [
    ...new Set(
      Object.values(
        await resolvedIn(
          ['volume-unattached'],
          volumes((one) => (one.attachedTo.length === 0 ? change(one) : one)),
        ),
      ).map(({ how }) => how),
    ),
  ];

  it('is attached again where it is, and not where it is in another state', async () => {
    expect(await ends((one) => ({ ...one, state: 'error' }))).toEqual(['is found no longer']);
    expect(
      await ends((one) => ({ ...one, state: 'in-use', attachedTo: [{ instanceId: 'i-1', device: '/dev/sdf' }] })),
    ).toEqual(['is attached again']);
  });
});

describe('of an address that was told', () => {
  it.each<[string, Verdict['is'], string]>([
    ['address-unassociated', 'in-use', 'is in use again'],
    ['address-unassociated', 'extra', 'is in use again'],
    ['address-unassociated', 'in-transfer', 'is found no longer'],
    // These were in use all the time.
    ['address-second', 'idle', 'is found no longer'],
    ['address-second', 'in-use', 'is found no longer'],
    ['address-idle-by-tag', 'in-use', 'is found no longer'],
  ])('by %s, and now is %s: %s', (rule, is, how) => {
    const thing = {
      account,
      region: 'us-east-1',
      ip: '198.51.100.1',
      kind: 'elastic',
      tags: {},
      verdict: { is, row: 0, charged: 'yes', says: () => [] },
    } as const;
    expect(endOfThere({ rule, is: 'address', key: '', facts: '' }, { is: 'address', thing }).how).toBe(how);
  });
});
