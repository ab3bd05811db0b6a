import type { Problem } from '../problem.ts';
import { code, say } from '../text.ts';
import type { Person } from './person.ts';

/** Who has which role: role → ids of persons (`os:maria`), later user groups and server roles. */
export type Roles = Readonly<Record<string, readonly string[]>>;

/** What the local user of the terminal has on real accounts where nothing is configured. */
export const localRoles: readonly string[] = ['operator'];

/** The same on the demo account, where everything can be tried; the second person is another terminal (`--as ana`). */
export const demoRoles: readonly string[] = ['operator', 'approver', 'admin'];

/** What decides who speaks in a terminal. */
export interface Speaker {
  /** The operating system's user. */
  readonly user: string;
  /** `--as`, on the demo account only. */
  readonly asUser?: string;
  /** `--roles`, on the demo account only. */
  readonly asRoles?: readonly string[];
  readonly demo: boolean;
  /** `roles:` of the configuration; undefined: not configured. */
  readonly roles?: Roles;
}

/** The person who speaks in this terminal; a Problem where somebody else is to be played on real accounts. */
export function speaker({ user, asUser, asRoles, demo, roles }: Speaker): Person | Problem {
  if (!demo && (asUser !== undefined || asRoles !== undefined)) {
    return {
      problem: 'demo-only',
      what: say`${code('--as')} and ${code('--roles')} work on the demo account alone.`,
      todo: say`On real accounts the operating system says who you are, and ${code('roles:')} in the configuration what you may.`,
    };
  }
  const id = asUser === undefined ? `os:${user}` : `demo:${asUser}`;
  const usual = demo ? demoRoles : localRoles;
  return { id, name: asUser ?? user, roles: asRoles ?? (roles === undefined ? usual : rolesOf(id, roles)) };
}

/** The roles that the configuration gives to a person. */
export const rolesOf = (id: string, roles: Roles): readonly string[] =>
  Object.entries(roles).flatMap(([role, members]) => (members.includes(id) ? [role] : []));
