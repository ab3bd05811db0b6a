import fc from 'fast-check';
import { expect, it } from 'vitest';
import { leaseMs } from '../../../src/core/changes/hold.ts';
import { rowOf, type Kind } from '../../../src/core/changes/kinds.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { ana, channel, openHouse, type House } from './house.ts';
import { expectOnce, expectTrue, madeOf, meetTrouble, troubles } from './trouble.ts';

const signal = new AbortController().signal;
const instances = ['web-1', 'web-2', 'api-1', 'batch-7', 'notebook-2', 'bastion', 'gpu-train-2', 'ledger'] as const;
/** In use (two steps), of nothing, of a stopped machine (two), with a reverse DNS name (two). */
const ips = ['198.51.100.10', '198.51.100.38', '198.51.100.24', '198.51.100.108'] as const;

const asked = fc.oneof(
  fc.record({
    kind: fc.constantFrom<Kind>('start', 'stop', 'hibernate', 'reboot', 'terminate'),
    names: fc.uniqueArray(fc.constantFrom(...instances), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constantFrom<Kind>('release', 'release', 'disassociate', 'recover'),
    ip: fc.constantFrom(...ips),
  }),
);
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;
/** A call at which the process dies, before or after EC2 did it. */
const death = fc.option(
  fc.record({ at: fc.constantFrom(1, 2, 3), when: fc.constantFrom('sent' as const, 'done' as const) }),
  {
    freq: 2,
  },
);

/** What the ask names; a recovery has an address released before it. */
async function targetsOf(house: House, wanted: Asked) {
  if ('names' in wanted) return house.byName(...wanted.names);
  const { id, account, region } = await house.byIp(wanted.ip);
  if (wanted.kind !== 'recover') return [await house.byIp(wanted.ip)];
  const home = { account, region };
  const held = await house.byIp(wanted.ip);
  for (const kind of ['reset-dns', 'disassociate', 'release'] as const)
    await house.ec2.change(kind, home, [held], false, signal).catch(() => {});
  await house.ledgers.released.note({ ip: wanted.ip, allocationId: id, ...home, tags: {}, by: ana, at: 0 });
  await house.clock.pass(60_000);
  return [{ id: wanted.ip, ...home }];
}

it('calls that are refused, lost or cut off by a death are told as they are, and none is made twice', async () => {
  const met = new Map<string, number>();
  const count = (what: string) => met.set(what, (met.get(what) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(asked, troubles, death, async (wanted, all, dies) => {
      const house = await openHouse();
      try {
        const first = await house.process('p0');
        const wish = { kind: wanted.kind, by: ana, where: channel, request: 'r', evenInGroup: false };
        const plan = await house.settle(first.plan(wish, await targetsOf(house, wanted), { signal }));
        if (isProblem(plan)) return;
        const { key } = await first.ask(plan);
        let killed = () => {};
        const dead = new Promise<'dead'>((resolve) => {
          killed = () => resolve('dead');
        });
        const calls = meetTrouble(house, all, (when, call) => {
          if (when !== dies?.when || call !== dies.at) return undefined;
          killed();
          return new Promise(() => {});
        });
        const press = { verb: 'confirm', by: ana, where: channel, request: 'r' } as const;
        const pressed = first.step(
          key,
          { ...press, ...(plan.typed !== undefined && { typed: plan.typed }) },
          () => {},
          signal,
        );
        const result = await house.settle(Promise.race([pressed, dead]));
        expectOnce(calls, plan);
        if (result !== 'dead') {
          if (isProblem(result)) throw new Error(result.problem);
          await expectTrue(house, calls, plan, result);
          for (const { phase } of result.targets) count(phase);
          if (
            result.targets.some(({ phase }) => phase === 'failed') &&
            plan.moves.some(({ steps }) => steps.length > 1)
          )
            count('a step of several failed');
          return;
        }
        house.kill('p0');
        const made = house.seen.length;
        const second = await house.process('p1');
        let outcomes = await house.settle(second.reconcile(signal));
        expect(outcomes, 'a lease that runs is respected').toEqual([]);
        await house.clock.pass(leaseMs + 1_000);
        for (let looks = 0; looks < 60 && outcomes.length === 0; looks += 1) {
          outcomes = await house.settle(second.reconcile(signal));
          await house.clock.pass(20_000);
        }
        count('died');
        expect(outcomes.map((one) => one.key)).toEqual([key]);
        expect(house.seen.length, 'looking up calls nothing').toBe(made);
        for (const { target, phase } of outcomes.flatMap((one) => one.targets)) {
          const steps = plan.moves.find((move) => move.target.id === target.id)?.steps ?? [];
          const reached = calls.filter((call) => call.done && call.ids.includes(target.id));
          const { to } = rowOf(wanted.kind);
          if (phase === 'done' && to !== undefined) expect(await house.stateOf(wanted.kind, target.id)).toBe(to);
          if (reached.length === steps.length) expect(['failed', 'withheld', 'left-alone']).not.toContain(phase);
          if (phase === 'withheld') expect(madeOf(calls, target.id).length).toBeLessThan(steps.length);
        }
      } finally {
        await house.close();
      }
    }),
    { numRuns: 200 },
  );
  // The model must meet what it is about.
  for (const what of ['done', 'failed', 'cannot-tell', 'died', 'a step of several failed'])
    expect(met.get(what) ?? 0, what).toBeGreaterThan(0);
}, 120_000);
