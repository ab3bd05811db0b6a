import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLeftBehind } from '../src/core/changes/left-behind.ts';
import { createRests } from '../src/core/people/rests.ts';
import type { Person, Place } from '../src/core/people/person.ts';
import { minuteMs } from '../src/core/time.ts';
import { wordsOf } from './commands/house.ts';
import { fileOf, narrowRules } from './commands/sighted.ts';
import { fakeClock } from './fake-clock.ts';
import { fakeGroups } from './fake-groups.ts';
import { openMachine, type Machine } from './terminal.ts';

const group = 'slack:S0AUDITORS';
const mia: Person = { id: 'slack:UMIA', name: 'mia', roles: [] };
const gil: Person = { id: 'slack:UGIL', name: 'gil', roles: [], standing: 'guest' };
const never = new AbortController().signal;

let machine: Machine;
let remove: () => Promise<void>;
let asked = 0;
beforeEach(async () => {
  const rules = await fileOf(narrowRules);
  remove = rules.remove;
  const clock = fakeClock();
  machine = await openMachine(
    {
      QUARTERMASTER_ACCESS_FILE: rules.path,
      QUARTERMASTER_ROLES: JSON.stringify({ auditor: [group], operator: [mia.id], developer: ['slack:UTARIQ'] }),
      QUARTERMASTER_PEOPLE: JSON.stringify({ tariq: ['slack:UTARIQ'] }),
    },
    { clock, groups: fakeGroups(() => clock.now(), { [group]: [mia.id, gil.id] }) },
  );
});
afterEach(async () => {
  await machine.close();
  await remove();
});

const say = async (line: string, person: Person, place: Place) => {
  const { reply } = await machine.house.dispatch(
    { id: `request-${(asked += 1)}`, person, place, line, signal: never },
    () => {},
  );
  return wordsOf(reply);
};
const alone = ({ id }: Person): Place => ({ id, privateTo: id, workspace: 'slack:T1' });
const channel: Place = { id: 'slack:C1', workspace: 'slack:T1' };
/** Runs what is due after some minutes, and gives what is posted, by its place. */
const posted = async (): Promise<ReadonlyMap<string, string>> => {
  const posts = new Map<string, string>();
  await machine.clock.pass(6 * minuteMs);
  await machine.house.watchRound(never);
  await machine.house.notices(
    () => true,
    async (place, reply) => void posts.set(place, wordsOf(reply)),
    never,
  );
  return posts;
};

describe('an alert of a guest', () => {
  it('sees no more than they do when they speak, though a group of theirs has a role', async () => {
    for (const one of [mia, gil]) await say(`alerts subscribe volumes every 5m name:${one.name}`, one, alone(one));
    const { alerts } = machine.house.core;
    expect(await alerts.find('gil')).toMatchObject({ made: { by: { standing: 'guest' } } });
    const posts = await posted();
    expect(posts.get(mia.id)).toMatch(/demo-prod|demo-dev/);
    expect(posts.get(gil.id)).toBeUndefined();
  });

  it('is theirs as a guest from when they turn it, where they were none when they made it', async () => {
    await say(
      'alerts subscribe budget every 5m limit:1 name:once',
      { id: gil.id, name: gil.name, roles: [] },
      alone(gil),
    );
    await say('alerts edit once limit:0.5', gil, alone(gil));
    expect(await machine.house.core.alerts.find('once')).toMatchObject({ sees: { by: { standing: 'guest' } } });
    expect((await posted()).get(gil.id)).toBeUndefined();
  });

  it('knows that people of another organisation read the place where it was made', async () => {
    await say('alerts subscribe volumes every 5m name:shared', mia, { ...channel, outside: true });
    expect(await machine.house.core.alerts.find('shared')).toMatchObject({ made: { where: { outside: true } } });
    expect([...(await posted()).values()].join('')).not.toMatch(/demo-prod|demo-dev/);
  });
});

describe('who left behind what has no owner tag', () => {
  it('is told of it as its owner is, where they are of a platform that is told', async () => {
    const { store } = machine.house;
    const leftBehind = createLeftBehind(store, createRests(store));
    const reading = { signal: never };
    const { items } = await machine.house.core.cloud.addresses({}, reading);
    const untagged = items.find(({ publicIp }) => publicIp === '198.51.100.45');
    if (untagged?.allocationId === undefined) throw new Error('the demo account has no such address');
    const left = {
      what: 'address' as const,
      id: untagged.allocationId,
      label: untagged.publicIp,
      account: untagged.account,
      region: untagged.region,
      kind: 'terminate' as const,
      at: machine.clock.now(),
      of: { id: 'i-0123456789abcdef0', name: 'web-9' },
    };
    await leftBehind.note({ ...left, by: { id: 'slack:UTARIQ', name: 'tariq' } });
    await say('alerts subscribe idle-addresses every 5m name:slack to:slack:C1,owner', mia, channel);
    const posts = await posted();
    expect(posts.get('slack:C1')).toContain('tariq (left it)');
    const own = posts.get('slack:UTARIQ') ?? '';
    expect(own).toContain('198.51.100.45');
    expect(own).toMatch(/^You own, or left behind, 1 thing that wastes/);
    await leftBehind.note({ ...left, by: { id: 'discord:42', name: 'dora' } });
    await say('alerts subscribe idle-addresses every 5m name:other to:slack:C2,owner', mia, channel);
    const later = await posted();
    expect(later.get('slack:C2')).toContain('dora (left it)');
    expect([...later.keys()].filter((place) => place.startsWith('discord:'))).toEqual([]);
  });
});

describe('an owner who may not see all that is tagged as theirs', () => {
  it('is told the rest of it', async () => {
    await say('alerts subscribe stopped-instance-volumes every 5m name:theirs to:slack:C1,owner', mia, channel);
    const posts = await posted();
    expect(posts.get('slack:C1')).toContain('search-eu-1');
    const own = posts.get('slack:UTARIQ') ?? '';
    expect(own).toContain('batch-7');
    expect(own).not.toContain('search-eu-1');
  });
});
