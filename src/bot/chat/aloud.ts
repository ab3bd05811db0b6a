import type { Aloud } from '../../commands/reply/reply.ts';
import { list, mention, say, type Spans } from '../../core/text.ts';

/** So many are named at most: a line that calls everybody is read by nobody. */
const calledAtMost = 10;

/** How somebody of an id is called on a platform. A group is named in words, for its mention would call people who may have nothing to do with it; undefined: they are not of this platform. */
export type Calls = (id: string) => 'mention' | 'name' | undefined;

/** The line that calls those whom the platform knows; undefined: there is nobody of them. */
export function aloudIn({ to, says }: Aloud, calls: Calls): Spans | undefined {
  const called = to.filter(({ id }) => calls(id) !== undefined).slice(0, calledAtMost);
  if (called.length === 0) return undefined;
  return say`${list(called.map((one) => (calls(one.id) === 'mention' ? mention(one) : one.name)))}: ${says}`;
}
