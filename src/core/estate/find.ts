import { nearest } from '../near.ts';
import type { Cloud, Listing } from '../ports/cloud.ts';
import type { Instance } from '../ports/instance.ts';
import type { Problem } from '../problem.ts';
import { code, command, list, say, type Spans } from '../text.ts';
import { compileFilter } from './filter.ts';

/** Candidates told where a name is not one instance's alone. */
const candidatesTold = 8;

/** All that a word may mean: ids and names that begin with it, addresses that are it. Terminated ones by their whole id alone. */
export function candidatesOf(word: string, instances: readonly Instance[]): readonly Instance[] {
  const fits = compileFilter([{ by: 'word', value: word }]);
  return instances.filter((instance) => fits(instance) && (instance.state !== 'terminated' || instance.id === word));
}

/** Where some candidates are the word whole (id, address, name), only those. */
export function wholeWordsFirst(word: string, candidates: readonly Instance[]): readonly Instance[] {
  const wanted = word.toLowerCase();
  const ids = candidates.filter(({ id }) => id === wanted);
  if (ids.length > 0) return ids;
  const names = candidates.filter(
    ({ name, privateIp, publicIp }) => name === word || privateIp === word || publicIp?.ip === word,
  );
  if (names.length > 0) return names;
  const anyCase = candidates.filter(({ name }) => name?.toLowerCase() === wanted);
  return anyCase.length > 0 ? anyCase : candidates;
}

/** Several instances answer to a word: the Problem that lists them. */
export function ambiguous(word: string, candidates: readonly Instance[]): Problem {
  const told = candidates.slice(0, candidatesTold);
  const more = candidates.length - told.length;
  return {
    problem: 'ambiguous-name',
    what: say`${candidates.length} instances answer to ${code(word)}: ${list(told.map(candidate))}${more > 0 ? ` and ${more} more` : ''}.`,
    todo: say`Say which by its id, or name them all with ${command(`name:${word}*`)}.`,
  };
}

const candidate = ({ id, name, account, region, state }: Instance): Spans =>
  say`${code(id)} (${name === undefined ? '' : `${name}, `}${account.name}, ${region}, ${state})`;

/** None does: the Problem that says where was looked and what is near. @param word `that` where no single word was asked for. */
export function notFound(
  word: string,
  listing: Listing<Instance>,
  homes: Awaited<ReturnType<Cloud['homes']>>,
  instances: readonly Instance[],
): Problem {
  const names = new Set(
    instances.flatMap(({ id, name, state }) => (state === 'terminated' ? [] : name === undefined ? [id] : [name, id])),
  );
  const near = nearest(word, names);
  const where = list(homes.map(({ account, regions }) => say`${account.name} (${regions.join(', ')})`));
  const gaps =
    listing.gaps.length === 0 ? [] : say` Not everything could be read: ${list(listing.gaps.map(({ what }) => what))}`;
  return {
    problem: 'instance-not-found',
    what: word === 'that' ? say`No instance fits.` : say`No instance matches ${code(word)}.`,
    where: say`Looked in ${where}.${gaps}`,
    todo:
      near.length > 0 ? say`Did you mean ${list(near.map(code), 'or')}?` : say`${command('list')} shows all there are.`,
  };
}
