import { createHash } from 'node:crypto';
import type { Instant } from '../time.ts';
import type { Position } from './store.ts';

/** What stands before the first entry of a journal. */
export const noHash = '0'.repeat(64);

/**
 * Binds an entry to the one before it: SHA-256, hex, over the previous hash, position, time and the record's JSON text
 * exactly as it is stored, parted by line feeds (none of the first three can hold one).
 */
export const entryHash = (previous: string, position: Position, at: Instant, json: string): string =>
  createHash('sha256').update(`${previous}\n${position}\n${at}\n${json}`).digest('hex');
