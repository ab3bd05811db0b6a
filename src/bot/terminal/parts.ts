import type { Readable, Writable } from 'node:stream';
import type { Command } from '../../commands/command.ts';
import type { Reply } from '../../commands/reply/reply.ts';
import type { Person, Place } from '../../core/people/person.ts';
import type { Completion } from '../complete.ts';
import type { Dispatch } from '../dispatch.ts';

/** What a terminal needs of the rest. */
export interface TerminalParts {
  readonly dispatch: Dispatch;
  readonly commands: readonly Pick<Command, 'name'>[];
  complete(line: string): Promise<Completion>;
  /** Outcomes of changes whose process is gone, found now; told before the first prompt and before each answer. */
  notices(post: (reply: Reply) => Promise<void>, signal: AbortSignal): Promise<void>;
  readonly person: Person;
  readonly place: Place;
  readonly streams: { readonly stdin: Readable; readonly stdout: Writable; readonly stderr: Writable };
  readonly isTTY: boolean;
  readonly colours: boolean;
  columns(): number;
  /** Lines of the window. */
  rows(): number;
  readonly json: boolean;
  /** Run this line alone. */
  readonly once?: string;
  /** Said before the first prompt. */
  readonly greeting: string;
  readonly historyPath: string;
}
