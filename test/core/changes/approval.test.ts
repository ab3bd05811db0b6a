import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Changes, Outcome, Plan, Press, Wish } from '../../../src/core/changes/changes.ts';
import type { Kind } from '../../../src/core/changes/kinds.ts';
import type { Person, Place } from '../../../src/core/people/person.ts';
import { isProblem, type Problem } from '../../../src/core/problem.ts';
import { plain } from '../../../src/core/text.ts';
import { ana, bob, channel, elsewhere, eve, openHouse, privately, type House } from './house.ts';

const cleo: Person = { id: 'demo:cleo', name: 'cleo', roles: ['approver'] };
const dan: Person = { id: 'demo:dan', name: 'dan', roles: ['operator', 'approver', 'admin'] };
const open = new AbortController().signal;

let house: House;
let changes: Changes;
const opened = async (options: Parameters<typeof openHouse>[0] = {}): Promise<void> => {
  house = await openHouse({ rules: undefined, ...options });
  changes = await house.process('p0');
};
beforeEach(() => opened());
afterEach(() => house.close());

const planOf = async (kind: Kind, name: string, some: Partial<Wish> = {}): Promise<Plan | Problem> =>
  house.settle(
    changes.plan(
      { kind, by: ana, where: channel, request: 'r', evenInGroup: false, ...some },
      name.includes('.') ? [await house.byIp(name)] : await house.byName(name),
      { signal: open },
    ),
  );
const ask = async (
  kind: Kind,
  name: string,
  some: Partial<Wish> = {},
): Promise<{ readonly key: string; readonly plan: Plan }> => {
  const plan = await planOf(kind, name, some);
  if (isProblem(plan)) throw new Error(plain(plan.what));
  return changes.ask(plan);
};
const press = (key: string, some: Partial<Press> & { readonly by: Person; readonly verb: Press['verb'] }) =>
  house.settle(changes.step(key, { where: channel, request: 'r', ...some }, () => {}, open));
const outcome = (result: Outcome | Problem): Outcome => {
  if (isProblem(result)) throw new Error(plain(result.what));
  return result;
};
/** Asked and confirmed by ana, with the word; waits for another person. */
const awaited = async (kind: Kind = 'terminate', name = 'web-1', some: Partial<Wish> = {}): Promise<string> => {
  const { key, plan } = await ask(kind, name, some);
  const confirmed = outcome(
    await press(key, {
      verb: 'confirm',
      by: some.by ?? ana,
      where: some.where ?? channel,
      ...(plan.typed !== undefined && { typed: plan.typed }),
    }),
  );
  expect(confirmed.awaiting?.approver.roles).toEqual(['approver']);
  return key;
};
const events = async (): Promise<readonly string[]> =>
  (await house.journal.read(1, 200)).map(({ record }) => record.event);
const calls = () => house.seen.map(({ kind }) => kind);

