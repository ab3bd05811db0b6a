import type { Bot } from '../../../src/bot/bot.ts';
import { createClaims } from '../../../src/bot/claims.ts';
import type { Dispatch } from '../../../src/bot/dispatch.ts';
import { createDrawer, type Drawer } from '../../../src/bot/pictures/draw.ts';
import type { Patience } from '../../../src/bot/slack/clients.ts';
import { appManifest } from '../../../src/bot/slack/manifest.ts';
import { openSlack, type OpenSlack } from '../../../src/bot/slack/open.ts';
import { commands } from '../../../src/commands/index.ts';
import { readConfig } from '../../../src/config/read.ts';
import { newKey } from '../../../src/core/changes/keys.ts';
import { chatPerson } from '../../../src/core/people/roles.ts';
import { fakeClock } from '../../fake-clock.ts';
import type { HttpDoor } from '../../peers/slack/http-door.ts';
import { createSlackPeer, type SlackPeer, type SlackPeerParts } from '../../peers/slack/peer.ts';
import type { SlackChannel, SlackMessage, SlackUser } from '../../peers/slack/world.ts';
import { openMachine, type Machine } from '../../terminal.ts';

/** How Slack's payloads come. */
export const modes = ['socket', 'http'] as const;
export type Mode = (typeof modes)[number];

/** A workspace with the whole program in it, on the demo account. */
export interface Workspace {
  readonly peer: SlackPeer;
  /** That of the program begun last. */
  readonly machine: Machine;
  /** Slack's way to the program, over HTTP. */
  readonly door: HttpDoor | undefined;
  /** What Slack's part of the programs wrote into the log. */
  readonly logged: readonly string[];
  readonly maria: SlackUser;
  readonly ines: SlackUser;
  readonly ops: SlackChannel;
  /** What the start said. */
  readonly words: string;
  /** Lets time pass for the program until something is true; rejects with what Slack was told last. */
  until<T>(wanted: () => T | undefined | false): Promise<T>;
  /** Lets so much time pass for the program, in milliseconds. */
  pass(ms: number): Promise<void>;
  /** Waits while the program's time stands still: for what takes real time, as an answer that never comes does. */
  still<T>(wanted: () => T | undefined | false): Promise<T>;
  /** Types the slash command in #ops, as maria if nobody is named. */
  says(text: string, user?: SlackUser, channel?: SlackChannel): Promise<void>;
  /** The newest message that everybody in a channel sees and that holds all of these words. */
  shown(words: string | RegExp, channel?: SlackChannel): Promise<SlackMessage>;
  /** The same that one person alone sees. */
  whispered(words: string | RegExp, user?: SlackUser, channel?: SlackChannel): Promise<SlackMessage>;
  presses(message: SlackMessage, action: string, user?: SlackUser): Promise<void>;
  /** Ends the program alone, and begins it again on the same store. */
  stop(): Promise<void>;
  start(): Promise<string>;
  /** The program is gone in the midst of what it does, and another begins on the same store. */
  kill(): Promise<void>;
  /** Begins one more program on the same store; over HTTP it hears everything from now on. */
  another(): Promise<void>;
  close(): Promise<void>;
}

/** What a test brings. */
export interface WorkspaceParts {
  readonly env?: Readonly<Record<string, string>>;
  readonly peer?: SlackPeerParts;
  readonly drawer?: Drawer;
  /** Stands between Slack and the program, where a test wants answers that the demo account never gives. */
  readonly dispatch?: (own: Dispatch) => Dispatch;
  /** How long the program waits for Slack's answers, in real time. */
  readonly patience?: Patience;
  /** Stands between the gate and the account. */
  readonly calls?: NonNullable<Parameters<typeof openMachine>[1]>['calls'];
  /** Before the program begins: who is there, and what goes wrong. */
  before?(peer: SlackPeer): void;
}

/** What Slack signs its requests with. */
export const signingSecret = 'a-signing-secret-of-a-test';
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Turns of the event loop before time passes: what is under way over loopback has come by then. */
const turnsBetween = 60;
/** Time passes so far at once, and so often at most. */
const stepMs = 500;
const stepsAtMost = 2_000;

/** What takes real time is waited for so long at most, in milliseconds. */
const stillMs = 30_000;

/** Characters of a call that are told where something never came. */
const told = 400;

/** Everything a message says, in its text and in its blocks. */
export const wordsIn = ({ text, blocks }: Pick<SlackMessage, 'text' | 'blocks'>): string =>
  `${text}\n${JSON.stringify(blocks)}`;

/** The program with Slack in it, and its machine. */
interface Program {
  readonly machine: Machine;
  bot: Bot;
  words: string;
  /** What it waits for from now on never comes. */
  die(): void;
}

