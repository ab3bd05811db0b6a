import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Changes, Outcome, Plan, Press, Wish } from '../../../src/core/changes/changes.ts';
import type { Kind } from '../../../src/core/changes/kinds.ts';
import type { Person } from '../../../src/core/people/person.ts';
import { StoreUnwritable } from '../../../src/core/ports/store.ts';
import { isProblem, type Problem } from '../../../src/core/problem.ts';
import { plain } from '../../../src/core/text.ts';
import { ana, channel, eve, openHouse, privately, type House } from './house.ts';

const cleo: Person = { id: 'demo:cleo', name: 'cleo', roles: ['approver'] };
const dan: Person = { id: 'demo:dan', name: 'dan', roles: ['operator', 'approver', 'admin'] };
const open = new AbortController().signal;

let house: House;
let changes: Changes;
/** Tags that somebody sets meanwhile, by name of the instance. */
let tagged: Readonly<Record<string, Readonly<Record<string, string>>>> = {};
const opened = async (options: Parameters<typeof openHouse>[0] = {}): Promise<void> => {
  house = await openHouse({ rules: undefined, ...options });
  const { cloud } = house;
  house.cloud = {
    ...cloud,
    async instancesById(ids, reading) {
      const listing = await cloud.instancesById(ids, reading);
      const items = listing.items.map((one) => ({ ...one, tags: { ...one.tags, ...tagged[one.name ?? ''] } }));
      return { ...listing, items };
    },
  };
  changes = await house.process('p0');
};
beforeEach(async () => {
  tagged = {};
  await opened();
});
afterEach(() => house.close());

const planOf = async (kind: Kind, names: readonly string[], some: Partial<Wish> = {}): Promise<Plan | Problem> =>
  house.settle(
    changes.plan(
      { kind, by: ana, where: channel, request: 'r', evenInGroup: false, ...some },
      await house.byName(...names),
      { signal: open },
    ),
  );
const ask = async (kind: Kind, names: readonly string[], some: Partial<Wish> = {}) => {
  const plan = await planOf(kind, names, some);
  if (isProblem(plan)) throw new Error(plain(plan.what));
  return changes.ask(plan);
};
const press = (key: string, some: Partial<Press> & { readonly by: Person; readonly verb: Press['verb'] }) =>
  house.settle(changes.step(key, { where: channel, request: 'r', ...some }, () => {}, open));
const outcome = (result: Outcome | Problem): Outcome => {
  if (isProblem(result)) throw new Error(plain(result.what));
  return result;
};
/** Asked and confirmed; waits for another person. */
const awaited = async (names = ['web-1'], some: Partial<Wish> = {}): Promise<string> => {
  const { key, plan } = await ask('terminate', names, some);
  const typed = plan.typed ?? '';
  const confirmed = outcome(await press(key, { verb: 'confirm', by: some.by ?? ana, typed }));
  expect(confirmed.awaiting).toBeDefined();
  return key;
};
const entries = async () => (await house.journal.read(1, 300)).map(({ record }) => record);
const eventsOf = async (event: string) => (await entries()).filter((one) => one.event === event);
const calls = () => house.seen.map(({ kind }) => kind);
const freeze = (reason: string) => house.rights.freeze.on({ by: dan, at: house.clock.now(), reason });

describe('broken glass', () => {
  it('is broken for one freeze, and no later one', async () => {
    await freeze('sale');
    const key = await awaited(['web-1'], { by: dan, breakGlass: true, reason: 'it burns' });
    expect(await eventsOf('break-glass')).toEqual([]);
    await house.rights.freeze.off();
    await house.clock.pass(1_000);
    await freeze('incident');
    const refused = await press(key, { verb: 'approve', by: cleo });
    expect(isProblem(refused) && plain(refused.what)).toMatch(/incident/);
    expect(calls()).toEqual([]);
  });

  it('is told when it acts, whoever’s press that is, and not before', async () => {
    await house.close();
    await opened({ approvals: 'chat:approvals' });
    await freeze('sale');
    const key = await awaited(['web-1'], { by: dan, breakGlass: true, reason: 'it burns' });
    const seen = await changes.review(key, cleo, channel, { signal: open });
    expect(isProblem(seen) ? seen : seen.plan.breakGlass).toMatchObject({ reason: 'sale' });
    expect(house.told.map(({ says }) => says)).toEqual(['approval-wanted']);
    outcome(await press(key, { verb: 'approve', by: cleo }));
    expect(await eventsOf('break-glass')).toMatchObject([{ person: { id: dan.id }, approver: { id: cleo.id } }]);
    expect(house.told.map(({ says }) => says)).toEqual(['approval-wanted', 'glass-broken']);
  });

  it('is not told where the cap keeps the change from acting', async () => {
    await house.close();
    await opened({ perHour: 1 });
    outcome(await press((await ask('stop', ['web-2'], { by: dan })).key, { verb: 'confirm', by: dan }));
    await freeze('sale');
    const { key } = await ask('stop', ['api-1'], { by: dan, breakGlass: true, reason: 'it burns' });
    expect(await press(key, { verb: 'confirm', by: dan })).toMatchObject({ problem: 'too-many-changes' });
    expect(await eventsOf('break-glass')).toEqual([]);
  });

  it.each([' ', '\u200B', '…', undefined])('wants a reason with a word in it, not %j', async (reason) => {
    await freeze('sale');
    const wish = { by: dan, breakGlass: true, ...(reason !== undefined && { reason }) };
    expect(await planOf('stop', ['web-2'], wish)).toMatchObject({ problem: 'reason-needed' });
  });
});

