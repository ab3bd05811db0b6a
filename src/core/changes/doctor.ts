import { z } from 'zod';
import type { Cloud, Reading } from '../ports/cloud.ts';
import type { Control, Target } from '../ports/control.ts';
import type { Instance } from '../ports/instance.ts';
import { identity, thisMachine, type Check, type Examiner } from '../ports/examiner.ts';
import { StoreForeign, StoreUnwritable, type Store } from '../ports/store.ts';
import { say, text, type Spans } from '../text.ts';
import { minuteMs } from '../time.ts';
import { protectionAction } from './iam-policy.ts';
import { kindNames, rowOf, type Kind } from './kinds.ts';

/** What the doctor looks with. */
export interface DoctorParts {
  readonly cloud: Cloud;
  readonly control: Control;
  readonly store: Store;
  /** Absent on the demo account, where nothing can be missing. */
  readonly examiner?: Examiner;
}

/** Whom changes are tried as, where people are named in sessions. */
const tries = { id: 'quartermaster-doctor' };

/** Looks whether everything works that answers and changes need, by dry runs and small reads. Changes nothing. */
export async function examine(
  { cloud, control, store, examiner }: DoctorParts,
  reading: Reading,
): Promise<readonly Check[]> {
  const reads = (await examiner?.examine(reading.signal)) ?? [];
  const [instances, addresses, homes] = await Promise.all([
    cloud.instances({}, reading),
    cloud.addresses({}, reading),
    cloud.homes(),
  ]);
  const elastic = addresses.items.flatMap(({ allocationId, associationId, account, region }) =>
    allocationId === undefined
      ? []
      : [{ id: allocationId, account, region, ...(associationId !== undefined && { associationId }) }],
  );
  const checks: Check[] = [];
  /** Nothing can be tried in an account that cannot be entered; that it cannot is told once. */
  const closed = new Set(
    reads.flatMap(({ account, what, is }) => (what === identity && is !== 'fine' ? [account] : [])),
  );
  for (const { account, regions } of homes.filter(({ account: { name } }) => !closed.has(name))) {
    for (const region of regions) {
      const here = <T extends Target>(all: readonly T[]): readonly T[] =>
        all.filter((one) => one.account.name === account.name && one.region === region);
      checks.push(...(await protectionOf(cloud, here(instances.items), account.name, region, reading)));
      for (const kind of tried) {
        const found = await right(control, kind, targetFor(kind, here(instances.items), here(elastic)), reading);
        checks.push({ account: account.name, region, what: rowOf(kind).permission, needed: false, ...found });
      }
    }
  }
  return [...(await storeOf(store)), ...reads, ...checks];
}

/** Without it nothing can be asked for, confirmed or remembered. Tried by a record that is taken back; and what it may lose, it says itself. */
async function storeOf(store: Store): Promise<readonly Check[]> {
  const check = { account: thisMachine, what: 'store', needed: true };
  const tries = store.family('doctor', z.boolean(), { ttlMs: minuteMs });
  try {
    await tries.put(triedKey, true);
    await tries.take(triedKey);
    return [
      { ...check, is: 'fine', says: [] },
      { ...check, what: 'what the store keeps', ...(await store.examine()) },
    ];
  } catch (error) {
    if (!(error instanceof StoreUnwritable || error instanceof StoreForeign)) throw error;
    const todo = error instanceof StoreUnwritable ? error.todo : 'Free space, or make the file writable';
    return [{ ...check, is: 'missing', says: say`${error.message} ${todo}; until then nothing can be changed.` }];
  }
}
const triedKey = 'tried';

/** Protection is read one instance a call, and only for plans and `show`: tried on one. */
async function protectionOf(
  cloud: Cloud,
  [one]: readonly Instance[],
  account: string,
  region: string,
  reading: Reading,
): Promise<readonly Check[]> {
  const check = { account, region, what: protectionAction, needed: true };
  if (one === undefined) return [];
  const [gap] = (await cloud.details([one], reading)).gaps;
  if (gap === undefined) return [{ ...check, is: 'fine', says: [] }];
  return [
    {
      ...check,
      is: gap.problem === 'cloud-away' ? 'unknown' : 'missing',
      says: [...gap.what, text(' '), ...gap.todo],
    },
  ];
}

/** One kind for each permission; a recovery has no target that could be tried. */
const tried: readonly Kind[] = kindNames.filter(
  (kind, index) =>
    kind !== 'recover' && kindNames.findIndex((other) => rowOf(other).permission === rowOf(kind).permission) === index,
);

const targetFor = (kind: Kind, instances: readonly Target[], addresses: readonly Target[]): Target | undefined => {
  if (rowOf(kind).of === 'instance') {
    const [one] = instances;
    return one && { id: one.id, account: one.account, region: one.region };
  }
  return kind === 'disassociate' ? addresses.find(({ associationId }) => associationId !== undefined) : addresses[0];
};

async function right(
  control: Control,
  kind: Kind,
  target: Target | undefined,
  { signal }: Reading,
): Promise<Pick<Check, 'is' | 'says'>> {
  if (target === undefined)
    return { is: 'unknown', says: say`There is no ${rowOf(kind).of} here that it could be tried on.` };
  const [verdict] = await control.dryRun(kind, [target], signal, tries);
  const refusal = verdict?.refusal;
  if (refusal === undefined) return { is: 'fine', says: [] };
  const says: Spans = [...refusal.what, text(' '), ...refusal.todo];
  return { is: refusal.problem === 'cannot-tell' ? 'unknown' : 'missing', says };
}
