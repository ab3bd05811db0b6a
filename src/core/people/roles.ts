import type { Problem } from '../problem.ts';
import { code, say } from '../text.ts';
import type { Directory } from './directory.ts';
import type { Person, Standing } from './person.ts';

/** What the local user of the terminal has where no roles are configured: on the demo account all, where a second terminal is the second person. */
export const localRoles = {
  demo: ['operator', 'approver', 'admin'],
  real: ['operator'],
} as const satisfies Record<string, readonly string[]>;

/** What somebody has where no roles are configured, as far as their id tells: who speaks in a terminal is a local user, and on the demo account whoever is of the team plays along. */
export function usualRoles(id: string, demo: boolean): readonly string[] {
  if (/^(os|demo):/.test(id)) return localRoles[demo ? 'demo' : 'real'];
  // A second colon stands after the workspace of somebody of another organisation.
  return demo && /^[a-z]+:[^:]+$/.test(id) ? localRoles.demo : [];
}

/** What a platform knows of who speaks in a chat. */
export interface ChatSpeaker {
  /** `slack:U0123`; of somebody of another organisation `slack:T0456:U0123`. */
  readonly id: string;
  readonly name: string;
  /** Left out: of the team. */
  readonly standing?: Standing | undefined;
  readonly demo: boolean;
  readonly directory: Pick<Directory, 'now'>;
}

/** The person who speaks in a chat, with the roles that the configuration gives; where none are configured the team has all on the demo account, and nobody any on real ones. */
export const chatPerson = ({ id, name, standing, demo, directory }: ChatSpeaker): Person =>
  directory.now({
    id,
    name,
    roles: standing === undefined ? usualRoles(id, demo) : [],
    ...(standing && { standing }),
  });

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
