import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createCedar } from '../../../../src/core/drivers/cedar/cedar.ts';
import { cedarVersion, loadCedar } from '../../../../src/core/drivers/cedar/load.ts';
import { schemaText } from '../../../../src/core/drivers/cedar/schema.ts';
import { starter } from '../../../../src/core/people/access/starter.ts';
import type { Circumstances, Principal, Question, Resource, Rules } from '../../../../src/core/ports/policy.ts';
import { actions, cedar, thing } from '../../people/access/house.ts';

const olga: Principal = { id: 'os:olga', name: 'olga', roles: ['operator'] };
const anna: Principal = { id: 'os:anna', name: 'anna', roles: ['approver'] };
const friday: Circumstances = {
  place: 'general',
  private: false,
  hour: 10,
  minute: 30,
  weekday: 'friday',
  date: '2026-11-27',
  targets: 1,
};

async function rulesOf(text: string, checked = false): Promise<Rules> {
  const read = await cedar.read(text, checked);
  if (!('all' in read)) throw new Error(JSON.stringify(read));
  return read;
}

const stop = (more: Partial<Question> = {}): Question => ({
  who: olga,
  does: 'stop',
  to: thing('instance'),
  context: friday,
  ...more,
});

/** Whether one rule with this condition permits. */
async function holds(condition: string, question: Question): Promise<boolean> {
  const rules = await rulesOf(
    `permit (principal, action == Action::"${question.does}", resource) when { ${condition} };`,
  );
  return rules.decide(question).allowed;
}

describe('the rules that come with Quartermaster', () => {
  it('are in order', async () => {
    expect(await cedar.read(starter, false)).toHaveProperty('all');
  });
});

describe('what rules can look at', () => {
  const reasoned = { context: { ...friday, reason: 'too “dear”', approver: anna } };
  it.each<readonly [condition: string, question: Partial<Question>, holds: boolean]>([
    ['principal == Person::"os:olga"', {}, true],
    ['principal.platform == "os" && principal.name == "olga"', {}, true],
    ['principal in Role::"operator"', {}, true],
    ['principal in Role::"approver"', reasoned, false],
    ['resource == Instance::"i-0a1" && resource.id == "i-0a1"', {}, true],
    ['resource has name && resource.name == "web-1"', {}, true],
    ['resource has name', { to: thing('instance', {}, { name: undefined }) }, false],
    ['resource.account == "main" && resource.accountId == "111122223333" && resource.region == "eu-west-1"', {}, true],
    ['resource.state == "running" && resource.type like "m5.*"', {}, true],
    ['resource.hasTag("a b") && resource.getTag("a b") == "*"', { to: thing('instance', { 'a b': '*' }) }, true],
    ['resource.hasTag("__proto__")', { to: thing('instance') }, false],
    ['resource.hasTag("toString")', { to: thing('instance') }, false],
    [
      'resource.hasTag("__proto__") && resource.getTag("__proto__") == "x"',
      { to: thing('instance', Object.fromEntries([['__proto__', 'x']])) },
      true,
    ],
    ['context.place == "general" && !context.private', {}, true],
    [
      'context.hour == 10 && context.minute == 30 && context.weekday == "friday" && context.date == "2026-11-27"',
      {},
      true,
    ],
    ['context.targets == 1', {}, true],
    ['context has reason', {}, false],
    ['context has reason && context.reason == "too “dear”"', reasoned, true],
    ['context has approver', {}, false],
    ['context has approver && context.approver in Role::"approver"', reasoned, true],
    ['context has approver && context.approver in Role::"operator"', reasoned, false],
    ['context has approver && context.approver == principal', reasoned, false],
    ['context has approver && context.approver.name == "anna"', reasoned, true],
    [
      'context has approver && context.approver == principal && !(context.approver in Role::"approver")',
      { context: { ...friday, approver: { ...olga, roles: ['approver'] } } },
      true,
    ],
  ])('%s', async (condition, question, expected) => {
    expect(await holds(condition, stop(question))).toBe(expected);
  });

  it.each([
    ['0.0104', '0.0104', true],
    ['0.01045', '0.0105', true],
    ['0.01044999', '0.0104', true],
    ['0.00005', '0.0001', true],
    ['0.00004', '0.0', true],
    ['12', '12.0', true],
    ['1e-7', '0.0', true],
    ['123456789.99995', '123456790.0', true],
  ])('a price of %s an hour is %s', async (usdPerHour, decimal, same) => {
    const to = thing('instance', {}, { usdPerHour });
    expect(await holds(`resource has hourlyUsd && resource.hourlyUsd == decimal("${decimal}")`, stop({ to }))).toBe(
      same,
    );
  });

  it.each<readonly [does: string, to: Resource]>([
    ['release', thing('address')],
    ['look', { is: 'region', account: { name: 'main', id: '1' }, region: 'eu-west-1' }],
    ['settings', { is: 'house' }],
  ])('what is done to others than instances: %s', async (does, to) => {
    expect(await holds('context.place == "general"', stop({ does, to }))).toBe(true);
  });
});

