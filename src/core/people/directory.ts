import type { Groups } from '../ports/groups.ts';
import { minuteMs, secondMs } from '../time.ts';
import type { Person } from './person.ts';

/** So old the knowledge of who is in a group may be, where somebody looks, and where something is changed. */
export const groupsMaxAgeMs = { looks: 5 * minuteMs, changes: 60 * secondMs } as const;

/** Who has which role: role → ids of persons (`os:maria`), of groups and of channels (`slack:S0123`, `slack:C0456`), whose members have it. */
export type Roles = Readonly<Record<string, readonly string[]>>;

/** Who is one person in several platforms: a name → ids. */
export type People = Readonly<Record<string, readonly string[]>>;

/** What the configuration says of persons. */
export interface Registered {
  /** Undefined: not configured; persons then have the roles that their platform gives them. */
  readonly roles?: Roles | undefined;
  readonly people?: People | undefined;
}

/** Who somebody is, by the configuration as it is now. */
export interface Directory {
  /**
   * Reads the configuration anew, where it has changed, and the groups, where they are older than `maxAgeMs` (of looks if left
   * out). What is bad leaves everything as it was; a group that cannot be read has no members until it can. @param persons Who
   * is asked about.
   */
  refresh(persons: readonly Pick<Person, 'id'>[], maxAgeMs?: number): Promise<void>;
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
  /** Every id of who is named so, or by one of their ids; none where the configuration names nobody of it. */
  called(word: string): readonly string[];
}

/** See {@link Directory}. @param reread What the configuration says by now; left out: it never changes. @param groups Left out: no group has members. */
export function createDirectory(first: Registered, reread?: () => Promise<Registered>, groups?: Groups): Directory {
  let known = first;
  const people = (): readonly (readonly [string, readonly string[]])[] => Object.entries(known.people ?? {});
  const linked = (id: string): readonly string[] =>
    people().flatMap(([, ids]) => (ids.includes(id) ? ids.filter((other) => other !== id) : []));
  const ids = (): readonly string[] => [
    ...new Set([...Object.values(known.roles ?? {}), ...people().map(([, all]) => all)].flat()),
  ];
  const named = (name: string): readonly string[] => {
    const wanted = name.toLowerCase();
    const own = people().flatMap(([one, all]) => (one.toLowerCase() === wanted ? all : []));
    return own.length > 0 ? own : ids().filter((id) => withoutPlatform(id).toLowerCase() === wanted);
  };
  /** The roles that any of their ids has, by itself or as a member of a group. */
  const rolesOf = ({ id, also = [], standing }: Person, roles: Roles): readonly string[] => {
    const own = [id, ...also];
    const within = (listed: string): boolean => standing === undefined && groups?.holds(listed, own) === true;
    return Object.entries(roles).flatMap(([role, listed]) =>
      listed.some((one) => own.includes(one) || within(one)) ? [role] : [],
    );
  };
  return {
    async refresh(persons, maxAgeMs = groupsMaxAgeMs.looks) {
      if (reread !== undefined) known = await reread();
      const listed = [...new Set(Object.values(known.roles ?? {}).flat())];
      await groups?.refresh(
        listed,
        maxAgeMs,
        persons.flatMap(({ id }) => [id, ...linked(id)]),
      );
    },
    now(person) {
      const also = linked(person.id);
      const { roles } = known;
      const own = roles === undefined || person.played === true ? person.roles : rolesOf({ ...person, also }, roles);
      const { also: _, ...rest } = person;
      return { ...rest, roles: own, ...(also.length > 0 && { also }) };
    },
    get roles() {
      return known.roles;
    },
    get ids() {
      return ids();
    },
    linked,
    named,
    called(word) {
      const whole = ids().filter((id) => id.toLowerCase() === word.toLowerCase());
      return [...new Set([...whole, ...named(word)].flatMap((id) => [id, ...linked(id)]))];
    },
  };
}

/** `os:maria` → `maria`. */
export const withoutPlatform = (id: string): string => id.replace(/^[^:]*:/, '');