describe('what wants another person', () => {
  it('is confirmed first, word included, and nothing is called until it is approved; then at once', async () => {
    const { key, plan } = await ask('terminate', 'web-1');
    expect(plan.lacking).toMatchObject({ reason: false, approver: { roles: ['approver'] } });
    expect(plan.rules).toContain('destroy');
    expect(await press(key, { verb: 'confirm', by: ana })).toMatchObject({ problem: 'wrong-word' });
    expect(await press(key, { verb: 'approve', by: cleo })).toMatchObject({ problem: 'approval-needed' });
    const waits = outcome(await press(key, { verb: 'confirm', by: ana, typed: 'web-1' }));
    expect(waits.awaiting).toMatchObject({ approver: { roles: ['approver'] } });
    expect(calls()).toEqual([]);
    const done = outcome(await press(key, { verb: 'approve', by: cleo }));
    expect(done).toMatchObject({ by: { id: ana.id }, approver: { id: cleo.id }, targets: [{ phase: 'done' }] });
    expect(calls()).toEqual(['terminate']);
    const entries = (await house.journal.read(1, 200)).map(({ record }) => record);
    const approved = entries.find(({ event }) => event === 'approved');
    expect(approved).toMatchObject({ person: { id: ana.id }, approver: { id: cleo.id } });
    for (const event of ['intent', 'answer', 'ended'])
      expect(entries.find((one) => one.event === event)).toMatchObject({
        person: { id: ana.id },
        approver: { id: cleo.id },
      });
  });

  it.each<[string, Person, string]>([
    ['who asked', ana, 'wrong-person'],
    ['who asked, with the role', { ...ana, roles: ['operator', 'approver'] }, 'wrong-person'],
    ['an operator', bob, 'not-allowed'],
    ['somebody without a role', eve, 'not-allowed'],
  ])('%s approves and denies nothing', async (_, by, problem) => {
    const key = await awaited();
    expect(await press(key, { verb: 'approve', by })).toMatchObject({ problem });
    expect(await press(key, { verb: 'deny', by })).toMatchObject({ problem });
    expect(calls()).toEqual([]);
    expect((await events()).filter((event) => event === 'refused')).toHaveLength(2);
    expect(outcome(await press(key, { verb: 'approve', by: cleo })).targets).toMatchObject([{ phase: 'done' }]);
  });

  it.each<[string, Place, string | undefined]>([
    ['where it was asked', channel, undefined],
    ['in private', privately(cleo), undefined],
    ['in another place', elsewhere, 'wrong-place'],
    ['in the private place of another', privately(bob), 'wrong-place'],
  ])('is approved %s: %s', async (_, where, problem) => {
    const key = await awaited();
    const result = await press(key, { verb: 'approve', by: cleo, where });
    if (problem === undefined) expect(outcome(result).targets).toMatchObject([{ phase: 'done' }]);
    else expect(result).toMatchObject({ problem });
    expect(calls()).toEqual(problem === undefined ? ['terminate'] : []);
  });

  it('is asked for in the place for approvals too, and whoever asked is told elsewhere', async () => {
    await house.close();
    await opened({ approvals: 'chat:approvals' });
    const key = await awaited();
    expect(house.told).toEqual([{ says: 'approval-wanted', change: key, place: 'chat:approvals' }]);
    outcome(await press(key, { verb: 'approve', by: cleo, where: { id: 'chat:approvals' } }));
    expect(house.told).toContainEqual({ says: 'change-approved', change: key, place: channel.id });
    // Whoever approves is owed the answer there, and nowhere else.
    expect(house.owed).toEqual([`${key} chat:approvals`]);
  });

  it('is denied with a reason: nothing is called, the key works no longer, who asked is told', async () => {
    const key = await awaited();
    const denied = outcome(await press(key, { verb: 'deny', by: cleo, where: privately(cleo), reason: 'not today' }));
    expect(denied).toMatchObject({ cancelled: true, denied: { by: { id: cleo.id }, reason: 'not today' } });
    expect(house.told).toEqual([{ says: 'change-denied', change: key, place: channel.id }]);
    for (const verb of ['approve', 'confirm', 'cancel'] as const)
      expect(await press(key, { verb, by: verb === 'approve' ? cleo : ana })).toMatchObject({ problem: 'used-key' });
    expect(calls()).toEqual([]);
  });

  it('waits for its own time, and no longer', async () => {
    const key = await awaited();
    await house.clock.pass(3_599_000);
    const late = await awaited('terminate', 'web-2');
    await house.clock.pass(2_000);
    expect(await press(key, { verb: 'approve', by: cleo })).toMatchObject({ problem: 'expired-key' });
    expect(outcome(await press(late, { verb: 'approve', by: cleo })).targets).toMatchObject([{ phase: 'done' }]);
    expect(calls()).toEqual(['terminate']);
  });

  it('does not wait where that it waits cannot be written down', async () => {
    const { key } = await ask('terminate', 'web-1');
    house.breakJournal('awaiting');
    await expect(press(key, { verb: 'confirm', by: ana, typed: 'web-1' })).rejects.toThrow('cannot be written');
    expect(await changes.waiting(cleo, channel)).toEqual([]);
    expect((await changes.waiting(ana, channel)).map((one) => one.for)).toEqual(['confirmation']);
  });

  it('may be taken back by who asked, and a second confirmation does nothing', async () => {
    const key = await awaited();
    expect(await press(key, { verb: 'confirm', by: ana, typed: 'web-1' })).toMatchObject({ problem: 'used-key' });
    expect(outcome(await press(key, { verb: 'cancel', by: ana }))).toMatchObject({ cancelled: true });
    expect(await press(key, { verb: 'approve', by: cleo })).toMatchObject({ problem: 'used-key' });
    expect(calls()).toEqual([]);
  });

  it('two approvers at the same instant act once', async () => {
    const key = await awaited();
    const both = await Promise.all([
      press(key, { verb: 'approve', by: cleo }),
      press(key, { verb: 'approve', by: dan }),
    ]);
    expect(both.filter(isProblem)).toMatchObject([{ problem: 'used-key' }]);
    expect(calls()).toEqual(['terminate']);
  });

  it('is listed to each as what it is to them', async () => {
    const key = await awaited();
    const seenBy = async (person: Person, where = channel) =>
      (await changes.waiting(person, where)).map((one) => [one.key, one.for]);
    expect(await seenBy(ana)).toEqual([[key, 'approval']]);
    expect(await seenBy(cleo)).toEqual([[key, 'yours']]);
    expect(await seenBy(cleo, privately(cleo))).toEqual([[key, 'yours']]);
    expect(await seenBy(bob)).toEqual([]);
    expect(await seenBy(cleo, elsewhere)).toEqual([]);
  });

  it('is shown as it would be now to who may approve it, and to nobody else', async () => {
    const key = await awaited();
    const seen = await changes.review(key, cleo, privately(cleo), { signal: open });
    expect(seen).toMatchObject({
      waiting: { for: 'yours', by: { id: ana.id } },
      plan: { moves: [{ named: { name: 'web-1' } }] },
    });
    expect(await changes.review(key, bob, channel, { signal: open })).toMatchObject({ problem: 'unknown-key' });
  });
});

