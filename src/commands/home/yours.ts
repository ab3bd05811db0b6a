import { rowOf } from '../../core/changes/kinds.ts';
import type { Waiting } from '../../core/changes/changes.ts';
import type { AuditEntry, AuditFound } from '../../core/people/audit-search.ts';
import { StoreAway } from '../../core/ports/store.ts';
import { dayMs } from '../../core/time.ts';
import { code, command as typed, list, say, strong, time, type Spans } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { leftOut } from '../left-out.ts';
import { actionsFor } from '../plans.ts';
import { checkedBlocks } from '../reply/audit-reply.ts';
import { actions, paragraph, type Block } from '../reply/reply.ts';
import { didOf } from './did.ts';

/** Plans that are told of one by one, and targets that are named of each. */
const waits = { plans: 5, named: 3 } as const;

/** Plans that wait for a press of the person: a sentence each, with what can be pressed. */
export async function waitingBlocks({
  core,
  person,
  place,
}: Pick<Context<'reads'>, 'core' | 'person' | 'place'>): Promise<readonly (Block | undefined)[]> {
  const waiting = await unlessAway(core.plans.waiting(person, place));
  if (waiting === undefined)
    return [paragraph(say`What waits for you cannot be read as long as the store is away, nor be confirmed.`)];
  const theirs = waiting.filter((one) => one.for !== 'approval');
  const more = theirs.length - waits.plans;
  return [
    theirs.length === 0 ? paragraph(say`No plan waits for you here.`) : paragraph(strong('Waits for you')),
    ...theirs.slice(0, waits.plans).flatMap((one) => [paragraph(waitsInWords(one)), actions(...actionsFor(one))]),
    more > 0 ? paragraph(say`And ${more} more: ${typed('plans')}.`) : undefined,
    leftOut(await core.unseen.plans(person, place), 'plan', 'plans', core.shownIn(place)),
  ];
}

/** What is read; undefined where the store alone knows it, and is away: the rest of the page is of use without. */
const unlessAway = <T>(reading: Promise<T>): Promise<T | undefined> =>
  reading.catch((error: unknown) => {
    if (error instanceof StoreAway) return undefined;
    throw error;
  });

/** `Stop web-1, until …, key 7QK2M8TD`; of what somebody else wants, who does. */
function waitsInWords({ key, kind, names, by, reason, expiresAt, for: whose }: Waiting): Spans {
  const { label, verb } = rowOf(kind);
  const things = names.length > waits.named ? say`${names.length} targets` : list(names.map(strong));
  const what =
    whose === 'yours'
      ? say`${strong(by.name)} wants to ${verb} ${things}, which waits for your approval`
      : say`${label} ${things} waits for your confirmation`;
  return say`${what} until ${time(expiresAt)}, key ${code(key)}.${reason === undefined ? '' : ` Reason: ${reason}`}`;
}

/**
 * Actions that are told, and how far back they are looked for: so many entries at once, so often. One change has an entry for
 * each of its steps and targets.
 */
const recent = { actions: 5, forMs: 7 * dayMs, entriesAtOnce: 30, finds: 4 } as const;

/** What the person did lately, newest first: a sentence each. */
export async function recentBlocks(
  context: Pick<Context<'reads'>, 'core' | 'person' | 'place' | 'now' | 'signal'>,
): Promise<readonly (Block | undefined)[]> {
  const { core, person, place } = context;
  const found = await unlessAway(lately(context));
  if (found === undefined)
    return [paragraph(say`What you did last stands in the audit, which cannot be read as long as the store is away.`)];
  const { entries, hidden, faulty } = found;
  const did = didOf(entries, person).slice(0, recent.actions);
  return [
    did.length === 0
      ? paragraph(say`You changed nothing in the last seven days.`)
      : paragraph(strong('What you did last')),
    ...did.map(({ at, says }) => paragraph(say`${says}, ${time(at)}`)),
    leftOut(hidden, 'entry', 'entries', core.shownIn(place)),
    // That all is well is said by `audit`; that it is not, everywhere.
    ...faulty.flatMap(checkedBlocks),
  ];
}

/** Their newest entries, until they hold enough actions. */
async function lately({
  core,
  person,
  now,
  signal,
}: Pick<Context<'reads'>, 'core' | 'person' | 'now' | 'signal'>): Promise<{
  readonly entries: readonly AuditEntry[];
  readonly hidden: number;
  readonly faulty: readonly AuditFound[];
}> {
  const wish = { who: person.id, since: now - recent.forMs };
  const entries: AuditEntry[] = [];
  const faulty: AuditFound[] = [];
  let hidden = 0;
  let before: number | undefined;
  for (let finds = 0; finds < recent.finds && didOf(entries, person).length <= recent.actions; finds += 1) {
    const found = await core.audit.find({ ...wish, before }, recent.entriesAtOnce, signal);
    entries.push(...found.entries);
    hidden += found.hidden;
    if (found.misfits.length > 0) faulty.push(found);
    before = found.next;
    if (before === undefined) break;
  }
  return { entries, hidden, faulty };
}
