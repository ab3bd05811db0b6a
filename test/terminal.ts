import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { answeredLine } from '../src/bot/counted.ts';
import { complete } from '../src/bot/complete.ts';
import { runTerminal, toldThere } from '../src/bot/terminal/app.ts';
import { createScreen } from '../src/bot/terminal/screen.ts';
import { render } from '../src/bot/terminal/render.ts';
import { createSession } from '../src/bot/terminal/session.ts';
import { styler } from '../src/bot/terminal/style.ts';
import { terminalWords } from '../src/bot/terminal/words.ts';
import { pageSize } from '../src/commands/paging.ts';
import { commands } from '../src/commands/index.ts';
import { compose } from '../src/compose.ts';
import type { ComposeParts, Quartermaster } from '../src/quartermaster.ts';
import { readConfig } from '../src/config/read.ts';
import { newKey } from '../src/core/changes/keys.ts';
import type { Person } from '../src/core/people/person.ts';
import { speaker } from '../src/core/people/roles.ts';
import type { Groups } from '../src/core/ports/groups.ts';
import type { Log } from '../src/core/ports/log.ts';
import { isProblem } from '../src/core/problem.ts';
import { minuteMs, type Instant } from '../src/core/time.ts';
import { fakeClock } from './fake-clock.ts';

export interface Recorded {
  readonly code: number;
  readonly out: string;
  /** What went to stderr. */
  readonly aside: string;
}

export interface Machine {
  readonly clock: ReturnType<typeof fakeClock>;
  readonly house: Quartermaster;
  /** The file of its store. */
  readonly storePath: string;
  /** Log lines of the process, for tests that want none. */
  readonly logged: readonly string[];
  /** Types these lines into a terminal that is none, as a pipe does; time runs while it works. */
  pipe(
    lines: readonly string[],
    flags?: {
      readonly json?: boolean;
      readonly as?: string;
      readonly roles?: readonly string[];
      readonly once?: string;
      /** In the terminal of the second person, who approves. */
      readonly second?: boolean;
    },
  ): Promise<Recorded>;
  /** Lets time pass until a moment, and runs alerts meanwhile; gives what is posted for the first person, as their terminal shows it. */
  waits(until: Instant): Promise<string>;
  /** One conversation: each line is answered as a pipe would be, and the last answer is remembered. @param second In the terminal of the second person. */
  talk(second?: boolean): (line: string) => Promise<string>;
  close(): Promise<void>;
}

/** What a test may bring of its own. */
export interface MachineParts {
  readonly clock?: ReturnType<typeof fakeClock>;
  /** Who is in the groups and channels that have roles. */
  readonly groups?: Groups;
  /** Stands between the gate and the account. */
  readonly calls?: NonNullable<ComposeParts['calls']>;
  /** That of the configuration if left out. */
  readonly openStore?: NonNullable<ComposeParts['openStore']>;
  /** Those that documents show, then others, if left out. */
  readonly keys?: () => string;
  /** A person may ask for so much as in the program; else without bound, for tests ask more than people. */
  readonly limited?: true;
  rest?(): Promise<void>;
}

/** Alerts are looked for so often while somebody waits. */
const quarterMs = 15 * minuteMs;
/** Columns of its window. */
const columns = 100;

/** A stream that keeps what is written to it. */
function collected() {
  let written = '';
  const stream = new Writable({
    write(part, _, done) {
      written += String(part);
      done();
    },
  });
  return { stream, text: () => written };
}

/** Keys as people see them in documents. */
export const documentKeys = ['7QK2M8TD', 'B4XN9WHR', 'K3JC5VPE', 'T8ZD2QMA', 'W6HR4NBX', 'C9PV7EKJ'] as const;

/**
 * The whole program on what the environment configures (the demo account where it names none), with the fake clock, keys
 * in a known order, and a folder of its own. `rest` is waited for before time passes: whatever work needs no time.
 */
