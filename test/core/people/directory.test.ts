import { describe, expect, it } from 'vitest';
import { createDirectory } from '../../../src/core/people/directory.ts';
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