describe('rights are read at the press', () => {
  it.each<[string, (roles: Record<string, readonly string[]>) => void, string]>([
    ['the requester loses the role', (roles) => (roles['operator'] = []), 'not-allowed'],
    ['the approver loses the role', (roles) => (roles['approver'] = ['demo:zoe']), 'not-allowed'],
  ])('%s between the confirmation and the approval', async (_, alter, problem) => {
    await house.close();
    const roles: Record<string, readonly string[]> = { operator: ['demo:ana'], approver: ['demo:cleo'] };
    await opened({ roles });
    const key = await awaited();
    alter(roles);
    expect(await press(key, { verb: 'approve', by: cleo })).toMatchObject({ problem });
    expect(calls()).toEqual([]);
  });

  it('a role that goes between plan and confirmation', async () => {
    await house.close();
    const roles: Record<string, readonly string[]> = { operator: ['demo:ana'], approver: ['demo:cleo'] };
    await opened({ roles });
    const { key } = await ask('stop', 'web-2');
    roles['operator'] = [];
    expect(await press(key, { verb: 'confirm', by: ana })).toMatchObject({ problem: 'not-allowed' });
    expect(calls()).toEqual([]);
  });

  it('linked ids are one person: nobody approves their own from another platform', async () => {
    await house.close();
    await opened({
      roles: { operator: ['demo:ana'], approver: ['slack:U1', 'demo:cleo'] },
      people: { ana: ['demo:ana', 'slack:U1'] },
    });
    const key = await awaited();
    const other: Person = { id: 'slack:U1', name: 'Ana', roles: [] };
    expect(await press(key, { verb: 'approve', by: other })).toMatchObject({ problem: 'wrong-person' });
    expect(outcome(await press(key, { verb: 'cancel', by: other }))).toMatchObject({ cancelled: true });
  });

  it('nobody has the role: refused at the plan, with what to configure', async () => {
    await house.close();
    await opened({ roles: { operator: ['demo:ana'] } });
    const refused = await planOf('terminate', 'web-1');
    expect(refused).toMatchObject({ problem: 'not-allowed' });
    expect(isProblem(refused) && plain(refused.todo)).toMatch(/roles/);
  });
});

