import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isProblem, type ProblemCode } from '../../../src/core/problem.ts';
import type { Asked, Changes, Outcome } from '../../../src/core/changes/changes.ts';
import { rowOf, type Kind } from '../../../src/core/changes/kinds.ts';
import type { Target } from '../../../src/core/ports/control.ts';
import { plain } from '../../../src/core/text.ts';
import type { Person, Place } from '../../../src/core/people/person.ts';
import { leaseMs } from '../../../src/core/changes/hold.ts';
import { ana, bob, channel, elsewhere, eve, openHouse, privately, type House } from './house.ts';

const people = [ana, bob, eve] as const;
/** A start of gpu-train-2 finds no room most of the time; one of vault falls back to stopped. */
const names = ['web-1', 'web-2', 'api-1', 'batch-7', 'db-1', 'notebook-2', 'bastion', 'gpu-train-2', 'vault'] as const;
/** Of bastion (two steps), of nothing, of another stopped machine, with a reverse DNS name, of a service, of another account's subnet. */
const ips = [
  '198.51.100.10',
  '198.51.100.38',
  '198.51.100.24',
  '198.51.100.108',
  '198.51.100.73',
  '198.51.100.87',
] as const;
const ttlMs = 120_000;

/** What may happen, in any order. */
const step = fc.oneof(
  fc.record({
    does: fc.constant('ask' as const),
    kind: fc.constantFrom<Kind>('start', 'stop', 'stop', 'hibernate', 'reboot', 'terminate'),
    who: fc.nat(2),
    names: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    does: fc.constant('ask-address' as const),
    kind: fc.constantFrom<Kind>('release', 'release', 'disassociate', 'recover'),
    who: fc.nat(1),
    ip: fc.constantFrom(...ips),
  }),
  fc.record({
    does: fc.constant('press' as const),
    /** Which of those shown; -1 is the last. */
    plan: fc.oneof(fc.nat(5), fc.constant(-1)),
    who: fc.constantFrom(0, 0, 1, 2),
    where: fc.constantFrom<'there' | 'private' | 'elsewhere'>('there', 'there', 'private', 'elsewhere'),
    verb: fc.constantFrom<'confirm' | 'cancel'>('confirm', 'confirm', 'confirm', 'cancel'),
    times: fc.constantFrom(1, 1, 2, 3),
    kill: fc.constantFrom(undefined, undefined, undefined, 'sent' as const, 'done' as const),
    /** At which of its calls the process dies: the second of a release is between its steps. */
    killAt: fc.constantFrom(1, 1, 2),
    word: fc.constantFrom<'right' | 'wrong' | 'none'>('right', 'right', 'right', 'wrong', 'none'),
    /** Of what is tried again and again: after so long it is stopped, or the person loses the right. */
    ends: fc.constantFrom(undefined, ...(['stop', 'stop', 'lost right', 'abort', 'abort'] as const)),
    endsAfterMs: fc.constantFrom(1_000, 14_000, 31_000, 95_000),
  }),
  fc.record({ does: fc.constant('no-room' as const), who: fc.nat(1) }),
  fc.record({ does: fc.constant('no-room' as const), who: fc.constant(0) }),
  fc.record({ does: fc.constant('guess' as const), who: fc.nat(2), times: fc.constantFrom(1, 2, 6) }),
  fc.record({ does: fc.constant('pass' as const), ms: fc.constantFrom(1_000, 30_000, 121_000) }),
  fc.record({ does: fc.constant('restart' as const) }),
  fc.record({
    does: fc.constant('stranger' as const),
    kind: fc.constantFrom('start' as const, 'stop' as const),
    name: fc.constantFrom(...names),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What the world should think of one plan that was shown. */
interface Known {
  readonly asked: Asked;
  readonly by: Person;
  used: boolean;
  /** It is tried again and again while there is no room. */
  readonly trying: boolean;
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
  // To take something back is never kept from anybody.
  if (wrongKeys >= 5 && press.verb === 'confirm') return 'paused';
  if (by.id !== known.by.id) return 'wrong-person';
  if (press.where === 'elsewhere') return 'wrong-place';
  if (known.used) return 'used-key';
  if (now >= known.asked.expiresAt) return 'expired-key';
  const typed = known.asked.plan.typed;
  if (press.verb === 'confirm' && typed !== undefined && press.word !== 'right') return 'wrong-word';
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
        if (!isProblem(plan)) shown.push({ asked: await changes.ask(plan), by, used: false, trying: false });
        expect(since()).toEqual([]);
        break;
      }
      case 'ask-address': {
        const by = people[one.who] ?? ana;
        const target = await targetOf(house, one.kind, one.ip);
        if (target === undefined) break;
        const plan = await house.settle(
          changes.plan({ kind: one.kind, by, where: channel, request: 'r', evenInGroup: false }, [target], { signal }),
        );
        if (!isProblem(plan)) {
          expect(plan.typed, 'an address is typed').toBe(one.ip);
          shown.push({ asked: await changes.ask(plan), by, used: false, trying: false });
        }
        expect(since()).toEqual([]);
        break;
      }
      case 'press': {
        const known = one.plan < 0 ? shown.at(-1) : shown[one.plan % Math.max(1, shown.length)];
        if (known === undefined) break;
        const by = people[one.who] ?? ana;
        const expected = refusal(known, one, house.clock.now(), wrongNow(by));
        const right = known.asked.plan.typed;
        const typed = one.word === 'right' ? right : one.word === 'wrong' ? 'nonsense' : undefined;
        const press = {
          verb: one.verb,
          by,
          where: placeOf(one.where, by),
          request: 'r',
          ...(typed !== undefined && { typed }),
        } as const;
        const kill = expected === undefined && one.verb === 'confirm' ? one.kill : undefined;
        let killed = () => {};
        const death = new Promise<'killed'>((resolve) => {
          killed = () => resolve('killed');
        });
        if (known.trying && expected === undefined && one.verb === 'confirm' && one.ends !== undefined) {
          known.used = true;
          await tryUntil(house, changes, known, { ...one, ends: one.ends }, press.where, shown);
          break;
        }
        let calls = 0;
        house.interfere = (when) => {
          if (when === 'sent') calls += 1;
          if (when !== kill || calls !== one.killAt) return Promise.resolve();
          killed();
          return new Promise(() => {});
        };
        const pressed = Array.from({ length: one.times }, () => changes.step(known.asked.key, press, () => {}, signal));
        const results = await house.settle(Promise.race([Promise.all(pressed), death]));
        house.interfere = async () => {};
        const moves = known.asked.plan.moves;
        const targets = new Set(moves.map(({ target }) => target.id));
        const called = since().flatMap(({ ids }) => ids);
        // A call that EC2 refuses whole did nothing: its halves are called after it.
        const taken = () => since().filter(({ refused }) => !refused);
        const calledSteps = taken().flatMap(({ kind, ids }) => ids.map((id) => `${kind} ${id}`));
        if (expected !== undefined) {
          expect(results).toEqual(pressed.map(() => expect.objectContaining({ problem: expected })));
          expect(called).toEqual([]);
          break;
        }
        known.used = true;
        if (known.trying) expect(called.length / moves.length).toBeLessThanOrEqual(31);
        else expect(new Set(calledSteps).size, 'no step of a target is called twice').toBe(calledSteps.length);
        for (const { target, steps } of known.trying ? [] : moves) {
          const made = taken().flatMap(({ kind, ids }) => (ids.includes(target.id) ? [kind] : []));
          expect(made, 'steps in their order, none left out').toEqual(steps.slice(0, made.length));
        }
        expect(
          called.every((id) => targets.has(id)),
          'nothing but its targets',
        ).toBe(true);
        if (one.verb === 'cancel') expect(called).toEqual([]);
        if (results === 'killed') {
          house.kill(`p${processes - 1}`);
          changes = await house.process(`p${processes++}`);
          const madeSoFar = house.seen.length;
          expect(await changes.reconcile(signal), 'a lease that runs is respected').toEqual([]);
          await house.clock.pass(leaseMs + 1_000);
          let outcomes = await house.settle(changes.reconcile(signal));
          // What AWS is still at is told when it is over.
          for (let looks = 0; looks < 60 && outcomes.length === 0; looks += 1) {
            await house.clock.pass(20_000);
            outcomes = await house.settle(changes.reconcile(signal));
          }
          expect(outcomes.map(({ key }) => key)).toEqual([known.asked.key]);
          expect(house.seen.length, 'looking up calls nothing').toBe(madeSoFar);
          expect(house.found.at(-1), 'whoever asked is to be told').toBe(known.asked.key);
          const { kind } = known.asked.plan.wish;
          for (const { target, phase, says } of outcomes.flatMap(({ targets: all }) => all)) {
            const state = await stateOf(house, kind, target.id);
            if (phase === 'done' && rowOf(kind).to !== undefined) expect(state).toBe(rowOf(kind).to);
            const steps = moves.find((move) => move.target.id === target.id)?.steps ?? [];
            const made = since().flatMap(({ kind: step, ids }) => (ids.includes(target.id) ? [step] : []));
            // What reached AWS to its end is never told as undone, but for a start that fell back to stopped.
            const last = made.at(-1);
            const fellBack = last === 'start' && state === 'stopped';
            if (kill === 'done' && !fellBack && last !== undefined && made.length === steps.length)
              expect(['failed', 'withheld', 'left-alone'], `${last}: ${plain(says)}`).not.toContain(phase);
            if (phase === 'withheld' && !known.trying)
              expect(made.length, 'a step that was never called').toBeLessThan(steps.length);
          }
          break;
        }
        const won = results.filter((result) => !isProblem(result));
        expect(won, 'exactly one of many equal presses wins').toHaveLength(1);
        for (const outcome of won) if (!isProblem(outcome)) offered(outcome, by, shown);
        break;
      }
      case 'no-room': {
        const by = people[one.who] ?? ana;
        const wish = { kind: 'start', by, where: channel, request: 'r', evenInGroup: false } as const;
        const plan = await house.settle(changes.plan(wish, await house.byName('gpu-train-2'), { signal }));
        if (isProblem(plan)) break;
        const { key } = await changes.ask(plan);
        const pressed = { verb: 'confirm', by, where: channel, request: 'r' } as const;
        const outcome = await house.settle(changes.step(key, pressed, () => {}, signal));
        if (wrongNow(by) >= 5) expect(outcome).toMatchObject({ problem: 'paused' });
        else if (!isProblem(outcome)) {
          expect(since(), 'once, and no second time by itself').toHaveLength(1);
          offered(outcome, by, shown);
        }
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
        await house.ec2.change(one.kind, instance, [instance], false, signal).catch(() => {});
        break;
      }
    }
  }
}

