import type { PlatformWord } from '../../commands/command.ts';
import { csvWord } from '../line-words.ts';

/** The word that begins the tour. */
const tourWord = 'tour';
/** Words that end a conversation. */
const leavingWords = ['exit', 'quit', 'bye'];

/** What a terminal understands besides the commands. */
export const terminalWords: readonly PlatformWord[] = [
  {
    word: tourWord,
    summary: 'The first minute: looks, asks for one change, and cancels it',
    about: 'Runs a few lines one after another and says what each is for. Enter goes on, anything else ends it.',
    stands: 'alone',
  },
  {
    word: 'exit',
    summary: 'Leave; quit, bye and Ctrl-D do the same',
    about: 'What is under way at AWS goes on there, and is told at the next start.',
    stands: 'alone',
  },
  {
    word: 'quit',
    summary: 'Leave',
    about: 'The same as exit.',
    stands: 'alone',
  },
  { ...csvWord, about: `${csvWord.about} What is said besides goes to stderr.` },
];

const said = (line: string): string => line.trim().toLowerCase();

/** Whether a line ends the conversation. */
export const isLeaving = (line: string): boolean => leavingWords.includes(said(line));
/** Whether a line begins the tour. */
export const isTour = (line: string): boolean => said(line) === tourWord;
