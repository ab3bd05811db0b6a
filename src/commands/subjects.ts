import { addressSubject, releasedCosts, releasedFacts } from '../core/changes/addresses/facts.ts';
import { instanceSubject } from '../core/changes/instances/facts.ts';
import { rowOf, type Kind } from '../core/changes/kinds.ts';
import type { Subjected } from '../core/changes/rights.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { targets as targetsOption } from './options/filter.ts';
import type { RawArgs } from './options/option.ts';
import type { Context } from './command.ts';
import { notReleasedHere } from './ask.ts';
import { watched } from './progress.ts';
import { placeOf, scoped } from './scope.ts';

/** Things that rules are asked about one by one. */
export const subjectsAtMost = 25;

/** What a line that asks for a change is about. */
export interface Subjects {
  readonly subjects: readonly Subjected[];
  /** How many there are in all. */
  readonly of: number;
  /** How many of all are in a state that the change may be asked from. */
  readonly movable: number;
  /** What could not be read. */
  readonly gaps: readonly Problem[];
}

/** The things that the line of a change means, found as its command finds them, the first of many; a Problem where it would find none. */
export async function subjectsOf(kind: Kind, raw: RawArgs, context: Context<'reads'>): Promise<Subjects | Problem> {
  const { core, signal } = context;
  const [word = ''] = raw['address'] ?? [];
  if (rowOf(kind).of === 'address') return kind === 'recover' ? released(word, context) : address(kind, word, context);
  const wanted = targetsOption()
    .required()
    .parse(raw['targets'] ?? []);
  if (isProblem(wanted)) return wanted;
  const found = await core.estate.targets(scoped(wanted, context), watched(context));
  if (isProblem(found)) return found;
  const first = found.items.slice(0, subjectsAtMost);
  const subjects = await Promise.all(first.map((one) => instanceSubject(kind, one, core.prices, { signal })));
  const from: readonly string[] = rowOf(kind).from;
  return {
    subjects,
    of: found.items.length,
    movable: found.items.filter(({ state }) => from.includes(state)).length,
    gaps: found.gaps,
  };
}

async function address(kind: Kind, word: string, context: Context<'reads'>): Promise<Subjects | Problem> {
  const { core, signal } = context;
  const found = await core.addresses.one(word, placeOf(word, context), watched(context));
  if (isProblem(found)) return found;
  const held = found.items.flatMap((one) => one.address ?? []);
  const [details] = await Promise.all([
    core.cloud.addressDetails(held, { signal }),
    core.prices.prepare(
      found.items.map(({ region }) => region),
      { signal },
    ),
  ]);
  const subjects = found.items.flatMap((one) => {
    const own = details.items.find(({ allocationId }) => allocationId === one.address?.allocationId);
    return addressSubject(kind, one, own, core.prices) ?? [];
  });
  return { subjects, of: subjects.length, movable: subjects.length, gaps: [...found.gaps, ...details.gaps] };
}

async function released(word: string, { core, signal }: Context<'reads'>): Promise<Subjects | Problem> {
  const record = await core.released.find(word);
  if (record === undefined) return notReleasedHere(word);
  await core.prices.prepare([record.region], { signal });
  const facts = releasedFacts(record, 'released', releasedCosts(record, core.prices));
  return { subjects: [{ facts, steps: ['recover'] }], of: 1, movable: 1, gaps: [] };
}
