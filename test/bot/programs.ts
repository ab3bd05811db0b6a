import type { Bot } from '../../src/bot/bot.ts';
import { createClaims } from '../../src/bot/claims.ts';
import type { Dispatch } from '../../src/bot/dispatch.ts';
import { createDrawer, type Drawer } from '../../src/bot/pictures/draw.ts';
import type { HouseParts } from '../../src/bot/chat/parts.ts';
import { commands } from '../../src/commands/index.ts';
import { newKey } from '../../src/core/changes/keys.ts';
import { chatPerson } from '../../src/core/people/roles.ts';
import type { Clock } from '../../src/core/ports/clock.ts';
import type { Groups } from '../../src/core/ports/groups.ts';
import type { Log } from '../../src/core/ports/log.ts';
import { fakeClock } from '../fake-clock.ts';
import { mortalProcess } from '../mortal.ts';
import { openMachine, type Machine } from '../terminal.ts';

/** A platform before it is connected. */
interface Opened {
  readonly groups: Groups;
  bot(rest: Omit<HouseParts, 'clock' | 'log'> & Pick<Machine['house'], 'coreFor'>): Bot;
}

/** What a test brings, whatever the platform. */
export interface ProgramsParts {
  readonly drawer?: Drawer;
  /** Stands between the platform and the program, where a test wants answers that the demo account never gives. */
  readonly dispatch?: (own: Dispatch) => Dispatch;
  /** Stands between the gate and the account. */
  readonly calls?: NonNullable<Parameters<typeof openMachine>[1]>['calls'];
}

/** What they are made of. */
export interface PlatformParts extends ProgramsParts {
  /** Theirs, and whose else it is; one of their own if left out. */
  readonly clock?: ReturnType<typeof fakeClock>;
  readonly settings: Readonly<Record<string, string>>;
  open(clock: Clock, log: Log): Opened;
  /** A program has been connected. @param words What its start said. */
  began(words: string): void;
  /** What the platform was told last, for a test that waits in vain. */
  told(): readonly string[];
}