describe('what is judged', () => {
  it('is not passed by whoever is there once rules want no other person any longer', async () => {
    await house.close();
    await opened({
      rules: `
        permit (principal, action == Action::"look", resource);
        permit (principal in Role::"operator", action == Action::"stop", resource) when { context.minute >= 30 };
        permit (principal in Role::"operator", action == Action::"stop", resource)
        when { context has approver && context.approver in Role::"approver" };`,
    });
    const { key } = await ask('stop', ['web-2']);
    expect(outcome(await press(key, { verb: 'confirm', by: ana })).awaiting).toBeDefined();
    await house.clock.pass(31 * 60_000);
    for (const by of [eve, cleo])
      expect(await press(key, { verb: 'approve', by })).toMatchObject({ problem: 'not-allowed' });
    expect(calls()).toEqual([]);
  });

  it('counts the things that were asked for, at the plan and at every press', async () => {
    await house.close();
    await opened({
      rules: `
        permit (principal in Role::"operator", action == Action::"stop", resource) when { context.targets <= 2 };
        permit (principal in Role::"operator", action == Action::"stop", resource)
        when { context has approver && context.approver in Role::"approver" };
        forbid (principal, action, resource is Instance) when { resource has name && resource.name == "api-1" };`,
    });
    const { key, plan } = await ask('stop', ['web-1', 'web-2', 'api-1']);
    expect(plan.moves).toHaveLength(2);
    expect(plan.lacking.approver).toMatchObject({ roles: ['approver'] });
    expect(outcome(await press(key, { verb: 'confirm', by: ana })).awaiting).toBeDefined();
    expect(calls()).toEqual([]);
  });

  it('may name a person, who then approves', async () => {
    await house.close();
    await opened({
      roles: { operator: [ana.id], lead: [cleo.id] },
      rules: `
        permit (principal, action == Action::"look", resource);
        permit (principal in Role::"operator", action == Action::"terminate", resource)
        when { context has approver && context.approver == Person::"demo:cleo" };`,
    });
    const { plan } = await ask('terminate', ['web-1']);
    expect(plan.lacking.approver).toEqual({ roles: [], persons: [cleo.id] });
    const key = await awaited();
    expect(await press(key, { verb: 'approve', by: dan })).toMatchObject({ problem: 'not-allowed' });
    expect(outcome(await press(key, { verb: 'approve', by: cleo })).targets).toMatchObject([{ phase: 'done' }]);
  });

  it('is looked at again before the call, and what forbids it then is written down with its rule', async () => {
    const { key } = await ask('stop', ['web-1', 'web-2']);
    tagged = { 'web-2': { quartermaster: 'never' } };
    const done = outcome(await press(key, { verb: 'confirm', by: ana }));
    expect(done.targets.map(({ phase }) => phase)).toEqual(['done', 'withheld']);
    expect(await eventsOf('refused')).toMatchObject([{ rules: ['untouchable'], targets: [{ name: 'web-2' }] }]);
    expect(house.seen.map(({ ids }) => ids.length)).toEqual([1]);
  });

  it('is written down with its rules, of what is left out of a plan as well', async () => {
    tagged = { 'web-2': { quartermaster: 'never' } };
    await ask('stop', ['web-1', 'web-2']);
    expect(await eventsOf('refused')).toMatchObject([{ rules: ['untouchable'], targets: [{ name: 'web-2' }] }]);
    expect((await eventsOf('refused'))[0]?.says).toContain(
      'What is tagged quartermaster=never is not changed from here',
    );
    await planOf('stop', ['web-2']);
    expect((await eventsOf('refused'))[1]).toMatchObject({ rules: ['untouchable'] });
  });
});