/** Opens it; the caller closes it. */
export async function openWorkspace(
  mode: Mode,
  {
    env = {},
    peer: peerParts,
    drawer: own,
    dispatch = (usual) => usual,
    patience,
    calls,
    before = () => {},
  }: WorkspaceParts = {},
): Promise<Workspace> {
  const clock = fakeClock(Date.now());
  // A workspace has granted what the manifest asks for, and nothing else.
  const { scopes } = appManifest({ mode, command: '/ec2', roles: { sre: ['slack:S0123'] } });
  const peer = await createSlackPeer({ scopes: scopes.map(({ scope }) => scope), ...peerParts });
  const maria = peer.world.user({ name: 'maria' });
  const ines = peer.world.user({ name: 'ines' });
  const ops = peer.world.channel({ name: 'ops', members: [maria, ines] });
  before(peer);
  const settings = {
    QUARTERMASTER_SLACK_MODE: mode,
    QUARTERMASTER_SLACK_PORT: '0',
    QUARTERMASTER_SLACK_API_URL: peer.apiUrl,
    ...env,
  };
  const { slack } = await readConfig({ cwd: '/', env: settings });
  if (slack === undefined) throw new Error('Slack is not configured');
  const logged: string[] = [];
  const note = (facts: Readonly<Record<string, unknown>>, message: string) => {
    logged.push(`${message} ${JSON.stringify(facts)}`);
  };
  const log = { info: note, warn: note, error: note };
  const { bot: botToken, app: appToken } = peer.tokens;
  const secrets = mode === 'socket' ? { mode, botToken, appToken } : { mode, botToken, signingSecret };
  const drawer = own ?? createDrawer();
  let door: HttpDoor | undefined;
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
    let dead = false;
    const mortal = {
      ...clock,
      async sleep(ms: number, signal: AbortSignal) {
        await clock.sleep(ms, signal);
        if (dead) await new Promise(() => {});
      },
    };
    const opened = openSlack(slack, secrets, mortal, log, patience);
    const [first] = [...gone, ...all];
    const machine = await openMachine(
      first === undefined ? settings : { ...settings, QUARTERMASTER_STORE_PATH: first.machine.storePath },
      { clock: mortal, groups: opened.groups, ...(calls && { calls }), ...(first && { keys: newKey }) },
    );
    const program: Program = {
      machine,
      ...botOf(machine, opened),
      die() {
        dead = true;
        all.splice(all.indexOf(program), 1);
        gone.push(program);
        // Its connections end with it; what it is about never does.
        void program.bot.stop(0);
      },
    };
    all.push(program);
    return program;
  };
  function botOf({ house }: Machine, opened: OpenSlack) {
    const bot = opened.bot({
      dispatch: dispatch(house.dispatch),
      commands,
      claims: createClaims(house.store, log),
      store: house.store,
      drawer,
      person: ({ id, name, standing }) =>
        chatPerson({ id, name, demo: true, directory: house.directory, ...(standing && { standing }) }),
      notices: house.notices,
      tellLater: house.tellLater,
      over: house.over,
    });
    return { bot, words: '' };
  }
  const begin = async (program: Program): Promise<void> => {
    program.words = await ended(program.bot.start());
    if (mode === 'http') {
      const port = /port (\d+)/.exec(program.words)?.[1];
      door = peer.http({ url: `http://127.0.0.1:${port}${slack.path}`, signingSecret });
    }
  };
  async function passing(ms = stepMs): Promise<void> {
    for (let turns = 0; turns < turnsBetween; turns += 1) await turn();
    await clock.pass(ms);
  }
  const never = (wanted: () => unknown): Error => {
    const last = peer
      .calls()
      .slice(-6)
      .map(({ method, args, answer }) => JSON.stringify({ method, answer, args }).slice(0, told));
    const machines = all.flatMap(({ machine }) => machine.logged.slice(-6));
    return new Error(`never: ${wanted.toString()}\n${[...last, ...logged.slice(-6), ...machines].join('\n')}`);
  };
  const until: Workspace['until'] = async (wanted) => {
    for (let steps = 0; steps < stepsAtMost; steps += 1) {
      const value = wanted();
      if (value !== undefined && value !== false) return value;
      await passing();
    }
    throw never(wanted);
  };
  const holds = (words: string | RegExp) => (message: SlackMessage) =>
    typeof words === 'string' ? wordsIn(message).includes(words) : words.test(wordsIn(message));
  let running = await opening();
  await begin(running);
  const workspace: Workspace = {
    peer,
    get machine() {
      return running.machine;
    },
    get door() {
      return door;
    },
    logged,
    maria,
    ines,
    ops,
    words: running.words,
    until,
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
    async says(text, user = maria, channel = ops) {
      await peer.command({ user, channel, text });
    },
    shown: (words, channel = ops) => until(() => peer.messages(channel).findLast(holds(words))),
    whispered: (words, user = maria, channel = ops) =>
      until(() =>
        peer.seenBy(user, channel).findLast((message) => message.onlyFor === user.id && holds(words)(message)),
      ),
    async presses(message, action, user = maria) {
      await peer.press({ user, message, action });
    },
    stop: () => ended(running.bot.stop(1_000)),
    async start() {
      Object.assign(running, botOf(running.machine, openSlack(slack, secrets, clock, log, patience)));
      await begin(running);
      return running.words;
    },
    async kill() {
      running.die();
      await workspace.another();
    },
    async another() {
      running = await opening();
      await begin(running);
    },
    async close() {
      for (const { bot } of all) await ended(bot.stop(1_000));
      if (own === undefined) await drawer.close();
      await peer.stop();
      for (const { machine } of [...all.toReversed(), ...gone]) await machine.close();
    },
  };
  return workspace;
}
