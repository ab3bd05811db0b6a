import type { Person, Place } from '../core/people/person.ts';

/** Who sets something, where, in which request: for the audit. */
export interface Setting {
  readonly by: Person;
  readonly where: Place;
  readonly request: string;
}
