import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plain } from '../../src/core/text.ts';
import { asideOf, fieldsOf, maria, openTalk, type Talk } from './house.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await openTalk();
});
afterAll(() => talk.close());

describe('whoami', () => {
  it('tells who speaks, where, and what is looked at', async () => {
    const page = await talk.reply('whoami');
    expect(plain(page.title)).toBe('You are maria');
    expect(fieldsOf(page)).toEqual({
      Person: 'os:maria',
      Roles: 'operator',
      'May change':
        'start, stop, hibernate, reboot, terminate, disassociate, release and recover, as far as the rules go',
      'May besides': 'alter what is kept for everybody',
      Place: 'terminal:os:maria, private',
      Accounts:
        'demo-prod (111122223333): us-east-1, eu-west-1, ap-northeast-1 and demo-dev (444455556666): us-east-1, eu-west-1, ap-northeast-1',
    });
    expect(asideOf(page)[0]).toContain('Set accounts in quartermaster.yaml');
  });

  it.each([
    { roles: [], told: '(none)' },
    { roles: ['reader', 'operator'], told: 'reader and operator' },
  ])('tells the roles $roles as $told', async ({ roles, told }) => {
    expect(fieldsOf(await talk.reply('whoami', { ...maria, roles }))['Roles']).toBe(told);
  });

  it.each([
    { roles: [], change: '(nothing)', besides: undefined },
    { roles: ['approver'], change: '(nothing)', besides: 'approve what others want' },
    { roles: ['admin'], change: '(nothing)', besides: 'freeze changes and act through a freeze' },
  ])('tells what the roles $roles let do', async ({ roles, change, besides }) => {
    const told = fieldsOf(await talk.reply('whoami', { ...maria, roles }));
    expect([told['May change'], told['May besides']]).toEqual([change, besides]);
  });

  it('takes nothing more', async () => {
    expect((await talk.ask('whoami now')).problem?.problem).toBe('bad-value');
  });
});
