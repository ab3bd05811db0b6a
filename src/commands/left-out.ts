import { command as typed, say } from '../core/text.ts';
import type { Shown } from '../core/people/places.ts';
import { note, type Note } from './reply/reply.ts';

/** How many of something the access rules, or the place by what is `shown` there, do not show the person; undefined: none. */
export function leftOut(count: number, one: string, more: string, shown: Shown): Note | undefined {
  if (count === 0) return undefined;
  const those = count === 1 ? `${one} is` : `${more} are`;
  return shown === 'all'
    ? note(
        say`${count} ${those} about accounts and regions that you may not look at, and left out; ${typed('access show')} tells the rules.`,
      )
    : note(
        say`${count} ${those} about accounts and regions that are not shown in this place, or that you may not look at, and left out; ${typed('whoami')} tells what is shown here.`,
      );
}
