import { isSoundKey } from '../ports/sound-key.ts';
import type { Family } from '../ports/store.ts';

/** The same family: where a key is not sound nothing stands, and writing there is a fault. */
export function withSoundKeys<T>(family: Family<T>): Family<T> {
  const hold = (key: string): void => {
    if (!isSoundKey(key)) throw new RangeError(`no store keeps the key ${JSON.stringify(key)} as it is`);
  };
  return {
    ...family,
    get: async (key) => (isSoundKey(key) ? family.get(key) : undefined),
    async put(key, value) {
      hold(key);
      await family.put(key, value);
    },
    async claim(key, value) {
      hold(key);
      return family.claim(key, value);
    },
    take: async (key) => (isSoundKey(key) ? family.take(key) : undefined),
    async delete(key) {
      if (isSoundKey(key)) await family.delete(key);
    },
  };
}
