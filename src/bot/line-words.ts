import type { PlatformWord } from '../commands/command.ts';
import { withoutWords, type Token } from './tokens.ts';

/** Asks for the rows of a table instead of a page of it. */
export const csvWord: PlatformWord = {
  word: 'as:csv',
  summary: 'After a line that tells a table: all its rows as CSV, for a spreadsheet',
  about: 'All rows and all columns, times in UTC.',
  stands: 'with-reads',
};

/** Asks for an answer that everybody in the place sees. */
export const shareWord: PlatformWord = {
  word: 'share:yes',
  summary: 'After a line that only looks: everybody here sees the answer',
  about: 'Without it the answer is for you alone. The answer to a change is always seen by everybody here.',
  stands: 'with-reads',
};

/** A line, and what it asks for besides. */
export interface LineWords {
  /** Without those words; otherwise as it was typed. */
  readonly line: string;
  readonly csv: boolean;
  /** The last word counts: `share:no` takes `share:yes` back. */
  readonly share: boolean;
}

const asCsv = /^(?:--)?as[:=]csv$/i;
/** Alone it shares, as does `--share yes`. */
const shareFlag = /^--share$/i;
const sharing = /^(?:--)?share[:=](?:yes|y|true|on|1|no|n|false|off|0)$/i;
const answers = /^(?:yes|no)$/i;
const no = /(?:^|[:=])(?:no|n|false|off|0)$/i;
/** `help as:csv` asks what the word means. */
const helps = /^(?:help|\?)$/i;

/**
 * Takes what asks for CSV and for an answer that everybody sees out of a line, wherever it stands but in quotes: `as:csv`,
 * `share:yes`, `--share`, `share=no`. A line that cannot be read is left as it is. `help share:yes` shares the help. A line of
 * such words alone asks what the first of them means, for they say nothing without one.
 * @param known What the platform understands; other words stay in the line, for the grammar to refuse.
 */
export function lineWords(line: string, known: readonly PlatformWord[] = [csvWord, shareWord]): LineWords {
  const understands = ({ word }: PlatformWord): boolean => known.some((one) => one.word === word);
  const shared = understands(shareWord) ? withoutWords(line, isShare) : { line, taken: [] };
  const rest = understands(csvWord) ? withoutWords(shared.line, isCsv) : { line: shared.line, taken: [] };
  const last = shared.taken.at(-1);
  const share = last !== undefined && !no.test(last.text);
  const [alone = shared.taken[0] && shareWord.word] = rest.taken.map(() => csvWord.word);
  if (alone !== undefined && rest.line.trim() === '') return { line: `help ${alone}`, csv: false, share: false };
  return helps.test(rest.line.trim())
    ? { line: shared.line, csv: false, share }
    : { line: rest.line, csv: rest.taken.length > 0, share };
}

const has = (form: RegExp, word: Token | undefined): boolean =>
  word !== undefined && !word.quoted && form.test(word.text);

const isCsv = (word: Token): boolean => has(asCsv, word);

const isShare = (word: Token, before: Token | undefined): boolean =>
  has(sharing, word) || has(shareFlag, word) || (has(answers, word) && has(shareFlag, before));
