import type { Problem } from '../problem.ts';
import { code, list, say } from '../text.ts';
import type { Directory } from './directory.ts';
import { isSame, type Person } from './person.ts';
import { usualRoles } from './roles.ts';

/** What decides whom a word means. */
export interface Naming {
  readonly directory: Directory;
  /** Who says it: a bare name is first of all theirs, then one of their platform. */
  readonly by: Person;
  readonly demo: boolean;
  /** Said with it; undefined: what the configuration says. */
  readonly roles?: readonly string[] | undefined;
}

/** The person that `os:maria`, or a bare name, means, with their roles; `bad-value` where it may mean several. */
export function whoIs(word: string, { directory, by, demo, roles }: Naming): Person | Problem {
  const ids = idsOf(word, directory, by);
  const [first = '', ...others] = ids;
  const other = others.find((id) => !isSame({ id: first, also: directory.linked(first) }, { id }));
  if (other !== undefined)
    return {
      problem: 'bad-value',
      what: say`${code(word)} may be ${list(ids.map(code), 'or')}.`,
      todo: say`Say which by the whole id.`,
    };
  const name = first.slice(first.indexOf(':') + 1);
  const own = by.id === first ? by.roles : usualRoles(first, demo);
  return directory.now({ id: first, name, roles: roles ?? own, ...(roles !== undefined && { played: true }) });
}

function idsOf(word: string, directory: Directory, by: Person): readonly string[] {
  if (word.includes(':')) return [word];
  const [platform = 'os'] = by.id.split(':', 1);
  if ([by.name, by.id.slice(platform.length + 1)].some((name) => name.toLowerCase() === word.toLowerCase()))
    return [by.id];
  const known = directory.named(word);
  return known.length > 0 ? known : [`${platform}:${word}`];
}