describe('a decision', () => {
  it('names the rules that made it, by their ids and with their texts', async () => {
    const rules = await rulesOf(`
      @id("may") @says("All may.") permit (principal, action, resource);
      permit (principal in Role::"operator", action == Action::"stop", resource);
      @id("not") forbid (principal, action == Action::"start", resource is Instance);`);
    expect(rules.decide(stop())).toMatchObject({
      allowed: true,
      rules: [{ id: 'may', says: 'All may.' }, { id: 'rule 2' }],
    });
    expect(rules.decide(stop({ does: 'start' }))).toMatchObject({
      allowed: false,
      rules: [{ id: 'not', effect: 'forbid' }],
    });
    expect(rules.all.map(({ line }) => line)).toEqual([2, 3, 4]);
  });

  it('is no where no rule permits, and names none', async () => {
    expect((await rulesOf('')).decide(stop())).toEqual({ allowed: false, rules: [] });
  });

  it('is no where a rule that forbids fails, though Cedar would pass over it', async () => {
    const rules = await rulesOf(`
      permit (principal, action, resource);
      @id("sum") forbid (principal, action == Action::"stop", resource)
      when { context.hour * 9223372036854775807 == 5 };`);
    expect(rules.decide(stop())).toMatchObject({ allowed: false, rules: [{ id: 'sum' }] });
    expect(rules.decide(stop({ context: { ...friday, hour: 1 } })).allowed).toBe(true);
  });

  it('is no where the only rule that permits fails', async () => {
    const rules = await rulesOf(
      `permit (principal, action == Action::"stop", resource) when { context.hour * 9223372036854775807 != 5 };`,
    );
    expect(rules.decide(stop())).toEqual({ allowed: false, rules: [] });
  });

  it.each<readonly [string, Partial<Question>]>([
    ['an action that nobody knows', { does: 'explode' }],
    ['the group of all changes', { does: 'change' }],
    ['an action for other things', { does: 'release' }],
    ['an action on the house', { does: 'settings' }],
    ['half an hour', { context: { ...friday, hour: 1.5 } }],
    ['a price that Cedar cannot hold', { to: thing('instance', {}, { usdPerHour: '1e30' }) }],
    ['a price that is none', { to: thing('instance', {}, { usdPerHour: 'cheap' }) }],
  ])('is not made of %s', async (_, question) => {
    const rules = await rulesOf('permit (principal, action, resource);');
    expect(() => rules.decide(stop(question))).toThrow(/Cedar cannot decide|Invalid number/);
  });

  it('is the same for any number of combinations of roles, in any order', async () => {
    const teams = Array.from({ length: 10 }, (_, index) => `team${index}`);
    const rules = await rulesOf(
      teams
        .map(
          (team) =>
            `permit (principal in Role::"${team}", action == Action::"stop", resource) when { resource.hasTag("${team}") };`,
        )
        .join('\n'),
    );
    const someTeams = fc.uniqueArray(fc.constantFrom(...teams));
    fc.assert(
      fc.property(someTeams, someTeams, (roles, tags) => {
        const to = thing('instance', Object.fromEntries(tags.map((tag) => [tag, ''])));
        const decision = rules.decide(stop({ who: { ...olga, roles: [...roles, 'operator'] }, to }));
        expect(decision.rules.map(({ roles: [role] }) => role).toSorted()).toEqual(
          roles.filter((role) => tags.includes(role)).toSorted(),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('is of the rules that are asked, however many others were read since', async () => {
    const before = await rulesOf('permit (principal, action, resource);');
    expect(before.decide(stop()).allowed).toBe(true);
    const after = await rulesOf('forbid (principal, action, resource);');
    expect(after.decide(stop()).allowed).toBe(false);
    expect(before.decide(stop()).allowed).toBe(true);
  });

  it('is of its own language, however many there are in a process', async () => {
    const [one, other] = [
      await createCedar(actions).read('permit (principal, action, resource);', true),
      await createCedar(actions).read('', true),
    ];
    const allowed = (rules: typeof one) => 'all' in rules && rules.decide(stop()).allowed;
    expect([one, other, one].map(allowed)).toEqual([true, false, true]);
  });
});

describe('what a rule says of itself', () => {
  it.each([
    ['permit (principal, action, resource);', { roles: 'any', mentions: [], always: true }],
    ['permit (principal in Role::"a", action, resource);', { roles: ['a'], mentions: ['a'], always: false }],
    ['permit (principal is Person in Role::"a", action, resource);', { roles: ['a'], mentions: ['a'], always: false }],
    ['permit (principal is Person, action, resource);', { roles: 'any', mentions: [], always: false }],
    ['permit (principal == Person::"os:a", action, resource);', { roles: 'any', mentions: [], always: false }],
    [
      'permit (principal, action, resource) when { principal in Role::"a" };',
      { roles: 'any', mentions: ['a'], always: false },
    ],
    [
      'permit (principal in Role::"a", action, resource) when { context has approver && context.approver in [Role::"b", Role::"c"] };',
      { roles: ['a'], mentions: ['a', 'b', 'c'], always: false },
    ],
    ['permit (principal, action, resource) when { context.place == "Role::\\"x\\"" };', { mentions: [] }],
    ['permit (principal, action == Action::"look", resource);', { actions: ['look'], always: true }],
    ['permit (principal, action, resource == House::"quartermaster");', { always: false }],
    [
      'permit (principal, action in [Action::"stop", Action::"settings"], resource);',
      { actions: ['stop', 'settings'] },
    ],
    [
      'permit (principal, action in Action::"change", resource is Address);',
      { actions: ['reset-dns', 'disassociate', 'release', 'recover'] },
    ],
    ['permit (principal, action, resource is House);', { actions: ['settings', 'freeze', 'break-glass'] }],
  ])('%s', async (text, says) => {
    const [rule] = (await rulesOf(text)).all;
    expect(rule).toMatchObject({ text, ...says });
  });

  it('all actions where it names none', async () => {
    const [rule] = (await rulesOf('permit (principal, action, resource);')).all;
    expect(rule?.actions.toSorted()).toEqual(
      [...Object.keys(actions.changes), 'look', 'settings', 'freeze', 'break-glass'].toSorted(),
    );
  });
});

describe('a check that is remembered', () => {
  it('is of the Cedar that is installed, and of what can be asked about', async () => {
    const packaged: unknown = JSON.parse(
      readFileSync(new URL('../../../../node_modules/@cedar-policy/cedar-wasm/package.json', import.meta.url), 'utf8'),
    );
    expect(z.object({ version: z.string() }).parse(packaged).version).toBe(cedarVersion);
    expect((await loadCedar()).getCedarVersion()).toBe(cedarVersion);
    expect(cedar.edition).toContain(cedarVersion);
    expect(cedar.edition).toContain(schemaText(actions));
    expect(createCedar({ changes: { ...actions.changes, resize: 'instance' } }).edition).not.toBe(cedar.edition);
  });

  it('is not made again', async () => {
    const bad = 'permit (principal, action == Action::"stop", resource) when { resource has nme };';
    expect(await cedar.read(bad, false)).not.toHaveProperty('all');
    expect(await cedar.read(bad, true)).toHaveProperty('all');
  });
});
