import { didYouMean } from '../../core/near.ts';
import type { Problem } from '../../core/problem.ts';
import { code, command, say } from '../../core/text.ts';
import type { Known } from '../../core/watch/alert.ts';

/** There is no alert of this name that somebody may look at. @param all Those that they may. */
export const noAlert = (name: string, all: readonly Known[]): Problem => ({
  problem: 'bad-value',
  what: say`There is no alert ${code(name)}.`,
  todo: didYouMean(
    name,
    all.map(({ alert }) => alert.name),
    say`${command('alerts list')} lists all there are.`,
  ),
});
