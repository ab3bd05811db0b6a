import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chatPerson } from '../../src/core/people/roles.ts';
import type { Standing } from '../../src/core/people/person.ts';
import { fakeGroups, type FakeGroups } from '../fake-groups.ts';
import { openMachine, type Machine } from '../terminal.ts';
import { fieldsOf, wordsOf } from './house.ts';

const admins = 'slack:S1';
let machine: Machine;
let groups: FakeGroups;
beforeEach(async () => {
  groups = fakeGroups(() => machine.clock.now(), { [admins]: ['slack:U1'] });
  machine = await openMachine({ QUARTERMASTER_ROLES: `{"admin":["${admins}"]}` }, { groups });
});
afterEach(() => machine.close());

let asked = 0;
const said = (line: string, standing?: Standing) => {
  const { dispatch, directory } = machine.house;
  const person = chatPerson({ id: 'slack:U1', name: 'ann', standing, demo: true, directory });
  const place = { id: 'slack:C1', workspace: 'slack:T1' };
  return dispatch({ id: `r${(asked += 1)}`, person, place, line, signal: new AbortController().signal }, () => {});
};

describe('whoami', () => {
  it('tells the roles that a group gives, and of a guest that they are one', async () => {
    expect(fieldsOf((await said('whoami')).reply)).toMatchObject({
      Person: 'slack:U1',
      Roles: 'admin',
      Place: 'slack:C1',
      'Shown here': 'every account',
    });
    expect(fieldsOf((await said('whoami', 'guest')).reply)).toMatchObject({
      Person: 'slack:U1, a guest of the workspace',
      Roles: '(none)',
    });
  });

  it('believes a group for five minutes', async () => {
    await said('whoami');
    groups.truth.set(admins, []);
    await machine.clock.pass(300_000);
    expect(fieldsOf((await said('whoami')).reply)['Roles']).toBe('admin');
    await machine.clock.pass(1);
    expect(fieldsOf((await said('whoami')).reply)['Roles']).toBe('(none)');
  });
});

describe('what is kept for everybody', () => {
  it('is altered by members as they were a minute ago at most', async () => {
    expect((await said('freeze on reason:sale')).problem).toBeUndefined();
    groups.truth.set(admins, []);
    await machine.clock.pass(60_001);
    const no = await said('freeze off');
    expect(no.problem?.problem).toBe('not-allowed');
    groups.truth.set(admins, ['slack:U1']);
    await machine.clock.pass(60_001);
    expect((await said('freeze off', 'guest')).problem?.problem).toBe('not-allowed');
    expect(wordsOf((await said('freeze off', 'guest')).reply)).toContain(
      'Guests of a workspace have only the roles that the configuration gives their own id.',
    );
    expect((await said('freeze off')).problem).toBeUndefined();
  });
});
