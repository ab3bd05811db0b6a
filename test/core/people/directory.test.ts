import { describe, expect, it } from 'vitest';
import { createDirectory } from '../../../src/core/people/directory.ts';
import { fakeGroups } from '../../fake-groups.ts';
import { isSame, oneId, type Person } from '../../../src/core/people/person.ts';

const people = { maria: ['os:maria', 'slack:U1', 'discord:7'], tom: ['slack:U2'] };
const person = (id: string, roles: readonly string[] = []): Person => ({ id, name: id, roles });

describe('one person in several platforms', () => {
  const directory = createDirectory({ roles: { operator: ['os:maria'], approver: ['slack:U1', 'slack:U2'] }, people });

  it('has the roles of all ids, whichever speaks', () => {
    for (const id of people.maria)
      expect(directory.now(person(id, ['said']))).toMatchObject({ id, roles: ['operator', 'approver'] });
    expect(directory.now(person('slack:U2'))).toEqual({ id: 'slack:U2', name: 'slack:U2', roles: ['approver'] });
    expect(directory.now(person('slack:U9', ['operator']))).toMatchObject({ roles: [] });
  });

  it('is the same as itself, and nobody else', () => {
    const [first, ...others] = people.maria.map((id) => directory.now(person(id)));
    for (const other of others) expect(first !== undefined && isSame(first, other)).toBe(true);
    expect(first !== undefined && isSame(first, directory.now(person('slack:U2')))).toBe(false);
    expect(new Set(people.maria.map((id) => oneId(directory.now(person(id)))))).toEqual(new Set(['discord:7']));
  });

  it.each([
    ['maria', people.maria],
    ['MARIA', people.maria],
    ['slack:u1', people.maria],
    ['u1', people.maria],
    ['tom', people.tom],
    ['slack', []],
    ['', []],
  ])('is called %j', (word, ids) => {
    expect(directory.called(word).toSorted()).toEqual([...ids].toSorted());
  });
});

describe('roles', () => {
  it('are those that the platform gives where none are configured', () => {
    const directory = createDirectory({ roles: undefined, people: undefined });
    expect(directory.now(person('slack:U1', ['operator']))).toMatchObject({ roles: ['operator'] });
  });

  it('that were said with --roles stand, whatever is configured', () => {
    const directory = createDirectory({ roles: { admin: ['demo:ana'] }, people: undefined });
    expect(directory.now({ ...person('demo:ana', ['approver']), played: true })).toMatchObject({ roles: ['approver'] });
  });

  it('are read from the configuration each time', () => {
    const roles: Record<string, readonly string[]> = { operator: ['os:maria'] };
    const directory = createDirectory({ roles, people: undefined });
    expect(directory.now(person('os:maria')).roles).toEqual(['operator']);
    roles['operator'] = [];
    expect(directory.now(person('os:maria')).roles).toEqual([]);
  });
});

describe('members of groups', () => {
  const roles = { operator: ['slack:S1'], approver: ['slack:C9', 'slack:U5'], reader: ['slack:T9:U1'] };
  const truth = { 'slack:S1': ['slack:U1', 'slack:U5', 'slack:U7', 'slack:T9:U1'], 'slack:C9': ['slack:U1'] };
  const opened = async () => {
    const groups = fakeGroups(() => 0, truth);
    const directory = createDirectory({ roles, people: { maria: ['os:maria', 'slack:U1'] } }, undefined, groups);
    await directory.refresh([]);
    return { groups, directory };
  };

  it.each<[who: string, person: Person, roles: readonly string[]]>([
    ['a member of both', person('slack:U1'), ['operator', 'approver']],
    ['the same person elsewhere', person('os:maria'), ['operator', 'approver']],
    ['a member who is named too', person('slack:U5'), ['operator', 'approver']],
    ['nobody of them', person('slack:U6', ['operator']), []],
    ['a member', person('slack:U7'), ['operator']],
    ['a guest among them', { ...person('slack:U7'), standing: 'guest' }, []],
    ['one of whom nobody can say', { ...person('slack:U7'), standing: 'unknown' }, []],
    ['a guest who is named', { ...person('slack:U5'), standing: 'guest' }, ['approver']],
    ['somebody of another organisation who is named', { ...person('slack:T9:U1'), standing: 'stranger' }, ['reader']],
  ])('%s: %j has %j', async (_, who, has) => {
    const { directory } = await opened();
    expect(directory.now(who).roles).toEqual(has);
    expect(directory.now(who).standing).toBe(who.standing);
  });

  it('are asked for at the age of looks, and are nobody before they were read', async () => {
    const { groups, directory } = await opened();
    expect(groups.asked).toEqual([300_000]);
    const unread = createDirectory(
      { roles },
      undefined,
      fakeGroups(() => 0, truth),
    );
    expect(unread.now(person('slack:U1')).roles).toEqual([]);
    expect(createDirectory({ roles }).now(person('slack:U1')).roles).toEqual([]);
    expect(directory.called('S1')).toEqual(['slack:S1']);
  });
});
