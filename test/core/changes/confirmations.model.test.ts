import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isProblem, type ProblemCode } from '../../../src/core/problem.ts';
import type { Asked, Changes } from '../../../src/core/changes/changes.ts';
import type { Kind } from '../../../src/core/changes/kinds.ts';
import type { Person, Place } from '../../../src/core/people/person.ts';
import { leaseMs } from '../../../src/core/changes/hold.ts';
import { ana, bob, channel, elsewhere, eve, openHouse, privately, type House } from './house.ts';

const people = [ana, bob, eve] as const;
const names = ['web-1', 'web-2', 'api-1', 'batch-7', 'db-1'] as const;
const ttlMs = 120_000;

/** What may happen, in any order. */
const step = fc.oneof(
  fc.record({
    does: fc.constant('ask' as const),
    kind: fc.constantFrom<Kind>('start', 'stop'),
    who: fc.nat(2),
    names: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    does: fc.constant('press' as const),
    plan: fc.nat(5),
    who: fc.nat(2),
    where: fc.constantFrom<'there' | 'private' | 'elsewhere'>('there', 'there', 'private', 'elsewhere'),
    verb: fc.constantFrom<'confirm' | 'cancel'>('confirm', 'confirm', 'confirm', 'cancel'),
    times: fc.constantFrom(1, 1, 2, 3),
    kill: fc.constantFrom(undefined, undefined, undefined, 'sent' as const, 'done' as const),
  }),
  fc.record({ does: fc.constant('guess' as const), who: fc.nat(2), times: fc.constantFrom(1, 2, 6) }),
  fc.record({ does: fc.constant('pass' as const), ms: fc.constantFrom(1_000, 30_000, 121_000) }),
  fc.record({ does: fc.constant('restart' as const) }),
  fc.record({
    does: fc.constant('stranger' as const),
    action: fc.constantFrom('StartInstances' as const, 'StopInstances' as const),
    name: fc.constantFrom(...names),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What the world should think of one plan that was shown. */
interface Known {
  readonly asked: Asked;
  readonly by: Person;
  used: boolean;
}

const placeOf = (where: 'there' | 'private' | 'elsewhere', by: Person): Place =>
  where === 'there' ? channel : where === 'private' ? privately(by) : elsewhere;

/** Why this press must be refused; undefined: it must act (or cancel). */
function refusal(
  known: Known,
  press: Extract<Step, { does: 'press' }>,
  now: number,
  wrongKeys: number,
): ProblemCode | undefined {
  const by = people[press.who] ?? ana;
  if (wrongKeys >= 5) return 'paused';
  if (by.id !== known.by.id) return 'wrong-person';
  if (press.where === 'elsewhere') return 'wrong-place';
  if (known.used) return 'used-key';
  if (now >= known.asked.expiresAt) return 'expired-key';
  return undefined;
}

async function play(house: House, steps: readonly Step[]): Promise<void> {
  let changes: Changes = await house.process('p0');
  const shown: Known[] = [];
  const wrong = new Map<string, number[]>();
  const wrongNow = (person: Person) =>
    (wrong.get(person.id) ?? []).filter((at) => at > house.clock.now() - 60_000).length;
  let processes = 1;
  const signal = new AbortController().signal;

  for (const one of steps) {
    const before = house.seen.length;
    const since = () => house.seen.slice(before);
    switch (one.does) {
      case 'ask': {
        const by = people[one.who] ?? ana;
        const plan = await house.settle(
          changes.plan(
            { kind: one.kind, by, where: channel, request: 'r', evenInGroup: false },
            await house.byName(...one.names),
            { signal },
          ),
        );
        if (by === eve) expect(plan).toMatchObject({ problem: 'not-allowed' });
        if (!isProblem(plan)) shown.push({ asked: await changes.ask(plan), by, used: false });
        expect(since()).toEqual([]);
        break;
      }
      case 'press': {
        const known = shown[one.plan % Math.max(1, shown.length)];
        if (known === undefined) break;
        const by = people[one.who] ?? ana;
        const expected = refusal(known, one, house.clock.now(), wrongNow(by));
        const press = { verb: one.verb, by, where: placeOf(one.where, by), request: 'r' } as const;
        const kill = expected === undefined && one.verb === 'confirm' ? one.kill : undefined;
        let killed = () => {};
        const death = new Promise<'killed'>((resolve) => {
          killed = () => resolve('killed');
        });
        house.interfere = (when) => {
          if (when !== kill) return Promise.resolve();
          killed();
          return new Promise(() => {});
        };
        const pressed = Array.from({ length: one.times }, () => changes.step(known.asked.key, press, () => {}, signal));
        const results = await house.settle(Promise.race([Promise.all(pressed), death]));
        house.interfere = async () => {};
        const targets = new Set(known.asked.plan.moves.map(({ whole }) => whole.instance.id));
        const called = since().flatMap(({ ids }) => ids);
        if (expected !== undefined) {
          expect(results).toEqual(pressed.map(() => expect.objectContaining({ problem: expected })));
          expect(called).toEqual([]);
          break;
        }
        known.used = true;
        expect(new Set(called).size, 'no target is called twice').toBe(called.length);
        expect(
          called.every((id) => targets.has(id)),
          'nothing but its targets',
        ).toBe(true);
        if (one.verb === 'cancel') expect(called).toEqual([]);
        if (results === 'killed') {
          house.kill(`p${processes - 1}`);
          changes = await house.process(`p${processes++}`);
          const calls = house.seen.length;
          expect(await changes.reconcile(signal), 'a lease that runs is respected').toEqual([]);
          await house.clock.pass(leaseMs + 1_000);
          const outcomes = await house.settle(changes.reconcile(signal));
          expect(outcomes.map(({ key }) => key)).toEqual([known.asked.key]);
          expect(house.seen.length, 'looking up calls nothing').toBe(calls);
          const world = await house.ec2.world();
          for (const { target, phase } of outcomes.flatMap(({ targets: all }) => all)) {
            const state = world.instances.get(target.id)?.state;
            const there = known.asked.plan.wish.kind === 'stop' ? 'stopped' : 'running';
            if (phase === 'done') expect(state).toBe(there);
            if (phase === 'failed' || phase === 'withheld' || phase === 'left-alone')
              expect(called.includes(target.id) && kill === 'done').toBe(false);
          }
          break;
        }
        const won = results.filter((result) => !isProblem(result));
        expect(won, 'exactly one of many equal presses wins').toHaveLength(1);
        break;
      }
      case 'guess': {
        const by = people[one.who] ?? ana;
        for (let time = 0; time < one.times; time += 1) {
          const expected = wrongNow(by) >= 5 ? 'paused' : 'unknown-key';
          const result = await changes.step(
            'ZZZZZZZZ',
            { verb: 'confirm', by, where: channel, request: 'r' },
            () => {},
            signal,
          );
          expect(result).toMatchObject({ problem: expected });
          if (expected === 'unknown-key') wrong.set(by.id, [...(wrong.get(by.id) ?? []), house.clock.now()]);
        }
        expect(since()).toEqual([]);
        break;
      }
      case 'pass':
        await house.clock.pass(one.ms);
        break;
      case 'restart':
        changes = await house.process(`p${processes++}`);
        expect(await changes.reconcile(signal)).toEqual([]);
        break;
      case 'stranger': {
        const [instance] = await house.byName(one.name);
        if (instance === undefined) break;
        await house.ec2.change(one.action, instance, [instance.id], false, signal).catch(() => {});
        break;
      }
    }
  }
}

describe('confirmations, in any order of asks, presses, kills and restarts', () => {
  it('never let a change through without a live confirmation of an allowed person, and never twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        const house = await openHouse({ ttlMs });
        try {
          await play(house, steps);
        } finally {
          await house.close();
        }
      }),
      { numRuns: 300 },
    );
  }, 120_000);
});
