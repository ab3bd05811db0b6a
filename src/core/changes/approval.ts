import { bothReasons } from '../people/reason.ts';
import type { Person } from '../people/person.ts';
import type { Approvers } from '../people/access/access.ts';
import { StoreUnwritable, type Kept } from '../ports/store.ts';
import { isProblem, type Problem } from '../problem.ts';
import { say, time } from '../text.ts';
import { approvable, type Approvable } from './approvable.ts';
import { write, type Subject } from './book.ts';
import type { Outcome, Press, Progress } from './changes.ts';
import { atRest } from './license.ts';
import { outcomeOf } from './outcome.ts';
import type { GateParts } from './parts.ts';
import { perform, type Performing } from './perform.ts';
import { usedKeyNow } from './press.ts';
import { namedOf, partOf, personOf, type ChangeRecord } from './record.ts';
import { wantedOf } from './rights.ts';

/** The requester has confirmed, and it waits for another person: for its own time, not for that of a confirmation. */
export async function wait(
  { parts, records, waiting }: Performing,
  kept: Kept<ChangeRecord>,
  subject: Subject,
  press: Press,
  approver: Approvers,
  rules: readonly string[],
): Promise<Outcome | Problem> {
  const reason = bothReasons(kept.value.reason, press.reason);
  const record: ChangeRecord = {
    ...kept.value,
    state: 'awaiting',
    ...(reason !== undefined && { reason }),
    expiresAt: parts.clock.now() + parts.approvals.ttlMs,
  };
  const who = [...approver.roles, ...(approver.roles.length === 0 ? approver.persons : [])].join(' or ');
  const says = say`confirmed by ${press.by.name}, waits for the approval of another person (${who}) until ${time(record.expiresAt)}${reason === undefined ? '' : `, reason: ${reason}`}`;
  // Before the record moves: what nobody can read of must not be there to be approved.
  await write(parts.journal, subject, 'awaiting', record.targets.map(namedOf), says, { rules });
  await waiting.awaits(kept.key);
  if (!(await records.changes.swap(kept, record))) return usedKeyNow(records, kept);
  const { place } = parts.approvals;
  if (place !== undefined && place !== record.where) await parts.tell('approval-wanted', kept.key, place);
  return { ...outcomeOf(kept.key, record), awaiting: { approver, expiresAt: record.expiresAt } };
}

/** Approved: acts at once. */
export async function approve(
  performing: Performing,
  kept: Kept<ChangeRecord>,
  subject: Subject,
  press: Press,
  told: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Outcome | Problem> {
  const { parts, waiting } = performing;
  const { value: record } = kept;
  const judged = await judge(parts, record, press);
  if (isProblem(judged)) return judged;
  const { rights } = parts;
  const { by, where } = wantedOf(record);
  const requester = rights.directory.now(by);
  const no =
    (await atRest(rights, requester, where, record.breakGlass)) ??
    (await rights.tally.count(requester, kept.key, record.targets.length));
  if (no !== undefined) return no;
  const outcome = await perform(performing, kept, subject, press, judged, told, signal);
  if (isProblem(outcome)) return outcome;
  try {
    await waiting.over(kept.key);
  } catch (error) {
    // What AWS did must be told even where nothing more can be written.
    if (!(error instanceof StoreUnwritable)) throw error;
    parts.log.error({ change: kept.key, error: error.message }, 'that a change waits no longer could not be written');
  }
  return outcome;
}

/** Denied by who could approve it as it was asked: nothing is done, the key works no longer, and who asked is told. */
export async function deny(
  { parts, records, waiting }: Performing,
  kept: Kept<ChangeRecord>,
  subject: Subject,
  press: Press,
): Promise<Outcome | Problem> {
  const { value: record } = kept;
  // Whether the requester still has the right matters to an approval; a no needs none.
  const asked = { ...parts.rights, directory: { ...parts.rights.directory, now: asTheyWere(record, parts) } };
  const judged = await judge({ ...parts, rights: asked }, record, press);
  if (isProblem(judged)) return judged;
  const { reason } = press;
  const to: ChangeRecord = {
    ...record,
    state: 'cancelled',
    denied: { by: partOf(judged.approver), ...(reason !== undefined && { reason }) },
  };
  const says = say`denied by ${press.by.name}${reason === undefined ? '' : `, reason: ${reason}`}; nothing was done`;
  // The record first: an approval at this very moment may be quicker.
  if (!(await records.changes.swap(kept, to))) return usedKeyNow(records, kept);
  await write(parts.journal, subject, 'denied', to.targets.map(namedOf), says, { rules: judged.rules });
  await waiting.over(kept.key);
  if (press.where.id !== to.where) await parts.tell('change-denied', kept.key, to.where);
  return outcomeOf(kept.key, to);
}

/** Nobody judges what they may not look at. */
async function judge(parts: GateParts, record: ChangeRecord, { by, where }: Press): Promise<Approvable | Problem> {
  const judged = await approvable(parts, record, by, where);
  if (isProblem(judged)) return judged;
  const sight = await parts.rights.access.sight(judged.approver, where);
  const [hidden] = sight?.hidden(record.targets) ?? [];
  return hidden ?? judged;
}

/** Persons as they are, but for the requester, who is as when they asked. */
const asTheyWere =
  ({ by }: ChangeRecord, { rights }: GateParts) =>
  (person: Person): Person =>
    person.id === by.id ? personOf(by) : rights.directory.now(person);
