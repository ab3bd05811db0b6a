import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterEach } from 'vitest';
import { complete } from '../../../src/bot/complete.ts';
import { runTerminal, toldThere } from '../../../src/bot/terminal/app.ts';
import { terminalWords } from '../../../src/bot/terminal/words.ts';
import type { Dispatch } from '../../../src/bot/dispatch.ts';
import { commands } from '../../../src/commands/index.ts';
import { maria } from '../../commands/house.ts';
import { openMachine, type Machine } from '../../terminal.ts';
import { openWindow } from './window.ts';

/** Keys as a terminal sends them. */
export const key = {
  enter: '\r',
  tab: '\t',
  up: '\u001B[A',
  back: '\u007F',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
} as const;

/** A person at a terminal. */
export interface Tty {
  readonly machine: Machine;
  /** Presses keys, and lets what they cause happen; the clock stands still. */
  press(...keys: readonly string[]): Promise<void>;
  /** Types a line, then Enter, and waits with the clock running until the terminal waits for keys again. */
  say(line: string): Promise<void>;
  /** Lets so much time pass. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until what is seen has these words. */
  until(words: string | RegExp): Promise<void>;
  /** Every line, oldest first. */
  seen(): readonly string[];
  /** The line on which the cursor stands. */
  cursor(): string;
  /** All that was ever written. */
  written(): string;
  /** Exit code, once it has ended. */
  readonly ended: Promise<number>;
  hasEnded(): boolean;
  /** The history file: its lines, oldest first, and its mode. */
  history(): Promise<{ readonly lines: readonly string[]; readonly mode: number }>;
  /** Nobody reads what is written any longer. */
  breakOutput(): void;
  /** The window gets another size. */
  resize(columns: number): void;
  /** Another conversation in the same folder. */
  again(): Promise<Tty>;
  close(): Promise<void>;
}

/** What a test may want otherwise. */
export interface TtyWish {
  readonly columns?: number;
  readonly rows?: number;
  readonly colours?: boolean;
  readonly greeting?: string;
  readonly machine?: Machine;
  readonly folder?: string;
  readonly dispatch?: (own: Dispatch) => Dispatch;
}

/** Turns of the event loop in which everything that needs no time has happened. */
const turns = 200;
/** Longest that a test lets the fake clock run, in its milliseconds. */
const longestMs = 15 * 60_000;
const stepMs = 500;
/** How often a conversation is asked to end. */
const leavingTries = 20;

/** The whole program at a terminal that is made up: keys go in, a window shows what comes out. */
export async function openTty(wish: TtyWish = {}): Promise<Tty> {
  const { columns = 80, rows = 24, colours = false } = wish;
  const machine = wish.machine ?? (await openMachine());
  const folder = wish.folder ?? (await mkdtemp(join(tmpdir(), 'quartermaster-tty-')));
  const historyPath = join(folder, 'kept', 'history');
  const { house, clock } = machine;
  let wide = columns;
  let window = openWindow(columns, rows);
  let all = '';
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const stdout = new Writable({
    write(part, _, done) {
      all += String(part);
      window.write(String(part));
      done();
    },
  });
  const place = { id: `terminal:${house.store.id}:${maria.id}`, privateTo: maria.id };
  let over = false;
  const ended = runTerminal({
    dispatch: (wish.dispatch ?? ((own) => own))(house.dispatch),
    commands,
    complete: (line) => complete(line, { commands, words: terminalWords, core: house.core, person: maria, place }),
    notices: (post, signal) =>
      house.notices(toldThere({ isTTY: true, json: false, place }), (_, reply) => post(reply), signal),
    rests: (ms, signal) => clock.sleep(ms, signal),
    person: maria,
    place,
    streams: { stdin, stdout, stderr: stdout },
    isTTY: true,
    colours,
    columns: () => wide,
    rows: () => rows,
    json: false,
    greeting: wish.greeting ?? 'Welcome.',
    historyPath,
  }).finally(() => {
    over = true;
  });
  const settle = async () => {
    for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const press = async (...keys: readonly string[]) => {
    for (const one of keys) {
      stdin.write(one);
      await settle();
    }
  };
  const seen = () => window.lines();
  const cursor = () => seen().at(-1) ?? '';
  const waits = () => over || /^ec2> $|^ec2>$|\[y\/N\]|Type .* to confirm|Reason:|Enter goes on/.test(cursor());
  const runUntil = async (wanted: () => boolean, what: string) => {
    for (let passed = 0; !wanted(); passed += stepMs) {
      if (passed > longestMs) throw new Error(`never came: ${what}\n${seen().join('\n')}`);
      await clock.pass(stepMs);
    }
  };
  // The history is read from a real file.
  while (!waits()) await settle();
  return {
    machine,
    press,
    async say(line) {
      await press(line, key.enter);
      await runUntil(waits, `a prompt after ${line}`);
      await settle();
    },
    pass: (ms) => clock.pass(ms),
    until: (words) =>
      runUntil(() => {
        const text = seen().join('\n');
        return typeof words === 'string' ? text.includes(words) : words.test(text);
      }, String(words)),
    seen,
    cursor,
    written: () => all,
    ended,
    hasEnded: () => over,
    async history() {
      const text = await readFile(historyPath, 'utf8');
      return { lines: text.trim().split('\n'), mode: (await stat(historyPath)).mode & 0o777 };
    },
    breakOutput: () => void stdout.destroy(new Error('EPIPE')),
    resize(to) {
      wide = to;
      window = openWindow(to, rows);
      stdout.emit('resize');
    },
    again: () => openTty({ ...wish, machine, folder }),
    async close() {
      // What is under way when the first keys come is over when the next do.
      for (let tries = 0; tries < leavingTries && !over; tries += 1) {
        await press(key.ctrlC, key.ctrlC, key.ctrlD);
        await clock.pass(stepMs);
      }
      stdin.end();
      await runUntil(() => over, 'the end');
      if (wish.machine === undefined) await machine.close();
      if (wish.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Opens conversations that end with the test that opened them, the last opened first. */
export function ttysOfEachTest(): (wish?: TtyWish) => Promise<Tty> {
  const open: Tty[] = [];
  afterEach(async () => {
    for (const tty of open.splice(0).toReversed()) await tty.close();
  });
  return async (wish) => {
    const tty = await openTty(wish);
    open.push(tty);
    return tty;
  };
}
