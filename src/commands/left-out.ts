import { command as typed, say } from '../core/text.ts';
import { note, type Note } from './reply/reply.ts';

/** How many of something the access rules do not show the person; undefined: none. */
export const leftOut = (count: number, one: string, more: string): Note | undefined =>
  count === 0
    ? undefined
    : note(
        say`${count} ${count === 1 ? `${one} is` : `${more} are`} about accounts and regions that you may not look at, and left out; ${typed('access show')} tells the rules.`,
      );
