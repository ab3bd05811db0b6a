import type { World } from './world.ts';

/** Something that may happen. */
export interface Happening {
  readonly name: string;
  /** How likely it is beside the others, now; 0: it cannot happen. */
  weight(world: World): number;
  happens(world: World): Promise<void> | void;
}

/** A part of the house that is simulated: what may happen, and what must hold in the end, whatever happened. */
export interface Part {
  readonly happenings: readonly Happening[];
  /** What does not hold, in sentences, when everything has recovered. */
  broken(world: World): Promise<readonly string[]> | readonly string[];
  /** What there was of it, for figures. */
  figures(world: World): Readonly<Record<string, number>>;
}
