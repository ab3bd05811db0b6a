import { distance } from 'fastest-levenshtein';

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
