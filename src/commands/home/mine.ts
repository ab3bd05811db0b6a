import { ownerOf } from '../../core/estate/managers.ts';
import { withoutPlatform, type Directory } from '../../core/people/directory.ts';
import type { Person } from '../../core/people/person.ts';
import type { Instance } from '../../core/ports/instance.ts';
import { firstInOrder } from '../../core/slices.ts';

/** Instances of one person, those that run first. */
export interface Mine {
  /** The first in order: running, then by name and id. */
  readonly first: readonly Instance[];
  readonly count: number;
  readonly running: number;
  /** The owner tags by which they are theirs, as they are written. */
  readonly owners: readonly string[];
  /** Whether an instance is theirs. */
  is(instance: Instance): boolean;
}

/**
 * Whether a value of an owner tag names the person: their name, an id of theirs with or without its platform, or their name
 * in `people:` of the configuration, letters of any case. Remembers each value, for a long list has few. It decides what is
 * shown first, and no right.
 */
export function namesThem(
  { id, name, also = [] }: Person,
  directory: Pick<Directory, 'called'>,
): (owner: string) => boolean {
  const ids = [id, ...also];
  const words = new Set([name, ...ids, ...ids.map(withoutPlatform)].map((word) => word.toLowerCase()));
  const known = new Map<string, boolean>();
  return (owner) => {
    const decided = known.get(owner);
    if (decided !== undefined) return decided;
    const theirs = words.has(owner.toLowerCase()) || directory.called(owner).some((one) => ids.includes(one));
    known.set(owner, theirs);
    return theirs;
  };
}

/** The instances of a person, and the first so many of them. Walks the list once, in slices; terminated ones are nobody's. */
export async function mineOf(
  instances: readonly Instance[],
  names: (owner: string) => boolean,
  atMost: number,
  signal: AbortSignal,
): Promise<Mine> {
  const owners = new Set<string>();
  let count = 0;
  let running = 0;
  const is = ({ tags, state }: Instance): boolean => {
    const owner = ownerOf(tags);
    return state !== 'terminated' && owner !== undefined && names(owner);
  };
  const first = await firstInOrder(instances, atMost, runningFirst, signal, (instance) => {
    if (!is(instance)) return false;
    count += 1;
    if (instance.state === 'running') running += 1;
    owners.add(ownerOf(instance.tags) ?? '');
    return true;
  });
  return { first, count, running, owners: [...owners].toSorted(), is };
}

const runningFirst = (one: Instance, other: Instance): number =>
  Number(other.state === 'running') - Number(one.state === 'running') ||
  compared(one.name ?? '', other.name ?? '') ||
  compared(one.id, other.id);

const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
