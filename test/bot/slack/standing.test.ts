import { afterEach, describe, expect, it } from 'vitest';
import type { SlackUser, Standing } from '../../peers/slack/world.ts';
import { openWorkspace, wordsIn, type Workspace, type WorkspaceParts } from './workspace.ts';

let work: Workspace;
let people: Record<string, SlackUser> = {};
const made: string[] = [];

afterEach(async () => {
  const { peer } = work;
  await work.close();
  expect(peer.violations()).toEqual([]);
});

/** A workspace with somebody of each standing in #ops; what reaches the account is counted. */
async function open(parts: WorkspaceParts = {}): Promise<void> {
  made.length = 0;
  work = await openWorkspace('http', {
    ...parts,
    calls: (own) => ({
      ...own,
      change(kind, home, targets, dryRun, signal, by) {
        if (!dryRun) made.push(kind);
        return own.change(kind, home, targets, dryRun, signal, by);
      },
    }),
  });
  const standings: readonly Standing[] = ['guest', 'single-channel-guest', 'stranger', 'bot', 'deleted'];
  people = Object.fromEntries(
    standings.map((standing) => [standing, work.peer.world.user({ name: `x-${standing}`, standing })]),
  );
  for (const { id } of Object.values(people)) work.ops.members.add(id);
}
function who(standing: string): SlackUser {
  const user = people[standing];
  if (user === undefined) throw new Error(`nobody is a ${standing}`);
  return user;
}
const roles = (given: Readonly<Record<string, readonly string[]>>) => ({
  env: { QUARTERMASTER_ROLES: JSON.stringify(given) },
});

describe('somebody who is not simply of the team', () => {
  it.each([
    ['guest', 'guest'],
    ['single-channel-guest', 'guest'],
    ['stranger', 'organisation'],
  ])('a %s may change nothing, is told why, and is told facts and prices', async (standing, why) => {
    await open();
    const user = who(standing);
    await work.says('stop web-1', user);
    const refusal = await work.whispered(why, user);
    expect(wordsIn(refusal)).toContain('Problem:');
    await work.says('price m5.large', user);
    await work.whispered('0.096', user);
    // The plan of somebody of the team is none of theirs either.
    await work.says('stop web-1');
    const plan = await work.shown('Nothing has happened yet');
    await work.presses(plan, 'Confirm', user);
    await work.whispered('only maria can confirm', user);
    await work.pass(10_000);
    expect(made).toEqual([]);
    expect(work.peer.messages(work.ops)).toHaveLength(1);
  });

  it.each(['bot', 'deleted'])('what a %s says is not heard', async (standing) => {
    await open();
    await work.says('stop web-1', who(standing));
    await work.says('show web-1', who(standing));
    await work.pass(10_000);
    expect(work.peer.seenBy(who(standing), work.ops)).toEqual([]);
  });

  it('a guest who is named by their own id has that role, and no other', async () => {
    await open(roles({ operator: ['slack:U0XGUEST'], approver: ['slack:U0INES'] }));
    const guest = who('guest');
    await work.says('stop web-1', guest);
    const plan = await work.shown('Nothing has happened yet');
    await work.presses(plan, 'Confirm', guest);
    await work.until(() => made.length === 1);
    await work.says('stop web-2', who('single-channel-guest'));
    await work.whispered('guest', who('single-channel-guest'));
  });

  it('a stranger is not taken for who bears the same id in this workspace', async () => {
    await open(roles({ operator: ['slack:U0XSTRANGER'] }));
    await work.says('stop web-1', who('stranger'));
    await work.whispered('organisation', who('stranger'));
    await work.pass(5_000);
    expect(work.peer.messages(work.ops)).toEqual([]);
  });

  it('whom Slack could not tell of may look, and changes nothing by a group', async () => {
    await open(roles({ operator: ['slack:C0OPS'] }));
    work.peer.faults.decide = ({ method }) => (method === 'users.info' ? { error: 'missing_scope' } : undefined);
    await work.says('stop web-1');
    await work.whispered('Problem:');
    await work.says('show web-1');
    await work.whispered('i-c4719afa76fa448b5');
    expect(work.peer.messages(work.ops)).toEqual([]);
  });

  it('people are one person in Slack and in a terminal', async () => {
    await open({
      env: {
        QUARTERMASTER_ROLES: JSON.stringify({ operator: ['os:maria'] }),
        QUARTERMASTER_PEOPLE: JSON.stringify({ maria: ['os:maria', 'slack:U0MARIA'] }),
      },
    });
    await work.says('stop web-1');
    await work.shown('Nothing has happened yet');
    expect((await work.machine.pipe(['plans'])).out).toContain('web-1');
    await work.says('stop web-2', work.ines);
    await work.whispered('Problem:', work.ines);
  });
});

