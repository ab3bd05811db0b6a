import type { Problem } from '../problem.ts';
import type { Home } from './instance.ts';

/** What somebody may look at, where that is not everything. */
export interface Sight {
  /** Whether it is this account and region. One whose account is not known by its id yet may turn out to be hidden. */
  sees(home: Home): boolean;
  /** The place narrows it, so others than who asks may read what is said: also what is theirs is told by what it is about alone. */
  readonly ofPlace?: true;
  /** Why these are not shown (`not-shown`), those for one reason together. What is seen is left out. */
  hidden(homes: readonly Home[]): readonly Problem[];
}
