import { createInterface } from 'node:readline';
import { Writable, type Readable } from 'node:stream';
import { harmless } from '../../core/text.ts';
import type { Completion } from '../complete.ts';
import type { Ends } from '../ending.ts';
import { historyLimit } from './history.ts';
import type { Screen } from './screen.ts';

/** The person at the keys. */
export interface Typist {
  /** The next line; undefined: they left (Ctrl-D, or Ctrl-C twice). */
  line(): Promise<string | undefined>;
  /** An answer to a question; undefined: Ctrl-C, or they left. What was typed before the question is no answer to it. */
  ask(question: string): Promise<string | undefined>;
  /** Runs something that Ctrl-C stops; a second Ctrl-C does not wait for what it has to tell. What is typed meanwhile waits for its turn. @param beside Takes a line at once instead; undefined: it waits. */
  during(
    work: (ends: Ends) => Promise<unknown>,
    beside?: (line: string, ends: Ends) => Promise<unknown> | undefined,
  ): Promise<void>;
  /** Whether an idle prompt is shown: neither is something under way, nor is a question asked. */
  idles(): boolean;
  /** Says something above the prompt, where one is shown; what is being typed stays as it is. */
  above<T>(say: () => T): T;
  /** Lines typed, newest first; undefined: none was. */
  history(): readonly string[] | undefined;
  close(): void;
}

/** What a typist needs. */
export interface TypistParts {
  readonly stdin: Readable;
  readonly stdout: Writable;
  columns(): number;
  readonly screen: Screen;
  readonly prompt: string;
  /** Lines of earlier conversations, newest first. */
  readonly history: readonly string[];
  complete(line: string): Promise<Completion>;
  /** Whether an answer to a question is a command instead, which belongs into the history. */
  isCommand(line: string): boolean;
  /** Aborted when the output is gone. */
  readonly closed: AbortSignal;
}

/** Lines that wait for their turn; what is typed beyond is not taken. */
const waitingAtMost = 100;

