import { nearest } from '../near.ts';
import type { Instance } from '../ports/instance.ts';
import { inSlices } from '../slices.ts';
import type { Clause } from './filter.ts';
import { ownerOf } from './managers.ts';

/** Filters offered for one word. */
const offered = 3;

/** What of one instance a word is, whole or as its beginning. */
const readings: readonly ((word: string, instance: Instance) => Clause | undefined)[] = [
  (word, { tags }) => {
    const owner = ownerOf(tags);
    return owner?.toLowerCase() === word ? { by: 'owner', value: owner } : undefined;
  },
  (word, { type }) => (type.startsWith(word) && word.length > 1 ? { by: 'type', value: `${word}*` } : undefined),
  (word, { zone }) => (zone === word ? { by: 'zone', value: zone } : undefined),
  (word, { tags }) => {
    // The tag that names the owner is offered as such already.
    const pair = Object.entries(tags).find(
      ([key, value]) => value.toLowerCase() === word && key !== 'Name' && ownerOf({ [key]: value }) === undefined,
    );
    return pair && { by: 'tag', key: pair[0], value: pair[1] };
  },
  (word, { tags }) => {
    const key = Object.keys(tags).find((one) => one.toLowerCase() === word);
    return key === undefined ? undefined : { by: 'tag', key };
  },
];

/**
 * Filters that a bare word was probably meant as where it is no name: each fits at least one of these instances. `maria`
 * is somebody's `owner:`, `t3` begins a `type:`, `runing` is nearly a state and `prod` a part of an account's name.
 */
export async function meantBy(
  word: string,
  instances: readonly Instance[],
  signal: AbortSignal,
): Promise<readonly Clause[]> {
  const wanted = word.toLowerCase().replace(/\*+$/, '');
  if (wanted === '') return [];
  const found = new Map<number, Clause>();
  const states = new Map<string, Instance['state']>();
  const regions = new Set<string>();
  const accounts = new Set<string>();
  await inSlices(
    instances,
    (instance) => {
      states.set(instance.state, instance.state);
      regions.add(instance.region);
      accounts.add(instance.account.name);
      readings.forEach((reads, index) => {
        if (found.has(index)) return;
        const clause = reads(wanted, instance);
        if (clause !== undefined) found.set(index, clause);
      });
    },
    signal,
  );
  return [
    ...readings.flatMap((_, index) => found.get(index) ?? []),
    ...nearest(wanted, states.keys(), 1).flatMap((near): readonly Clause[] => {
      const state = states.get(near);
      return state === undefined ? [] : [{ by: 'state', value: state }];
    }),
    ...nearest(wanted, regions, 1).map((value): Clause => ({ by: 'region', value })),
    ...nearest(wanted, accounts, 1).map((value): Clause => ({ by: 'account', value })),
  ].slice(0, offered);
}