/** Programs on one store, on the demo account, with a platform in them. */
export interface Programs {
  readonly clock: ReturnType<typeof fakeClock>;
  /** That of the program begun last. */
  machine(): Machine;
  /** What the platform's part of the programs wrote into the log. */
  readonly logged: readonly string[];
  /** What the start of the program begun last said. */
  words(): string;
  /** Lets time pass for the programs until something is true; rejects with what the platform was told last. */
  until<T>(wanted: () => T | undefined | false): Promise<T>;
  /** Lets so much time pass for the programs, in milliseconds. */
  pass(ms: number): Promise<void>;
  /** Waits while the programs' time stands still: for what takes real time, as an answer that never comes does. */
  still<T>(wanted: () => T | undefined | false): Promise<T>;
  /** Ends the program alone, and begins it again on the same store. */
  stop(): Promise<void>;
  start(): Promise<string>;
  /** The program is gone in the midst of what it does, and another begins on the same store. */
  kill(): Promise<void>;
  /** Begins one more program on the same store; it hears everything from now on, where only one can. */
  another(): Promise<void>;
  /** Ends them all. */
  close(): Promise<void>;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Turns of the event loop before time passes: what is under way over loopback has come by then. */
const turnsBetween = 60;
/** Time passes so far at once, and so often at most. */
const stepMs = 500;
const stepsAtMost = 2_000;

/** What takes real time is waited for so long at most, in milliseconds. */
const stillMs = 30_000;

/** The program with a platform in it, and its machine. */
interface Program {
  readonly machine: Machine;
  bot: Bot;
  words: string;
  /** What it waits for from now on never comes. */
  die(): void;
}

/** Begins the first; the caller closes them. */
export async function beginPrograms({
  settings,
  open,
  began,
  told,
  drawer: own,
  dispatch = (usual) => usual,
  calls,
  clock = fakeClock(Date.now()),
}: PlatformParts): Promise<Programs> {
  const logged: string[] = [];
  const note = (facts: Readonly<Record<string, unknown>>, message: string) => {
    logged.push(`${message} ${JSON.stringify(facts)}`);
  };
  const log = { info: note, warn: note, error: note };
  const drawer = own ?? createDrawer();
  const all: Program[] = [];
  const gone: Program[] = [];
  async function ended<T>(doing: Promise<T>): Promise<T> {
    let over = false;
    const mark = () => {
      over = true;
    };
    doing.then(mark, mark);
    for (let steps = 0; !over && steps < stepsAtMost; steps += 1) await passing();
    return doing;
  }
  const opening = async (): Promise<Program> => {
    const life = mortalProcess(clock);
    const { clock: own } = life;
    const opened = open(own, log);
    const [first] = [...gone, ...all];
    const machine = await openMachine(
      first === undefined ? settings : { ...settings, QUARTERMASTER_STORE_PATH: first.machine.storePath },
      {
        clock: { ...clock, ...own },
        openStore: life.openStore,
        groups: opened.groups,
        ...(calls && { calls }),
        ...(first && { keys: newKey }),
      },
    );
    const program: Program = {
      machine,
      ...botOf(machine, opened),
      die() {
        life.die();
        all.splice(all.indexOf(program), 1);
        gone.push(program);
        // Its connections end with it; what it is about never does.
        void program.bot.stop(0);
      },
    };
    all.push(program);
    return program;
  };
  function botOf({ house }: Machine, opened: Opened) {
    const bot = opened.bot({
      dispatch: dispatch(house.dispatch),
      commands,
      claims: createClaims(house.store, log),
      store: house.store,
      drawer,
      person: ({ id, name, standing }) =>
        chatPerson({ id, name, demo: true, directory: house.directory, ...(standing && { standing }) }),
      coreFor: house.coreFor,
      notices: house.notices,
      tellLater: house.tellLater,
      shown: house.shown,
      over: house.over,
    });
    return { bot, words: '' };
  }
  const begin = async (program: Program): Promise<void> => {
    program.words = await ended(program.bot.start());
    began(program.words);
  };
  async function passing(ms = stepMs): Promise<void> {
    for (let turns = 0; turns < turnsBetween; turns += 1) await turn();
    await clock.pass(ms);
  }
  const never = (wanted: () => unknown): Error => {
    const machines = all.flatMap(({ machine }) => machine.logged.slice(-6));
    return new Error(`never: ${wanted.toString()}\n${[...told(), ...logged.slice(-6), ...machines].join('\n')}`);
  };
  let running = await opening();
  await begin(running);
  const programs: Programs = {
    clock,
    machine: () => running.machine,
    logged,
    words: () => running.words,
    async until(wanted) {
      for (let steps = 0; steps < stepsAtMost; steps += 1) {
        const value = wanted();
        if (value !== undefined && value !== false) return value;
        await passing();
      }
      throw never(wanted);
    },
    async pass(ms) {
      for (let left = ms; left > 0; left -= stepMs) await passing(Math.min(left, stepMs));
    },
    async still(wanted) {
      for (const end = performance.now() + stillMs; performance.now() < end;) {
        const value = wanted();
        if (value !== undefined && value !== false) return value;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw never(wanted);
    },
    stop: () => ended(running.bot.stop(1_000)),
    async start() {
      Object.assign(running, botOf(running.machine, open(clock, log)));
      await begin(running);
      return running.words;
    },
    async kill() {
      running.die();
      await programs.another();
    },
    async another() {
      running = await opening();
      await begin(running);
    },
    async close() {
      for (const { bot } of all) await ended(bot.stop(1_000));
      if (own === undefined) await drawer.close();
      for (const { machine } of [...all.toReversed(), ...gone]) await machine.close();
    },
  };
  return programs;
}
