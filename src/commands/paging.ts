import { action, type Action } from './reply/reply.ts';

/** Rows of one page. */
export const pageSize = 10;

/** Rows that a program gets at once. */
export const rowsAtMost = 100_000;

/** A part of a list that is known whole. */
export interface Part<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly last: number;
  /** `, page 2 of 3`, or nothing where there is one page. */
  readonly words: string;
}

/** One page; a number past the end gives the last one. @param everything All rows on one page, for programs. */
export function pageOf<T>(all: readonly T[], wanted: number, everything: boolean): Part<T> {
  const size = everything ? Math.max(1, all.length) : pageSize;
  const last = Math.max(1, Math.ceil(all.length / size));
  const page = Math.min(wanted, last);
  return {
    items: all.slice((page - 1) * size, page * size),
    page,
    last,
    words: last > 1 ? `, page ${page} of ${last}` : '',
  };
}

/** The buttons to the next page and the one before, where there are such. */
export const turning = (
  { page, last }: Pick<Part<unknown>, 'page' | 'last'>,
  lineTo: (page: number) => string,
): readonly Action[] => [
  ...(page < last ? [action('More', lineTo(page + 1))] : []),
  ...(page > 1 ? [action('Back', lineTo(page - 1))] : []),
];
