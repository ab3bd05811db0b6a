import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ec2Calls } from '../../../../src/core/drivers/ec2/calls.ts';
import { createControl } from '../../../../src/core/drivers/ec2/control.ts';
import { AnswerLost, Ec2Error } from '../../../../src/core/drivers/ec2/error.ts';
import { concernsWholeCall, explain } from '../../../../src/core/drivers/ec2/explain.ts';
import { explainedCodes } from '../../../../src/core/drivers/ec2/meanings.ts';
import type { Target } from '../../../../src/core/ports/control.ts';
import { plain } from '../../../../src/core/text.ts';
import { fakeClock } from '../../../fake-clock.ts';

/** How an EC2 treats one id: takes it, refuses every call that holds it, loses the answer, or leaves it out of the answer. */
type Fate = 'takes' | 'InvalidInstanceID.NotFound' | 'OperationNotPermitted' | 'OptInRequired' | 'lost' | 'silent';
const fates: readonly Fate[] = [
  'takes',
  'takes',
  'takes',
  'InvalidInstanceID.NotFound',
  'OperationNotPermitted',
  'OptInRequired',
  'lost',
  'silent',
];

function ec2(fateOf: ReadonlyMap<string, Fate>) {
  const calls: (readonly string[])[] = [];
  const lost = new Set<string>();
  const api: Ec2Calls = {
    async change(_kind, _home, targets) {
      const ids = targets.map(({ id }) => id);
      calls.push(ids);
      if (ids.some((id) => lost.has(id))) throw new Error('an id was called again after its answer was lost');
      for (const id of ids) {
        const fate = fateOf.get(id);
        if (fate === 'lost') {
          for (const one of ids) lost.add(one);
          throw new AnswerLost('socket');
        }
        if (fate !== undefined && fate !== 'takes' && fate !== 'silent')
          throw new Ec2Error(fate, `refused ${id}`, 'request');
      }
      return {
        requestId: 'request',
        changes: ids
          .filter((id) => fateOf.get(id) !== 'silent')
          .map((id) => ({ id, previous: 'running', current: 'stopping' })),
      };
    },
  };
  return { api, calls };
}

const target = (id: string, region: string): Target => ({ id, region, account: { name: 'a', id: '1' } });
const open = new AbortController().signal;

async function settle<T>(clock: ReturnType<typeof fakeClock>, work: Promise<T>): Promise<T> {
  let ended = false;
  work.then(
    () => (ended = true),
    () => (ended = true),
  );
  while (!ended) await clock.pass(1_000);
  return work;
}

describe('control', () => {
  it('answers each target once, truly, whatever EC2 does with batches', async () => {
    const some = fc.array(fc.record({ fate: fc.constantFrom(...fates), region: fc.constantFrom('r1', 'r2') }), {
      minLength: 1,
      maxLength: 70,
    });
    await fc.assert(
      fc.asyncProperty(some, async (all) => {
        const targets = all.map(({ region }, index) => target(`i-${index}`, region));
        const fateOf = new Map<string, Fate>(all.map(({ fate }, index) => [`i-${index}`, fate]));
        const clock = fakeClock();
        const { api, calls } = ec2(fateOf);
        const told: string[] = [];
        const asked: string[][] = [];
        const applied = await settle(
          clock,
          createControl(api, clock).apply(
            'stop',
            targets,
            async (batch) => {
              asked.push(batch.map(({ id }) => id));
              return undefined;
            },
            async (batch) => void told.push(...batch.map(({ id }) => id)),
            open,
          ),
        );
        expect(applied.map(({ id }) => id).toSorted()).toEqual(targets.map(({ id }) => id).toSorted());
        expect(told.toSorted()).toEqual(applied.map(({ id }) => id).toSorted());
        expect(asked).toEqual(calls);
        for (const { id, result } of applied) {
          if (result.kind === 'accepted') expect(fateOf.get(id)).toBe('takes');
          if (result.kind === 'refused' && !concernsWholeCall(result.code)) expect(fateOf.get(id)).toBe(result.code);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('keeps to the rate of StartInstances: five at once, then two a second', async () => {
    const clock = fakeClock();
    const { api } = ec2(new Map());
    const at: number[] = [];
    const began = clock.now();
    const timed: Ec2Calls = {
      change(...call) {
        at.push(clock.now() - began);
        return api.change(...call);
      },
    };
    const control = createControl(timed, clock);
    const ones = Array.from({ length: 9 }, (_, index) =>
      control.apply(
        'start',
        [target(`i-${index}`, 'r')],
        async () => undefined,
        async () => {},
        open,
      ),
    );
    await settle(clock, Promise.all(ones));
    expect(at).toEqual([0, 0, 0, 0, 0, 500, 1_000, 1_500, 2_000]);
  });

  it('asks dry runs of each target, and halves a refusal', async () => {
    const clock = fakeClock();
    const { api } = ec2(new Map<string, Fate>([['i-2', 'InvalidInstanceID.NotFound']]));
    const verdicts = await createControl(api, clock).dryRun(
      'stop',
      [1, 2, 3, 4].map((one) => target(`i-${one}`, 'r')),
      open,
    );
    expect(verdicts.filter(({ refusal }) => refusal !== undefined).map(({ id }) => id)).toEqual(['i-2']);
    expect(verdicts).toHaveLength(4);
  });
});

describe('refusals of EC2 in words', () => {
  it.each([...explainedCodes, 'NeverHeardOf'])('%s: what, its code, the request, and what to do', (code) => {
    const problem = explain(new Ec2Error(code, 'AWS text', 'r-1'), { id: 'i-1', region: 'eu-west-1' });
    expect(plain(problem.what)).toContain(code);
    expect(plain(problem.what)).toContain('r-1');
    expect(plain(problem.what)).toContain('i-1');
    expect(plain(problem.todo).length).toBeGreaterThan(10);
    expect(plain(problem.what).includes('AWS text')).toBe(code === 'NeverHeardOf');
  });
});
