import type { Address, Instance } from '../../core/ports/instance.ts';
import { isTypeWord } from '../options/kinds.ts';

/** What the words of a message may name. */
export interface Named {
  /** Ids of instances and addresses, and IPv4 addresses: what nothing here has is told. */
  readonly ids: ReadonlySet<string>;
  /** Words that have the form of an instance type, in small letters, in their order. */
  readonly types: readonly string[];
  /** Every other word, in small letters: one of them may be a name. */
  readonly names: ReadonlySet<string>;
}

/** Ids and addresses anywhere in a word: in a link, in an ARN, before a full stop. */
const idForm =
  /(?<![\w.-])(?:i|eipalloc)-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![\w-])|(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/gi;

const letter = /[\p{L}\p{N}]/u;

/** Without the signs around it that belong to the sentence: `(web-1),` is `web-1`. A pattern for that would take the square of its length. */
function trimmed(word: string): string {
  const signs = [...word];
  const first = signs.findIndex((sign) => letter.test(sign));
  return first < 0 ? '' : signs.slice(first, signs.findLastIndex((sign) => letter.test(sign)) + 1).join('');
}

/** Sorts the words of a message by what each may name; a word may be several things. */
export function namedIn(words: readonly string[]): Named {
  const ids = new Set<string>();
  const types = new Set<string>();
  const names = new Set<string>();
  for (const word of words) {
    const found = word.match(idForm) ?? [];
    for (const id of found) if (isAddressOrId(id)) ids.add(id.toLowerCase());
    for (const part of new Set([word, trimmed(word)])) {
      const lower = part.toLowerCase();
      if (isTypeWord(part)) types.add(lower);
      else if (part !== '' && !ids.has(lower)) names.add(lower);
    }
  }
  return { ids, types: [...types], names };
}

/** Four numbers of at most 255, or an id. */
const isAddressOrId = (word: string): boolean =>
  !word.includes('.') || word.split('.').every((part) => Number(part) <= 255);

/** The words that name an instance; none: it is not named. Terminated ones by their id alone. @param inScope Whether names are looked for where it is. */
export function namesOf({ ids, names }: Named, instance: Instance, inScope: boolean): readonly string[] {
  const { id, name, state, privateIp, publicIp } = instance;
  if (state === 'terminated') return ids.has(id) ? [id] : [];
  return [...among(ids, id, publicIp?.ip, privateIp), ...(inScope ? among(names, name?.toLowerCase()) : [])];
}

/** The same of an Elastic IP: its allocation id, its public or private IPv4, or its Name. */
export function namesOfAddress({ ids, names }: Named, address: Address, inScope: boolean): readonly string[] {
  const { allocationId, publicIp, privateIp, tags } = address;
  return [
    ...among(ids, allocationId, publicIp, privateIp),
    ...(inScope ? among(names, tags['Name']?.toLowerCase()) : []),
  ];
}

/** Called for every instance of a long list: most have nothing, and share the list that says so. */
function among(said: ReadonlySet<string>, ...words: readonly (string | undefined)[]): readonly string[] {
  if (said.size === 0 || !words.some((word) => word !== undefined && said.has(word))) return none;
  return words.flatMap((word) => (word !== undefined && said.has(word) ? [word] : []));
}

const none: readonly string[] = [];
