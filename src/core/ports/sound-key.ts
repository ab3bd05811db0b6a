const sound = /^[^\0\p{Surrogate}]*$/u;

/**
 * Whether every store keeps a key as it is: SQLite ends a text at NUL, and half of a surrogate pair has no UTF-8, so that another
 * key would be written than the one that is meant.
 */
export const isSoundKey = (key: string): boolean => sound.test(key);
