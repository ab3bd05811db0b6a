import type { Clock } from '../ports/clock.ts';
import type { Reading } from '../ports/cloud.ts';
import type { Control, Target } from '../ports/control.ts';
import { sentenceOf, type Problem } from '../problem.ts';
import { list, say } from '../text.ts';
import { judgeAll, nobodyFor, type RightsParts } from './rights.ts';
import type { Plan, Wish } from './changes.ts';
import { nameOf } from './instances/judge.ts';
import { rowOf, type ChangeKind } from './kinds.ts';
import type { Candidate, Resource } from './resource.ts';

/** What planning needs of the rest. */
export interface PlanParts {
  readonly clock: Clock;
  readonly control: Control;
  readonly resources: Resources;
  readonly rights: RightsParts;
  /** Targets of one change at most (`confirmations.maxTargets`). */
  readonly maxTargets: number;
}

/** How each type of resource is read, judged and followed. */
export type Resources = Readonly<Record<ChangeKind['of'], Resource>>;

/** More targets than this ask to type their number. */
const countAskedOver = 5;
/** Reasons told one by one when every target is refused. */
const reasonsTold = 5;

/** Reads the targets, asks EC2 for its verdict on every step, and says what would happen; a Problem where nothing can. @param asksAws Whether by dry runs: what is only looked at again calls nothing in anybody's name. */
export async function makePlan(
  { control, resources, maxTargets, rights }: PlanParts,
  wish: Wish,
  targets: readonly Target[],
  reading: Reading,
  asksAws = true,
): Promise<Plan | Problem> {
  const row = rowOf(wish.kind);
  const resource = resources[row.of];
  if (targets.length > maxTargets) {
    return {
      problem: 'too-many-targets',
      what: say`That is ${targets.length} ${row.of}s; one change takes at most ${maxTargets}.`,
      todo: say`Narrow the filter, or raise confirmations.maxTargets in the configuration.`,
    };
  }
  const { items: found, gaps } = await resource.read(wish.kind, targets, wish, reading);
  // AWS answers in an order of its own; a plan names its targets as they were asked for.
  const place = new Map(targets.map(({ id }, index) => [id, index]));
  const items = found.toSorted((one, other) => (place.get(one.target.id) ?? 0) - (place.get(other.target.id) ?? 0));
  const already = items.flatMap(({ named, judgement }) =>
    judgement.is === 'already' ? [{ named, state: judgement.state }] : [],
  );
  const wanted = items.filter(({ judgement }) => judgement.is === 'move');
  const {
    refused: forbidden,
    lacking,
    rules,
  } = await judgeAll(rights.access, { ...wish, targets: wanted.length }, wanted);
  const nobody = nobodyFor(lacking);
  if (nobody !== undefined) return nobody;
  // What the rules keep from a person, AWS is not asked about.
  const allowed = wanted.filter(({ target }) => !forbidden.has(target.id));
  const denied = new Map([...forbidden, ...(asksAws ? await dryRun(control, allowed, wish, reading.signal) : [])]);
  const read = new Set(items.map(({ target }) => target.id));
  const refused = [
    ...items.flatMap(({ named, target, judgement }) => {
      const because = judgement.is === 'refused' ? judgement.because : denied.get(target.id);
      return because === undefined ? [] : [{ named, because }];
    }),
    ...targets
      .filter(({ id }) => !read.has(id))
      .map(({ id, account, region }) => ({ named: { id, account, region }, because: gaps[0] ?? gone })),
  ];
  const moves = wanted.filter(({ target }) => !denied.has(target.id));
  if (moves.length === 0) return nothingLeft(refused, already, row.verb, row.done);
  const typed = typedWord(moves, row.typed);
  return {
    wish,
    moves,
    already,
    refused,
    together: resource.together(wish.kind, moves),
    gaps,
    lacking,
    rules,
    judged: wanted.length,
    ...(typed !== undefined && { typed }),
  };
}

/** The word of the only one where the kind asks for it; the number of several, or of very many. */
function typedWord(moves: readonly Candidate[], asked: boolean): string | undefined {
  const [only] = moves;
  if (asked && moves.length === 1) return only?.word;
  return asked || moves.length > countAskedOver ? String(moves.length) : undefined;
}

/** Why EC2 would not let a step of a target through, by target. Steps of one kind are asked together. */
async function dryRun(
  control: Control,
  wanted: readonly Candidate[],
  { by }: Wish,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Problem>> {
  const denied = new Map<string, Problem>();
  for (const step of new Set(wanted.flatMap(({ steps }) => steps))) {
    const targets = wanted.flatMap(({ steps, target }) => (steps.includes(step) ? [target] : []));
    for (const { id, refusal } of await control.dryRun(step, targets, signal, by))
      if (refusal !== undefined && !denied.has(id)) denied.set(id, refusal);
  }
  return denied;
}

const gone: Problem = {
  problem: 'target-refused',
  what: say`It is not there any longer.`,
  todo: say`Look again before asking.`,
};

function nothingLeft(refused: Plan['refused'], already: Plan['already'], verb: string, done: string): Problem {
  const [first] = refused;
  if (first === undefined) {
    return {
      problem: 'nothing-to-do',
      what: say`${list(already.map(({ named, state }) => say`${nameOf(named)} is ${state}`))}: there is nothing to ${verb}.`,
      todo: say`Nothing was asked of AWS.`,
    };
  }
  if (refused.length === 1 && already.length === 0) return first.because;
  if (already.length === 0 && refused.every(({ because }) => JSON.stringify(because) === JSON.stringify(first.because)))
    return first.because;
  const told = refused.slice(0, reasonsTold);
  const more = refused.length - told.length;
  return {
    problem: 'all-refused',
    what: say`None of these can be ${done}. ${told.flatMap(({ because }) => say`${sentenceOf(because)} `)}${more > 0 ? `And ${more} more. ` : ''}`,
    todo: first.because.todo,
  };
}
