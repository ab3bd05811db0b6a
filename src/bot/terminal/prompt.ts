import { createInterface, type Interface } from 'node:readline';
import type { Writable } from 'node:stream';
import { quoted, type Action } from '../../commands/reply/reply.ts';
import { historyLimit, readHistory, writeHistory } from './history.ts';
import { isLeaving, type TerminalParts } from './parts.ts';
import type { Screen } from './screen.ts';
import type { Session } from './session.ts';
import type { Styler } from './style.ts';

/** A terminal with its session and screen; `signal` is aborted when its output is gone. */
export interface ConverseParts extends TerminalParts {
  readonly session: Session;
  readonly screen: Screen;
  readonly style: Styler;
  readonly signal: AbortSignal;
}

/** A conversation with a person at a terminal, until they leave. Always ends with 0: who talks sees what failed. */
export async function converse(parts: ConverseParts): Promise<number> {
  const { screen, session } = parts;
  const words = new Set(parts.commands.flatMap(({ name }) => name.split(' ')[0] ?? name));
  screen.say(parts.greeting);
  await parts.notices((reply) => screen.notice(reply), parts.signal);
  const lines = createInterface({
    input: parts.streams.stdin,
    output: parts.streams.stdout,
    terminal: true,
    prompt: parts.style('strong', 'ec2> '),
    history: await readHistory(parts.historyPath),
    historySize: historyLimit,
    removeHistoryDuplicates: true,
    completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
      parts.complete(line).then(
        ({ candidates, typed }) =>
          done(null, [
            candidates.map(({ word }) => (candidates.length === 1 && !word.endsWith(':') ? `${word} ` : word)),
            typed,
          ]),
        () => done(null, [[], line]),
      );
    },
  });
  let history: readonly string[] = [];
  const typist = createTypist(lines, parts.streams.stdout, parts.signal);
  /** While an answer under way offers something, other lines are run beside it; gives what is run, or nothing where the line must wait. */
  const beside = (line: string, signal: AbortSignal): Promise<unknown> | undefined => {
    if (session.offers().length === 0) return undefined;
    screen.moved();
    return line.trim() === '' ? Promise.resolve() : session.run(line, signal);
  };
  screen.whenWritten(() => {
    if (!typist.busy() || session.offers().length === 0) return false;
    lines.prompt(true);
    return true;
  });
  lines.on('history', (all: string[]) => {
    // An answer to a question is no command to come back to.
    if (typist.asking()) all.shift();
    history = all;
  });
  try {
    for (;;) {
      const line = await typist.line();
      if (line === undefined || isLeaving(line)) return 0;
      if (line.trim() === '') continue;
      if (line.trim().toLowerCase() === 'tour') {
        await typist.during((signal) =>
          session.tour(async () => (await typist.ask('Enter goes on, anything else ends the tour. ')) === '', signal),
        );
        continue;
      }
      await typist.during((signal) => session.run(line, signal), beside);
      for (let action = confirmation(session); action !== undefined; action = confirmation(session)) {
        const next = await press(action, typist, session, words);
        await typist.during((signal) => session.run(next, signal), beside);
      }
    }
  } finally {
    lines.close();
    if (history.length > 0) await writeHistory(parts.historyPath, history);
  }
}

/** The action that a plan waits for, where the last answer was a plan. */
const confirmation = (session: Session): Action | undefined =>
  session.actions().find(({ does }) => does.startsWith('confirm '));

/** Asks as the plan wants it; gives the line that presses Confirm, or Cancel, or another command that was typed instead: the plan's key then stays. */
async function press(
  { label, does, form }: Action,
  typist: Typist,
  session: Session,
  words: ReadonlySet<string>,
): Promise<string> {
  const cancel =
    session.actions().find(({ does: other }) => other.startsWith('cancel '))?.does ??
    `cancel ${does.slice('confirm '.length)}`;
  const typed = form?.typed;
  const answer =
    (await typist.ask(
      typed === undefined ? `${label}? [y/N] ` : `Type ${typed} to confirm, anything else cancels: `,
    )) ?? '';
  const first = answer.trim().split(/\s+/)[0]?.toLowerCase() ?? '';
  const confirmed = typed === undefined ? /^y(es)?$/i.test(answer.trim()) : answer === typed;
  if (!confirmed) return words.has(first) ? answer : cancel;
  const reason = form?.reason === true ? await typist.ask('Reason: ') : undefined;
  return `${does}${typed === undefined ? '' : ` ${quoted(typed)}`}${reason === undefined ? '' : ` reason:${quoted(reason)}`}`;
}