describe('an approval', () => {
  it('that could not be written down as awaited is none that can be given', async () => {
    const { key } = await ask('terminate', ['web-1']);
    house.breakJournal('awaiting');
    await expect(press(key, { verb: 'confirm', by: ana, typed: 'web-1' })).rejects.toThrow(StoreUnwritable);
    house.mendJournal();
    expect(await press(key, { verb: 'approve', by: cleo })).toMatchObject({ problem: 'approval-needed' });
    expect(calls()).toEqual([]);
  });

  it('counts once against the cap, however many press', async () => {
    await house.close();
    await opened({ perHour: 2 });
    const key = await awaited();
    await Promise.all([press(key, { verb: 'approve', by: cleo }), press(key, { verb: 'approve', by: dan })]);
    expect(calls()).toEqual(['terminate']);
    outcome(await press((await ask('stop', ['web-2'])).key, { verb: 'confirm', by: ana }));
  });

  it('may be denied although the requester has no right any longer', async () => {
    const key = await awaited();
    house.revoked.add(ana.id);
    expect(await press(key, { verb: 'approve', by: cleo })).toMatchObject({ problem: 'not-allowed' });
    expect(await press(key, { verb: 'deny', by: eve })).toMatchObject({ problem: 'not-allowed' });
    expect(outcome(await press(key, { verb: 'deny', by: cleo }))).toMatchObject({ denied: { by: { id: cleo.id } } });
  });

  it('that comes a moment too late is told what became of it', async () => {
    const key = await awaited();
    const [approved, denied] = await Promise.all([
      press(key, { verb: 'approve', by: cleo }),
      press(key, { verb: 'deny', by: dan }),
    ]);
    const lost = [approved, denied].find(isProblem);
    expect(lost && plain(lost.what)).toMatch(/^(This was confirmed before: a key works once|dan said no)/);
  });

  it('and what became of it stands in the audit alone, whichever is written slowly', async () => {
    const key = await awaited();
    const append = house.journal.append.bind(house.journal);
    let approve = () => {};
    const approved = new Promise<void>((resolve) => {
      approve = resolve;
    });
    const slow: typeof append = async (record) => {
      if (record.event === 'denied') {
        await press(key, { verb: 'approve', by: cleo });
        approve();
      }
      return append(record);
    };
    Object.assign(house.journal, { append: slow });
    await press(key, { verb: 'deny', by: dan });
    await approved;
    expect([...(await eventsOf('approved')), ...(await eventsOf('denied'))]).toHaveLength(1);
  });

  it('that nobody gives in time ends, and who asked is told', async () => {
    const key = await awaited();
    await house.clock.pass(3_600_000);
    await house.settle(changes.reconcile(open));
    expect(house.told).toEqual([{ says: 'approval-late', change: key, place: channel.id }]);
    expect((await eventsOf('ended')).map(({ says }) => says)).toEqual(['nobody approved it in time; nothing was done']);
    expect(await press(key, { verb: 'approve', by: cleo })).toMatchObject({ problem: 'expired-key' });
    await house.settle(changes.reconcile(open));
    expect(house.told).toHaveLength(1);
  });

  it('that nobody gives in time is written down once, whichever of two processes finds it', async () => {
    await awaited();
    const other = await house.process('p1');
    await house.clock.pass(3_600_000);
    await house.settle(Promise.all([changes.reconcile(open), other.reconcile(open)]));
    expect(await eventsOf('ended')).toHaveLength(1);
    expect(house.told).toHaveLength(1);
  });

  it('keeps what was said with the plan and at its confirmation, and names who approves apart', async () => {
    const { key, plan } = await ask('terminate', ['web-1'], { reason: 'INC-7' });
    await press(key, { verb: 'confirm', by: ana, typed: plan.typed ?? '', reason: 'it is not used' });
    expect((await eventsOf('awaiting'))[0]?.says).toContain('reason: INC-7; it is not used');
    outcome(await press(key, { verb: 'approve', by: cleo, reason: 'looked at it' }));
    expect((await eventsOf('approved'))[0]?.says).toContain('INC-7; it is not used; looked at it');
  });

  it('is not kept from anybody by wrong keys to say no', async () => {
    const key = await awaited();
    for (let tries = 0; tries < 6; tries += 1)
      await press(`NO${tries}`, { verb: 'deny', by: cleo, where: privately(cleo) });
    expect(await press(key, { verb: 'approve', by: cleo })).toMatchObject({ problem: 'paused' });
    expect(outcome(await press(key, { verb: 'deny', by: cleo }))).toMatchObject({ cancelled: true });
  });
});
