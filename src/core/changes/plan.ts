import type { Estate, Whole } from '../estate/estate.ts';
import type { Catalogue } from '../facts/instance-types/catalogue.ts';
import type { Prices } from '../facts/prices/prices.ts';
import { runningCost } from '../facts/prices/running-cost.ts';
import type { Reading } from '../ports/cloud.ts';
import type { Control } from '../ports/control.ts';
import type { Instance } from '../ports/instance.ts';
import type { Problem } from '../problem.ts';
import { list, say } from '../text.ts';
import type { Costed, Plan, Wish } from './changes.ts';
import { consequencesOf, consequencesTogether } from './consequences.ts';
import { judge, nameOf } from './judge.ts';
import { kinds } from './kinds.ts';

/** What planning needs of the rest. */
export interface PlanParts {
  readonly control: Control;
  readonly estate: Estate;
  readonly prices: Prices;
  readonly types: Catalogue;
  /** Targets of one change at most (`confirmations.maxTargets`). */
  readonly maxTargets: number;
}

/** More targets than this ask to type their number. */
const countAskedOver = 5;
/** Reasons told one by one when every target is refused. */
const reasonsTold = 5;

/** Reads the targets, asks EC2 for its verdict, and says what would happen; a Problem where nothing can. */
export async function makePlan(
  parts: PlanParts,
  wish: Wish,
  instances: readonly Instance[],
  reading: Reading,
): Promise<Plan | Problem> {
  const { verb, done } = kinds[wish.kind];
  if (instances.length > parts.maxTargets) {
    return {
      problem: 'too-many-targets',
      what: say`That is ${instances.length} instances; one change takes at most ${parts.maxTargets}.`,
      todo: say`Narrow the filter, or raise confirmations.maxTargets in the configuration.`,
    };
  }
  const wholes = await parts.estate.whole(instances, reading);
  const judged = wholes.items.map((whole) => ({ whole, judgement: judge(wish.kind, whole, wish.evenInGroup) }));
  const already = judged.flatMap(({ whole, judgement }) => (judgement.is === 'already' ? [whole.instance] : []));
  const wanted = judged.flatMap(({ whole, judgement }) => (judgement.is === 'move' ? [whole] : []));
  const verdicts = await parts.control.dryRun(
    wish.kind,
    wanted.map(({ instance }) => instance),
    reading.signal,
  );
  const denied = new Map(
    verdicts.flatMap(({ id, refusal }) => (refusal === undefined ? [] : [[id, refusal] as const])),
  );
  const refused = judged.flatMap(({ whole: { instance }, judgement }) => {
    const because = judgement.is === 'refused' ? judgement.because : denied.get(instance.id);
    return because === undefined ? [] : [{ instance, because }];
  });
  const going = wanted.filter(({ instance }) => !denied.has(instance.id));
  if (going.length === 0) return nothingLeft(refused, already, verb, done);

  const moves = await Promise.all(going.map((whole) => costed(parts.prices, whole, reading)));
  return {
    wish,
    moves: moves.map((move) => ({ ...move, consequences: consequencesOf(wish.kind, move, parts.types) })),
    already,
    refused,
    together: consequencesTogether(wish.kind, moves, parts.prices.publicIpv4()),
    gaps: wholes.gaps,
    ...(moves.length > countAskedOver && { typed: String(moves.length) }),
  };
}

/** One target with what it costs. */
export const costed = async (prices: Prices, whole: Whole, reading: Reading): Promise<Costed> => ({
  whole,
  cost: await runningCost(whole, prices, reading),
});

function nothingLeft(refused: Plan['refused'], already: readonly Instance[], verb: string, done: string): Problem {
  const [first] = refused;
  if (first === undefined) {
    return {
      problem: 'nothing-to-do',
      what: say`${list(already.map((instance) => say`${nameOf(instance)} is ${instance.state}`))}: there is nothing to ${verb}.`,
      todo: say`Nothing was asked of AWS.`,
    };
  }
  if (refused.length === 1 && already.length === 0) return first.because;
  const told = refused.slice(0, reasonsTold);
  const more = refused.length - told.length;
  return {
    problem: 'all-refused',
    what: say`None of these can be ${done}. ${told.flatMap(({ because }) => say`${because.what} `)}${more > 0 ? `And ${more} more. ` : ''}`,
    todo: first.because.todo,
  };
}
