/** See {@link Person}. */
export const standings = ['guest', 'stranger', 'unknown'] as const;
export type Standing = (typeof standings)[number];

/** Who speaks. The id is stable and qualified by its platform: `os:maria`, `demo:ana`, `slack:U0123`. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** From `roles:` of the configuration, or `--roles` on the demo account. */
  readonly roles: readonly string[];
  /** Ids of the same person in other platforms, from `people:` of the configuration. */
  readonly also?: readonly string[];
  /**
   * Who is not simply of the team, where a platform knows it: a guest of the workspace, somebody of another organisation, or
   * nobody could say. Such a person has the roles that the configuration gives their own ids, and none by groups or by the
   * usual of the demo account. The id of somebody of another organisation names their workspace too: `slack:T0456:U0123`.
   */
  readonly standing?: Standing;
  /** The roles were said with `--roles`, and no configuration knows better: on the demo account alone. */
  readonly played?: true;
}

/** Whether two are one person, in whichever platform each speaks. */
export const isSame = (one: Pick<Person, 'id' | 'also'>, other: Pick<Person, 'id' | 'also'>): boolean =>
  one.id === other.id || one.also?.includes(other.id) === true || other.also?.includes(one.id) === true;

/** One id for a person in all platforms: the first of them in order. */
export const oneId = ({ id, also = [] }: Pick<Person, 'id' | 'also'>): string => [id, ...also].toSorted()[0] ?? id;

/** Where something was said. A terminal's place is the store and the person, not the process, so another window of the same person is the same place. */
export interface Place {
  readonly id: string;
  /** Only this person reads it, where set. */
  readonly privateTo?: string;
  /** The workspace or server that it belongs to, `slack:T0123`; a terminal is in none. */
  readonly workspace?: string;
  /** People of other organisations read it. */
  readonly outside?: true;
  /** Nothing may be changed from here, whoever asks. */
  readonly readsOnly?: true;
}

/** Whether nobody but this person reads the place. */
export const isPrivateTo = ({ privateTo }: Place, person: Pick<Person, 'id' | 'also'>): boolean =>
  privateTo !== undefined && isSame({ id: privateTo }, person);

/** Whether this person may be heard in the place: one that another reads alone is none of theirs, whoever says that they speak there. */
export const isOpenTo = (place: Place, person: Pick<Person, 'id' | 'also'>): boolean =>
  place.privateTo === undefined || isPrivateTo(place, person);
