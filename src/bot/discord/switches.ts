import type { Declaration, PlatformWord } from '../../commands/command.ts';
import { csvWord, shareWord } from '../line-words.ts';

/** A word that goes with a line, as a yes or no of its own. */
export interface Switch {
  readonly name: string;
  readonly about: string;
  readonly word: PlatformWord;
  /** What stands in the line for yes and for no; undefined: nothing does. */
  readonly yes: string;
  readonly no: string | undefined;
  /** Commands whose line takes the word. */
  goesWith(command: Pick<Declaration, 'name' | 'effect'>): boolean;
}

const withReads = ({ effect }: Pick<Declaration, 'effect'>): boolean => effect === 'reads';

/** What Discord understands besides the commands, each as an option of the subcommands that it goes with. */
export const switches: readonly Switch[] = [
  {
    name: 'share',
    about: 'Everybody here sees the answer',
    word: shareWord,
    yes: shareWord.word,
    no: 'share:no',
    goesWith: withReads,
  },
  {
    name: 'csv',
    about: 'All rows as CSV, for a spreadsheet',
    word: csvWord,
    yes: csvWord.word,
    no: undefined,
    // `help as:csv` asks what the word means.
    goesWith: (command) => withReads(command) && command.name !== 'help',
  },
];

/** The words of {@link switches}. */
export const discordWords: readonly PlatformWord[] = switches.map(({ word }) => word);
