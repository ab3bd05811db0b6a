import { fromRecord, total } from '../money.ts';
import { progressOf } from './act.ts';
import type { Outcome, WayBack } from './changes.ts';
import type { Left } from './target.ts';
import { rowOf } from './kinds.ts';
import { leftInWords, readLeft } from './left.ts';
import { namedOf, type ChangeRecord, type TargetRecord } from './record.ts';

/** What a change has come to, by its record alone: the same words after a restart as before it. */
export function outcomeOf(key: string, record: ChangeRecord): Outcome {
  const cancelled = record.state === 'cancelled';
  const done = record.targets.filter(({ phase }) => phase === 'done');
  const known = done.flatMap(({ hourly }) => (hourly === undefined ? [] : [fromRecord(hourly)]));
  const { money } = rowOf(record.kind);
  const back = cancelled ? undefined : wayBackOf(record);
  const left = cancelled
    ? []
    : record.targets.map((target) => ({ named: namedOf(target), left: leftBy(record, target) }));
  return {
    ...progressOf(record),
    key,
    by: { id: record.by.id, name: record.by.name },
    where: record.where,
    cancelled,
    ...(record.late && { late: true }),
    ...(record.evenInGroup && { evenInGroup: true }),
    ...(record.reason !== undefined && { reason: record.reason }),
    ...(record.approver && { approver: { id: record.approver.id, name: record.approver.name } }),
    ...(record.denied && {
      denied: { by: { id: record.denied.by.id, name: record.denied.by.name }, reason: record.denied.reason },
    }),
    ...(record.breakGlass !== undefined && { breakGlass: true }),
    ...(record.state === 'asked' && { waits: { for: 'confirmation', until: record.expiresAt } }),
    ...(record.state === 'awaiting' && { waits: { for: 'approval', until: record.expiresAt } }),
    inPrivate: record.privateTo !== undefined,
    leftBehind: leftInWords(left),
    left: left.flatMap((one) => one.left),
    ...(!cancelled && money !== 'none' && known.length > 0 && { hourly: { amount: total(known), way: money } }),
    ...(back && { wayBack: back }),
  };
}

/** What a target left behind that goes on costing: of a change that is done, and of a release that got no further than its first steps. */
export function leftBy(
  { kind }: Pick<ChangeRecord, 'kind'>,
  { phase, done, steps, left }: TargetRecord,
): readonly Left[] {
  const leaves =
    kind === 'release' ? phase !== 'done' && steps.slice(0, done).includes('disassociate') : phase === 'done';
  return leaves ? left.map(readLeft) : [];
}

/** The change that leads back from what is done, where there is one. Addresses are named by themselves: an allocation id does not outlive a release. */
export function wayBackOf({ kind, targets }: ChangeRecord): WayBack | undefined {
  const back = rowOf(kind).wayBack;
  const done = targets.filter(({ phase }) => phase === 'done');
  if (back === undefined || done.length === 0) return undefined;
  return { kind: back, words: done.map(({ id, name }) => (rowOf(kind).of === 'address' ? (name ?? id) : id)) };
}
