import type { Rule } from '../../ports/policy.ts';
import type { Roles } from '../directory.ts';

/** Who has which role, as far as anybody here knows. */
export interface Holders {
  /** Every role that rules mention or that the configuration gives, in the order of the configuration. */
  roles(rules: readonly Rule[]): readonly string[];
  /** Persons that have one of the roles, but for one and whoever is the same as that one. */
  persons(roles: readonly string[], but: string): readonly string[];
  /** Whether two ids are of one person. */
  same(one: string, other: string): boolean;
}

/** @param linked The other ids of a person, on other platforms. */
export function createHolders(roles: Roles = {}, linked: (id: string) => readonly string[] = () => []): Holders {
  const same = (one: string, other: string): boolean =>
    one === other || linked(one).includes(other) || linked(other).includes(one);
  return {
    same,
    roles: (rules) => [...new Set([...Object.keys(roles), ...rules.flatMap(({ mentions }) => mentions)])],
    persons: (wanted, but) =>
      [...new Set(wanted.flatMap((role) => (Object.hasOwn(roles, role) ? (roles[role] ?? []) : [])))].filter(
        (id) => !same(id, but),
      ),
  };
}
