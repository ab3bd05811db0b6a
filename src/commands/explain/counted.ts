import type { Listing, Reading } from '../../core/ports/cloud.ts';
import type { Instance } from '../../core/ports/instance.ts';
import type { TypeFacts } from '../../core/ports/instance-type.ts';
import { list, say, type Speakable, type Spans } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { scoped } from '../scope.ts';
import { nameSpan } from '../words.ts';

/** What was read of the asker's own, and what it says; undefined: there is nothing to say about it. */
export interface Applied {
  readonly listing: Listing<unknown>;
  readonly says: Spans | undefined;
}

/** Reads what a topic looks at, within what `use` has set, and says it. */
export type Apply = (context: Context<'reads'>, reading: Reading) => Promise<Applied>;

/** Whether an instance is one of those that are counted. */
export type IsSo = (instance: Instance, now: number) => boolean;

/** How one is told, and how none or several are: `is a Spot Instance`, `are Spot Instances`. */
export type OneOrMore = readonly [one: string, more: string];

/** Things that are named; the others are counted. */
const named = 3;

/** `a, b, c and 4 more`. */
export const firstOf = (all: readonly Speakable[]): Spans =>
  list(all.length > named ? [...all.slice(0, named), `${all.length - named} more`] : all);

/** `2 of your 34 instances are Spot Instances: a and b.` */
export const instances =
  (isSo: IsSo, words: OneOrMore): Apply =>
  async (context, reading) => {
    const listing = await context.core.estate.list(scoped([], context), reading);
    return { listing, says: someOf(listing.items, 'instances', isSo, words, context.now) };
  };

/** The same of those that run. @param besides A sentence that follows. */
export const running =
  (isSo: IsSo, words: OneOrMore, besides = ''): Apply =>
  async (context, reading) => {
    const listing = await context.core.estate.list(scoped([], context), reading);
    const all = listing.items.filter(({ state }) => state === 'running');
    const says = someOf(all, 'running instances', isSo, words, context.now);
    return { listing, says: says && [...says, ...say`${besides}`] };
  };

/** The same of those whose type is so. A type that nobody knows counts as not so. */
export const types =
  (isSo: (facts: TypeFacts) => boolean, words: OneOrMore): Apply =>
  async (context, reading) => {
    const { core } = context;
    const listing = await core.estate.list(scoped([], context), reading);
    await core.types.know(listing.items, reading.signal);
    const hasSuch = ({ type, region }: Instance): boolean => {
      const facts = core.types.find(type, region);
      return facts !== undefined && isSo(facts);
    };
    return { listing, says: someOf(listing.items, 'instances', hasSuch, words, context.now) };
  };

/** `Your 34 instances are in 3 regions: us-east-1 (20), eu-west-1 (8) and ap-northeast-1 (6).` @param are `are in`, `are made from`. */
export const spread =
  (groupOf: (instance: Instance) => string, are: string, word: string): Apply =>
  async (context, reading) => {
    const listing = await context.core.estate.list(scoped([], context), reading);
    const counts = new Map<string, number>();
    for (const one of listing.items) counts.set(groupOf(one), (counts.get(groupOf(one)) ?? 0) + 1);
    const groups = [...counts].toSorted(([one, left], [other, right]) => right - left || (one < other ? -1 : 1));
    const told = firstOf(groups.map(([group, count]) => `${group} (${count})`));
    return {
      listing,
      says:
        groups.length === 0
          ? undefined
          : say`Your ${listing.items.length} instances ${are} ${groups.length} ${word}${groups.length === 1 ? '' : 's'}: ${told}.`,
    };
  };

function someOf(
  all: readonly Instance[],
  of: string,
  isSo: IsSo,
  [one, more]: OneOrMore,
  now: number,
): Spans | undefined {
  if (all.length === 0) return undefined;
  const so = all.filter((instance) => isSo(instance, now));
  const which = so.length === 0 ? [] : say`: ${firstOf(so.map(nameSpan))}`;
  return say`${so.length === 0 ? 'None' : so.length} of your ${all.length} ${of} ${so.length === 1 ? one : more}${which}.`;
}
