import type { Patience } from '../../../src/bot/slack/clients.ts';
import { appManifest } from '../../../src/bot/slack/manifest.ts';
import { openSlack } from '../../../src/bot/slack/open.ts';
import { readConfig } from '../../../src/config/read.ts';
import type { HttpDoor } from '../../peers/slack/http-door.ts';
import { createSlackPeer, type SlackPeer, type SlackPeerParts } from '../../peers/slack/peer.ts';
import type { SlackChannel, SlackMessage, SlackUser } from '../../peers/slack/world.ts';
import type { Machine } from '../../terminal.ts';
import { beginPrograms, type Programs, type ProgramsParts } from '../programs.ts';

/** How Slack's payloads come. */
export const modes = ['socket', 'http'] as const;
export type Mode = (typeof modes)[number];

/** A workspace with the whole program in it, on the demo account. */
export interface Workspace extends Omit<Programs, 'machine' | 'words' | 'clock'> {
  readonly peer: SlackPeer;
  /** That of the program begun last. */
  readonly machine: Machine;
  /** Slack's way to the program, over HTTP. */
  readonly door: HttpDoor | undefined;
  readonly maria: SlackUser;
  readonly ines: SlackUser;
  readonly ops: SlackChannel;
  /** What the start said. */
  readonly words: string;
  /** Types the slash command in #ops, as maria if nobody is named. */
  says(text: string, user?: SlackUser, channel?: SlackChannel): Promise<void>;
  /** The newest message that everybody in a channel sees and that holds all of these words. */
  shown(words: string | RegExp, channel?: SlackChannel): Promise<SlackMessage>;
  /** The same that one person alone sees. */
  whispered(words: string | RegExp, user?: SlackUser, channel?: SlackChannel): Promise<SlackMessage>;
  presses(message: SlackMessage, action: string, user?: SlackUser): Promise<void>;
}

/** What a test brings. */
export interface WorkspaceParts extends ProgramsParts {
  readonly env?: Readonly<Record<string, string>>;
  readonly peer?: SlackPeerParts;
  /** How long the program waits for Slack's answers, in real time. */
  readonly patience?: Patience;
  /** Before the program begins: who is there, and what goes wrong. */
  before?(peer: SlackPeer): void;
}

/** What Slack signs its requests with. */
export const signingSecret = 'a-signing-secret-of-a-test';
/** Characters of a call that are told where something never came. */
const told = 400;

/** Everything a message says, in its text and in its blocks. */
export const wordsIn = ({ text, blocks }: Pick<SlackMessage, 'text' | 'blocks'>): string =>
  `${text}\n${JSON.stringify(blocks)}`;

/** Opens it; the caller closes it. */
export async function openWorkspace(
  mode: Mode,
  { env = {}, peer: peerParts, patience, before = () => {}, ...parts }: WorkspaceParts = {},
): Promise<Workspace> {
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
  const { bot: botToken, app: appToken } = peer.tokens;
  const secrets = mode === 'socket' ? { mode, botToken, appToken } : { mode, botToken, signingSecret };
  let door: HttpDoor | undefined;
  const programs = await beginPrograms({
    ...parts,
    settings,
    open: (clock, log) => openSlack(slack, secrets, clock, log, patience),
    began(words) {
      if (mode !== 'http') return;
      const port = /port (\d+)/.exec(words)?.[1];
      door = peer.http({ url: `http://127.0.0.1:${port}${slack.path}`, signingSecret });
    },
    told: () =>
      peer
        .calls()
        .slice(-6)
        .map(({ method, args, answer }) => JSON.stringify({ method, answer, args }).slice(0, told)),
  });
  const { until } = programs;
  const holds = (words: string | RegExp) => (message: SlackMessage) =>
    typeof words === 'string' ? wordsIn(message).includes(words) : words.test(wordsIn(message));
  return {
    ...programs,
    peer,
    get machine() {
      return programs.machine();
    },
    get door() {
      return door;
    },
    get words() {
      return programs.words();
    },
    maria,
    ines,
    ops,
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
    async close() {
      await programs.close();
      await peer.stop();
    },
  };
}
