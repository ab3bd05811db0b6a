import { isOpenTo, isPrivateTo, isSame, type Person, type Place } from '../people/person.ts';
import type { Approvers } from '../people/access/access.ts';
import { StoreUnwritable, type Kept } from '../ports/store.ts';
import { isProblem, type Problem } from '../problem.ts';
import { code, list, say, time } from '../text.ts';
import { write, type Subject } from './book.ts';
import type { Outcome, Press, Progress } from './changes.ts';
import { atRest } from './license.ts';
import { outcomeOf } from './outcome.ts';
import type { GateParts } from './parts.ts';
import { perform, type Decided, type Performing } from './perform.ts';
import { expired, usedKey, usedKeyNow } from './press.ts';
import { namedOf, partOf, personOf, type ChangeRecord } from './record.ts';
import { isLacking, judgeAll, subjectedOf, wantedOf } from './rights.ts';

/** The requester has confirmed, and it waits for another person: for its own time, not for that of a confirmation. */
export async function wait(
  { parts, records, waiting }: Performing,
  kept: Kept<ChangeRecord>,
  subject: Subject,
  press: Press,
  approver: Approvers,
  rules: readonly string[],
): Promise<Outcome | Problem> {
  const reason = kept.value.reason ?? press.reason;
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

/** Whether somebody could approve this now: another person, in a place for it, whom the rules let approve what they still want approved. Everything is looked up anew. */
export async function approvable(
  { rights, approvals, clock }: Pick<GateParts, 'rights' | 'approvals' | 'clock'>,
  record: ChangeRecord,
  by: Person,
  where: Place,
): Promise<(Decided & { readonly approver: Person }) | Problem> {
  const { access, directory } = rights;
  const approver = directory.now(by);
  const wrong = mayJudge(record, approver, where, approvals) ?? expired(record, clock.now());
  if (wrong !== undefined) return wrong;
  const wanted = { ...wantedOf(record), by: directory.now(personOf(record.by)) };
  const things = subjectedOf(record);
  const alone = await judgeAll(access, wanted, things);
  const [forbidden] = alone.refused.values();
  if (forbidden !== undefined) return forbidden;
  // Whoever is in the place must not pass for an approver once rules want none.
  if (alone.lacking.approver === undefined) return notWanted;
  const { refused, lacking, rules } = await judgeAll(access, { ...wanted, approver }, things);
  const [no] = refused.values();
  if (no !== undefined) return no;
  return isLacking(lacking) ? notYours(approver, alone.lacking.approver) : { rules, approver };
}

function mayJudge(
  record: ChangeRecord,
  by: Person,
  where: Place,
  { place }: GateParts['approvals'],
): Problem | undefined {
  if (isSame(personOf(record.by), by))
    return {
      problem: 'wrong-person',
      what: say`You asked for this yourself; another person must approve it.`,
      todo: say`You can take it back with ${code('cancel')}.`,
    };
  const here = isPrivateTo(where, by) || where.id === record.where || where.id === place;
  if (!here || !isOpenTo(where, by))
    return {
      problem: 'wrong-place',
      what: say`This was asked in another place.`,
      todo: say`Approve it there, in the place for approvals, or in private.`,
    };
  return record.state === 'awaiting' ? undefined : record.state === 'asked' ? notConfirmed(record) : usedKey(record);
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
  const judged = await approvable(parts, record, press.by, press.where);
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
    // Who asked may look elsewhere: an outcome that is seen here alone is told there too.
    if (press.where.id !== record.where) await parts.tell('change-approved', kept.key, record.where);
  } catch (error) {
    // What AWS did must be told even where nothing more can be written.
    if (!(error instanceof StoreUnwritable)) throw error;
    parts.log.error({ change: kept.key, error: error.message }, 'that a change was approved could not be told');
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
  const judged = await approvable({ ...parts, rights: asked }, record, press.by, press.where);
  if (isProblem(judged)) return judged;
  const { reason } = press;
  const to: ChangeRecord = {
    ...record,
    state: 'cancelled',
    denied: { by: partOf(judged.approver), ...(reason !== undefined && { reason }) },
  };
  const says = say`denied by ${press.by.name}${reason === undefined ? '' : `, reason: ${reason}`}; nothing was done`;
  await write(parts.journal, subject, 'denied', to.targets.map(namedOf), says, { rules: judged.rules });
  if (!(await records.changes.swap(kept, to))) return usedKeyNow(records, kept);
  await waiting.over(kept.key);
  if (press.where.id !== to.where) await parts.tell('change-denied', kept.key, to.where);
  return outcomeOf(kept.key, to);
}

/** Persons as they are, but for the requester, who is as when they asked. */
const asTheyWere =
  ({ by }: ChangeRecord, { rights }: GateParts) =>
  (person: Person): Person =>
    person.id === by.id ? personOf(by) : rights.directory.now(person);

const notConfirmed = ({ by }: ChangeRecord): Problem => ({
  problem: 'approval-needed',
  what: say`${by.name} has not confirmed this yet.`,
  todo: say`${by.name} confirms it first; where access rules want another person, it waits for them then.`,
});

const notWanted: Problem = {
  problem: 'not-allowed',
  what: say`As it is now, no access rule wants another person for this any longer.`,
  todo: say`Who asked cancels it, and asks anew.`,
};

const notYours = ({ name, roles }: Person, approver: Approvers): Problem => ({
  problem: 'not-allowed',
  what: say`${name} may not approve this${roles.length === 0 ? ' (no role)' : say` (roles: ${list(roles.map(code))})`}.`,
  todo: say`${whoMay(approver)} may.`,
});

const whoMay = ({ roles, persons }: Approvers) =>
  roles.length === 0
    ? list(persons.map(code), 'or')
    : say`Who has the role ${list(roles.map(code), 'or')}${persons.length === 0 ? '' : say` (${list(persons.map(code), 'or')})`}`;
