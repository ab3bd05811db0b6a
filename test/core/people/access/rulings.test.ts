import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Access, HouseAction, Ruling, WantedChange } from '../../../../src/core/people/access/access.ts';
import type { AccessParts } from '../../../../src/core/people/access/create-access.ts';
import type { Person } from '../../../../src/core/people/person.ts';
import type { ResourceFacts } from '../../../../src/core/ports/policy.ts';
import type { Problem } from '../../../../src/core/problem.ts';
import { plain } from '../../../../src/core/text.ts';
import { actions, openHouse, thing, type House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.remove());

/** Access under these rules; the starter where none are given. */
async function under(text: string | undefined, parts: Partial<AccessParts> = {}): Promise<Access> {
  if (text === undefined) return house.open({ file: undefined, rolesAreOpen: false, ...parts });
  await house.write(text);
  return house.open({ rolesAreOpen: false, ...parts });
}

const person = (name: string, ...roles: readonly string[]): Person => ({ id: `os:${name}`, name, roles });
const olga = person('olga', 'operator');
const anna = person('anna', 'approver');
const otto = person('otto', 'operator', 'approver');
const nina = person('nina');
const where = { id: 'general' };

const ask = (
  access: Access,
  wanted: Partial<WantedChange> = {},
  to: ResourceFacts = thing('instance'),
): Promise<Ruling> => access.change({ by: olga, where, does: 'stop', targets: 1, ...wanted }, to);

const prod = thing('instance', { env: 'prod' });
const roles = { operator: ['os:olga', 'os:otto'], approver: ['os:anna', 'os:otto', 'slack:S1'] };

/** Ids instead of rules. */
const short = ({ by, ...rest }: Ruling) => ({ ...rest, by: by.map(({ id }) => id) });

/** All that is said. */
const words = ({ what, where: at = [], todo }: Problem): string => [what, at, todo].map(plain).join('\n');
const refusalOf = (ruling: Ruling): string => (ruling.is === 'refused' ? words(ruling.because) : ruling.is);

describe('what a change lacks', () => {
  it('is a reason and an approval where a rule that forbids is lifted by both; who could approve is told', async () => {
    const access = await under(undefined, { roles });
    expect(short(await ask(access, {}, prod))).toEqual({
      is: 'lacks',
      reason: true,
      approver: { roles: ['approver'], persons: ['os:anna', 'os:otto', 'slack:S1'] },
      by: ['production'],
    });
  });

  it('is what is left: an approval with the reason, nothing with both', async () => {
    const access = await under(undefined, { roles });
    const reason = 'broken';
    expect(short(await ask(access, { reason }, prod))).toMatchObject({ is: 'lacks', reason: false });
    expect(short(await ask(access, { approver: anna }, prod))).toEqual({
      is: 'lacks',
      reason: true,
      approver: undefined,
      by: ['production'],
    });
    expect(short(await ask(access, { reason, approver: anna }, prod))).toEqual({ is: 'allowed', by: ['operate'] });
  });

  it('is a reason, where none was said but spaces', async () => {
    const access = await under(undefined, { roles });
    expect(await ask(access, { reason: ' \n', approver: anna }, prod)).toMatchObject({ is: 'lacks', reason: true });
  });

  it('is another approver, where the one that came has not the role', async () => {
    const access = await under(undefined, { roles });
    expect(await ask(access, { reason: 'x', approver: nina }, prod)).toMatchObject({
      is: 'lacks',
      reason: false,
      approver: { roles: ['approver'] },
    });
  });

  it('is the rule that would permit, where none forbids', async () => {
    const access = await under(undefined, { roles });
    expect(short(await ask(access, { does: 'terminate' }))).toMatchObject({
      is: 'lacks',
      reason: false,
      by: ['destroy'],
    });
  });

  it('is the least: an approval alone is told though a reason would do no harm, each role that is enough', async () => {
    const text = `
      permit (principal in Role::"operator", action in Action::"change", resource)
      when { context has approver && (context.approver in Role::"lead" || context.approver in Role::"boss") };
      forbid (principal, action in Action::"change", resource) when { context has approver && context.approver in Role::"boss" && !(context has reason) };`;
    const access = await under(text, { roles: { operator: ['os:olga'], lead: ['os:lena'], boss: ['os:bea'] } });
    expect(await ask(access)).toMatchObject({ reason: false, approver: { roles: ['lead'], persons: ['os:lena'] } });
    expect(await ask(access, { reason: 'x' })).toMatchObject({
      approver: { roles: ['lead', 'boss'], persons: ['os:lena', 'os:bea'] },
    });
  });
});

