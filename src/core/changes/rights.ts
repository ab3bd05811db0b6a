import type { Access, Approvers, Ruling } from '../people/access/access.ts';
import { standingWords } from '../people/access/refusal.ts';
import type { Directory } from '../people/directory.ts';
import type { Freeze } from '../people/freeze.ts';
import type { Person, Place } from '../people/person.ts';
import type { Tally } from '../people/tally.ts';
import type { ResourceFacts, Rule } from '../ports/policy.ts';
import { turn } from '../slices.ts';
import type { Problem } from '../problem.ts';
import { code, command, list, say } from '../text.ts';
import { rowOf, type Kind } from './kinds.ts';
import { factsOf, personOf, type ChangeRecord } from './record.ts';

/** What says who may change what, and whether anything may be changed at all. */
export interface RightsParts {
  readonly access: Access;
  readonly directory: Directory;
  readonly freeze: Freeze;
  readonly tally: Tally;
}

/** Somebody wants a change, alone or with another person. */
export interface Wanted {
  readonly by: Person;
  /** Where it was asked. */
  readonly where: Place;
  readonly reason?: string | undefined;
  readonly approver?: Person | undefined;
  /** Things that the rules are asked about together. */
  readonly targets: number;
}

/** A thing that is to be changed, and by which calls. */
export interface Subjected {
  readonly facts: ResourceFacts;
  readonly steps: readonly Kind[];
}

/** What is still wanted before all of these may be changed. */
export interface Lacking {
  readonly reason: boolean;
  /** Who each alone could approve all of them. */
  readonly approver: Approvers | undefined;
  /** The rules that want it. */
  readonly by: readonly Rule[];
}

/** What the rules say of several things. */
export interface Judged {
  /** By id, those that may not be changed, with why. */
  readonly refused: ReadonlyMap<string, Problem>;
  /** Of the others. */
  readonly lacking: Lacking;
  /** Ids of the rules that decided. */
  readonly rules: readonly string[];
}

/** Whether a reason or another person is still wanted. */
export const isLacking = ({ reason, approver }: Lacking): boolean => reason || approver !== undefined;

/** Asks the rules about every call for every thing. */
export async function judgeAll(access: Access, wanted: Wanted, things: readonly Subjected[]): Promise<Judged> {
  const refused = new Map<string, Problem>();
  const rules = new Set<string>();
  const lacks: Extract<Ruling, { is: 'lacks' }>[] = [];
  for (const { facts, steps } of things) {
    const rulings = await Promise.all(steps.map((does) => access.change({ ...wanted, does }, facts)));
    for (const ruling of rulings) {
      for (const { id } of ruling.by) rules.add(id);
      if (ruling.is === 'refused' && !refused.has(facts.id)) refused.set(facts.id, ruling.because);
    }
    if (!refused.has(facts.id)) lacks.push(...rulings.filter((one) => one.is === 'lacks'));
    await turn();
  }
  const wants = lacks.flatMap(({ approver }) => (approver === undefined ? [] : [approver]));
  return {
    refused,
    lacking: {
      reason: lacks.some(({ reason }) => reason),
      approver: forAll(wants),
      by: [...new Map(lacks.flatMap(({ by }) => by.map((rule) => [rule.id, rule] as const))).values()],
    },
    rules: [...rules],
  };
}

/** Who could approve each of them. */
function forAll([first, ...others]: readonly Approvers[]): Approvers | undefined {
  return others.reduce<Approvers | undefined>(
    (all, one) =>
      all && {
        roles: all.roles.filter((role) => one.roles.includes(role)),
        persons: all.persons.filter((person) => one.persons.includes(person)),
      },
    first,
  );
}

/** What rules are asked about a record. */
export const wantedOf = (record: ChangeRecord, approver?: Person): Wanted => ({
  by: personOf(record.by),
  where: { id: record.where, ...(record.privateTo !== undefined && { privateTo: record.privateTo }) },
  targets: record.judged ?? record.targets.length,
  ...(record.reason !== undefined && { reason: record.reason }),
  ...(approver && { approver }),
});

/** What rules look at of a record's targets, as they were when the plan was made: before anything is called they are read again. */
export const subjectedOf = (record: ChangeRecord): readonly Subjected[] =>
  record.targets.map((target) => ({ facts: factsOf(record, target), steps: target.steps }));

/** No rule would ever let the person do it: nothing is read for them. */
export async function neverMay(access: Access, by: Person, kind: Kind): Promise<Problem | undefined> {
  if (await access.everMay(by, kind)) return undefined;
  const { name, roles, standing } = by;
  return {
    problem: 'not-allowed',
    what: say`No access rule lets ${name} ${rowOf(kind).verb} anything (${roles.length === 0 ? 'no role' : say`roles: ${list(roles.map(code))}`}).`,
    ...(standing && { where: standingWords(standing) }),
    todo: say`${command('access show')} tells the rules; ${code('roles:')} in the configuration says who has which role.`,
  };
}

/** Nobody alone could approve all of them; undefined: somebody could, or nobody needs to. */
export const nobodyFor = ({ approver }: Lacking): Problem | undefined =>
  approver === undefined || approver.roles.length + approver.persons.length > 0
    ? undefined
    : {
        problem: 'not-allowed',
        what: say`Each of these wants the approval of another person, and nobody may approve all of them.`,
        todo: say`Ask for them apart.`,
      };
