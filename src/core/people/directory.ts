import type { Person } from './person.ts';

/** Who has which role: role → ids of persons (`os:maria`), later user groups and server roles. */
export type Roles = Readonly<Record<string, readonly string[]>>;

/** Who is one person in several platforms: a name → ids. */
export type People = Readonly<Record<string, readonly string[]>>;

/** Who somebody is, by the configuration that is in force. */
export interface Directory {
  /** The person with all their ids, and the roles that they have now. */
  now(person: Person): Person;
  /** Other ids of the same person. */
  linked(id: string): readonly string[];
  /** Every id of a person who is called so in `people:`, or by one of their ids, with or without its platform; none where nobody is. */
  called(word: string): readonly string[];
}

/** What the configuration says of persons. */
export interface DirectoryParts {
  /** Undefined: not configured; persons then have the roles that their platform gives them. */
  readonly roles: Roles | undefined;
  readonly people: People | undefined;
}

/** See {@link Directory}. */
export function createDirectory({ roles, people = {} }: DirectoryParts): Directory {
  const linked = (id: string): readonly string[] =>
    Object.values(people)
      .filter((ids) => ids.includes(id))
      .flat()
      .filter((other) => other !== id);
  return {
    now(person) {
      const also = linked(person.id);
      const own = roles === undefined || person.played === true ? person.roles : rolesOf([person.id, ...also], roles);
      const { also: _, ...rest } = person;
      return { ...rest, roles: own, ...(also.length > 0 && { also }) };
    },
    linked,
    called(word) {
      const wanted = word.toLowerCase();
      return Object.entries(people).flatMap(([name, ids]) =>
        [name, ...ids, ...ids.map(withoutPlatform)].some((one) => one.toLowerCase() === wanted) ? ids : [],
      );
    },
  };
}

/** `os:maria` → `maria`. */
export const withoutPlatform = (id: string): string => id.replace(/^[^:]*:/, '');

/** The roles that any of these ids has. */
const rolesOf = (ids: readonly string[], roles: Roles): readonly string[] =>
  Object.entries(roles).flatMap(([role, members]) => (members.some((id) => ids.includes(id)) ? [role] : []));