describe('nobody approves their own change', () => {
  it.each([
    ['by the same id', otto, undefined],
    ['by another id of theirs', { ...otto, id: 'slack:U1' }, (id: string) => (id === 'os:otto' ? ['slack:U1'] : [])],
    [
      'by another id, linked the other way',
      { ...otto, id: 'slack:U1' },
      (id: string) => (id === 'slack:U1' ? ['os:otto'] : []),
    ],
  ])('%s', async (_, approver, linked) => {
    const access = await under(undefined, { roles, linked });
    expect(await ask(access, { by: otto, reason: 'x', approver }, prod)).toMatchObject({
      is: 'lacks',
      approver: { persons: ['os:anna', 'slack:S1'] },
    });
    expect(await ask(access, { by: otto, reason: 'x', approver: anna }, prod)).toMatchObject({ is: 'allowed' });
  });

  it('whatever the rules and whoever asks', async () => {
    const access = await under(undefined, { rolesAreOpen: true });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.entries(actions.changes)),
        fc.subarray(['operator', 'approver', 'admin']),
        fc.subarray(['operator', 'approver', 'admin']),
        fc.dictionary(fc.constantFrom('env', 'quartermaster'), fc.constantFrom('prod', 'never', 'dev')),
        async ([does, is], own, claimed, tags) => {
          const by = person('x', ...own);
          const wanted = { by, does, reason: 'x' };
          const alone = await ask(access, wanted, thing(is, tags));
          const self = await ask(access, { ...wanted, approver: { ...by, roles: claimed } }, thing(is, tags));
          expect(short(self)).toEqual(short(alone));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('nothing is allowed that no rule permits', () => {
  it.each([
    ['no rules', ''],
    [
      'rules that forbid alone',
      'forbid (principal, action in Action::"change", resource) unless { context has reason };',
    ],
  ])('%s', async (_, text) => {
    const access = await under(text, { rolesAreOpen: true });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.entries(actions.changes)),
        fc.array(fc.constantFrom('operator', 'approver', 'admin', 'x"y\\')),
        fc.dictionary(fc.string(), fc.string()),
        fc.option(fc.string(), { nil: undefined }),
        async ([does, is], own, tags, reason) => {
          const by = person('x', ...own);
          expect(await ask(access, { by, does, reason, approver: anna }, thing(is, tags))).toMatchObject({
            is: 'refused',
          });
          expect(await access.everMay(by, does)).toBe(false);
          for (const action of ['settings', 'freeze', 'break-glass'] satisfies HouseAction[])
            expect(await access.house(by, where, action)).toMatchObject({ problem: 'not-allowed' });
          const sees = await access.sight(by, where);
          expect(sees?.sees(thing(is))).toBe(false);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a refusal names the rule in words, and who could', () => {
  it.each<readonly [string, Partial<WantedChange>, ResourceFacts, readonly string[]]>([
    [
      'somebody without a role',
      { by: nina },
      thing('instance'),
      [
        'nina may not stop web-1.',
        'No rule permits it. No role is given to os:nina.',
        'Who has the role operator may: os:olga and os:otto.',
      ],
    ],
    [
      'somebody with another role, on what a reason and an approval would open',
      { by: anna },
      prod,
      [
        'anna may not stop web-1.',
        'No rule permits it. Roles: approver.',
        'Who has the role operator may: os:olga and os:otto.',
      ],
    ],
    [
      'what nobody may',
      {},
      thing('instance', { quartermaster: 'never' }),
      [
        'olga may not stop web-1.',
        'Rule untouchable: What is tagged quartermaster=never is not changed from here, by nobody.',
        'No role is enough for it; the rules are those that came with Quartermaster, and access.file in the configuration names others.',
      ],
    ],
    [
      'a thing without a name',
      { by: nina, does: 'release' },
      thing('address', {}, { name: undefined }),
      [
        'nina may not release eipalloc-0a1.',
        'No rule permits it. No role is given to os:nina.',
        'Who has the role operator may: os:olga and os:otto.',
      ],
    ],
  ])('%s', async (_, wanted, to, says) => {
    const access = await under(undefined, { roles });
    expect(refusalOf(await ask(access, wanted, to)).split('\n')).toEqual(says);
  });

  it('and what to write where the configuration gives nobody the role', async () => {
    const access = await under(undefined, {});
    expect(refusalOf(await ask(access, { by: nina })).split('\n')[2]).toBe(
      'Nobody has the role operator; operator: [os:nina] under roles: in the configuration gives it.',
    );
    expect(refusalOf(await ask(access, { does: 'terminate' }))).toBe(
      [
        'olga may terminate web-1 only when another person approves, and nobody else can.',
        'Rule destroy: Operators terminate, release, disassociate and reset reverse DNS when an approver approves.',
        'Nobody else has the role approver; approver: [os:NAME] under roles: in the configuration gives it.',
      ].join('\n'),
    );
  });

  it('where the only approver is who asks, nobody else can', async () => {
    const access = await under(undefined, { roles: { operator: ['os:otto'], approver: ['os:otto'] } });
    expect(await ask(access, { by: otto, does: 'terminate' })).toMatchObject({ is: 'refused' });
    expect(await ask(access, { by: otto })).toMatchObject({ is: 'allowed' });
  });

  it('but where anybody may come with any role, as on the demo account, an approval is waited for', async () => {
    const access = await under(undefined, { rolesAreOpen: true });
    expect(await ask(access, { does: 'terminate' })).toMatchObject({
      is: 'lacks',
      approver: { roles: ['approver'], persons: [] },
    });
    expect(refusalOf(await ask(access, { by: nina })).split('\n')[2]).toBe('Who has the role operator may.');
  });

  it('a rule without words is told by its text, and the file by its name', async () => {
    const text = `permit (principal, action == Action::"start", resource);
      forbid (principal,\n  action == Action::"stop",\n  resource);`;
    const access = await under(text, { roles });
    expect(refusalOf(await ask(access)).split('\n')).toEqual([
      'olga may not stop web-1.',
      'Rule 2: forbid (principal, action == Action::"stop", resource);',
      'No role is enough for it; the rules stand in access.cedar.',
    ]);
  });

  it('many persons are told by the first ten, and how many more there are', async () => {
    const many = Array.from({ length: 12 }, (_, index) => `os:p${index}`);
    const access = await under(undefined, { roles: { operator: many } });
    expect(refusalOf(await ask(access, { by: nina })).split('\n')[2]).toBe(
      'Who has the role operator may: os:p0, os:p1, os:p2, os:p3, os:p4, os:p5, os:p6, os:p7, os:p8, os:p9 and 2 more.',
    );
  });

  it.each<readonly [HouseAction, string]>([
    ['settings', 'nina may not alter what Quartermaster keeps for everybody.'],
    ['freeze', 'nina may not freeze changes or end a freeze.'],
    ['break-glass', 'nina may not act through a freeze.'],
  ])('about Quartermaster itself: %s', async (action, says) => {
    const access = await under(undefined, { roles });
    const problem = await access.house(nina, where, action);
    expect(problem && words(problem).split('\n')[0]).toBe(says);
    expect(await access.house(person('x', 'operator', 'admin'), where, action)).toBeUndefined();
  });

  it('nothing that a rule or a name says becomes markup or a control sequence', async () => {
    const access = await under('@says("\u001b[31m<!channel>") forbid (principal, action, resource);', { roles });
    const ruling = await ask(
      access,
      { by: { ...nina, name: 'ni\u0007na' } },
      thing('instance', {}, { name: 'x\u202Ey' }),
    );
    expect(refusalOf(ruling)).not.toMatch(/[\u0007\u001b\u202E]/);
  });
});

describe('what a person may look at', () => {
  const home = (name: string, region = 'eu-west-1') => ({ account: { name, id: `${name}-id` }, region });
  const main =
    '@id("main") permit (principal, action == Action::"look", resource) when { resource.account == "main" };';

  it.each([
    ['the starter', undefined, true],
    ['all actions', 'permit (principal, action, resource);', true],
    ['a list of actions', 'permit (principal, action in [Action::"look", Action::"settings"], resource);', true],
    ['a permit beside a narrower one', `${main} permit (principal, action == Action::"look", resource);`, true],
    [
      'a forbid of changes beside it',
      'permit (principal, action, resource); forbid (principal, action in Action::"change", resource);',
      true,
    ],
    [
      'a forbid of looking beside it',
      'permit (principal, action, resource); forbid (principal, action == Action::"look", resource) when { resource.account == "x" };',
      false,
    ],
    [
      'a forbid of everything',
      'permit (principal, action, resource); forbid (principal, action, resource) when { context.hour == 25 };',
      false,
    ],
    ['a condition', main, false],
    ['a role', 'permit (principal in Role::"operator", action == Action::"look", resource);', false],
    ['a person', 'permit (principal == Person::"os:olga", action == Action::"look", resource);', false],
    ['a region', 'permit (principal, action == Action::"look", resource == Region::"main-id/eu-west-1");', false],
    ['nothing about looking', 'permit (principal, action in Action::"change", resource);', false],
  ])('is all, without a question for each account and region: %s: %s', async (_, text, open) => {
    const access = await under(text);
    expect((await access.sight(olga, where)) === undefined).toBe(open);
  });

  it('is asked for each account and region, person and place', async () => {
    const access = await under(`${main}
      permit (principal in Role::"operator", action == Action::"look", resource) when { resource.accountId == "dev-id" && resource.region == "us-east-1" };
      forbid (principal, action == Action::"look", resource) when { context.place == "lobby" };`);
    const seen = async (who: Person, place: string) => {
      const sees = await access.sight(who, { id: place });
      return [home('main'), home('dev', 'us-east-1'), home('dev'), home('main')].map((one) => sees?.sees(one));
    };
    expect(await seen(olga, 'general')).toEqual([true, true, false, true]);
    expect(await seen(nina, 'general')).toEqual([true, false, false, true]);
    expect(await seen(olga, 'lobby')).toEqual([false, false, false, false]);
  });
});

describe('what is not shown to a person', () => {
  it('is asked about by name too, for an account may have two, and one that is not known has no id', async () => {
    const access =
      await under(`@id("fin") @says("Finance is hidden.") forbid (principal, action == Action::"look", resource) when { resource.account == "finance" };
      permit (principal, action == Action::"look", resource);`);
    const sight = await access.sight(olga, where);
    const named = (name: string) => ({ account: { name, id: '' }, region: 'eu-west-1' });
    expect(['main', 'finance', 'main'].map((name) => sight?.sees(named(name)))).toEqual([true, false, true]);
    expect(sight?.hidden([named('main')])).toEqual([]);
  });

  it('is told by rule, with accounts and regions by name as far as they are few', async () => {
    const access =
      await under(`@id("fin") @says("Finance is hidden.") forbid (principal, action == Action::"look", resource) when { resource.account == "finance" };
      permit (principal, action == Action::"look", resource) when { resource.account != "far" };`);
    const sight = await access.sight(olga, where);
    const homes = ['finance', 'far', 'main'].flatMap((name) =>
      Array.from({ length: name === 'far' ? 7 : 2 }, (_, at) => ({ account: { name, id: name }, region: `r-${at}` })),
    );
    expect(sight?.hidden([...homes, ...homes]).map(({ problem, what }) => [problem, plain(what)])).toEqual([
      ['not-shown', 'olga may not look at finance (r-0 and r-1). Rule fin: Finance is hidden.'],
      [
        'not-shown',
        'olga may not look at far (r-0, r-1, r-2, r-3, r-4 and 2 more). No rule permits it. Roles: operator.',
      ],
    ]);
  });
});

describe('who may ever approve', () => {
  it.each<readonly [string, string, readonly Person[]]>([
    ['a role', 'context has approver && context.approver in Role::"approver"', [anna]],
    ['a person', 'context has approver && context.approver == Person::"os:olga"', [olga]],
    ['roles', 'context has approver && (context.approver in [Role::"approver", Role::"operator"])', [anna, olga]],
    ['anybody', 'context has approver', [anna, olga, nina]],
    ['nobody', 'context has reason', []],
    [
      'who is said in another way',
      'context has approver && Role::"approver" == Role::"approver" && context.approver.platform == "os"',
      [anna, olga, nina],
    ],
    [
      'who is asked for by another grammar',
      'context has "approver" && context["approver"].platform == "os"',
      [anna, olga, nina],
    ],
  ])('is %s', async (_, condition, who) => {
    const access = await under(
      `@says("No approver is meant here.") permit (principal in Role::"operator", action in Action::"change", resource) when { ${condition} };`,
    );
    const may = await Promise.all([anna, olga, nina].map((one) => access.everApproves(one)));
    expect([anna, olga, nina].filter((_one, index) => may[index])).toEqual(who);
  });
});

describe('what a person may ever do', () => {
  it.each([
    [olga, 'stop', true],
    [olga, 'terminate', true],
    [olga, 'settings', true],
    [olga, 'freeze', false],
    [anna, 'stop', false],
    [nina, 'release', false],
    [person('adam', 'admin'), 'break-glass', true],
    [person('adam', 'admin'), 'start', false],
    [nina, 'look', true],
    [olga, 'explode', false],
  ])('$name: %s: %s', async (who, does, may) => {
    expect(await (await under(undefined)).everMay(who, does)).toBe(may);
  });
});

describe('the hour is that of the time zone', () => {
  it.each([
    ['UTC', '2026-11-27T08:59:00Z', 'hour 8 minute 59 friday 2026-11-27'],
    ['Europe/Berlin', '2026-11-27T23:30:00Z', 'hour 0 minute 30 saturday 2026-11-28'],
    ['Europe/Berlin', '2026-06-27T22:30:00Z', 'hour 0 minute 30 sunday 2026-06-28'],
    ['America/Los_Angeles', '2026-01-01T05:00:00Z', 'hour 21 minute 0 wednesday 2025-12-31'],
    ['Asia/Kolkata', '2026-03-29T00:00:00Z', 'hour 5 minute 30 sunday 2026-03-29'],
    // The day on which an hour is missing, before and after.
    ['Europe/Berlin', '2026-03-29T00:59:00Z', 'hour 1 minute 59 sunday 2026-03-29'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', 'hour 3 minute 0 sunday 2026-03-29'],
  ])('%s at %s', async (timeZone, at, told) => {
    const [, hour = '', , minute = '', weekday = '', date = ''] = told.split(' ');
    const access = await under(
      `permit (principal, action, resource) when { context.hour == ${hour} && context.minute == ${minute} && context.weekday == "${weekday}" && context.date == "${date}" };`,
      { timeZone, clock: { now: () => Date.parse(at), sleep: (ms, signal) => house.clock.sleep(ms, signal) } },
    );
    expect(await ask(access)).toMatchObject({ is: 'allowed' });
  });
});
