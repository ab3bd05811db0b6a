import fc from 'fast-check';
import { expect } from 'vitest';
import type { Outcome, Plan } from '../../../src/core/changes/changes.ts';
import { rowOf, type Kind } from '../../../src/core/changes/kinds.ts';
import { AnswerLost, Ec2Error } from '../../../src/core/drivers/ec2/error.ts';
import { plain } from '../../../src/core/text.ts';
import type { House } from './house.ts';

/** What goes wrong with one call of a press, counted from 1. */
interface Trouble {
  readonly at: number;
  readonly what:
    /** EC2 refuses it, and nothing is done: a code that may be one target's, one that is the whole call's, its rate. */
    | 'IncorrectInstanceState'
    | 'InsufficientInstanceCapacity'
    | 'UnauthorizedOperation'
    | 'RequestLimitExceeded'
    /** No answer comes: the call did not reach EC2, or EC2 did it. */
    | 'lost-before'
    | 'lost-after';
}

/** Troubles of one press: mostly none. */
export const troubles: fc.Arbitrary<readonly Trouble[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 3,
    arbitrary: fc.uniqueArray(
      fc.record<Trouble>({
        at: fc.constantFrom(1, 1, 2, 2, 3),
        what: fc.constantFrom<Trouble['what']>(
          'IncorrectInstanceState',
          'InsufficientInstanceCapacity',
          'UnauthorizedOperation',
          'RequestLimitExceeded',
          'lost-before',
          'lost-after',
        ),
      }),
      { selector: ({ at }) => at, minLength: 1, maxLength: 3 },
    ),
  },
);

/** One changing call of a press, and what became of it at EC2. */
interface Call {
  readonly kind: Kind;
  readonly ids: readonly string[];
  /** EC2 answered that it was not done. */
  refused: boolean;
  /** EC2 did it, whether that was told or not. */
  done: boolean;
  lost: boolean;
  /** Refused for its rate alone: it may be made again. */
  throttled: boolean;
}

/** Lets these troubles happen to the calls of the house from now on, and writes down what EC2 made of each. `hang` may keep a call for ever. */
export function meetTrouble(
  house: House,
  all: readonly Trouble[],
  hang: (when: 'sent' | 'done', call: number) => Promise<void> | undefined,
) {
  const calls: Call[] = [];
  house.interfere = async (when, ids) => {
    if (when === 'sent') {
      const kind = house.seen.at(-1)?.kind;
      if (kind === undefined) throw new Error('a call without a kind');
      // Until it is answered otherwise.
      calls.push({ kind, ids, refused: true, done: false, lost: false, throttled: false });
    }
    const call = calls.at(-1);
    if (call === undefined) throw new Error('an answer without a call');
    // A refusal of the demo account's own is answered too.
    if (when === 'done' && house.seen.at(-1)?.refused !== true) Object.assign(call, { refused: false, done: true });
    const what = all.find(({ at }) => at === calls.length)?.what;
    const hanging = hang(when, calls.length);
    if (hanging !== undefined) {
      call.refused = false;
      await hanging;
    }
    if (what === undefined) return;
    if (what === 'lost-before' || what === 'lost-after') {
      if ((what === 'lost-before') !== (when === 'sent')) return;
      Object.assign(call, { refused: false, lost: true });
      throw new AnswerLost('the socket was cut');
    }
    call.throttled = what === 'RequestLimitExceeded';
    if (when === 'sent') throw new Ec2Error(what, `refused: ${what}`);
  };
  return calls;
}

/** Calls of a target that EC2 did not refuse: they were done, or may have been. */
export const madeOf = (calls: readonly Call[], id: string): readonly Kind[] =>
  calls.flatMap(({ kind, ids, refused }) => (!refused && ids.includes(id) ? [kind] : []));

/** Nothing is called twice that was done or may have been, and steps keep their order. */
export function expectOnce(calls: readonly Call[], { moves }: Plan): void {
  for (const { target, steps } of moves) {
    const made = madeOf(calls, target.id);
    expect(made, 'steps in their order, none left out, none twice').toEqual(steps.slice(0, made.length));
    const lost = calls.findIndex((call) => call.lost && call.ids.includes(target.id));
    const after =
      lost < 0
        ? []
        : calls.slice(lost + 1).filter(({ kind, ids }) => kind === calls[lost]?.kind && ids.includes(target.id));
    const alone = calls.findIndex(
      ({ ids, refused, throttled }) => refused && !throttled && ids.length === 1 && ids.includes(target.id),
    );
    const anew = alone < 0 ? [] : calls.slice(alone + 1).filter(({ ids }) => ids.includes(target.id));
    expect(anew, 'what EC2 refused to a target that stood alone is over').toEqual([]);
    expect(after, 'a call is never repeated after its answer was lost').toEqual([]);
  }
  const known = new Set(moves.map(({ target }) => target.id));
  expect(
    calls.every(({ ids }) => ids.every((id) => known.has(id))),
    'nothing but its targets',
  ).toBe(true);
}

/** What is told of each target is what EC2 made of its calls. Nobody else touched it between the press and its end. */
export async function expectTrue(house: House, calls: readonly Call[], plan: Plan, outcome: Outcome): Promise<void> {
  const { kind } = plan.wish;
  const { to } = rowOf(kind);
  const left = await house.ledgers.leftBehind.list();
  for (const { target, steps, named } of plan.moves) {
    const told = outcome.targets.find((one) => one.target.id === target.id);
    const own = calls.filter(({ ids }) => ids.includes(target.id));
    const done = own.filter((call) => call.done);
    const last = own.at(-1);
    const says = `${kind} of ${named.name ?? target.id}: ${told?.phase} ${plain(told?.says ?? [])}`;
    const phase = told?.phase;
    if (own.length === 0) {
      // Left alone, for it has changed since the plan; never told as done.
      expect(phase, says).toBe('left-alone');
      continue;
    }
    const traceless = last?.lost === true && last.kind === 'reboot';
    if (traceless) expect(phase, says).toBe('cannot-tell');
    else if (done.length === steps.length) expect(phase, says).toBe('done');
    else expect(phase, says).toBe('failed');
    if (phase === 'done' && to !== undefined) expect(await house.stateOf(kind, target.id), says).toBe(to);
    // Of two steps the first stays done where the second fails: told, in EC2 as it is, and the address listed as left behind.
    if (steps.length > 1 && done.length > 0 && done.length < steps.length) {
      for (const { kind: step } of done) expect(says).toContain(rowOf(step).done);
      if (done.some(({ kind: step }) => step === 'disassociate')) {
        expect(await house.stateOf(kind, target.id), 'it is not undone').toBe('free');
        expect(left.map(({ id, kind: by }) => `${by} ${id}`)).toContain(`release ${target.id}`);
      }
    }
  }
}
