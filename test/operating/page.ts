import { commands } from '../../src/commands/index.ts';
import { fileAt } from '../house-files.ts';

/** The page for operators. */
export const path = 'docs/operating.md';

/** Something that is typed: a block for the shell, or what stands within a sentence, for the shell or for a chat. */
export interface Typed {
  readonly text: string;
  /** The block beneath it: the answer, with `…` for what differs. */
  readonly shows?: string;
}

/** What stands below one heading, of whatever rank. */
export interface Section {
  readonly heading: string;
  readonly typed: readonly Typed[];
  /** Other code of several words within sentences. */
  readonly names: readonly string[];
}

/** What begins a line for the shell within a sentence. A line of any other tool is found among {@link Section.names}, where none may be. */
const programs = ['quartermaster', 'curl'];

/** Whether code within a sentence is to be typed. */
function isTyped(code: string): boolean {
  const [first = '', ...more] = code.split(' ');
  if (programs.includes(first)) return more.length > 0;
  return commands.some(({ name }) => code === name || code.startsWith(`${name} `));
}

const withReply = /^```sh\n([^]*?)^```$(?:\n\n```text\n([^]*?)^```$)?/gm;
const anyBlock = /^```[^]*?^```$/gm;
const inSentence = /`([^`]+)`/g;

/** Every section of a page. What stands between marks is made by a test, and names no command. */
export function sectionsOf(page: string): readonly Section[] {
  return page
    .replaceAll(/<!-- (\w+):start -->[^]*?<!-- \1:end -->/g, '')
    .split(/^#+ (?=.+$)/m)
    .map((part) => {
      const [heading = ''] = part.split('\n', 1);
      const body = part.slice(heading.length);
      const blocks = [...body.matchAll(withReply)].map(([, text = '', shows]): Typed => ({
        text: text.trim(),
        ...(shows !== undefined && { shows }),
      }));
      const code = [...body.replaceAll(anyBlock, '').matchAll(inSentence)].map(([, words = '']) =>
        words.replaceAll(/\s+/g, ' '),
      );
      const lines = [...new Set(code.filter(isTyped))].map((text): Typed => ({ text }));
      return {
        heading,
        typed: [...blocks, ...lines],
        names: code.filter((words) => words.includes(' ') && !isTyped(words)),
      };
    });
}

/** Those of the page as it is. */
export const sections = sectionsOf(fileAt(path).text);

/** What is typed in some sections, ticked off as it is run. */
export interface Typing {
  /** The one that begins so, which is about to be run. */
  next(begins: string): Typed;
  /** What was not run. */
  left(): readonly string[];
}

/** See {@link Typing}. */
export function typingOf(headings: readonly string[]): Typing {
  const all = sections.filter(({ heading }) => headings.includes(heading)).flatMap(({ typed }) => typed);
  const left = new Set(all.map(({ text }) => text));
  return {
    next(begins) {
      const fitting = all.filter(({ text }) => text.startsWith(begins));
      const found = fitting.find(({ text }) => left.has(text)) ?? fitting[0];
      if (found === undefined) throw new Error(`nothing that begins with “${begins}” stands in ${headings.join(', ')}`);
      left.delete(found.text);
      return fitting.find(({ text, shows }) => text === found.text && shows !== undefined) ?? found;
    },
    left: () => [...left],
  };
}
