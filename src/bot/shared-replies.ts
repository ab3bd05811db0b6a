import { LRUCache } from 'lru-cache';
import type { Context } from '../commands/command.ts';
import type { Reply } from '../commands/reply/reply.ts';
import type { Clock } from '../core/ports/clock.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { secondMs, type Instant } from '../core/time.ts';

/** Whoever asks the same so soon is told the same: ages are told in minutes, and what was not read now may be in a moment. */
const sharedForMs = 5 * secondMs;
/** Replies that are kept; the one that was asked for longest ago goes first. */
const repliesAtMost = 200;

/** What is the same whoever asks, or is told apart by {@link keyOf}. */
const sameForAll: ReadonlySet<string> = new Set<keyof Context<'reads'>>([
  'core',
  'now',
  'uses',
  'everything',
  'signal',
  'stop',
  'commands',
  'parse',
  'words',
  'pageRows',
  'show',
]);
const facts: ReadonlySet<string> = new Set<keyof Context<'reads'>['core']>(['types', 'prices', 'topics']);

/**
 * Replies that are made of facts alone: neither who asks nor what the accounts hold was looked at while they were made. The
 * same line is told the same object for a moment, so that what is made of it need not be made again either.
 */
export interface SharedReplies {
  /** The reply of a moment ago, or what `run` gives. */
  of(
    line: string,
    context: Context<'reads'>,
    run: (watched: Context<'reads'>) => Promise<Reply | Problem>,
  ): Promise<Reply | Problem>;
}

/** See {@link SharedReplies}. */
export function createSharedReplies(clock: Pick<Clock, 'now'>): SharedReplies {
  const kept = new LRUCache<string, { readonly reply: Reply; readonly until: Instant }>({ max: repliesAtMost });
  return {
    async of(line, context, run) {
      const key = keyOf(line, context);
      const before = kept.get(key);
      if (before !== undefined && clock.now() < before.until) return before.reply;
      let alone = true;
      const other = () => (alone = false);
      const core = noticing(context.core, facts, other);
      const reply = await run(noticing({ ...context, core }, sameForAll, other));
      if (alone && !isProblem(reply)) kept.set(key, { reply, until: clock.now() + sharedForMs });
      return reply;
    },
  };
}

const keyOf = (line: string, { uses, everything, words, pageRows }: Context<'reads'>): string =>
  JSON.stringify([line, uses, everything, words.map(({ word }) => word), pageRows]);

/** The same, which tells when anything but these is looked at; whoever copies it looks at all of it. */
function noticing<T extends object>(of: T, but: ReadonlySet<string>, other: () => void): T {
  const noticed = { ...of };
  for (const key of Object.keys(of)) {
    if (but.has(key)) continue;
    const value: unknown = Reflect.get(of, key);
    const get = () => {
      other();
      return value;
    };
    Object.defineProperty(noticed, key, { enumerable: true, get });
  }
  return noticed;
}
