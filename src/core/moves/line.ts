import { z } from 'zod';
import type { RawValue } from '../ports/contents.ts';
import type { Base, FamilyName, JournalName, RawEntry } from '../ports/store.ts';

/** The version of the form of these lines. */
export const format = 1;
/** What the first line begins with, whatever its version. */
export const mark = 'quartermaster store export';
/** A longer line is none of an export, in bytes: no value comes near it. */
export const lineMost = 64 * 1_024 * 1_024;

/** One thing that a store keeps, on its way. The beginning of a journal comes before its entries. */
export type Moved =
  | ({ readonly is: 'value'; readonly family: FamilyName } & RawValue)
  | ({ readonly is: 'journal'; readonly journal: JournalName } & Base)
  | ({ readonly is: 'entry'; readonly journal: JournalName } & RawEntry);

const Name = z.string().min(1).max(255);
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Count = z.int().nonnegative();
/** Further than any journal has come. Beyond 2^53 no number could be counted up. */
const positionMost = 2 ** 48;
/** In SQLite versions begin anywhere below 2^52; from there on none was written more often than this leaves room for. */
const versionMost = 2 ** 52 + 2 ** 48;
const Position = z.int().nonnegative().max(positionMost);

/** The first line: what is exported, of when, by which version of Quartermaster. */
export const Header = z.strictObject({
  is: z.literal(mark),
  format: z.literal(format),
  store: z.string().regex(/^[\w-]{1,64}$/),
  purpose: z.enum(['demo', 'aws']),
  /** See `formVersion`. */
  form: z.int().positive(),
  at: z.iso.datetime(),
  by: z.string().min(1).max(64),
});
export type Header = z.infer<typeof Header>;

/** A line between the first and the last. */
export const MovedLine = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('value'),
    family: Name,
    key: z.string(),
    version: z.int().positive().max(versionMost),
    expires: z.int().nullable(),
    json: z.string(),
  }),
  z.strictObject({ is: z.literal('journal'), journal: Name, position: Position, hash: Hash }),
  z.strictObject({
    is: z.literal('entry'),
    journal: Name,
    position: Position.positive(),
    at: z.int(),
    json: z.string(),
    hash: Hash,
  }),
]);

/** The last line: how many lines of each kind are before it, and SHA-256, hex, over all of them, their line feeds included. */
export const Trailer = z.strictObject({
  is: z.literal('end'),
  values: Count,
  journals: Count,
  entries: Count,
  sha256: Hash,
});
export type Trailer = z.infer<typeof Trailer>;

/** A line with its end. Of one thing there is one line, whoever writes it. */
export const lineOf = (line: Header | Trailer): string => `${JSON.stringify(line)}\n`;

/** See {@link lineOf}. */
export function lineOfMoved(moved: Moved): string {
  switch (moved.is) {
    case 'value': {
      const { is, family, key, version, expires, json } = moved;
      return `${JSON.stringify({ is, family, key, version, expires, json })}\n`;
    }
    case 'journal': {
      const { is, journal, position, hash } = moved;
      return `${JSON.stringify({ is, journal, position, hash })}\n`;
    }
    case 'entry': {
      const { is, journal, position, at, json, hash } = moved;
      return `${JSON.stringify({ is, journal, position, at, json, hash })}\n`;
    }
  }
}
