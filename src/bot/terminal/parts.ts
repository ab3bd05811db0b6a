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
  /** What waits to be said here, as outcomes of changes whose process is gone; told before the first prompt, before each answer, and in a conversation when it comes. */
  notices(post: (reply: Reply) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** Lets so much time pass; rejects where the signal is aborted first. */
  rests(ms: number, signal: AbortSignal): Promise<void>;
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
