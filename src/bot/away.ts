import type { Effect } from '../commands/command.ts';
import { note, type Reply } from '../commands/reply/reply.ts';
import type { Recalled } from '../core/from-memory.ts';
import { StoreAway, type StoreUnwritable } from '../core/ports/store.ts';
import type { Problem } from '../core/problem.ts';
import { say, time, type Spans } from '../core/text.ts';

/** The answer with what must be known of it, where something in it was recalled. */
export const withRecalled = (reply: Reply, recalled: Recalled | undefined): Reply =>
  recalled === undefined ? reply : { ...reply, blocks: [...reply.blocks, note(recalledWords(recalled))] };

const recalledWords = ({ since, asOf, unread }: Recalled): Spans => [
  ...(asOf === undefined
    ? say`The store is away since ${time(since)}, and nothing can be changed until it is back.`
    : say`The store is away since ${time(since)}: what Quartermaster keeps itself is told as of ${time(asOf)}, and nothing can be changed until it is back.`),
  ...(unread
    ? say` What is kept on purpose, was left behind, or is set for this place could not all be looked up; what is not known is told as if it were not there.`
    : []),
];

/** What is told where the store did not take part, by what was asked of it. */
export function storeRefused(error: StoreUnwritable, effect: Effect): Problem {
  return {
    problem: 'store-refused',
    what: say`${error.message}`,
    todo: error.isUnknown
      ? say`${error.todo}; look whether it was done before asking again.`
      : effect === 'reads' && error instanceof StoreAway
        ? say`${error.todo}. This stands in the store alone and was not read lately; what AWS tells is told meanwhile.`
        : say`Nothing was changed. ${error.todo}; reading goes on meanwhile.`,
  };
}
