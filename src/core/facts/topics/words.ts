import { distance } from 'fastest-levenshtein';
import { stemmer } from 'stemmer';

/** Words that say nothing about what is asked. */
const empty: ReadonlySet<string> = new Set(
  `a about all also am an and any are as at aws be been being but by can could did do does doing else for from
  get gets getting give go goes going got had happen happens has have he her him his how i if in into is it its just
  know let like many may me might mine more much must my need needs not now of on one ones only or our ours out over
  please possible really s say see shall she should so some somebody someone something still t tell than that the
  their them then there these they thing this those to too up us very want was we were what when where which who whom
  whose why will with would you your yours`.split(/\s+/),
);

/** People's words for one thing; the first stands for all. */
const meanings: readonly (readonly [first: string, ...others: string[]])[] = [
  ['instance', 'server', 'machine', 'vm', 'box', 'computer', 'ec2', 'host'],
  ['cost', 'pay', 'paid', 'charge', 'bill', 'invoice', 'price', 'fee', 'money', 'dollar', 'expensive', 'surcharge'],
  ['cheap', 'cheaper', 'cheapest', 'affordable', 'inexpensive'],
  ['stop', 'off', 'shutdown', 'shut', 'halt'],
  ['terminate', 'kill', 'delete', 'destroy', 'remove', 'erase'],
  ['reboot', 'restart'],
  ['address', 'ip'],
  ['disk', 'volume', 'drive', 'harddisk', 'ssd', 'hdd'],
  ['image', 'ami'],
  ['static', 'fixed', 'permanent', 'persistent'],
  ['license', 'licence'],
  ['permission', 'rights', 'authorize', 'authorise', 'allow'],
  ['login', 'log', 'signin', 'logon', 'sign'],
  ['connect', 'reach', 'reachable'],
  ['gpu', 'h100', 'h200', 'accelerator'],
  ['zone', 'az'],
  ['lost', 'lose', 'loss', 'gone', 'disappear', 'vanish'],
  ['create', 'provision', 'spin'],
  ['firewall', 'port'],
  ['memory', 'ram'],
  ['region', 'country'],
  ['shell', 'terminal', 'prompt'],
];
const firsts = meanings.flatMap(([first, ...others]) => others.map((other) => [other, stemmer(first)] as const));
const byWord: ReadonlyMap<string, string> = new Map(firsts);
/** Their stems are those of other words: of `terminate` and `right`. */
const ambiguous: ReadonlySet<string> = new Set(['terminal', 'rights']);
/** `charges` means what `charge` means. */
const byStem: ReadonlyMap<string, string> = new Map(
  firsts.filter(([word]) => !ambiguous.has(word)).map(([word, stem]) => [stemmer(word), stem]),
);

/** The words of a text as they are written, in small letters, without those that say nothing. */
export const bareWords = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .replaceAll(/['’]s?\b/g, '')
    .split(/[^a-z0-9.]+/)
    .map((word) => word.replaceAll(/^\.+|\.+$/g, ''))
    .filter((word) => word !== '' && !empty.has(word));

/** What a word is searched as: without its ending, and one for all that mean the same (`servers` as `instance`). */
export function meaningOf(word: string): string {
  const stem = stemmer(word);
  return byWord.get(word) ?? byStem.get(stem) ?? stem;
}

/** A word of fewer letters is not corrected; one of more may differ in one letter, a long one in two. */
const letters = { correctable: 5, long: 8 } as const;

/** Corrects a mistyped word to the known one that it is meant as: the same letters in another order, or one or two of them wrong, but not the first. The word itself where none is near. */
export function correctedBy(known: readonly string[]): (word: string) => string {
  const all = known.map((word) => ({ word, sorted: sortedLetters(word) }));
  return (mistyped) => {
    if (mistyped.length < letters.correctable) return mistyped;
    const sorted = sortedLetters(mistyped);
    let nearest = { word: mistyped, apart: mistyped.length < letters.long ? 2 : 3 };
    for (const one of all) {
      if (one.word[0] !== mistyped[0] || Math.abs(one.word.length - mistyped.length) > 2) continue;
      const apart = one.sorted === sorted ? 1 : distance(one.word, mistyped);
      if (apart < nearest.apart) nearest = { word: one.word, apart };
    }
    return nearest.word;
  };
}

const sortedLetters = (word: string): string => [...word].toSorted().join('');
