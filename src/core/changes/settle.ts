import { oneId } from '../people/person.ts';
import type { Instant } from '../time.ts';
import type { Ledger } from '../watch/ledger.ts';
import { keptLeft } from './left.ts';
import type { LeftBehind } from './left-behind.ts';
import { leftBy } from './outcome.ts';
import { personOf, type ChangeRecord, type Records, type TargetRecord } from './record.ts';
import type { Released } from './released.ts';

/** What is remembered beyond a change itself. */
export interface Ledgers {
  readonly leftBehind: LeftBehind;
  readonly released: Released;
  readonly savings: Pick<Ledger, 'settled'>;
}

/** Writes what a change that has ended leaves to be remembered. May be done again: every write says the same, but for its time. Rejects with StoreUnwritable. */
export async function settle(
  { last }: Records,
  ledgers: Ledgers,
  key: string,
  record: ChangeRecord,
  now: Instant,
): Promise<void> {
  for (const target of record.targets) {
    await noteLeft(ledgers, record, target, now);
    if (target.phase === 'done') await noteDone(ledgers, record, target, now);
  }
  await ledgers.savings.settled(key, record);
  const at = record.confirmedAt ?? record.askedAt;
  const who = oneId(personOf(record.by));
  const known = await last.get(who);
  // What is found late must not hide what was changed since.
  if (record.targets.some(hasMoved) && (known === undefined || known.value.at <= at)) await last.put(who, { key, at });
}

/** Whether anything of it was done, or is under way at AWS. */
const hasMoved = ({ phase, done }: TargetRecord): boolean =>
  done > 0 || phase === 'done' || phase === 'under-way' || phase === 'not-yet';

async function noteLeft(
  { leftBehind }: Ledgers,
  record: ChangeRecord,
  target: TargetRecord,
  at: Instant,
): Promise<void> {
  const { account, region, id, name } = target;
  for (const left of leftBy(record, target)) {
    await leftBehind.note({
      ...keptLeft(left),
      account,
      region,
      kind: record.kind,
      by: { id: record.by.id, name: record.by.name },
      at,
      of: { id, ...(name !== undefined && { name }) },
    });
  }
}

async function noteDone(
  { leftBehind, released }: Ledgers,
  { kind, by }: ChangeRecord,
  target: TargetRecord,
  at: Instant,
): Promise<void> {
  const { id, name: ip = id, account, region, facts, networkBorderGroup, hourly: perHour } = target;
  if (kind === 'start') await leftBehind.forgetOf(id);
  if (kind === 'release') {
    await leftBehind.forget(target);
    await released.note({
      ip,
      allocationId: id,
      account,
      region,
      tags: facts?.tags ?? {},
      by: { id: by.id, name: by.name },
      at,
      ...(networkBorderGroup !== undefined && { networkBorderGroup }),
      ...(perHour !== undefined && { perHour }),
    });
  }
  if (kind === 'recover') await released.forget(id);
}