/** What an outcome offers waits for a press like any other plan. */
function offered({ keepTrying }: Outcome, by: Person, shown: Known[]): void {
  if (keepTrying !== undefined) shown.push({ asked: keepTrying, by, used: false, trying: true });
}

/** Begins to keep trying, and ends it after a while; from then on no call is made, whatever time passes. */
async function tryUntil(
  house: House,
  changes: Changes,
  { asked: { key, plan }, by }: Known,
  { ends, endsAfterMs }: { readonly ends: 'stop' | 'lost right' | 'abort'; readonly endsAfterMs: number },
  where: Place,
  shown: Known[],
): Promise<void> {
  const gone = new AbortController();
  const press = { by, where, request: 'r', ...(plan.typed !== undefined && { typed: plan.typed }) };
  const before = house.seen.length;
  const running = changes.step(key, { verb: 'confirm', ...press }, () => {}, gone.signal);
  await house.clock.pass(endsAfterMs);
  if (ends === 'lost right') house.revoked.add(by.id);
  if (ends === 'abort') gone.abort(new Error('stopped by Ctrl-C'));
  if (ends === 'stop') {
    const stop = await changes.step(key, { verb: 'cancel', ...press }, () => {}, new AbortController().signal);
    // What had ended by itself is not stopped any more.
    expect(isProblem(stop) ? stop.problem : stop.stopping).toBe(isProblem(stop) ? 'used-key' : true);
  }
  const made = house.seen.length;
  expect(made - before, 'the first attempt at once, then one every thirty seconds').toBeLessThanOrEqual(
    (1 + Math.floor(endsAfterMs / 30_000)) * plan.moves.length,
  );
  const outcome = await house.settle(running);
  house.revoked.clear();
  expect(house.seen.length, `no attempt after ${ends}`).toBe(made);
  if (isProblem(outcome)) throw new Error(plain(outcome.what));
  offered(outcome, by, shown);
}

/** What an ask for a change of this address would name; undefined: there is no such thing now. */
async function targetOf(house: House, kind: Kind, ip: string): Promise<Target | undefined> {
  if (kind === 'recover') {
    const record = await house.ledgers.released.find(ip);
    return record && { id: ip, account: record.account, region: record.region };
  }
  return house.byIp(ip).catch(() => undefined);
}

async function stateOf(house: House, kind: Kind, id: string): Promise<string | undefined> {
  const { instances, addresses } = await house.ec2.world();
  if (rowOf(kind).of === 'instance') return instances.get(id)?.state;
  const address = [...addresses.values()].find(({ allocationId, publicIp }) => allocationId === id || publicIp === id);
  return address === undefined ? 'released' : address.associationId === undefined ? 'free' : 'associated';
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
      { numRuns: 150 },
    );
  }, 240_000);
});
