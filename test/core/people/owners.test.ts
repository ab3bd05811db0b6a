import { describe, expect, it } from 'vitest';
import { createDirectory } from '../../../src/core/people/directory.ts';
import { ownerPerson } from '../../../src/core/people/owners.ts';

const directory = createDirectory({
  people: {
    maria: ['os:maria', 'slack:U1', 'discord:7'],
    'data team': ['slack:U3'],
    twice: ['slack:U4', 'slack:U5'],
  },
  roles: { operator: ['slack:U2', 'os:tom', 'demo:tom', 'os:kim'] },
});

describe('the owner that a tag names', () => {
  it.each<[tag: string, place: string, id: string | undefined]>([
    ['maria', 'slack:C1', 'slack:U1'],
    ['maria', 'discord:99', 'discord:7'],
    ['maria', 'terminal:1:os:maria', 'os:maria'],
    ['maria', 'os:place', 'os:maria'],
    [' Maria ', 'slack:C1', 'slack:U1'],
    ['slack:u1', 'discord:99', 'discord:7'],
    ['U1', 'slack:C1', 'slack:U1'],
    ['data team', 'slack:C1', 'slack:U3'],
    ['kim', 'slack:C1', 'os:kim'],
    // Of two ids of one platform either is theirs.
    ['twice', 'slack:C1', 'slack:U4'],
    // Two persons of one name, whom nothing links.
    ['tom', 'slack:C1', undefined],
    ['nobody', 'slack:C1', undefined],
    ['', 'slack:C1', undefined],
    ['constructor', 'slack:C1', undefined],
    ['<@U2>', 'slack:C1', undefined],
  ])('%j in %s is %s', (tag, place, id) => {
    expect(ownerPerson(directory, tag, place)).toEqual(id === undefined ? undefined : { id, name: tag });
  });

  it('is nobody where the configuration names nobody', () => {
    expect(ownerPerson(createDirectory({}), 'maria', 'slack:C1')).toBeUndefined();
  });
});
