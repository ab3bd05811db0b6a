import { didYouMean } from '../near.ts';
import type { Cloud, Listing } from '../ports/cloud.ts';
import type { Instance } from '../ports/instance.ts';
import { candidatesCarried, reasons, type Problem } from '../problem.ts';
import { inSlices } from '../slices.ts';
import { code, command, list, say, type Spans } from '../text.ts';
import { compileFilter } from './filter.ts';

/** Candidates told where a name is not one instance's alone. */
const candidatesTold = 8;

/** All that a word may mean: ids and names that begin with it, addresses that are it. Terminated ones by their whole id alone. */
export async function candidatesOf(
  word: string,
  instances: readonly Instance[],
  signal: AbortSignal,
): Promise<readonly Instance[]> {
  const fits = compileFilter([{ by: 'word', value: word }]);
  const found: Instance[] = [];
  await inSlices(
    instances,
    (instance) => {
      if (fits(instance) && (instance.state !== 'terminated' || instance.id === word.toLowerCase()))
        found.push(instance);
    },
    signal,
  );
  return found;
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
  const several = say`${candidates.length} instances answer to ${code(word)}`;
  return {
    problem: 'ambiguous-name',
    what: say`${several}: ${list(told.map(candidate))}${more > 0 ? ` and ${more} more` : ''}.`,
    todo: say`Say which by its id${together(word, candidates)}.`,
    which: {
      word,
      says: say`${several}.`,
      options: candidates.slice(0, candidatesCarried).map(({ id, name, account, region, state }) => ({
        word: id,
        label: name ?? id,
        about: `${name === undefined ? '' : `${id}, `}${account.name}, ${region}, ${state}`,
      })),
    },
  };
}

/** The filter that takes them all, where one word does: by the beginning of the name or of the id. */
function together(word: string, candidates: readonly Instance[]): Spans {
  const beginning = word.replace(/\*+$/, '');
  const key = (['name', 'id'] as const).find((field) =>
    candidates.every((one) => one[field]?.toLowerCase().startsWith(beginning.toLowerCase())),
  );
  return key === undefined || !/^[\w.-]+$/.test(beginning) || (key === 'id' && /^i-?$/i.test(beginning))
    ? []
    : say`, or name them all with ${code(`${key}:${beginning}*`)}`;
}

const candidate = ({ id, name, account, region, state }: Instance): Spans =>
  say`${code(id)} (${name === undefined ? '' : `${name}, `}${account.name}, ${region}, ${state})`;

/** None does: the Problem that says where was looked and what is near. @param word Undefined: no single word was asked for. */
export function notFound(
  word: string | undefined,
  listing: Listing<Instance>,
  homes: Awaited<ReturnType<Cloud['homes']>>,
  instances: readonly Instance[],
): Problem {
  const names = new Set(
    instances.flatMap(({ id, name, state }) => (state === 'terminated' ? [] : name === undefined ? [id] : [name, id])),
  );
  const where = list(homes.map(({ account, regions }) => say`${account.name} (${regions.join(', ')})`));
  const gaps = listing.gaps.length === 0 ? [] : say` Not everything could be read: ${reasons(listing.gaps)}`;
  return {
    problem: 'instance-not-found',
    what: word === undefined ? say`No instance fits.` : say`No instance matches ${code(word)}.`,
    where: say`Looked in ${homes.length === 0 ? 'no account and region that is looked at here' : where}.${gaps}`,
    todo: didYouMean(word ?? '', names, say`${command('list')} shows all there are.`),
  };
}
