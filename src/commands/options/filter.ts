import type { Clause, Filter } from '../../core/estate/filter.ts';
import { tooWide } from '../../core/estate/estate.ts';
import { instanceStates, type InstanceState } from '../../core/ports/instance.ts';
import { nearest } from '../../core/near.ts';
import { isRegionWord } from '../../core/regions.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { code, say } from '../../core/text.ts';
import { badValue, oneWord, optionOf, startingWith, type Declared, type Suggestion } from './option.ts';
import { isTypeWord, suggestInstances } from './kinds.ts';

const fields = ['id', 'name', 'ip', 'type', 'account', 'region', 'zone', 'owner'] as const;
const keys = [...fields, 'state', 'tag'] as const;

const isState = (word: string): word is InstanceState => instanceStates.some((state) => state === word);

/** One word of a filter: `tag:env=dev`, `state:stopped`, or a bare word that is recognised. */
export function clauseOf(word: string): Clause | Problem {
  const [, key = '', value = ''] = /^([a-z]+)[:=](.*)$/is.exec(word) ?? [];
  const field = fields.find((one) => one === key.toLowerCase());
  if (field !== undefined) return value === '' ? empty(word) : { by: field, value };
  if (key.toLowerCase() === 'state')
    return isState(value.toLowerCase())
      ? { by: 'state', value: asState(value) }
      : badValue('state:', value, instanceStates.join(', '));
  if (key.toLowerCase() === 'tag') return tagOf(word, value);
  const [meant] = key === '' ? [] : nearest(key, keys, 1);
  if (key !== '' && !key.includes('.')) return unknownKey(word, key, meant);
  if (isState(word.toLowerCase())) return { by: 'state', value: asState(word) };
  if (/^i-[0-9a-f]{8}([0-9a-f]{9})?$/.test(word)) return { by: 'id', value: word };
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(word)) return { by: 'ip', value: word };
  if (isRegionWord(word)) return { by: 'region', value: word.toLowerCase() };
  if (isTypeWord(word)) return { by: 'type', value: word.toLowerCase() };
  return word.trim() === '' ? empty(word) : { by: 'word', value: word };
}

const tagged = (word: string) => code(`tag:${word.replace(':', '=')}`);

/** `onwer:maria`, `env=dev`: a name may hold such signs, but hardly does. */
const unknownKey = (word: string, key: string, meant: string | undefined): Problem => ({
  problem: 'bad-value',
  what: say`There is no filter ${code(key)}.`,
  todo: say`${meant === undefined ? say`For a tag say ${tagged(word)}.` : say`Did you mean ${code(`${meant}:`)}, or the tag ${tagged(word)}?`} A name is said as ${code(`name:${word}`)}.`,
});

const asState = (word: string): InstanceState =>
  instanceStates.find((state) => state === word.toLowerCase()) ?? 'running';

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
  const clauses: Clause[] = [];
  for (const word of words) {
    const clause = clauseOf(word);
    if (isProblem(clause)) return clause;
    clauses.push(clause);
  }
  return clauses;
};

const shared = {
  rest: true,
  keys,
  print: (filter: Filter) => filter.map(printClause),
  async suggest(typed: string, core: Parameters<Declared<Filter>['suggest']>[1]): Promise<readonly Suggestion[]> {
    const [, key = '', value = ''] = /^([a-z]+):(.*)$/is.exec(typed) ?? [];
    const under = (all: readonly string[]) =>
      startingWith(
        value,
        all.map((word) => ({ word })),
      ).map(({ word }) => ({ word: `${key}:${word}` }));
    switch (key) {
      case 'state':
        return under(instanceStates);
      case 'region':
        return under([...new Set((await core.cloud.homes()).flatMap(({ regions }) => regions))]);
      case 'account':
        return under((await core.cloud.homes()).map(({ account }) => account.name));
      case 'type':
        return under(core.types.names());
      case '':
        return [
          ...(await suggestInstances(typed, core)),
          ...startingWith(
            typed,
            keys.map((word) => ({ word: `${word}:` })),
          ),
        ].slice(0, 25);
      default:
        return [];
    }
  },
};

/** Which instances: words and conditions; nothing said is all. */
export const filter = (): Declared<Filter> =>
  optionOf({
    ...shared,
    shape: 'FILTER…',
    about: 'Names, ids, tag:env=dev, state:stopped, type:, account:, region:, owner:, ip:',
    parse: filterOf,
  });

/** Words that would take whatever there is. */
const everything = /^\*|^(name|owner|type|zone|tag)[:=]\**$|^tag[:=][^:=]+[:=]\**$|^id[:=](i-?)?\**$|^all$/i;

/** What by itself takes whatever there is: a whole account, whatever runs. */
const wide: ReadonlySet<Clause['by']> = new Set(['state', 'account']);

/** Which instances a change is for: like a filter, but never empty or everything. */
export const targets = (): Declared<Filter> =>
  optionOf({
    ...shared,
    shape: 'INSTANCE… | FILTER…',
    about: 'Names or ids, or a filter such as tag:env=dev region:eu-west-1',
    parse(words) {
      if (words.some((word) => everything.test(word))) return tooWide;
      const read = filterOf(words);
      return !isProblem(read) && read.every(({ by }) => wide.has(by)) ? tooWide : read;
    },
  });

/** How to put instances together. */
export type Grouping =
  | { readonly by: 'account' | 'region' | 'type' | 'owner' }
  | { readonly by: 'tag'; readonly key: string };

const groupings = ['account', 'region', 'type', 'owner'] as const;

/** `by:account`, `by:owner`, or any tag key. */
export const grouping = (): Declared<Grouping> =>
  oneWord({
    shape: 'account|region|type|owner|TAG',
    about: 'What to group by: account, region, type, owner, or a tag key',
    parse(first): Grouping | Problem {
      const by = groupings.find((one) => one === first.toLowerCase());
      if (by !== undefined) return { by };
      const key = first.replace(/^tag[:=]/i, '');
      return key === '' ? badValue('by', first, 'account, region, type, owner or a tag key') : { by: 'tag', key };
    },
    print: (value) => (value.by === 'tag' ? `tag:${value.key}` : value.by),
    suggest: async (typed) =>
      startingWith(
        typed,
        groupings.map((word) => ({ word })),
      ),
  });
