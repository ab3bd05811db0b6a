import { describe, expect, it } from 'vitest';
import { createDirectory, type Roles } from '../../../src/core/people/directory.ts';
import { speaker, type Speaker } from '../../../src/core/people/roles.ts';

/** With the roles of a configuration, where there are some. */
const spoken = ({ roles: of, ...rest }: Omit<Speaker, 'directory'> & { readonly roles?: Roles }) =>
  speaker({ ...rest, directory: createDirectory({ roles: of, people: undefined }) });

const roles = { operator: ['os:maria', 'slack:S0123'], reader: ['os:maria', 'demo:ana'] };

describe('who speaks in a terminal', () => {
  it.each([
    {
      who: 'on the demo, nothing configured',
      speaks: { user: 'maria', demo: true },
      is: { id: 'os:maria', name: 'maria', roles: ['operator', 'approver', 'admin'] },
    },
    {
      who: 'on real accounts, nothing configured',
      speaks: { user: 'maria', demo: false },
      is: { id: 'os:maria', name: 'maria', roles: ['operator'] },
    },
    {
      who: 'with roles configured',
      speaks: { user: 'maria', demo: false, roles },
      is: { id: 'os:maria', name: 'maria', roles: ['operator', 'reader'] },
    },
    {
      who: 'named in no role',
      speaks: { user: 'paul', demo: false, roles },
      is: { id: 'os:paul', name: 'paul', roles: [] },
    },
    {
      who: 'with an empty map of roles',
      speaks: { user: 'maria', demo: true, roles: {} },
      is: { id: 'os:maria', name: 'maria', roles: [] },
    },
    {
      who: 'played on the demo',
      speaks: { user: 'maria', demo: true, asUser: 'ana' },
      is: { id: 'demo:ana', name: 'ana', roles: ['operator', 'approver', 'admin'] },
    },
    {
      who: 'played with roles configured',
      speaks: { user: 'maria', demo: true, asUser: 'ana', roles },
      is: { id: 'demo:ana', name: 'ana', roles: ['reader'] },
    },
    {
      who: 'played with roles of its own',
      speaks: { user: 'maria', demo: true, asUser: 'ana', asRoles: ['x'], roles },
      is: { id: 'demo:ana', name: 'ana', roles: ['x'], played: true },
    },
    {
      who: 'oneself without roles',
      speaks: { user: 'maria', demo: true, asRoles: [] },
      is: { id: 'os:maria', name: 'maria', roles: [], played: true },
    },
  ])('$who: $is.id has $is.roles', ({ speaks, is }) => {
    expect(spoken(speaks)).toEqual(is);
  });

  it.each([{ asUser: 'ana' }, { asRoles: ['operator'] }, { asRoles: [] }])(
    'nobody else is played on real accounts: %o',
    (played) => {
      expect(spoken({ user: 'maria', demo: false, roles, ...played })).toMatchObject({
        problem: 'demo-only',
      });
    },
  );

  it('a person who calls themselves as the platform does is still another', () => {
    expect(spoken({ user: 'x', demo: true, asUser: 'os:maria', roles })).toMatchObject({
      id: 'demo:os:maria',
      roles: [],
    });
  });
});
