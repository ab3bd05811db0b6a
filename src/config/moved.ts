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

/** Role names in whatever form they were written. */
const rolesIn = (written: string): readonly string[] => {
  const names = written.match(/[a-z][a-z0-9-]*/gi) ?? [];
  return names.length === 0 ? ['operator'] : names;
};

/** A file of one's own begins with nothing. */
const looking = 'permit (principal, action == Action::"look", resource);';

/** @param written What stands there, as JSON or as it is. */
function instead(written: string): string {
  const rules = rolesIn(written).map(
    (role) => `permit (principal in Role::"${role}", action in [Action::"change", Action::"settings"], resource);`,
  );
  return `is no longer read: rules say who may change what. Give these persons the role operator under roles:, or write into access.cedar: ${[...rules, looking].join(' ')}`;
}
