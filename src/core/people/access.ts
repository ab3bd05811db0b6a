import type { Problem } from '../problem.ts';
import { code, list, say } from '../text.ts';
import type { Person } from './person.ts';

/** Whether a person may change anything: one of their roles must be among those that may. @param roles `access.changes` of the configuration. */
export function mayChange(person: Person, roles: readonly string[]): Problem | undefined {
  if (person.roles.some((role) => roles.includes(role))) return undefined;
  return {
    problem: 'not-allowed',
    what: say`${person.name} may look, but change nothing.`,
    where:
      person.roles.length > 0
        ? say`Roles: ${list(person.roles.map(code))}.`
        : say`No role is given to ${code(person.id)}.`,
    todo:
      roles.length > 0
        ? say`Who has the role ${list(roles.map(code), 'or')} may; ${code('roles:')} in the configuration says who has which.`
        : say`${code('access.changes')} in the configuration names no role.`,
  };
}
