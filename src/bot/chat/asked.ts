import type { Command } from '../../commands/command.ts';
import { isProblem } from '../../core/problem.ts';
import { parse } from '../grammar.ts';
import { lineWords } from '../line-words.ts';

/** What a line asks for, as far as it decides who sees the answer. */
export interface Asked {
  /** Without the words that only say how to answer. */
  readonly line: string;
  readonly csv: boolean;
  /** The place sees the answer: for what changes something, and what is shared. */
  readonly inPublic: boolean;
  /** It only looks, and everybody is to see it. */
  readonly shared: boolean;
  /** It only looks, and only who asked sees it: it may be shared. */
  readonly shareable: boolean;
  /** The change that it presses, by its key; undefined: it is no press. */
  readonly presses?: string | undefined;
}

/** Another page takes the place of the one that was turned. */
export const turnsPage = (line: string): boolean => /\bpage:\d+\b/.test(line);

/** What is said to who did something, alone. */
export const nothingAsked: Asked = { line: '', csv: false, inPublic: false, shared: false, shareable: false };

/** Commands that are the press of a plan. */
const pressing = /^(?:confirm|cancel|approve|deny)$/;

/** Reads a line before it is run. Of one that names no command the answer is for who said it. */
export function asked(said: string, commands: readonly Command[]): Asked {
  const { line: wanted, csv, share } = lineWords(said);
  // So that a word behind it, as what shares it has, is one behind a line.
  const line = wanted.trim() === '' ? 'help' : wanted;
  const parsed = parse(line, commands);
  if (isProblem(parsed)) return { line, csv, inPublic: false, shared: false, shareable: false };
  const { name, effect, audience } = parsed.command;
  const reads = effect === 'reads';
  const key = pressing.test(name) ? parsed.raw['key']?.[0] : undefined;
  return {
    line,
    csv: csv && reads,
    inPublic: audience === 'place' || (reads && share),
    shared: reads && share,
    shareable: reads && !share,
    presses: key?.toUpperCase(),
  };
}
