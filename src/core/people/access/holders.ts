import type { Principal, Rule } from '../../ports/policy.ts';
import { withoutPlatform, type Roles } from '../directory.ts';

/** Who has which role, as far as anybody here knows. */
export interface Holders {
  /** Every role that rules mention or that the configuration gives, in the order of the configuration. */
  roles(rules: readonly Rule[]): readonly string[];
  /** Persons that have one of the roles, but for one and whoever is the same as that one. */
  persons(roles: readonly string[], but: string): readonly string[];
  /** Everybody who has a role, with all that they have, but for one and whoever is the same as that one. */
  all(but: string): readonly Principal[];
  /** Whether two ids are of one person. */
  same(one: string, other: string): boolean;
}

/** @param configured `roles:` as it is now. @param linked The other ids of a person, on other platforms. */
export function createHolders(
  configured: () => Roles | undefined,
  linked: (id: string) => readonly string[] = () => [],
): Holders {
  const now = (): Roles => configured() ?? {};
  const same = (one: string, other: string): boolean =>
    one === other || linked(one).includes(other) || linked(other).includes(one);
  return {
    same,
    roles: (rules) => [...new Set([...Object.keys(now()), ...rules.flatMap(({ mentions }) => mentions)])],
    all: (but) =>
      [...new Set(Object.values(now()).flat())]
        .filter((id) => !same(id, but))
        .map((id) => ({
          id,
          name: withoutPlatform(id),
          roles: Object.entries(now()).flatMap(([role, members]) =>
            members.some((member) => same(member, id)) ? [role] : [],
          ),
        })),
    persons: (wanted, but) =>
      [...new Set(wanted.flatMap((role) => (Object.hasOwn(now(), role) ? (now()[role] ?? []) : [])))].filter(
        (id) => !same(id, but),
      ),
  };
}