/** The person at the keys. */
interface Typist {
  /** The next line; undefined: they left (Ctrl-D, or Ctrl-C twice). */
  line(): Promise<string | undefined>;
  /** Whether a question waits for its answer. */
  asking(): boolean;
  /** An answer to a question, without a place in the history. */
  ask(question: string): Promise<string | undefined>;
  /** Whether something runs. */
  busy(): boolean;
  /** Runs something that Ctrl-C stops. @param beside Takes a line that is typed meanwhile, or leaves it for afterwards. */
  during(
    work: (signal: AbortSignal) => Promise<unknown>,
    beside?: (line: string, signal: AbortSignal) => Promise<unknown> | undefined,
  ): Promise<void>;
}

function createTypist(lines: Interface, out: Writable, closed: AbortSignal): Typist {
  let asking = false;
  let running: AbortController | undefined;
  let take: ((line: string | undefined) => void) | undefined;
  let waiting: string[] = [];
  let left = false;
  let warned = false;
  const leave = () => {
    left = true;
    running?.abort(new Error('the terminal is closed'));
    take?.(undefined);
  };
  let meanwhile: (line: string) => boolean = () => false;
  lines.on('line', (line) => {
    warned = false;
    if (take !== undefined) take(line);
    else if (!meanwhile(line)) waiting.push(line);
  });
  lines.on('close', leave);
  closed.addEventListener('abort', leave, { once: true });
  lines.on('SIGINT', () => {
    if (running !== undefined) running.abort(new Error('stopped by Ctrl-C'));
    else if (asking) {
      // At a question it says no.
      lines.write(null, { ctrl: true, name: 'u' });
      lines.write('\n');
    } else if (lines.line !== '') {
      lines.write(null, { ctrl: true, name: 'e' });
      lines.write(null, { ctrl: true, name: 'u' });
    } else if (warned) lines.close();
    else {
      warned = true;
      out.write('\nCtrl-C again, or Ctrl-D, leaves.\n');
      lines.prompt();
    }
  });
  const next = (): Promise<string | undefined> => {
    if (left) return Promise.resolve(undefined);
    const [first] = waiting;
    if (first !== undefined) {
      waiting = waiting.slice(1);
      return Promise.resolve(first);
    }
    return new Promise((resolve) => {
      take = (line) => {
        take = undefined;
        resolve(line);
      };
    });
  };
  return {
    asking: () => asking,
    line() {
      lines.prompt();
      return next();
    },
    async ask(question) {
      // What was typed before the question was shown is no answer to it.
      if (waiting.length > 0)
        out.write(
          `Not taken, for it was typed before the question: ${waiting.length} line${waiting.length === 1 ? '' : 's'}.\n`,
        );
      waiting = [];
      const usual = lines.getPrompt();
      asking = true;
      lines.setPrompt(question);
      lines.prompt();
      const answer = await next();
      lines.setPrompt(usual);
      asking = false;
      return answer;
    },
    busy: () => running !== undefined,
    async during(work, beside) {
      const own = new AbortController();
      const others: Promise<unknown>[] = [];
      running = own;
      meanwhile = (line) => {
        const other = isLeaving(line) ? undefined : beside?.(line, own.signal);
        if (other !== undefined) others.push(other);
        return other !== undefined;
      };
      try {
        await work(own.signal);
        await Promise.all(others);
      } finally {
        running = undefined;
        meanwhile = () => false;
      }
    },
  };
}