export async function openMachine(
  env: Readonly<Record<string, string | undefined>> = {},
  { clock = fakeClock(), limited, groups, calls, openStore, keys, rest = async () => {} }: MachineParts = {},
): Promise<Machine> {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  const config = await readConfig({ cwd: folder, env });
  const logged: string[] = [];
  const note = (facts: Readonly<Record<string, unknown>>, message: string) => {
    // Each request has one: it says nothing of what went wrong.
    if (message !== answeredLine) logged.push(`${message} ${JSON.stringify(facts)}`);
  };
  const log: Log = { info: note, warn: note, error: note };
  let asked = 0;
  const house = await compose({
    config,
    clock,
    log,
    keys: keys ?? (() => documentKeys[asked++] ?? newKey()),
    ...(groups && { groups }),
    ...(calls && { calls }),
    ...(openStore && { openStore }),
    ...(limited !== true && { rates: { take: () => undefined } }),
  });
  // Loaded before the clock moves: it takes real time.
  await house.core.access.inForce();
  /** Maria; or Ana, whom the demo account lets be played, and a configuration of real accounts may know. */
  const who = (second: boolean, as?: string, roles?: readonly string[]): Person => {
    const demo = config.accounts === undefined;
    const played = second && demo ? { asUser: 'ana', asRoles: ['approver'] } : {};
    const person = speaker({
      user: second ? 'ana' : 'maria',
      demo,
      ...played,
      ...(as !== undefined && { asUser: as }),
      ...(roles && { asRoles: roles }),
      directory: house.directory,
    });
    if (isProblem(person)) throw new Error('nobody speaks');
    return person;
  };
  return {
    clock,
    house,
    storePath: config.store.path,
    logged,
    async pipe(lines, { json = false, as, roles, once, second = false } = {}) {
      const person = who(second, as, roles);
      const place = { id: `terminal:${house.store.id}:${person.id}`, privateTo: person.id };
      const how = { isTTY: false, json, ...(once !== undefined && { once }) };
      const stdin = new PassThrough();
      const stdout = collected();
      const stderr = collected();
      stdin.end(lines.map((line) => `${line}\n`).join(''));
      const running = runTerminal({
        dispatch: house.dispatch,
        commands,
        complete: (line) =>
          complete(line, { commands, words: terminalWords, core: house.coreFor(person, place), person, place }),
        notices: (post, signal) => house.notices(toldThere({ ...how, place }), (_, reply) => post(reply), signal),
        rests: (ms, signal) => clock.sleep(ms, signal),
        person,
        place,
        streams: { stdin, stdout: stdout.stream, stderr: stderr.stream },
        ...how,
        colours: false,
        columns: () => columns,
        rows: () => 0,
        greeting: '',
        historyPath: join(folder, 'history'),
      });
      let ended = false;
      const mark = () => {
        ended = true;
      };
      running.then(mark, mark);
      for (await rest(); !ended; await rest()) await clock.pass(500);
      return { code: await running, out: stdout.text(), aside: stderr.text() };
    },
    async waits(until) {
      const person = who(false);
      const signal = new AbortController().signal;
      let posted = '';
      while (clock.now() < until) {
        await clock.pass(Math.min(quarterMs, until - clock.now()));
        await house.watchRound(signal);
        await house.notices(
          (id) => id === `terminal:${house.store.id}:${person.id}`,
          async (_, reply) => void (posted += `${render(reply, columns, styler(false)).join('\n')}\n\n`),
          signal,
        );
      }
      return posted.replace(/\n$/, '');
    },
    talk(second = false) {
      const { stream, text } = collected();
      const person = who(second);
      const session = createSession({
        dispatch: house.dispatch,
        screen: createScreen({
          out: stream,
          aside: stream,
          columns: () => columns,
          rows: () => 0,
          style: styler(false),
          isTTY: false,
          json: false,
        }),
        person,
        place: { id: `terminal:${house.store.id}:${person.id}`, privateTo: person.id },
        commands,
        notices: async () => {},
        pageRows: () => pageSize,
      });
      return async (line) => {
        const before = text().length;
        let ended = false;
        const mark = () => {
          ended = true;
        };
        const running = session.run(line, { signal: new AbortController().signal });
        running.then(mark, mark);
        for (await rest(); !ended; await rest()) await clock.pass(500);
        await running;
        return text().slice(before);
      };
    },
    async close() {
      await house.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
