import { whoIs } from '../../../src/core/people/who.ts';
import { describe, expect, it } from 'vitest';
import { createDirectory, type Roles } from '../../../src/core/people/directory.ts';
import { chatPerson, speaker, type ChatSpeaker, type Speaker } from '../../../src/core/people/roles.ts';

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

describe('who speaks in a chat', () => {
  const all = ['operator', 'approver', 'admin'];
  it.each<[who: string, Omit<ChatSpeaker, 'directory' | 'name'>, Roles | undefined, readonly string[]]>([
    ['of the team, on the demo', { id: 'slack:U1', demo: true }, undefined, all],
    ['of the team, on real accounts', { id: 'slack:U1', demo: false }, undefined, []],
    ['a guest, on the demo', { id: 'slack:U1', standing: 'guest', demo: true }, undefined, []],
    ['a stranger, on the demo', { id: 'slack:T9:U1', standing: 'stranger', demo: true }, undefined, []],
    ['nobody knows who, on the demo', { id: 'slack:U1', standing: 'unknown', demo: true }, undefined, []],
    ['of the team, named in no role', { id: 'slack:U1', demo: true }, roles, []],
    ['a guest who is named', { id: 'slack:U1', standing: 'guest', demo: false }, { reader: ['slack:U1'] }, ['reader']],
  ])('%s: %j, where %j is configured, has %j', (_, who, configured, has) => {
    const directory = createDirectory({ roles: configured });
    const { standing } = who;
    expect(chatPerson({ ...who, name: 'ann', directory })).toEqual({
      id: who.id,
      name: 'ann',
      roles: has,
      ...(standing && { standing }),
    });
  });
});

describe('whom an id of a chat means', () => {
  const by = { id: 'slack:U1', name: 'ann', roles: ['operator'] };
  it.each([
    ['slack:U2', true, 'slack:U2', ['operator', 'approver', 'admin']],
    ['slack:U2', false, 'slack:U2', []],
    ['slack:T9:U2', true, 'slack:T9:U2', []],
    ['U2', true, 'slack:U2', ['operator', 'approver', 'admin']],
    ['u1', false, 'slack:U1', ['operator']],
  ])('%s, demo: %s, is %s with %j', (word, demo, id, has) => {
    expect(whoIs(word, { directory: createDirectory({}), by, demo })).toMatchObject({ id, roles: has });
  });
});