describe('a user group with a role', () => {
  const grouped = roles({ operator: ['slack:S0OPS'], approver: ['slack:U0INES'] });
  const group = () => {
    const found = work.peer.world.groups.get('S0OPS');
    if (found === undefined) throw new Error('no such group');
    return found;
  };
  const opened = () =>
    open({
      ...grouped,
      before: ({ world }) => {
        const maria = world.users.get('U0MARIA');
        world.group({ handle: 'ops', users: maria === undefined ? [] : [maria] });
      },
    });
  const reads = () => work.peer.calls('usergroups.users.list').length;
  const planned = async () => {
    await work.says('stop web-1');
    return work.shown('Nothing has happened yet');
  };

  it('gives it to its members, and is read once in a while', async () => {
    await opened();
    await planned();
    const before = reads();
    for (const name of ['web-1', 'web-2', 'web-3']) await work.says(`show ${name}`);
    await work.whispered('web-3');
    expect(reads()).toBe(before);
    await work.says('stop web-2', work.ines);
    await work.whispered('Problem:', work.ines);
  });

  it.each(['told by an event', 'found out at the press'])(
    'gives it no longer to who was taken out, %s',
    async (how) => {
      await opened();
      const plan = await planned();
      group().users.delete('U0MARIA');
      if (how === 'told by an event')
        await work.peer.event({
          type: 'subteam_members_changed',
          subteam_id: 'S0OPS',
          added_users: [],
          removed_users: ['U0MARIA'],
        });
      else await work.pass(61_000);
      await work.presses(plan, 'Confirm');
      await work.whispered('Problem:');
      await work.pass(5_000);
      expect(made).toEqual([]);
    },
  );

  it('gives it to nobody by an event alone, which may be an old one', async () => {
    await opened();
    await planned();
    await work.peer.event({
      type: 'subteam_members_changed',
      subteam_id: 'S0OPS',
      added_users: ['U0INES'],
      removed_users: [],
    });
    await work.says('stop web-2', work.ines);
    await work.whispered('Problem:', work.ines);
    group().users.add('U0INES');
    await work.pass(61_000);
    await work.says('stop web-2', work.ines);
    await work.shown('web-2');
  });

  it.each([
    ['missing_scope', { error: 'missing_scope' }],
    ['plan_upgrade_required', { error: 'plan_upgrade_required' }],
    ['429', { limitedFor: 60 }],
    ['503', { status: 503 }],
  ] as const)('that cannot be read (%s) gives it to nobody, and reads are answered', async (_, fault) => {
    await opened();
    work.peer.faults.decide = ({ method }) => (method === 'usergroups.users.list' ? fault : undefined);
    await work.says('stop web-1');
    await work.whispered('Problem:');
    await work.says('show web-1');
    await work.whispered('i-c4719afa76fa448b5');
    expect(work.peer.messages(work.ops)).toEqual([]);
    // Once it can be read again it is as ever.
    work.peer.faults.decide = () => undefined;
    await work.pass(61_000);
    await planned();
  });

  it('a channel gives it likewise', async () => {
    await open(roles({ operator: ['slack:C0OPS'] }));
    await planned();
    await work.says('stop web-2', who('guest'));
    await work.whispered('guest', who('guest'));
    work.ops.members.delete('U0INES');
    await work.pass(61_000);
    await work.peer.direct({ user: work.ines, text: 'stop web-2' });
    await work.until(() => work.peer.directMessages(work.ines).some((one) => wordsIn(one).includes('Problem:')));
  });
});
