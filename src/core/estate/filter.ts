import type { Instance, InstanceState } from '../ports/instance.ts';
import type { Scope } from '../ports/cloud.ts';
import { ownerOf } from './managers.ts';

/** One condition on an instance. */
export type Clause =
  /** An id, a Name, the beginning of either, a private or public IPv4 address. */
  | { readonly by: 'word'; readonly value: string }
  | { readonly by: 'id' | 'name' | 'ip' | 'type' | 'account' | 'region' | 'zone' | 'owner'; readonly value: string }
  | { readonly by: 'state'; readonly value: InstanceState }
  /** Without a value: the tag is there. */
  | { readonly by: 'tag'; readonly key: string; readonly value?: string };

/** Clauses of one kind (of one tag key) are alternatives, different kinds must all hold; words, ids and addresses are of one kind, for each names its instance. No clause: everything. */
export type Filter = readonly Clause[];

/** What a filter can be held against: an instance, or anything with some of its fields. What it has not, fits no clause about it. */
export type Filtered = Pick<Instance, 'id' | 'account' | 'region' | 'tags'> &
  Partial<Pick<Instance, 'name' | 'privateIp'>> & {
    readonly type?: string | undefined;
    readonly zone?: string | undefined;
    readonly state?: InstanceState | undefined;
    readonly publicIp?: { readonly ip: string } | undefined;
  };

type Test = (thing: Filtered) => boolean;

/** One function for many instances. Names, ids, types and zones match whole, or by `*` at the end as a beginning; letters of any case. */
export function compileFilter(filter: Filter): Test {
  const groups = new Map<string, Test[]>();
  for (const clause of filter) {
    const group = kindOf(clause);
    groups.set(group, [...(groups.get(group) ?? []), testOf(clause)]);
  }
  const all = [...groups.values()].map((tests) => oneOr(tests, (thing) => tests.some((test) => test(thing))));
  return oneOr(all, (thing) => all.every((test) => test(thing)));
}

/** Most filters have one clause: it is asked without a walk over lists of one, for every item of a long list. */
const oneOr = ([first, second]: readonly Test[], several: Test): Test =>
  first !== undefined && second === undefined ? first : several;

const kindOf = (clause: Clause): string => {
  if (clause.by === 'tag') return `tag:${clause.key}`;
  return clause.by === 'id' || clause.by === 'ip' ? 'word' : clause.by;
};

/** The word of a clause that stands for one instance: a word, a whole id, an address. */
export const wordOf = (clause: Clause): string | undefined =>
  clause.by === 'word' || clause.by === 'ip' || (clause.by === 'id' && !clause.value.endsWith('*'))
    ? clause.value
    : undefined;

function testOf(clause: Clause): Test {
  switch (clause.by) {
    case 'word':
      return wordTest(clause.value);
    case 'id':
      return on(clause.value, ({ id }) => id);
    case 'name':
      return on(clause.value, ({ name }) => name);
    case 'ip':
      return ({ privateIp, publicIp }) => privateIp === clause.value || publicIp?.ip === clause.value;
    case 'type':
      return on(clause.value, ({ type }) => type);
    case 'zone':
      return on(clause.value, ({ zone }) => zone);
    case 'region':
      return ({ region }) => region === clause.value;
    case 'account':
      return ({ account }) => account.name === clause.value || account.id === clause.value;
    case 'owner':
      return on(clause.value, ({ tags }) => ownerOf(tags));
    case 'state':
      return ({ state }) => state === clause.value;
    case 'tag': {
      const { key, value } = clause;
      return value === undefined
        ? ({ tags }) => tagValue(tags, key) !== undefined
        : on(value, ({ tags }) => tagValue(tags, key));
    }
  }
}

/** The value of a tag whose key a person typed; a key such as `constructor` finds nothing that every object inherits. */
export const tagValue = (tags: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(tags, key) ? tags[key] : undefined;

function on(pattern: string, field: (thing: Filtered) => string | undefined): Test {
  const wanted = pattern.toLowerCase();
  if (wanted.endsWith('*')) {
    const beginning = wanted.slice(0, -1);
    return (instance) => field(instance)?.toLowerCase().startsWith(beginning) ?? false;
  }
  return (instance) => field(instance)?.toLowerCase() === wanted;
}

function wordTest(word: string): Test {
  const wanted = word.toLowerCase().replace(/\*$/, '');
  return ({ id, name, privateIp, publicIp }) =>
    id.startsWith(wanted) ||
    (name?.toLowerCase().startsWith(wanted) ?? false) ||
    privateIp === word ||
    publicIp?.ip === word;
}

/** Accounts and regions that a filter restricts the read to. */
export function scopeOf(filter: Filter): Scope {
  const values = (by: 'account' | 'region') => filter.flatMap((clause) => (clause.by === by ? [clause.value] : []));
  const accounts = values('account');
  const regions = values('region');
  return { ...(accounts.length > 0 && { accounts }), ...(regions.length > 0 && { regions }) };
}

/** Terminated instances are shown only where they are asked for. */
export const asksForTerminated = (filter: Filter): boolean =>
  filter.some(
    (clause) =>
      (clause.by === 'state' && clause.value === 'terminated') ||
      clause.by === 'id' ||
      (clause.by === 'word' && clause.value.startsWith('i-')),
  );
