import { dayMs } from '../../core/time.ts';
import { say, strong } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { leftOut } from '../left-out.ts';
import { planActions, plansTable } from '../plans.ts';
import { auditTable, checkedBlocks } from '../reply/audit-reply.ts';
import { paragraph, type Block } from '../reply/reply.ts';

/** Entries of the audit that are shown, and how far back they are looked for. */
const recent = { entries: 5, forMs: 7 * dayMs } as const;

/** Plans that wait for a press of the person. */
export async function waitingBlocks({
  core,
  person,
  place,
}: Pick<Context<'reads'>, 'core' | 'person' | 'place'>): Promise<readonly (Block | undefined)[]> {
  const waiting = await core.plans.waiting(person, place);
  const theirs = waiting.filter((one) => one.for !== 'approval');
  return [
    theirs.length === 0
      ? paragraph(say`No plan waits for you here.`)
      : paragraph(say`${strong('Waits for you')}: ${theirs.length} plan${theirs.length === 1 ? '' : 's'}`),
    theirs.length === 0 ? undefined : plansTable(theirs),
    leftOut(await core.unseen.plans(person, place), 'plan', 'plans', core.shownIn(place)),
    planActions(theirs),
  ];
}

/** What the person asked, decided and did lately, newest first. */
export async function recentBlocks({
  core,
  person,
  place,
  now,
  signal,
}: Pick<Context<'reads'>, 'core' | 'person' | 'place' | 'now' | 'signal'>): Promise<readonly (Block | undefined)[]> {
  const found = await core.audit.find({ who: person.id, since: now - recent.forMs }, recent.entries, signal);
  return [
    found.entries.length === 0
      ? paragraph(say`You changed nothing in the last seven days.`)
      : paragraph(strong('What you did last')),
    found.entries.length === 0 ? undefined : auditTable(found.entries, false),
    leftOut(found.hidden, 'entry', 'entries', core.shownIn(place)),
    // That all is well is said by `audit`; that it is not, everywhere.
    ...(found.misfits.length === 0 ? [] : checkedBlocks(found)),
  ];
}
