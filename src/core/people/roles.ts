import type { Problem } from '../problem.ts';
import { code, say } from '../text.ts';
import type { Directory } from './directory.ts';
import type { Person } from './person.ts';

/** What the local user of the terminal has where no roles are configured: on the demo account all, where a second terminal is the second person. */
export const localRoles = {
  demo: ['operator', 'approver', 'admin'],
  real: ['operator'],
} as const satisfies Record<string, readonly string[]>;

/** What decides who speaks in a terminal. */
export interface Speaker {
  /** The operating system's user. */
  readonly user: string;
  /** `--as`, on the demo account only. */
  readonly asUser?: string;
  /** `--roles`, on the demo account only. */
  readonly asRoles?: readonly string[];
  readonly demo: boolean;
  readonly directory: Directory;
}

/** The person who speaks in this terminal; a Problem where somebody else is to be played on real accounts. */
export function speaker({ user, asUser, asRoles, demo, directory }: Speaker): Person | Problem {
  if (!demo && (asUser !== undefined || asRoles !== undefined)) {
    return {
      problem: 'demo-only',
      what: say`${code('--as')} and ${code('--roles')} work on the demo account alone.`,
      todo: say`On real accounts the operating system says who you are, and ${code('roles:')} in the configuration what you may.`,
    };
  }
  const id = asUser === undefined ? `os:${user}` : `demo:${asUser}`;
  return directory.now({
    id,
    name: asUser ?? user,
    roles: asRoles ?? localRoles[demo ? 'demo' : 'real'],
    ...(asRoles !== undefined && { played: true }),
  });
}
