import { kindNames, kinds, type Kind } from '../../core/changes/kinds.ts';
import type { AuditRecord } from '../../core/people/audit.ts';
import type { AuditEntry } from '../../core/people/audit-search.ts';
import { isSame, type Person } from '../../core/people/person.ts';
import { code, list, say, strong, type Spans } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import { phaseWords } from '../reply/outcome-reply.ts';

/** What somebody did, in a sentence, and when. */
export interface Did {
  readonly at: Instant;
  /** `Stopped web-1`. */
  readonly says: Spans;
}

/** Whose deeds are told: ids that are linked are one person. */
type Me = Pick<Person, 'id' | 'also'>;

/**
 * What the entries of somebody come to, newest first as they are: all that stands of one change is one action. What was
 * refused, and plans that were asked for alone, are nothing that was done.
 */
export function didOf(entries: readonly AuditEntry[], me: Me): readonly Did[] {
  const actions = new Map<string, { readonly at: Instant; readonly records: AuditRecord[] }>();
  for (const { position, at, record } of entries) {
    if (record === undefined || !isDeed(record)) continue;
    const key = record.change ?? `#${position}`;
    const known = actions.get(key) ?? { at, records: [] };
    known.records.push(record);
    actions.set(key, known);
  }
  return [...actions.values()].flatMap(({ at, records }) => {
    const [newest] = records;
    return newest === undefined ? [] : [{ at, says: sentence(newest, records, me) }];
  });
}

/** That no further attempt is wanted is told by how the change ended. */
const isDeed = ({ event, says }: AuditRecord): boolean =>
  event !== 'refused' && event !== 'asked' && !(event === 'cancelled' && says.endsWith('stop trying'));

function sentence(newest: AuditRecord, records: readonly AuditRecord[], me: Me): Spans {
  const { event, does, says, person, approver, targets } = newest;
  const kind = kindNames.find((one) => one === does);
  if (kind === undefined) return otherwise(newest);
  const { verb, going } = kinds[kind];
  const things = thingsIn(targets);
  if (!isSame(person, me))
    return say`${event === 'denied' ? 'Said no to' : 'Approved'} ${person.name}'s ${verb} of ${things}`;
  switch (event) {
    case 'ended':
      return endedIn(kind, targets, phasesIn(says), says);
    case 'reconciled': {
      // An entry a target.
      const found = records.filter((one) => one.event === 'reconciled').toReversed();
      const phases = found.map((one): readonly [string, number] => [one.says.split(':')[0] ?? '', 1]);
      return endedIn(
        kind,
        found.flatMap((one) => one.targets),
        phases,
        says,
      );
    }
    case 'cancelled':
      return say`Cancelled the plan to ${verb} ${things}`;
    case 'awaiting':
      return say`Confirmed to ${verb} ${things}, which another person must approve`;
    case 'denied':
      return say`Wanted to ${verb} ${things}: ${approver?.name ?? 'somebody'} said no`;
    case 'asked':
    case 'refused':
    case 'confirmed':
    case 'approved':
    case 'break-glass':
    case 'intent':
    case 'answer':
    case 'frozen':
    case 'unfrozen':
    case 'settings':
      return say`${going} ${things}`;
  }
}

/** Phases with how many targets are in them, of `2 done, 1 failed`; none where it says something else. */
const phasesIn = (says: string): Phases =>
  [...says.matchAll(/(\d+) ([a-z-]+)/g)].map(([, count, phase = '']) => [phase, Number(count)]);

type Phases = readonly (readonly [phase: string, count: number])[];

/** `Stopped web-1`, or how it went. */
function endedIn(kind: Kind, targets: AuditRecord['targets'], phases: Phases, says: string): Spans {
  const { done, verb } = kinds[kind];
  const things = thingsIn(targets);
  const counts = new Map<string, number>();
  for (const [phase, count] of phases) counts.set(wordsOf(phase), (counts.get(wordsOf(phase)) ?? 0) + count);
  if (counts.size === 0) return say`Wanted to ${verb} ${things}: ${says}`;
  if (counts.size === 1 && counts.has(phaseWords.done)) return say`${capital(done)} ${things}`;
  const [[only] = []] = counts;
  const how = targets.length === 1 ? only : list([...counts].map(([words, count]) => `${count} ${words}`));
  return say`Wanted to ${verb} ${things}: ${how ?? says}`;
}

const wordsOf = (phase: string): string => Object.entries(phaseWords).find(([name]) => name === phase)?.[1] ?? phase;

/** What was altered of Quartermaster itself. */
function otherwise({ event, does, says, targets }: AuditRecord): Spans {
  if (event === 'unfrozen') return say`Let changes go on`;
  const of = targets.length === 0 ? [] : say` ${thingsIn(targets)}`;
  return say`${capital(does)}${of}: ${says}`;
}

const capital = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

/** Targets named one by one. */
const named = 3;

function thingsIn(targets: AuditRecord['targets']): Spans {
  if (targets.length > named) return say`${targets.length} targets`;
  return list(targets.map(({ id, name }) => (name === undefined ? code(id) : strong(name))));
}
