/** What the parts of scripts/catalogue.ts share. */
import { createHash } from 'node:crypto';
import Big from 'big.js';

/** A row of a table by its header. */
export type Row = Readonly<Record<string, string>>;

/** A file, how many figures it holds, and what tells whether it is the one that was made. */
export interface Made {
  readonly text: string;
  readonly figures: number;
  readonly sha256: string;
}

/** A file's text with its sum. */
export const made = (text: string, figures: number): Made => ({
  text,
  figures,
  sha256: createHash('sha256').update(text).digest('hex'),
});

/** A figure of a table; throws on what is none. */
export const numberOf = (figure: string): Big => new Big(figure);

/** A figure without what tells nothing: `0.0560` → `.056`. Empty stays empty. */
export const short = (figure: string): string => (figure === '' ? '' : numberOf(figure).toFixed().replace(/^0\./, '.'));
