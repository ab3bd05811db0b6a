import { distance } from 'fastest-levenshtein';
import { code, list, say, type Speakable, type Spans } from './text.ts';

/** A name may differ in a third of its letters, and in two at least, to be called near. */
const lettersApart = (word: string): number => Math.max(2, Math.floor(word.length / 3));

/** A word of so many letters is looked for in the middle of names. */
const partOf = 4;

/** The names nearest to a word, best first: those that begin with it or within it, that hold it, then those a few letters away; none where nothing is near. Letters of any case are equal. */
export function nearest(word: string, names: Iterable<string>, most = 3): readonly string[] {
  const wanted = word.toLowerCase();
  if (wanted === '') return [];
  const scored: { readonly name: string; readonly score: number }[] = [];
  for (const name of names) {
    const other = name.toLowerCase();
    if (other === '') continue;
    const begins = wanted.length > 1 && (other.startsWith(wanted) || (other.length > 1 && wanted.startsWith(other)));
    const holds = wanted.length >= partOf && other.includes(wanted);
    const score = wanted === other ? 0 : begins ? 0.5 : holds ? 1.5 : distance(wanted, other);
    // Two short words that share no letter are not near, however few letters apart they are.
    if (score <= lettersApart(wanted) && score < Math.max(wanted.length, other.length)) scored.push({ name, score });
  }
  return scored
    .toSorted(
      (one, other) =>
        one.score - other.score ||
        // Of names that go on from the word the shortest is meant rather than the first.
        one.name.length - other.name.length ||
        (one.name < other.name ? -1 : 1),
    )
    .slice(0, most)
    .map(({ name }) => name);
}

/** Names told where nothing is near; more would be a page of their own. */
const namesTold = 12;

/** `There are a and b.`, or `There is a.`; of many the first, and how many more there are. Nothing where there is none. */
export function thereAre(names: Iterable<string>, shown: (name: string) => Speakable = code): Spans {
  const all = [...new Set(names)];
  const told = all.slice(0, namesTold).map(shown);
  const more = all.length - told.length;
  if (all.length === 0) return say`There is none.`;
  return say`There ${all.length === 1 ? 'is' : 'are'} ${list(more > 0 ? [...told, `${more} more`] : told)}.`;
}

/**
 * What to say to a word that is no name: `Did you mean a or b?`, or, where nothing is near, what else helps.
 * @param instead Said where nothing is near; all names if left out.
 * @param shown How a name is written: as it is, or as a line to type.
 */
export function didYouMean(
  word: string,
  names: Iterable<string>,
  instead?: Spans,
  shown: (name: string) => Speakable = code,
): Spans {
  const all = [...names];
  const near = nearest(word, all);
  if (near.length > 0) return say`Did you mean ${list(near.map(shown), 'or')}?`;
  return instead ?? thereAre(all, shown);
}
