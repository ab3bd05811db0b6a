import { isImageId } from '../../core/estate/which-image.ts';
import { badValue, oneWord, plainly, startingWith, type Declared, type Sight, type Suggestion } from './option.ts';
import { suggestInstances } from './suggest.ts';

/** An image by its id, or the one that an instance was started from. */
export const image = (): Declared<string> =>
  oneWord({
    shape: 'IMAGE',
    about: 'An image by its id, ami-…, or an instance that was started from it',
    recognises: (word) => isImageId(word.toLowerCase()),
    parse(word) {
      const lower = word.toLowerCase();
      if (isImageId(lower)) return lower;
      return word.trim() === '' || lower.startsWith('ami-')
        ? badValue('IMAGE', word, 'ami- and 8 or 17 hex digits, or an instance')
        : word;
    },
    print: (value) => value,
    suggest: async (typed, sight) =>
      typed.toLowerCase().startsWith('ami') ? suggestImages(typed, sight) : suggestInstances(typed, sight),
  });

/** Images that our instances were started from. */
async function suggestImages(typed: string, { core, signal }: Sight): Promise<readonly Suggestion[]> {
  const { items } = await core.estate.list([], { signal });
  return startingWith(typed, plainly(new Set(items.map(({ imageId }) => imageId))));
}
