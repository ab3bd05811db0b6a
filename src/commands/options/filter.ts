import type { Clause, Filter } from '../../core/estate/filter.ts';
import { tooWide } from '../../core/estate/estate.ts';
import { groupings, groupingWord, readGrouping, type Grouping } from '../../core/estate/grouping.ts';
import { instanceStates, type InstanceState } from '../../core/ports/instance.ts';
import { didYouMean, nearest } from '../../core/near.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { code, say } from '../../core/text.ts';
import { isRegionWord } from '../../core/regions.ts';
import { isTypeWord } from './kinds.ts';
import {
  badValue,
  oneWord,
  optionOf,
  orNothing,
  plainly,
  startingWith,
  suggestionsAtMost,
  type Declared,
  type Sight,
  type Suggestion,
} from './option.ts';
import {
  suggestAccounts,
  suggestInstances,
  suggestIps,
  suggestNames,
  suggestOwners,
  suggestRegions,
  suggestTagKeys,
  suggestTags,
  suggestTypes,
  suggestZones,
} from './suggest.ts';

const fields = ['id', 'name', 'ip', 'type', 'account', 'region', 'zone', 'owner'] as const;
const keys = [...fields, 'state', 'tag'] as const;
type FilterKey = (typeof keys)[number];

/** Filters whose values hold no comma of their own: several may stand in one word, `state:running,stopped`. */
const listed: readonly string[] = ['id', 'ip', 'type', 'account', 'region', 'zone', 'state'];

const isState = (word: string): word is InstanceState => instanceStates.some((state) => state === word);

/** One word of a filter: `tag:env=dev`, `state:running,stopped`, or a bare word that is recognised. */
export function clausesOf(word: string): readonly Clause[] | Problem {
  const clauses: Clause[] = [];
  for (const part of partsOf(word)) {
    const clause = clauseOf(part);
    if (isProblem(clause)) return clause;
    clauses.push(clause);
  }
  return clauses;
}

/** `state:running,stopped` as `state:running` and `state:stopped`; `running,stopped` alike. */
function partsOf(word: string): readonly string[] {
  const [, head = '', key = '', values = word] = /^(([a-z]+)[:=])(.*)$/is.exec(word) ?? [];
  const parts = values.split(',').filter((part) => part !== '');
  if (parts.length < 2) return [word];
  const together = head === '' ? parts.every(isRecognised) : listed.includes(key.toLowerCase());
  return together ? parts.map((part) => `${head}${part}`) : [word];
}

