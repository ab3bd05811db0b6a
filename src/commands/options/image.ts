import { isImageId } from '../../core/estate/which-image.ts';
import { badValue, oneWord, type Declared } from './option.ts';
import { suggestImages, suggestInstances } from './suggest.ts';

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
