import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Changes, Press } from '../../../src/core/changes/changes.ts';
import { leaseMs } from '../../../src/core/changes/hold.ts';
import type { AuditRecord } from '../../../src/core/people/audit.ts';
import type { Person } from '../../../src/core/people/person.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { hourMs, secondMs } from '../../../src/core/time.ts';
import { channel, openHouse, type House } from './house.ts';
import {
  approvals,
  cast,
  expected,
  firstRoles,
  has,
  isOne,
  isReason,
  people,
  perHour,
  placeOf,
  steps,
  tagOf,
  maySend,
  ttlMs,
  wants,
  approvalTtlMs,
  type Known,
  type PressStep,
  type Step,
  type World,
} from './rights-model.ts';

const [ana = neverHere(), , , cleo = neverHere()] = cast;
function neverHere(): never {
  throw new Error('the cast is not there');
}
const signal = new AbortController().signal;
/** How often each outcome was met, over all runs: a model that meets none of one kind says nothing of it. */
const met = new Map<string, number>();

async function play(house: House, roles: Record<string, readonly string[]>, some: readonly Step[]): Promise<void> {
  let processes = 0;
  const process = () => house.process(`p${(processes += 1)}`);
  let changes: Changes = await process();
  const shown: Known[] = [];
  const tally: { readonly by: string; readonly at: number; readonly things: number }[] = [];
  let frozen: { readonly at: number; readonly until: number } | undefined;
  let requests = 0;
  const world = (): World => ({
    now: house.clock.now(),
    roles: { ...roles },
    frozen: frozen !== undefined && house.clock.now() < frozen.until ? frozen.at : undefined,
    changed: (id) =>
      tally
        .filter(({ by, at }) => isOne(by, id) && at > house.clock.now() - hourMs)
        .reduce((sum, { things }) => sum + things, 0),
  });
  const entriesSince = async (before: number): Promise<readonly AuditRecord[]> =>
    (await house.journal.read(before + 1, 500)).map(({ record }) => record);
  const setRole = (role: string, id: string, member: boolean): void => {
    const others = (roles[role] ?? []).filter((one) => one !== id);
    roles[role] = member ? [...others, id] : others;
  };
  const freeze = async (forMs?: number): Promise<void> => {
    const at = house.clock.now();
    frozen = { at, until: forMs === undefined ? Number.POSITIVE_INFINITY : at + forMs };
    await house.rights.freeze.on({ by: cleo, at, reason: 'sale', ...(forMs !== undefined && { until: at + forMs }) });
  };

  for (const one of some) {
    const { position: before } = await house.journal.head();
    const seenBefore = house.seen.length;
    const request = `r${(requests += 1)}`;
    switch (one.does) {
      case 'ask': {
        const by = cast[one.who] ?? ana;
        const now = world();
        const wish = { kind: one.kind, by, where: channel, request, evenInGroup: false, breakGlass: one.breakGlass };
        // What is terminated is told of for an hour.
        const targets = await house.byName(...one.names).catch(() => undefined);
        if (targets === undefined) break;
        const said = one.reason === undefined ? {} : { reason: one.reason };
        const plan = await house.settle(changes.plan({ ...wish, ...said }, targets, { signal }));
        if (!isProblem(plan)) {
          const names = plan.moves.map(({ named }) => named.name ?? '');
          const ids = plan.moves.map(({ named }) => named.id);
          expect(has(now, by.id, 'operator'), 'a plan is for who may').toBe(true);
          expect(names.map(tagOf), 'what nobody may touch is in no plan').not.toContain('never');
          if (now.frozen !== undefined)
            expect([one.breakGlass, has(now, by.id, 'admin'), isReason(one.reason)]).toEqual([true, true, true]);
          const { key, expiresAt } = await changes.ask(plan);
          const breakGlass = plan.breakGlass?.at;
          const reason = isReason(one.reason) ? one.reason : undefined;
          shown.unshift({
            key,
            kind: one.kind,
            names,
            ids,
            by,
            breakGlass,
            typed: plan.typed,
            reason,
            expiresAt,
            state: 'asked',
          });
        }
        expect(house.seen).toHaveLength(seenBefore);
        expect((await entriesSince(before)).map(({ event, person }) => [event, person.id])).toEqual([
          [isProblem(plan) ? 'refused' : 'asked', by.id],
          // What is left out of it is written down as well.
          ...(isProblem(plan) ? [] : plan.refused.map(() => ['refused', by.id])),
        ]);
        break;
      }
      case 'press': {
        const known = shown[one.plan];
        if (known !== undefined) await press(known, one, request, before, seenBefore);
        break;
      }
      case 'role':
        setRole(one.role, cast[one.who]?.id ?? '', one.has);
        break;
      case 'freeze':
        await freeze(one.forMs);
        break;
      case 'thaw':
        frozen = undefined;
        await house.rights.freeze.off();
        break;
      case 'pass':
        await house.clock.pass(one.ms);
        break;
      case 'restart':
        changes = await process();
        expect(await changes.reconcile(signal)).toEqual([]);
        break;
    }
  }

  async function press(
    known: Known,
    one: PressStep,
    request: string,
    before: number,
    seenBefore: number,
  ): Promise<void> {
    const meant = one.verb === 'approve' || one.verb === 'deny' ? cleo : known.by;
    const by: Person = one.who === 'right' ? meant : (cast[one.who] ?? meant);
    const now = world();
    const what = expected(now, known, one, by);
    met.set(`${one.verb} ${what}`, (met.get(`${one.verb} ${what}`) ?? 0) + 1);
    const typed = one.word === 'right' ? known.typed : one.word === 'wrong' ? 'nonsense' : undefined;
    const pressed: Press = {
      verb: one.verb,
      by,
      where: placeOf(one.where, by),
      request,
      ...(typed !== undefined && { typed }),
      ...(one.reason !== undefined && { reason: one.reason }),
    };
    const approver = one.verb === 'approve' ? by : undefined;
    let afterwards: number | undefined;
    let died = () => {};
    const death = new Promise<'killed'>((resolve) => {
      died = () => resolve('killed');
    });
    house.interfere = async (when) => {
      if (one.during === `kill ${when}`) {
        died();
        await new Promise(() => {});
      }
      if (when !== 'sent' || afterwards !== undefined || one.during === undefined || one.during.startsWith('kill'))
        return;
      if (one.during === 'freeze') await freeze();
      else if (one.during === 'requester revoked')
        for (const { id } of cast) if (isOne(id, known.by.id)) setRole('operator', id, false);
      if (one.during === 'approver revoked' && approver)
        for (const { id } of cast) if (isOne(id, approver.id)) setRole('approver', id, false);
      afterwards = house.seen.length;
    };
    const all = Array.from({ length: one.times }, () => changes.step(known.key, pressed, () => {}, signal));
    const results = await house.settle(Promise.race([Promise.all(all), death]));
    house.interfere = async () => {};
    if (what !== 'refused') known.reason ??= isReason(one.reason) ? one.reason : undefined;
    if (what === 'acts') tally.push({ by: known.by.id, at: now.now, things: known.names.length });
    if (what === 'waits') [known.state, known.expiresAt] = ['awaiting', now.now + approvalTtlMs];
    else if (what !== 'refused') known.state = 'used';

    const calls = house.seen.slice(seenBefore);
    if (what !== 'acts') expect(calls, 'no call without a live confirmation and, where wanted, approval').toEqual([]);
    else expect(wants(now, known, known.reason)).toBe(approver === undefined ? 'nobody' : 'another');
    const called = calls.flatMap(({ ids }) => ids);
    expect(new Set(called).size, 'never twice').toBe(called.length);
    // Only what is still allowed after the interference goes on.
    const then = world();
    const stopped = known.ids.filter((id) => !maySend(then, known, id, approver));
    const later = afterwards === undefined ? [] : house.seen.slice(afterwards).flatMap(({ ids }) => ids);
    expect(
      later.filter((id) => stopped.includes(id)),
      `no call after: ${one.during}`,
    ).toEqual([]);

    if (results === 'killed') await restarted(known);
    else {
      const won = results.filter((result) => !isProblem(result));
      expect(won, `${one.verb} ${what}: ${JSON.stringify(results[0])}`).toHaveLength(what === 'refused' ? 0 : 1);
      for (const outcome of won)
        if (!isProblem(outcome) && afterwards !== undefined)
          for (const { target, phase } of outcome.targets) {
            if (called.includes(target.id)) expect(phase, 'calls that were made are followed').not.toBe('withheld');
            else if (stopped.includes(target.id)) expect(['withheld', 'left-alone']).toContain(phase);
          }
    }
    await book(known, one, by, what, before, called, one.times);
  }

  /** Whoever comes after the dead process says how it ended, and calls nothing. */
  async function restarted({ key }: Known): Promise<void> {
    house.kill(`p${processes}`);
    changes = await process();
    const made = house.seen.length;
    await house.clock.pass(leaseMs + secondMs);
    let outcomes = await house.settle(changes.reconcile(signal));
    for (let looks = 0; looks < 60 && outcomes.length === 0; looks += 1) {
      await house.clock.pass(20 * secondMs);
      outcomes = await house.settle(changes.reconcile(signal));
    }
    expect(outcomes.map((outcome) => outcome.key)).toEqual([key]);
    expect(house.seen, 'looking up calls nothing').toHaveLength(made);
  }

  /** Every press and refusal is in the audit; a change that was approved bears both names in every entry. */
  async function book(
    { by: requester, key }: Known,
    { verb }: PressStep,
    by: Person,
    what: ReturnType<typeof expected>,
    before: number,
    called: readonly string[],
    times: number,
  ): Promise<void> {
    const entries = await entriesSince(before);
    const events = entries.map(({ event }) => event);
    const first = {
      refused: 'refused',
      acts: verb === 'approve' ? 'approved' : 'confirmed',
      waits: 'awaiting',
      cancels: 'cancelled',
      denies: 'denied',
    } as const;
    expect(events).toContain(first[what]);
    // Things that are left alone at the press are refused in entries of their own; those of the press begin with it.
    const refused = entries.filter(({ event, says }) => event === 'refused' && says.startsWith(`${verb}: `));
    expect(refused.map(({ person, change }) => [person.id, change])).toEqual(
      Array.from({ length: what === 'refused' ? times : times - 1 }, () => [by.id, key]),
    );
    const told = entries.filter(({ event, change }) => event !== 'refused' && change === key);
    if (verb === 'approve' || verb === 'deny')
      for (const entry of told) expect(entry).toMatchObject({ person: { id: requester.id }, approver: { id: by.id } });
    const announced = entries.flatMap(({ event, targets }) => (event === 'intent' ? targets.map(({ id }) => id) : []));
    expect(announced, 'every call was written down before').toEqual(expect.arrayContaining([...called]));
  }
}

describe('rights, approvals, freezes and caps, in any order with presses, kills and restarts', () => {
  it('let nothing through but what the rules allow then, and all that they allow', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (some) => {
        const roles = firstRoles();
        const house = await openHouse({ rules: undefined, ttlMs, perHour, roles, people, approvals: approvals.id });
        const { cloud } = house;
        house.cloud = {
          ...cloud,
          async instancesById(...asked) {
            const listing = await cloud.instancesById(...asked);
            const items = listing.items.map((item) =>
              tagOf(item.name ?? '') === 'never' ? { ...item, tags: { ...item.tags, quartermaster: 'never' } } : item,
            );
            return { ...listing, items };
          },
        };
        try {
          await play(house, roles, some);
        } finally {
          await house.close();
        }
      }),
      { numRuns: 150 },
    );
    for (const outcome of [
      'confirm refused',
      'confirm acts',
      'confirm waits',
      'approve refused',
      'approve acts',
      'cancel cancels',
      'deny denies',
    ])
      expect(met.get(outcome) ?? 0, outcome).toBeGreaterThan(2);
  }, 240_000);
});
