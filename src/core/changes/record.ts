import { z } from 'zod';
import type { Target } from '../ports/control.ts';
import type { Family, Store } from '../ports/store.ts';
import { dayMs } from '../time.ts';
import type { Named } from './changes.ts';
import { kinds, type Kind } from './kinds.ts';

const KindName = z.custom<Kind>((value) => typeof value === 'string' && Object.hasOwn(kinds, value));

const TargetRecord = z.object({
  id: z.string(),
  name: z.string().optional(),
  account: z.object({ name: z.string(), id: z.string() }),
  region: z.string(),
  /** How it was when the plan was made. */
  seen: z.object({
    state: z.string(),
    type: z.string(),
    launchedAt: z.number(),
    name: z.string().optional(),
    volumes: z.array(z.string()),
  }),
  /** Difference of its cost per hour, a decimal in USD, where it is known. */
  hourly: z.string().optional(),
  /** When the call was about to be made; written before it. */
  intentAt: z.number().optional(),
  /** What became of it, once that is known. */
  phase: z.enum(['waiting', 'under-way', 'done', 'left-alone', 'failed', 'withheld', 'not-yet', 'cannot-tell']),
  says: z.string(),
});
export type TargetRecord = z.infer<typeof TargetRecord>;

/**
 * The one persisted record of a change. `asked` → `acting` → `ended`, or `asked` → `cancelled`; an
 * `asked` one whose time is up is dead without a write. Only a swap of its version moves it.
 */
export const ChangeRecord = z.object({
  kind: KindName,
  state: z.enum(['asked', 'acting', 'ended', 'cancelled']),
  by: z.object({ id: z.string(), name: z.string() }),
  where: z.string(),
  evenInGroup: z.boolean(),
  reason: z.string().optional(),
  typed: z.string().optional(),
  askedAt: z.number(),
  expiresAt: z.number(),
  targets: z.array(TargetRecord),
  /** While acting: which process follows it, and until when that is believed without a sign of life. */
  lease: z.object({ holder: z.string(), until: z.number() }).optional(),
});
export type ChangeRecord = z.infer<typeof ChangeRecord>;

/** How long a record can be asked about after its plan. */
const recordTtlMs = 7 * dayMs;

/** Where changes are kept. */
export interface Records {
  readonly changes: Family<ChangeRecord>;
  /** Keys of changes that act, so that a start finds them without walking all records. Written before the record says `acting`, deleted after it says `ended`. */
  readonly acting: Family<string>;
}

/** The families of one store. */
export const recordsOf = (store: Store): Records => ({
  changes: store.family('changes', ChangeRecord, { ttlMs: recordTtlMs }),
  acting: store.family('changes-acting', z.string(), { ttlMs: recordTtlMs }),
});

/** What people are told of a target. */
export const namedOf = ({ id, name, account, region }: TargetRecord): Named => ({
  id,
  ...(name !== undefined && { name }),
  account,
  region,
});

/** What AWS is told of a target. */
export const targetOf = ({ id, account, region }: TargetRecord): Target => ({ id, account, region });

/** The same record with some of its targets replaced. */
export const withTargets = (
  record: ChangeRecord,
  changed: ReadonlyMap<string, Partial<TargetRecord>>,
): ChangeRecord => ({
  ...record,
  targets: record.targets.map((target) => ({ ...target, ...changed.get(target.id) })),
});
