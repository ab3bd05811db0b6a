import { z } from 'zod';
import type { Person } from '../people/person.ts';
import type { Target } from '../ports/control.ts';
import type { ResourceFacts } from '../ports/policy.ts';
import type { Family, Store } from '../ports/store.ts';
import { dayMs } from '../time.ts';
import type { Named } from './target.ts';
import { kinds, type Kind } from './kinds.ts';

/** A kind of change by its name. */
export const KindName = z.custom<Kind>((value) => typeof value === 'string' && Object.hasOwn(kinds, value));

const Account = z.object({ name: z.string(), id: z.string() });

/** Something that goes on costing when a change is done: a volume, or an Elastic IP. */
export const LeftRecord = z.object({
  what: z.enum(['volume', 'address']),
  /** `vol-…` or `eipalloc-…`. */
  id: z.string(),
  /** How people know it: `gp3 100 GiB`, the address. */
  label: z.string(),
  /** For 730 hours, where it is known, as `toRecord` of money writes it. */
  perMonth: z.string().optional(),
});

const TargetRecord = z.object({
  id: z.string(),
  name: z.string().optional(),
  account: Account,
  region: z.string(),
  associationId: z.string().optional(),
  networkBorderGroup: z.string().optional(),
  /** What access rules look at, as it was when the plan was made; left out by records of before there were rules. */
  facts: z
    .object({
      state: z.string(),
      type: z.string().optional(),
      tags: z.record(z.string(), z.string()),
      usdPerHour: z.string().optional(),
    })
    .optional(),
  /** How it was when the plan was made. */
  seen: z.record(z.string(), z.string()),
  /** Difference of its cost per hour, where it is known, as `toRecord` of money writes it. */
  hourly: z.string().optional(),
  /** What ends to cost besides, for 730 hours: volumes that go with it, as far as their prices are known. */
  goes: z.object({ perMonth: z.string(), atLeast: z.literal(true).optional() }).optional(),
  left: z.array(LeftRecord),
  /** Calls to make, in order, how many of them are done, and how many were about to be made. One under way: called is one more than done. */
  steps: z.array(KindName).min(1),
  done: z.number(),
  called: z.number(),
  /** When the last call was about to be made; written before it. */
  intentAt: z.number().optional(),
  /** What became of it, once that is known. */
  phase: z.enum(['waiting', 'under-way', 'done', 'left-alone', 'failed', 'withheld', 'not-yet', 'cannot-tell']),
  says: z.string(),
  /** EC2's code, where it refused, or let a start fall back. */
  why: z.string().optional(),
});
export type TargetRecord = z.infer<typeof TargetRecord>;

/** Somebody who takes part in a change, as they were then: who they are now the directory says. */
const Part = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.string()).optional(),
  also: z.array(z.string()).optional(),
  standing: z.enum(['guest', 'stranger', 'unknown']).optional(),
  played: z.literal(true).optional(),
});
export type Part = z.infer<typeof Part>;

/**
 * The one persisted record of a change. `asked` → (`awaiting` →) `acting` → `ended`, or `cancelled` out of the first two; one
 * that is `asked` or `awaiting` and whose time is up is dead without a write. Only a swap of its version moves it.
 */
export const ChangeRecord = z.object({
  kind: KindName,
  state: z.enum(['asked', 'awaiting', 'acting', 'ended', 'cancelled']),
  by: Part,
  where: z.string(),
  /** Whom alone the place was shown to, where that was so. */
  privateTo: z.string().optional(),
  evenInGroup: z.boolean(),
  reason: z.string().optional(),
  typed: z.string().optional(),
  askedAt: z.number(),
  expiresAt: z.number(),
  /** When it began to act. */
  confirmedAt: z.number().optional(),
  targets: z.array(TargetRecord),
  /** Who approved it, where rules wanted another person. */
  approver: Part.optional(),
  /** Nobody approved it in time. */
  late: z.literal(true).optional(),
  /** Who said no instead. */
  denied: z.object({ by: Part, reason: z.string().optional() }).optional(),
  /** It goes on through one freeze, and no other: when that was set. */
  breakGlass: z.number().optional(),
  /** Things that the rules were asked about together: those that were refused then counted. Left out by records of before there were rules. */
  judged: z.number().optional(),
  /** Present: while AWS has no room it is tried again, so often and so long. */
  trying: z.object({ everyMs: z.number(), forMs: z.number() }).optional(),
  /** While acting: which process follows it, and until when that is believed without a sign of life. */
  lease: z.object({ holder: z.string(), until: z.number() }).optional(),
});
export type ChangeRecord = z.infer<typeof ChangeRecord>;

