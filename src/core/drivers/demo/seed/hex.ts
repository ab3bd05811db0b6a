import { createHash } from 'node:crypto';

/** Hex digits that are always the same for the same key, as AWS's ids look. */
export const hex = (key: string, length = 17): string =>
  createHash('sha256').update(key).digest('hex').slice(0, length);
