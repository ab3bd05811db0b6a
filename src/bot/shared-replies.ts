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
/** Cells of the tables of one reply, and of all of them together: some ten MiB with what is made of them. */
const cellsAtMost = 1_000;
const allCellsAtMost = 20_000;

/** What a command may look at: it is the same whoever asks, or told apart by {@link keyOf}. */
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
/** What it may ask core for. */
const facts: ReadonlySet<string> = new Set<keyof Context<'reads'>['core']>(['types', 'prices', 'topics']);

/**
 * Replies that are made of facts alone: neither who asks nor what the accounts hold was looked at while they were made. The
 * same line is told the same object for a moment, so that what is made of it need not be made again either. What a program
 * asks for is never shared: its tables are long.
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
  const kept = new LRUCache<string, Told>({
    max: repliesAtMost,
    maxSize: allCellsAtMost,
    maxEntrySize: cellsAtMost,
    sizeCalculation: ({ reply }) => cellsIn(reply),
  });
  /** Of a clock that was put back nothing is known. */
  const isFresh = ({ at }: Told): boolean => {
    const age = clock.now() - at;
    return age >= 0 && age < sharedForMs;
  };
  const keep = (key: string, reply: Reply): void => {
    for (const [old, told] of kept.entries()) if (!isFresh(told)) kept.delete(old);
    kept.set(key, { reply, at: clock.now() });
  };
  return {
    async of(line, context, run) {
      if (context.everything) return run(context);
      const key = keyOf(line, context);
      const before = kept.get(key);
      if (before !== undefined && isFresh(before)) return before.reply;
      let alone = true;
      const other = () => (alone = false);
      const core = noticing(context.core, facts, other);
      const reply = await run(noticing({ ...context, core }, sameForAll, other));
      if (alone && !isProblem(reply)) keep(key, reply);
      return reply;
    },
  };
}

/** A reply, and when it was made. */
interface Told {
  readonly reply: Reply;
  readonly at: Instant;
}

/** One at least: what has no table takes room as well. */
const cellsIn = ({ blocks }: Reply): number =>
  blocks.reduce((sum, block) => sum + (block.kind === 'table' ? block.rows.length * block.columns.length : 1), 1);

const keyOf = (line: string, { uses, words, pageRows }: Context<'reads'>): string =>
  JSON.stringify([line, uses, words.map(({ word }) => word), pageRows]);

/** The same, which notices when anything but what is allowed is looked at; whoever copies it looks at all of it. */
function noticing<T extends object>(of: T, allowed: ReadonlySet<string>, noticed: () => void): T {
  const watched = { ...of };
  for (const key of Object.keys(of)) {
    if (allowed.has(key)) continue;
    const value: unknown = Reflect.get(of, key);
    const get = () => {
      noticed();
      return value;
    };
    Object.defineProperty(watched, key, { enumerable: true, get });
  }
  return watched;
}