/** How long a record can be asked about after its plan: longer than a notice of it waits to be told. */
export const recordTtlMs = 40 * dayMs;

/** Where changes are kept. */
export interface Records {
  readonly changes: Family<ChangeRecord>;
  /** Keys of changes that act, so that a start finds them without walking all records. Written before the record says `acting`, deleted after it says `ended`. */
  readonly acting: Family<string>;
  /** Keys of changes that are to be tried no longer, with who said so. */
  readonly stops: Family<string>;
  /** Of each person the key of the last change that did something, and when it was confirmed: what `undo` leads back from. */
  readonly last: Family<{ readonly key: string; readonly at: number }>;
}

/** The families of one store. */
export const recordsOf = (store: Store): Records => ({
  changes: store.family('changes', ChangeRecord, { ttlMs: recordTtlMs }),
  acting: store.family('changes-acting', z.string(), { ttlMs: recordTtlMs }),
  stops: store.family('changes-stopped', z.string(), { ttlMs: recordTtlMs }),
  last: store.family('changes-newest', z.object({ key: z.string(), at: z.number() }), { ttlMs: recordTtlMs }),
});

/** What people are told of a target. */
export const namedOf = ({ id, name, account, region }: TargetRecord): Named => ({
  id,
  ...(name !== undefined && { name }),
  account,
  region,
});

/** What access rules look at. */
export const factsOf = ({ kind }: Pick<ChangeRecord, 'kind'>, target: TargetRecord): ResourceFacts => ({
  is: kinds[kind].of,
  ...namedOf(target),
  ...(target.facts ?? { state: '', tags: {} }),
});

/** Somebody as the record keeps them. */
export const partOf = ({ id, name, roles, also, standing, played }: Person): Part => ({
  id,
  name,
  roles: [...roles],
  ...(also && { also: [...also] }),
  ...(standing && { standing }),
  ...(played && { played }),
});

/** And back. */
export const personOf = ({ id, name, roles = [], also, standing, played }: Part): Person => ({
  id,
  name,
  roles,
  ...(also && { also }),
  ...(standing && { standing }),
  ...(played && { played }),
});

/** What AWS is told of a target. */
export const targetOf = ({ id, account, region, associationId, networkBorderGroup }: TargetRecord): Target => ({
  id,
  account,
  region,
  ...(associationId !== undefined && { associationId }),
  ...(networkBorderGroup !== undefined && { networkBorderGroup }),
});

/** The call that a target waits for or is in; the last one where all are done. */
export const stepOf = ({ steps, done }: TargetRecord): Kind => {
  const step = steps[Math.min(done, steps.length - 1)];
  if (step === undefined) throw new Error('a target has no step');
  return step;
};

/** Whether a call of it is out, or may be. */
export const isCalled = ({ called, done }: TargetRecord): boolean => called > done;

/** Words about the step it is at, after those about the steps that are done and stay done. */
export const afterSteps = (target: TargetRecord, says: string): string =>
  [...stepsDone(target), says].filter((words) => words !== '').join('; ');

/** What its steps that are done have made of it, in words. */
export const stepsDone = ({ steps, done }: TargetRecord): readonly string[] =>
  steps.slice(0, done).map((step) => kinds[step].done);

/** The same record with some of its targets replaced. */
export const withTargets = (
  record: ChangeRecord,
  changed: ReadonlyMap<string, Partial<TargetRecord>>,
): ChangeRecord => ({
  ...record,
  targets: record.targets.map((target) => ({ ...target, ...changed.get(target.id) })),
});
