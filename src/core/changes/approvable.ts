import type { Approvers } from '../people/access/access.ts';
import { standingWords } from '../people/access/refusal.ts';
import { isOpenTo, isPrivateTo, isSame, type Person, type Place } from '../people/person.ts';
import type { Problem } from '../problem.ts';
import { code, command, list, say } from '../text.ts';
import type { GateParts } from './parts.ts';
import { expired, usedKey } from './press.ts';
import { personOf, type ChangeRecord } from './record.ts';
import { isLacking, judgeAll, subjectedOf, wantedOf } from './rights.ts';

/** Who may approve a change, and the ids of the rules that let them. */
export interface Approvable {
  readonly approver: Person;
  readonly rules: readonly string[];
}

/** Whether somebody could approve this now: another person, in a place for it, whom the rules let approve what they still want approved. Everything is looked up anew. */
export async function approvable(
  { rights, approvals, clock }: Pick<GateParts, 'rights' | 'approvals' | 'clock'>,
  record: ChangeRecord,
  by: Person,
  where: Place,
): Promise<Approvable | Problem> {
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
      todo: say`You can take it back: ${command('plans')} shows it, with the way to cancel it.`,
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

const notYours = ({ name, roles, standing }: Person, approver: Approvers): Problem => ({
  problem: 'not-allowed',
  what: say`${name} may not approve this${roles.length === 0 ? ' (no role)' : say` (roles: ${list(roles.map(code))})`}.`,
  ...(standing && { where: standingWords(standing) }),
  todo: say`${whoMay(approver)} may.`,
});

const whoMay = ({ roles, persons }: Approvers) =>
  roles.length === 0
    ? list(persons.map(code), 'or')
    : say`Who has the role ${list(roles.map(code), 'or')}${persons.length === 0 ? '' : say` (${list(persons.map(code), 'or')})`}`;
