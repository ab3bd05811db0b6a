import type { Person } from './person.ts';

/** Who has which role: role → ids of persons (`os:maria`), later user groups and server roles. */
export type Roles = Readonly<Record<string, readonly string[]>>;

/** Who is one person in several platforms: a name → ids. */
export type People = Readonly<Record<string, readonly string[]>>;

/** Who somebody is, by the configuration that is in force. */
export interface Directory {
  /** The person with all their ids, and the roles that they have now. */
  now(person: Person): Person;
  /** Who has which role; undefined: not configured. */
  readonly roles: Roles | undefined;
  /** Every id that the configuration names. */
  readonly ids: readonly string[];
  /** Ids of a person, by their name in `people:` or by what stands after the platform, letters of any case. */
  named(name: string): readonly string[];
  /** Other ids of the same person. */
  linked(id: string): readonly string[];
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
  const ids = [...new Set([...Object.values(roles ?? {}), ...Object.values(people)].flat())];
  return {
    roles,
    ids,
    named(name) {
      const wanted = name.toLowerCase();
      const own = Object.entries(people).flatMap(([known, all]) => (known.toLowerCase() === wanted ? all : []));
      return own.length > 0 ? own : ids.filter((id) => id.slice(id.indexOf(':') + 1).toLowerCase() === wanted);
    },
    now(person) {
      const also = linked(person.id);
      const own = roles === undefined || person.played === true ? person.roles : rolesOf([person.id, ...also], roles);
      const { also: _, ...rest } = person;
      return { ...rest, roles: own, ...(also.length > 0 && { also }) };
    },
    linked,
  };
}

/** The roles that any of these ids has. */
const rolesOf = (ids: readonly string[], roles: Roles): readonly string[] =>
  Object.entries(roles).flatMap(([role, members]) => (members.some((id) => ids.includes(id)) ? [role] : []));
