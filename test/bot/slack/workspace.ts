import { createClaims } from '../../../src/bot/claims.ts';
import { createDrawer, type Drawer } from '../../../src/bot/pictures/draw.ts';
import { openSlack } from '../../../src/bot/slack/open.ts';
import { commands } from '../../../src/commands/index.ts';
import { readConfig } from '../../../src/config/read.ts';
import { chatPerson } from '../../../src/core/people/roles.ts';
import { fakeClock } from '../../fake-clock.ts';
import { createSlackPeer, type SlackPeer, type SlackPeerParts } from '../../peers/slack/peer.ts';
import type { SlackChannel, SlackMessage, SlackUser } from '../../peers/slack/world.ts';
import { openMachine, type Machine } from '../../terminal.ts';

/** How Slack's payloads come. */
export const modes = ['socket', 'http'] as const;
export type Mode = (typeof modes)[number];

/** A workspace with the whole program in it, on the demo account. */
export interface Workspace {
  readonly peer: SlackPeer;
  readonly machine: Machine;
  readonly maria: SlackUser;
  readonly ines: SlackUser;
  readonly ops: SlackChannel;
  /** What the start said. */
  readonly words: string;
  /** Lets time pass for the program until something is true; rejects with what Slack was told last. */
  until<T>(wanted: () => T | undefined | false): Promise<T>;
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
  close(): Promise<void>;
}

/** What a test brings. */
export interface WorkspaceParts {
  readonly env?: Readonly<Record<string, string>>;
  readonly peer?: SlackPeerParts;
  readonly drawer?: Drawer;
}

const signingSecret = 'a-signing-secret-of-a-test';
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Turns of the event loop before time passes: what is under way over loopback has come by then. */
const turnsBetween = 60;
/** Time passes so far at once, and so often at most. */
const stepMs = 500;
const stepsAtMost = 2_000;

/** Characters of a call that are told where something never came. */
const told = 400;

/** Everything a message says, in its text and in its blocks. */
export const wordsIn = ({ text, blocks }: Pick<SlackMessage, 'text' | 'blocks'>): string =>
  `${text}\n${JSON.stringify(blocks)}`;

/** Opens it; the caller closes it. */
export async function openWorkspace(
  mode: Mode,
  { env = {}, peer: peerParts, drawer: own }: WorkspaceParts = {},
): Promise<Workspace> {
  const clock = fakeClock(Date.now());
  const peer = await createSlackPeer(peerParts);
  const maria = peer.world.user({ name: 'maria' });
  const ines = peer.world.user({ name: 'ines' });
  const ops = peer.world.channel({ name: 'ops', members: [maria, ines] });
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
  const secrets = {
    botToken: peer.tokens.bot,
    ...(mode === 'socket' ? { appToken: peer.tokens.app } : { signingSecret }),
  };
  const drawer = own ?? createDrawer();
  const opened = openSlack(slack, secrets, clock, log);
  const machine = await openMachine(settings, { clock, groups: opened.groups });
  const { house } = machine;
  const begin = async () => {
    const bot = openSlack(slack, secrets, clock, log).bot({
      dispatch: house.dispatch,
      commands,
      claims: createClaims(house.store, log),
      store: house.store,
      drawer,
      person: ({ id, name, standing }) =>
        chatPerson({ id, name, demo: true, directory: house.directory, ...(standing && { standing }) }),
      notices: house.notices,
      tellLater: house.tellLater,
    });
    const starting = bot.start();
    let started = false;
    starting.then(
      () => (started = true),
      () => (started = true),
    );
    for (let steps = 0; !started && steps < stepsAtMost; steps += 1) await passing();
    const words = await starting;
    if (mode === 'http') {
      const port = /port (\d+)/.exec(words)?.[1];
      peer.http({ url: `http://127.0.0.1:${port}${slack.path}`, signingSecret });
    }
    return { bot, words };
  };
  async function passing(): Promise<void> {
    for (let turns = 0; turns < turnsBetween; turns += 1) await turn();
    await clock.pass(stepMs);
  }
  const until: Workspace['until'] = async (wanted) => {
    for (let steps = 0; steps < stepsAtMost; steps += 1) {
      const value = wanted();
      if (value !== undefined && value !== false) return value;
      await passing();
    }
    const last = peer
      .calls()
      .slice(-6)
      .map(({ method, args, answer }) => JSON.stringify({ method, answer, args }).slice(0, told));
    throw new Error(
      `never: ${wanted.toString()}\n${[...last, ...logged.slice(-6), ...machine.logged.slice(-6)].join('\n')}`,
    );
  };
  const holds = (words: string | RegExp) => (message: SlackMessage) =>
    typeof words === 'string' ? wordsIn(message).includes(words) : words.test(wordsIn(message));
  let running = await begin();
  const workspace: Workspace = {
    peer,
    machine,
    maria,
    ines,
    ops,
    words: running.words,
    until,
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
    async stop() {
      const stopping = running.bot.stop(1_000);
      let stopped = false;
      stopping.then(
        () => (stopped = true),
        () => (stopped = true),
      );
      for (let steps = 0; !stopped && steps < stepsAtMost; steps += 1) await passing();
      await stopping;
    },
    async start() {
      running = await begin();
      return running.words;
    },
    async close() {
      await workspace.stop();
      if (own === undefined) await drawer.close();
      await peer.stop();
      await machine.close();
    },
  };
  return workspace;
}
