import type { Directory } from './directory.ts';
import { isChat } from './places.ts';

/** Somebody who can be spoken to. */
export interface Owner {
  readonly id: string;
  readonly name: string;
}

/** What stands before the colon of an id: `slack`. */
const platformOf = (id: string): string => id.slice(0, Math.max(0, id.indexOf(':')));

/**
 * Who is meant by the value of an owner tag, as the configuration names people: their name there, or an id of theirs with or
 * without its platform, letters of any case. Of several ids of one person the one of the place's platform, in a terminal of the operating system; undefined where
 * nobody is known, or several persons may be meant. It gives no right. @param placeId `slack:C0123`.
 */
export function ownerPerson(
  directory: Pick<Directory, 'called' | 'linked'>,
  tagValue: string,
  placeId: string,
): Owner | undefined {
  const ids = directory.called(tagValue.trim());
  const [first] = ids;
  if (first === undefined) return undefined;
  const own = new Set([first, ...directory.linked(first)]);
  if (ids.some((id) => !own.has(id))) return undefined;
  const platform = isChat(placeId) ? platformOf(placeId) : 'os';
  return { id: ids.find((id) => platformOf(id) === platform) ?? first, name: tagValue };
}
