import { isOpenTo, isPrivateTo, isSame, type Person, type Place } from '../people/person.ts';
import type { Approvers } from '../people/access/access.ts';
import type { Kept } from '../ports/store.ts';
import type { Problem } from '../problem.ts';
import { code, list, say } from '../text.ts';
import { write, type Subject } from './book.ts';
import type { Outcome, Press, Progress } from './changes.ts';
import type { GateParts } from './gate.ts';
import { outcomeOf } from './outcome.ts';
import { perform, wantedOf, type Performing } from './perform.ts';
import { expired, usedKey } from './press.ts';
import { factsOf, namedOf, partOf, personOf, type ChangeRecord } from './record.ts';
import { judgeAll, standsStill, type Subjected } from './rights.ts';

/** What rules look at of a record's targets, as they were when the plan was made. */
export const subjectedOf = (record: ChangeRecord): readonly Subjected[] =>
  record.targets.map((target) => ({ facts: factsOf(record, target), steps: target.steps }));

/** The requester has confirmed, and it waits for another person: for its own time, not for that of a confirmation. */
export async function wait(
  { parts, records }: Performing,
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
  const who = approver.roles.join(' or ');
  const says = say`confirmed by ${press.by.name}, waits for the approval of another person (${who})${reason === undefined ? '' : `, reason: ${reason}`}`;
  // Before anybody can approve it: what is not written down does not wait either. Who loses a race is refused after it, and that is written too.
  await write(parts.journal, subject, 'awaiting', record.targets.map(namedOf), says, { rules });
  await records.awaiting.put(kept.key, kept.key);
  if (!(await records.changes.swap(kept, record))) return usedKey(kept.value);
  const { place } = parts.approvals;
  if (place !== undefined && place !== record.where) await parts.tell('approval-wanted', kept.key, place);
  return { ...outcomeOf(kept.key, record), awaiting: { approver, expiresAt: record.expiresAt } };
}

/** Who approves or denies must be another person, in a place for it, whom the rules let approve it now: everything is looked up at the press. */
export async function judge(
  { parts }: Performing,
  kept: Kept<ChangeRecord>,
  press: Press,
): Promise<{ readonly rules: readonly string[]; readonly approver: Person } | Problem> {
  const { value: record } = kept;
  const approver = parts.rights.directory.now(press.by);
  const wrong = mayJudge(record, approver, press.where, parts) ?? expired(record, parts.clock.now());
  if (wrong !== undefined) return wrong;
  const { access, directory } = parts.rights;
  const wanted = { ...wantedOf(record, approver), by: directory.now(personOf(record.by)) };
  const { refused, lacking, rules } = await judgeAll(access, wanted, subjectedOf(record));
  const [no] = refused.values();
  if (no !== undefined) return no;
  return lacking.reason || lacking.approver !== undefined ? notYours(approver, lacking.approver) : { rules, approver };
}

function mayJudge(record: ChangeRecord, by: Person, where: Place, { approvals }: GateParts): Problem | undefined {
  if (isSame(personOf(record.by), by))
    return {
      problem: 'wrong-person',
      what: say`You asked for this yourself; another person must approve it.`,
      todo: say`You can take it back with ${code('cancel')}.`,
    };
  const here = isPrivateTo(where, by) || where.id === record.where || where.id === approvals.place;
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
  const { parts } = performing;
  const { value: record } = kept;
  const judged = await judge(performing, kept, press);
  if ('problem' in judged) return judged;
  const { access, freeze, directory, tally } = parts.rights;
  const { by, where } = wantedOf(record);
  const requester = directory.now(by);
  const stands = await standsStill({ access, freeze }, requester, where, record.breakGlass === true);
  if (stands !== undefined) return stands;
  const tooMany = await tally.count(requester, record.targets.length, kept.key);
  if (tooMany !== undefined) return tooMany;
  const outcome = await perform(performing, kept, subject, press, judged.approver, told, signal);
  // Who asked may look elsewhere: an outcome that is seen here alone is told there too.
  if (!('problem' in outcome) && press.where.id !== record.where)
    await parts.tell('change-approved', kept.key, record.where);
  return outcome;
}

/** Denied: nothing is done, the key works no longer, and who asked is told. */
export async function deny(
  performing: Performing,
  kept: Kept<ChangeRecord>,
  subject: Subject,
  press: Press,
): Promise<Outcome | Problem> {
  const { parts, records } = performing;
  const judged = await judge(performing, kept, press);
  if ('problem' in judged) return judged;
  const { reason } = press;
  const to: ChangeRecord = {
    ...kept.value,
    state: 'cancelled',
    denied: { by: partOf(judged.approver), ...(reason !== undefined && { reason }) },
  };
  if (!(await records.changes.swap(kept, to))) return usedKey(kept.value);
  await records.awaiting.delete(kept.key);
  const says = say`denied by ${press.by.name}${reason === undefined ? '' : `, reason: ${reason}`}; nothing was done`;
  await write(parts.journal, subject, 'denied', to.targets.map(namedOf), says);
  if (press.where.id !== to.where) await parts.tell('change-denied', kept.key, to.where);
  return outcomeOf(kept.key, to);
}

const notConfirmed = ({ by }: ChangeRecord): Problem => ({
  problem: 'approval-needed',
  what: say`${by.name} has not confirmed this yet.`,
  todo: say`${by.name} confirms it first; where access rules want another person, it waits for them then.`,
});

const notYours = ({ name, roles }: Person, approver: Approvers | undefined): Problem => ({
  problem: 'not-allowed',
  what: say`${name} may not approve this${roles.length === 0 ? ' (no role)' : say` (roles: ${list(roles.map(code))})`}.`,
  todo:
    approver === undefined || approver.roles.length === 0
      ? say`As it is now, the access rules want more for this than an approval: ask for it anew.`
      : say`Who has the role ${list(approver.roles.map(code), 'or')} may${approver.persons.length === 0 ? '' : say`: ${list(approver.persons.map(code))}`}.`,
});
