import { firstInOrder } from '../core/slices.ts';
import type { Context } from './command.ts';
import { action, type Action } from './reply/reply.ts';

/** Rows of one page where the platform does not say how many it has room for. */
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

/** Rows that one answer holds: all for programs, else as many as the place has room for. */
export const rowsOf = ({ everything, pageRows }: Pick<Context<'reads'>, 'everything' | 'pageRows'>): number =>
  everything ? rowsAtMost : pageRows;

/** One page of a list as `order` would sort it; a number past the end gives the last one. @param context Says how many rows it has. */
export async function pageOf<T>(
  all: readonly T[],
  order: (one: T, other: T) => number,
  wanted: number,
  context: Pick<Context<'reads'>, 'everything' | 'pageRows' | 'signal'>,
): Promise<Part<T>> {
  const size = rowsOf(context);
  const last = Math.max(1, Math.ceil(all.length / size));
  const page = Math.min(wanted, last);
  const first = await firstInOrder(all, page * size, order, context.signal);
  return {
    items: first.slice((page - 1) * size),
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