const isId = (word: string): boolean => /^i-[0-9a-f]{8}([0-9a-f]{9})?$/.test(word);
const isIp = (word: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(word);
const isRecognised = (word: string): boolean =>
  isState(word.toLowerCase()) || isId(word) || isIp(word) || isRegionWord(word) || isTypeWord(word);

function clauseOf(word: string): Clause | Problem {
  const [, key = '', value = ''] = /^([a-z]+)[:=](.*)$/is.exec(word) ?? [];
  const field = fields.find((one) => one === key.toLowerCase());
  if (field !== undefined) return value === '' ? empty(word) : { by: field, value };
  if (key.toLowerCase() === 'state') return isState(value.toLowerCase()) ? asState(value) : noState(value);
  if (key.toLowerCase() === 'tag') return tagOf(word, value);
  const [meant] = key === '' ? [] : nearest(key, keys, 1);
  if (key !== '' && !key.includes('.')) return unknownKey(word, key, meant);
  if (isState(word.toLowerCase())) return asState(word);
  if (isId(word)) return { by: 'id', value: word };
  if (isIp(word)) return { by: 'ip', value: word };
  if (isRegionWord(word)) return { by: 'region', value: word.toLowerCase() };
  if (isTypeWord(word)) return { by: 'type', value: word.toLowerCase() };
  return word.trim() === '' ? empty(word) : { by: 'word', value: word };
}

const noState = (value: string): Problem => ({
  problem: 'bad-value',
  what: say`There is no state ${code(value)}.`,
  todo: didYouMean(value, instanceStates),
});

const tagged = (word: string) => code(`tag:${word.replace(':', '=')}`);

/** `onwer:maria`, `env=dev`: a name may hold such signs, but hardly does. */
const unknownKey = (word: string, key: string, meant: string | undefined): Problem => ({
  problem: 'bad-value',
  what: say`There is no filter ${code(key)}.`,
  todo: say`${meant === undefined ? say`For a tag say ${tagged(word)}.` : say`Did you mean ${code(`${meant}:`)}, or the tag ${tagged(word)}?`} A name is said as ${code(`name:${word}`)}.`,
});

const asState = (word: string): Clause => ({
  by: 'state',
  value: instanceStates.find((state) => state === word.toLowerCase()) ?? 'running',
});

function tagOf(word: string, rest: string): Clause | Problem {
  const [key = '', ...value] = rest.split('=');
  if (key === '') return empty(word);
  return value.length === 0 ? { by: 'tag', key } : { by: 'tag', key, value: value.join('=') };
}

const empty = (word: string): Problem =>
  badValue('a filter', word, 'a value after the colon, as tag:env=dev or state:stopped');

/** A clause as it is typed. */
export function printClause(clause: Clause): string {
  if (clause.by === 'tag') return `tag:${clause.key}${clause.value === undefined ? '' : `=${clause.value}`}`;
  return clause.by === 'word' ? clause.value : `${clause.by}:${clause.value}`;
}

const filterOf = (words: readonly string[]): Filter | Problem => {
  const filter: Clause[] = [];
  for (const word of words) {
    const clauses = clausesOf(word);
    if (isProblem(clauses)) return clauses;
    filter.push(...clauses);
  }
  return filter;
};

/** What each filter offers; the words after its colon. */
const suggestions = {
  id: async (typed, sight) => startingWith(typed, await suggestInstances(typed.startsWith('i-') ? typed : 'i-', sight)),
  name: suggestNames,
  ip: suggestIps,
  type: suggestTypes,
  account: suggestAccounts,
  region: suggestRegions,
  zone: suggestZones,
  owner: suggestOwners,
  state: async (typed) => startingWith(typed, plainly(instanceStates)),
  tag: suggestTags,
} as const satisfies Record<FilterKey, Suggest>;

type Suggest = (typed: string, sight: Sight) => Promise<readonly Suggestion[]>;

/** Values of a filter that was begun (`state:running,st`), else the things themselves. */
const suggesting =
  (things: Suggest): Suggest =>
  async (typed, sight) => {
    const [, head = '', name = '', values = ''] = /^(([a-z]+)[:=])(.*)$/is.exec(typed) ?? [];
    if (head === '') return things(typed, sight);
    const key = keys.find((one) => one === name.toLowerCase());
    if (key === undefined) return [];
    const [, before = '', value = values] = (listed.includes(key) ? /^(.*,)([^,]*)$/s.exec(values) : null) ?? [];
    return (await suggestions[key](value, sight)).map((one) => ({ ...one, word: `${head}${before}${one.word}` }));
  };

const shared = {
  rest: true,
  keys,
  print: (filter: Filter) => filter.map(printClause),
};

/** Which things: words and conditions; nothing said is all. @param things What completion offers for a bare word. */
export const filter = (things: Suggest = suggestInstances): Declared<Filter> =>
  optionOf({
    ...shared,
    shape: 'FILTER…',
    about: 'Names, ids, tag:env=dev, state:stopped, type:, account:, region:, owner:, ip:',
    parse: filterOf,
    suggest: suggesting(things),
  });

/** Words that would take whatever there is. */
const everything = /^\*|^(name|owner|type|zone|tag)[:=]\**$|^tag[:=][^:=]+[:=]\**$|^id[:=](i-?)?\**$|^all$/i;

/** What by itself takes whatever there is: a whole account, whatever runs. */
const wide: ReadonlySet<Clause['by']> = new Set(['state', 'account']);

/** Which instances a change is for: like a filter, but never empty or everything. @param things What completion offers for a bare word. */
export const targets = (things: Suggest = suggestInstances): Declared<Filter> =>
  optionOf({
    ...shared,
    shape: 'INSTANCE… | FILTER…',
    about: 'Names or ids, or a filter such as tag:env=dev region:eu-west-1',
    suggest: suggesting(things),
    parse(words) {
      if (words.flatMap(partsOf).some((word) => everything.test(word))) return tooWide;
      const read = filterOf(words);
      return !isProblem(read) && read.every(({ by }) => wide.has(by)) ? tooWide : read;
    },
  });

/** `by:account`, `by:owner`, or any tag key. */
export const grouping = (): Declared<Grouping> =>
  oneWord({
    shape: 'account|region|type|owner|TAG',
    about: 'What to group by: account, region, type, owner, or a tag key',
    parse: (first) => readGrouping(first) ?? badValue('by', first, 'account, region, type, owner or a tag key'),
    print: groupingWord,
    suggest: async (typed, sight) => {
      const first = startingWith(typed, plainly(groupings));
      // `owner` is a tag as well, and already offered.
      const known = new Set<string>(groupings);
      const tags = typed.startsWith('tag:') ? [] : await orNothing(suggestTagKeys(typed, sight));
      return [...first, ...tags.filter(({ word }) => !known.has(word))].slice(0, suggestionsAtMost);
    },
  });
