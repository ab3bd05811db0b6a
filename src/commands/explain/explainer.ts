import type { OperatingSystem } from '../../core/ports/price-list.ts';
import type { Problem } from '../../core/problem.ts';
import type { Context } from '../command.ts';
import type { Quoted } from '../quote-region.ts';
import type { Reply } from '../reply/reply.ts';

/** What is to be explained, and where its prices are told for. */
export interface Wanted extends Quoted {
  /** As typed, in small letters. */
  readonly words: string;
  readonly os: OperatingSystem;
  /** All there is to say, not the first screen alone. */
  readonly more: boolean;
}

/** Explains words of one kind; undefined: they are of another. */
export type Explainer = (wanted: Wanted, context: Context<'reads'>) => Promise<Reply | Problem | undefined>;
