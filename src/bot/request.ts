import type { Problem } from '../core/problem.ts';
import type { Person, Place } from '../core/people/person.ts';
import type { Effect, PlatformWord } from '../commands/command.ts';
import type { Reply } from '../commands/reply/reply.ts';
import type { Ends } from './ending.ts';

/** What a platform hands over: somebody said a line somewhere. */
export interface Request extends Ends {
  /** Unique; correlates log, audit and AWS calls. */
  readonly id: string;
  readonly person: Person;
  readonly place: Place;
  /** As typed, without the platform's `/ec2`. */
  readonly line: string;
  /** The answer goes to a program, which wants all rows and no pages. */
  readonly everything?: boolean;
  /** Whether it was handed over before could not be told, for the store could not be written: it may look, and change nothing. */
  readonly unclaimed?: true;
  /** Who sends too many: their own script waits its turn; where left out, as in a chat, the request is refused. */
  readonly inTurn?: 'waits';
  /** What the platform understands besides the commands. */
  readonly words?: readonly PlatformWord[];
  /** Rows that a page of a list may have where it is shown; the usual page if left out. */
  readonly pageRows?: number;
}

/** Whether a command did what was asked: for exit codes and scripts. */
export const succeeded = ({ problem, reply }: Answer): boolean => problem === undefined && reply.undone !== true;

/** What a platform shows. Progress comes with `final: false`, the last one wins. */
export interface Answer {
  /** Name of the command that answered; undefined where the line named none. */
  readonly command?: string;
  /** What it may do to the world; undefined where the line named none. */
  readonly effect?: Effect;
  readonly final: boolean;
  /** Nobody asked for it: an outcome that was found later. */
  readonly notice?: true;
  readonly reply: Reply;
  /** Present where the command did not succeed; `reply` words it. */
  readonly problem?: Problem;
}