/** Reads keys by Node's readline, which edits, completes and remembers. */
export function createTypist(parts: TypistParts): Typist {
  const { stdin, stdout, screen, prompt, closed } = parts;
  /** From a line's end to the next prompt the screen draws what is typed: readline's echo would be in the way of its lines. */
  let silent = false;
  const voice = new Writable({
    write(part: Buffer | string, _encoding, done) {
      if (!silent) stdout.write(part);
      done();
    },
    decodeStrings: false,
  });
  Object.defineProperty(voice, 'columns', { get: () => parts.columns() });
  stdout.on('resize', () => voice.emit('resize'));
  const lines = createInterface({
    input: stdin,
    output: voice,
    terminal: true,
    prompt,
    history: [...parts.history],
    historySize: historyLimit,
    removeHistoryDuplicates: true,
    completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
      parts.complete(line).then(
        ({ candidates, typed }) => done(null, [candidates.map(({ word }) => ended(word, candidates.length)), typed]),
        () => done(null, [[], line]),
      );
    },
  });

  let history: readonly string[] | undefined;
  let asking = false;
  let running: { readonly stop: AbortController; readonly end: AbortController } | undefined;
  let take: ((line: string | undefined) => void) | undefined;
  let waiting: readonly string[] = [];
  let left = false;
  let warned = false;
  /** Runs a line beside what is under way; false: it must wait. */
  let meanwhile: (line: string) => boolean = () => false;
  const give = (line: string | undefined): void => {
    const taker = take;
    take = undefined;
    taker?.(line);
  };
  const leave = (): void => {
    if (left) return;
    left = true;
    // What the shell writes next begins a line of its own.
    if (!silent && !closed.aborted) stdout.write('\n');
    running?.end.abort(new Error('the terminal is closed'));
    give(undefined);
  };
  /** Forgets what stands on the line that is being typed, wherever in it the cursor is. */
  const clear = (): void => {
    lines.write(null, { ctrl: true, name: 'e' });
    lines.write(null, { ctrl: true, name: 'u' });
  };
  /** Takes what is being typed off its line, unseen. */
  const lifted = (): string => {
    const { line } = lines;
    silent = true;
    clear();
    return line;
  };
  lines.on('history', (all: string[]) => {
    if (asking && !parts.isCommand(all[0] ?? '')) all.shift();
    history = all;
  });
  lines.on('line', (line) => {
    warned = false;
    if (take !== undefined) {
      silent = true;
      give(line);
    } else if (line.trim() !== '' && !meanwhile(line) && waiting.length < waitingAtMost) waiting = [...waiting, line];
  });
  stdin.on('keypress', () => {
    if (silent) screen.ahead(waiting, lines.line);
  });
  lines.on('close', leave);
  closed.addEventListener('abort', leave, { once: true });
  lines.on('SIGINT', () => {
    if (asking) {
      clear();
      stdout.write('^C\n');
      silent = true;
      give(undefined);
    } else if (running !== undefined) {
      const { stop, end } = running;
      (stop.signal.aborted ? end : stop).abort(new Error('stopped by Ctrl-C'));
      // Whoever stops one thing hardly wants the next to begin.
      clear();
      if (waiting.length > 0) screen.say(`Not run, for Ctrl-C came first: ${harmless(waiting.join('; '))}`);
      waiting = [];
    } else if (lines.line !== '') clear();
    else if (warned) lines.close();
    else {
      warned = true;
      stdout.write('\nCtrl-C again, or Ctrl-D, leaves.\n');
      lines.prompt();
    }
  });
  /** Takes the prompt off the screen, with all rows of what is typed after it; gives what puts it back. */
  const setAside = (): (() => void) => {
    const { line: begun, cursor } = lines;
    const { rows } = lines.getCursorPos();
    stdout.write(`\r${rows > 0 ? `\u001B[${rows}A` : ''}\u001B[0J`);
    lifted();
    return () => {
      silent = false;
      lines.prompt();
      if (begun !== '') lines.write(begun);
      while (lines.cursor > cursor) lines.write(null, { name: 'left' });
    };
  };
  const next = (): Promise<string | undefined> =>
    left
      ? Promise.resolve(undefined)
      : new Promise((resolve) => {
          take = resolve;
        });

  return {
    line() {
      const [first, ...others] = waiting;
      if (first !== undefined && !left) {
        waiting = others;
        // Shown as it would have been typed.
        stdout.write(`${prompt}${harmless(first)}\n`);
        return Promise.resolve(first);
      }
      if (left) return next();
      const begun = lifted();
      silent = false;
      lines.prompt();
      if (begun !== '') lines.write(begun);
      return next();
    },
    async ask(question) {
      if (left) return undefined;
      const begun = lifted();
      const early = [...waiting, ...(begun === '' ? [] : [begun])];
      waiting = [];
      screen.ahead([], '');
      if (early.length > 0)
        screen.say(`Not taken, for it was typed before the question: ${harmless(early.join('; '))}`);
      silent = false;
      asking = true;
      lines.setPrompt(question);
      lines.prompt();
      const answer = await next();
      lines.setPrompt(prompt);
      asking = false;
      return answer;
    },
    async during(work, beside) {
      const [stop, end] = [new AbortController(), new AbortController()];
      const ends = { signal: end.signal, stop: stop.signal };
      const others: Promise<unknown>[] = [];
      running = { stop, end };
      meanwhile = (line) => {
        const other = beside?.(line, ends);
        if (other !== undefined) others.push(other);
        return other !== undefined;
      };
      if (left) end.abort(new Error('the terminal is closed'));
      try {
        await work(ends);
        await Promise.all(others);
      } finally {
        screen.ahead([], '');
        meanwhile = () => false;
        running = undefined;
      }
    },
    idles: () => take !== undefined && !silent && !asking && !left,
    above(say) {
      if (take === undefined || silent || left) return say();
      const back = setAside();
      const said = say();
      back();
      return said;
    },
    history: () => history,
    close: () => lines.close(),
  };
}

/** A word that is whole goes on with a space; a key, or the first half of a tag, with its value. */
const ended = (word: string, candidates: number): string =>
  candidates === 1 && !/[:=]$/.test(word) ? `${word} ` : word;
