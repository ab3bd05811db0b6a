import { kindNames, rowOf, type Kind } from '../core/changes/kinds.ts';
import type { Access, HouseAction } from '../core/people/access/access.ts';
import { isPrivateTo, type Person, type Place } from '../core/people/person.ts';
import { code, list, say, type Spans } from '../core/text.ts';
import type { Declaration } from './command.ts';

/** What of Quartermaster itself a command alters. */
const houseActions: Readonly<Record<string, HouseAction>> = {
  'freeze on': 'freeze',
  'freeze off': 'freeze',
  keep: 'settings',
  snooze: 'settings',
  unkeep: 'settings',
  use: 'settings',
  'demo reset': 'settings',
  'alerts subscribe': 'settings',
  'alerts edit': 'settings',
  'alerts pause': 'settings',
  'alerts resume': 'settings',
  'alerts test': 'settings',
  'alerts remove': 'settings',
};

/** What is altered for a place alone, everybody may alter where nobody else reads. */
const isOfPlace = (name: string): boolean => name === 'use' || name.startsWith('alerts ');

/** The right that a command about Quartermaster itself wants; undefined: it is about something else. */
export const houseActionOf = (name: string): HouseAction | undefined =>
  Object.hasOwn(houseActions, name) ? houseActions[name] : undefined;

/** Commands of whoever judges what others want. */
const judging: ReadonlySet<string> = new Set(['approve', 'deny']);

/**
 * Whether any rule would ever let the person do what a command does: what else is not offered. It says yes where it is not
 * sure, and is no decision: whoever types a line is answered by the rules themselves.
 */
export async function mayEver(
  { name, effect }: Pick<Declaration, 'name' | 'effect'>,
  access: Pick<Access, 'everMay' | 'everApproves'>,
  person: Person,
  place: Place,
): Promise<boolean> {
  if (effect === 'reads') return true;
  if (isOfPlace(name) && isPrivateTo(place, person)) return true;
  const action = houseActionOf(name);
  if (action !== undefined) return access.everMay(person, action);
  const kind = kindNames.find((one) => one === name);
  if (kind !== undefined) return access.everMay(person, kind);
  return (await anyChange(access, person)).length > 0 || (judging.has(name) && access.everApproves(person));
}

/** Kinds of change that some rule may let the person do, without those that are only ever a step of another. */
export async function anyChange(access: Pick<Access, 'everMay'>, person: Person): Promise<readonly Kind[]> {
  const asked = kindNames.filter((kind) => rowOf(kind).command !== undefined);
  const may = await Promise.all(asked.map((kind) => access.everMay(person, kind)));
  return asked.filter((_, index) => may[index]);
}

/** Who has a role that some rule permits what the command does, in words; undefined: no rule permits it to anybody. */
export async function whoMay(
  { name }: Pick<Declaration, 'name'>,
  access: Pick<Access, 'inForce'>,
): Promise<Spans | undefined> {
  const own = houseActionOf(name) ?? kindNames.find((one) => one === name);
  const wanted: readonly string[] = own === undefined ? kindNames : [own];
  const { rules } = await access.inForce();
  const permits = rules.filter(
    ({ effect, actions }) => effect === 'permit' && actions.some((one) => wanted.includes(one)),
  );
  if (permits.length === 0) return undefined;
  const roles = new Set(permits.flatMap(({ roles: scoped }) => (scoped === 'any' ? [] : scoped)));
  return say`Who has the role ${list([...roles].map(code), 'or')}`;
}
