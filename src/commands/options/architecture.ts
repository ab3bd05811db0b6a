import { architectures, type Architecture } from '../../core/facts/instance-types/wishes.ts';
import { didYouMean, thereAre } from '../../core/near.ts';
import type { Problem } from '../../core/problem.ts';
import { code, say } from '../../core/text.ts';
import { oneWord, type Declared } from './option.ts';

/** People's words for an architecture. `amd64` is what Linux calls that of AMD and Intel alike. */
const words = new Map<string, Architecture>([
  ...architectures.map((one) => [one, one] as const),
  ['x86', 'x86_64'],
  ['x86-64', 'x86_64'],
  ['x64', 'x86_64'],
  ['amd64', 'x86_64'],
  ['arm', 'arm64'],
  ['aarch64', 'arm64'],
  ['graviton', 'arm64'],
]);

/** What software is built for. */
export const architecture = (about: string): Declared<Architecture> =>
  oneWord({
    shape: architectures.join('|'),
    about,
    choices: architectures,
    recognises: (word) => words.has(word.toLowerCase()),
    parse(word): Architecture | Problem {
      const known = words.get(word.toLowerCase());
      if (known !== undefined) return known;
      return {
        problem: 'bad-value',
        what: say`There is no architecture ${code(word)}.`,
        todo: didYouMean(word, words.keys(), thereAre(architectures)),
      };
    },
    print: (value) => value,
  });
