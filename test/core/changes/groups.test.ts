import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Changes, Press } from '../../../src/core/changes/changes.ts';
import type { Kind } from '../../../src/core/changes/kinds.ts';
import type { Person, Place } from '../../../src/core/people/person.ts';
import { isProblem, sentenceOf, type Problem } from '../../../src/core/problem.ts';
import { plain } from '../../../src/core/text.ts';
import { fakeGroups, type FakeGroups } from '../../fake-groups.ts';
import { openHouse, type House } from './house.ts';

const ann: Person = { id: 'slack:U1', name: 'ann', roles: [] };
const ben: Person = { id: 'slack:U2', name: 'ben', roles: [] };
const guest: Person = { id: 'slack:U3', name: 'gus', roles: [], standing: 'guest' };
const channel: Place = { id: 'slack:C1', workspace: 'slack:T1' };
const [operators, approvers] = ['slack:S1', 'slack:C9'];
const open = new AbortController().signal;

let house: House;
let changes: Changes;
let groups: FakeGroups;
beforeEach(async () => {
  groups = fakeGroups(() => house.clock.now(), { [operators]: [ann.id, guest.id], [approvers]: [ben.id] });
  house = await openHouse({ rules: undefined, roles: { operator: [operators], approver: [approvers] }, groups });
  changes = await house.process('p0');
});
afterEach(() => house.close());

const asked = async (kind: Kind, name: string, by = ann): Promise<string | Problem> => {
  const targets = name.includes('.') ? [await house.byIp(name)] : await house.byName(name);
  const wish = { kind, by, where: channel, request: 'r', evenInGroup: false };
  const plan = await house.settle(changes.plan(wish, targets, { signal: open }));
  return isProblem(plan) ? plan : (await changes.ask(plan)).key;
};
const keyOf = async (kind: Kind, name: string): Promise<string> => {
  const key = await asked(kind, name);
  if (typeof key !== 'string') throw new Error(plain(key.what));
  return key;
};
const press = (key: string, verb: Press['verb'], by: Person, typed?: string) =>
  house.settle(
    changes.step(
      key,
      { verb, by, where: channel, request: 'r', ...(typed !== undefined && { typed }) },
      () => {},
      open,
    ),
  );
const calls = () => house.seen.map(({ kind }) => kind);

describe('who has a role as a member of a group', () => {
  it('asks and confirms, and another approves as a member of a channel', async () => {
    const key = await keyOf('terminate', 'web-1');
    expect(await press(key, 'confirm', ann, 'web-1')).toMatchObject({
      awaiting: { approver: { roles: ['approver'] } },
    });
    expect(await press(key, 'approve', ben)).toMatchObject({ targets: [{ phase: 'done' }] });
    expect(calls()).toEqual(['terminate']);
    expect(new Set(groups.asked)).toEqual(new Set([60_000]));
  });

  it('loses it with the membership: a press counts on what is a minute old at most', async () => {
    const key = await keyOf('stop', 'web-1');
    groups.truth.set(operators, []);
    await house.clock.pass(60_001);
    expect(await press(key, 'confirm', ann)).toMatchObject({ problem: 'not-allowed' });
    expect(calls()).toEqual([]);
    expect(await asked('stop', 'web-1')).toMatchObject({ problem: 'not-allowed' });
  });

  it.each([
    ['who asked', operators],
    ['who approves', approvers],
  ])('while it waits for another person, and %s has left, it is not done', async (_, left) => {
    const key = await keyOf('terminate', 'web-1');
    await press(key, 'confirm', ann, 'web-1');
    groups.truth.set(left, []);
    await house.clock.pass(600_000);
    expect(await press(key, 'approve', ben)).toMatchObject({ problem: 'not-allowed' });
    expect(calls()).toEqual([]);
  });

  it('and has left between two calls of a change, makes the second no more', async () => {
    const key = await keyOf('release', '198.51.100.10');
    await press(key, 'confirm', ann, '198.51.100.10');
    house.interfere = async (when) => {
      if (when === 'sent') return;
      groups.truth.set(operators, []);
      await house.clock.sleep(61_000, open);
    };
    const outcome = await press(key, 'approve', ben);
    expect(calls()).toEqual(['disassociate']);
    expect(outcome).toMatchObject({ targets: [{ phase: 'withheld' }] });
  });

  it('has none while the group cannot be read, and has it again when it can', async () => {
    groups.away = true;
    expect(await asked('stop', 'web-1')).toMatchObject({ problem: 'not-allowed' });
    groups.away = false;
    const key = await keyOf('stop', 'web-1');
    await house.clock.pass(60_001);
    groups.away = true;
    expect(await press(key, 'confirm', ann)).toMatchObject({ problem: 'not-allowed' });
    groups.away = false;
    expect(await press(key, 'confirm', ann)).toMatchObject({ targets: [{ phase: 'done' }] });
  });

  it('has none as a guest, and is told why', async () => {
    const told = await asked('stop', 'web-1', guest);
    expect(told).toMatchObject({ problem: 'not-allowed' });
    expect(typeof told === 'string' ? '' : plain(sentenceOf(told))).toContain(
      'Guests of a workspace have only the roles that the configuration gives their own id.',
    );
  });
});

describe('who was a guest when they asked', () => {
  it('is one when another approves: membership does not count then either', async () => {
    await house.close();
    house = await openHouse({
      rules: undefined,
      roles: { operator: [operators, guest.id], approver: [approvers] },
      groups,
    });
    changes = await house.process('p0');
    const key = await asked('terminate', 'web-1', guest);
    if (typeof key !== 'string') throw new Error(plain(key.what));
    await press(key, 'confirm', guest, 'web-1');
    // Their own id is taken out; that the group has them still is nothing to a guest.
    Object.assign(house.rights.directory.roles ?? {}, { operator: [operators] });
    expect(await press(key, 'approve', ben)).toMatchObject({ problem: 'not-allowed' });
    expect(calls()).toEqual([]);
  });
});