describe('a reason', () => {
  const prod = 'licensed';

  it('is wanted before another person is asked, at the plan or at the press', async () => {
    const { key, plan } = await ask('stop', prod);
    expect(plan.lacking).toMatchObject({ reason: true, approver: { roles: ['approver'] } });
    expect(await press(key, { verb: 'confirm', by: ana })).toMatchObject({ problem: 'reason-needed' });
    expect(outcome(await press(key, { verb: 'confirm', by: ana, reason: 'a leak' })).awaiting).toBeDefined();
    const done = outcome(await press(key, { verb: 'approve', by: cleo }));
    expect(done).toMatchObject({ reason: 'a leak', targets: [{ phase: 'done' }] });
  });
});

describe('a freeze', () => {
  const freeze = () =>
    house.rights.freeze.on({ by: { id: dan.id, name: dan.name }, at: house.clock.now(), reason: 'sale' });

  it('keeps plans, confirmations and approvals from acting, and says so', async () => {
    const { key } = await ask('stop', 'web-2');
    const waits = await awaited();
    await freeze();
    expect(await planOf('stop', 'web-1')).toMatchObject({ problem: 'frozen' });
    expect(await press(key, { verb: 'confirm', by: ana })).toMatchObject({ problem: 'frozen' });
    expect(await press(waits, { verb: 'approve', by: cleo })).toMatchObject({ problem: 'frozen' });
    expect(calls()).toEqual([]);
    await house.rights.freeze.off();
    expect(outcome(await press(waits, { verb: 'approve', by: cleo })).targets).toMatchObject([{ phase: 'done' }]);
  });

  it('ends by itself at its time', async () => {
    await house.rights.freeze.on({ by: dan, at: house.clock.now(), reason: 'sale', until: house.clock.now() + 60_000 });
    expect(await planOf('stop', 'web-2')).toMatchObject({ problem: 'frozen' });
    await house.clock.pass(60_000);
    expect(await planOf('stop', 'web-2')).toMatchObject({ moves: [{ named: { name: 'web-2' } }] });
  });

  it('is broken by who may, with a reason, in the open', async () => {
    await freeze();
    expect(await planOf('stop', 'web-2', { breakGlass: true })).toMatchObject({ problem: 'not-allowed' });
    expect(await planOf('stop', 'web-2', { by: dan, breakGlass: true })).toMatchObject({ problem: 'reason-needed' });
    const { key, plan } = await ask('stop', 'web-2', { by: dan, breakGlass: true, reason: 'it burns' });
    expect(plan.breakGlass).toMatchObject({ reason: 'sale' });
    expect(outcome(await press(key, { verb: 'confirm', by: dan }))).toMatchObject({
      breakGlass: true,
      targets: [{ phase: 'done' }],
    });
    expect(await events()).toContain('break-glass');
  });
});

describe('the cap of changes an hour', () => {
  it('counts a change once, however many press it at the same instant', async () => {
    await house.close();
    await opened({ perHour: 2 });
    const key = await awaited();
    const pressed = await Promise.all([cleo, dan, cleo].map((by) => press(key, { verb: 'approve', by })));
    expect(pressed.filter(isProblem).map(({ problem }) => problem)).toEqual(['used-key', 'used-key']);
    outcome(await press((await ask('stop', 'web-2')).key, { verb: 'confirm', by: ana }));
  });

  it('counts what a person changes, in all their platforms, and says when they may go on', async () => {
    await house.close();
    await opened({ perHour: 2 });
    for (const name of ['web-2', 'api-1'])
      outcome(await press((await ask('stop', name)).key, { verb: 'confirm', by: ana }));
    const { key } = await ask('stop', 'bastion');
    const refused = await press(key, { verb: 'confirm', by: ana });
    expect(refused).toMatchObject({ problem: 'too-many-changes' });
    expect(
      outcome(await press((await ask('stop', 'bastion', { by: bob })).key, { verb: 'confirm', by: bob })).cancelled,
    ).toBe(false);
    await house.clock.pass(3_600_000);
    outcome(await press((await ask('start', 'web-2')).key, { verb: 'confirm', by: ana }));
  });
});
