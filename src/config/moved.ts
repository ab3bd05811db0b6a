import { ConfigError } from './error.ts';
import type { Source } from './yaml.ts';

/** Until version 0.1 the roles that may change anything stood here. */
const path = ['access', 'changes'] as const;
const variable = 'QUARTERMASTER_ACCESS_CHANGES';

/**
 * Refuses a key that said who may change anything: read no longer, it would quietly mean something else. Tells the rule that
 * says the same.
 * @throws ConfigError
 */
export function refuseMoved(source: Source | undefined, env: Readonly<Record<string, string | undefined>>): void {
  const given = env[variable];
  if (given !== undefined) throw new ConfigError(`${variable} ${instead(given)}`);
  const access = source?.data[path[0]];
  if (source === undefined || typeof access !== 'object' || access === null || !(path[1] in access)) return;
  throw new ConfigError(`${source.atKey(path)} ${path.join('.')}: ${instead(JSON.stringify(access[path[1]]))}`);
}

/** Names of roles in whatever form they were written, but for the one that needs no rule; an id such as `os:maria` is none. */
const rolesIn = (written: string): readonly string[] =>
  (written.match(/[a-z][a-z0-9:._-]*/gi) ?? []).filter((word) => !word.includes(':') && word !== 'operator');

/** @param written What stands there, as JSON or as it is. */
function instead(written: string): string {
  const roles = rolesIn(written);
  const rules = roles.map(
    (role) => `permit (principal in Role::"${role}", action in [Action::"change", Action::"settings"], resource);`,
  );
  const own =
    roles.length === 0 ? '' : ` For other roles add rules to a copy of those in docs/access.md: ${rules.join(' ')}`;
  return `is no longer read: access rules say who may change what, and those that come with Quartermaster know the role operator. Give it to these persons under roles:, as operator: [os:NAME].${own}`;
}
