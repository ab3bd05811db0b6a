import type { Aloud } from '../../commands/reply/reply.ts';
import { list, mention, say, type Spans } from '../../core/text.ts';
import { userOf } from './markup.ts';

/** So many are named at most: a line that calls everybody is read by nobody. */
const calledAtMost = 10;

/** Persons, and user groups: these are named in words, for the mention of a group would call people who may have nothing to do with it. */
const ofSlack = /^slack:[UWS][A-Z0-9]+$/;

/** The line that calls those whom Slack knows; undefined: there is nobody of them. */
export function aloudIn({ to, says }: Aloud): Spans | undefined {
  const called = to.filter(({ id }) => ofSlack.test(id)).slice(0, calledAtMost);
  if (called.length === 0) return undefined;
  return say`${list(called.map((one) => (userOf(one.id) === undefined ? one.name : mention(one))))}: ${says}`;
}
