import { openDiscord } from '../../../src/bot/discord/open.ts';
import { readConfig } from '../../../src/config/read.ts';
import { fakeClock } from '../../fake-clock.ts';
import type { HttpDoor } from '../../peers/discord/http-door.ts';
import { createDiscordPeer, type DiscordPeer } from '../../peers/discord/peer.ts';
import type { DiscordChannel, DiscordGuild, DiscordMessage, DiscordUser } from '../../peers/discord/world.ts';
import type { Machine } from '../../terminal.ts';
import { beginPrograms, type Programs, type ProgramsParts } from '../programs.ts';

/** How interactions come. */
export const modes = ['gateway', 'http'] as const;
export type Mode = (typeof modes)[number];

/** A server with the whole program in it, on the demo account. */
export interface Server extends Omit<Programs, 'machine' | 'words'> {
  readonly peer: DiscordPeer;
  /** That of the program begun last. */
  readonly machine: Machine;
  /** Discord's way to the program, over HTTP. */
  readonly door: HttpDoor | undefined;
  readonly acme: DiscordGuild;
  readonly maria: DiscordUser;
  readonly ines: DiscordUser;
  readonly ops: DiscordChannel;
  /** What the start said. */
  readonly words: string;
  /** Types a whole line with `/ec2 do` in #ops, as maria if nobody is named. */
  says(line: string, user?: DiscordUser, channel?: DiscordChannel): Promise<void>;
  /** The newest message that everybody in a channel sees and that holds these words. */
  shown(words: string | RegExp, channel?: DiscordChannel): Promise<DiscordMessage>;
  /** The same that one person alone sees. */
  whispered(words: string | RegExp, user?: DiscordUser, channel?: DiscordChannel): Promise<DiscordMessage>;
  presses(message: DiscordMessage, action: string, user?: DiscordUser): Promise<void>;
}

/** What a test brings. */
export interface ServerParts extends ProgramsParts {
  readonly env?: Readonly<Record<string, string>>;
  /** How long the program waits for Discord's answers, in ms of real time. */
  readonly patienceMs?: number;
  /** Before the program begins: who is there, and what goes wrong. Gives settings that need their ids. */
  before?(peer: DiscordPeer, there: There): Readonly<Record<string, string>> | void;
}

/** Who and what is there from the first. */
export type There = Pick<Server, 'acme' | 'maria' | 'ines' | 'ops'>;

/** Everything a message says. */
export const wordsIn = ({ content, components }: Pick<DiscordMessage, 'content' | 'components'>): string =>
  `${content}\n${JSON.stringify(components)}`;

/** Opens it; the caller closes it. */
export async function openServer(
  mode: Mode,
  { env = {}, patienceMs, before = () => {}, ...parts }: ServerParts = {},
): Promise<Server> {
  const clock = fakeClock(Date.now());
  const peer = await createDiscordPeer({ clock });
  const maria = peer.world.user({ username: 'maria' });
  const ines = peer.world.user({ username: 'ines' });
  const acme = peer.world.guild({ name: 'Acme', members: [maria, ines] });
  const ops = peer.world.channel({ guild: acme, name: 'ops' });
  // Whoever asked, and whoever may approve, is called by name.
  for (const { id } of [maria, ines]) peer.mayRing.add(`<@${id}>`);
  const own = before(peer, { acme, maria, ines, ops });
  const settings = {
    QUARTERMASTER_DISCORD_MODE: mode,
    QUARTERMASTER_DISCORD_PORT: '0',
    QUARTERMASTER_DISCORD_API_URL: peer.apiUrl,
    ...env,
    ...own,
  };
  const { discord } = await readConfig({ cwd: '/', env: settings });
  if (discord === undefined) throw new Error('Discord is not configured');
  let door: HttpDoor | undefined;
  const programs = await beginPrograms({
    ...parts,
    clock,
    settings,
    open: (mortal, log) => openDiscord(discord, peer.token, mortal, log, patienceMs),
    began(words) {
      if (mode !== 'http') return;
      const port = /port (\d+)/.exec(words)?.[1];
      door = peer.http({ url: `http://127.0.0.1:${port}${discord.path}`, signedAt: () => clock.now() });
    },
    told: () =>
      peer
        .calls()
        .slice(-6)
        .map(({ method, path, body, answer }) => JSON.stringify({ method, path, answer, body }).slice(0, 400)),
  });
  const { until } = programs;
  const holds = (words: string | RegExp) => (message: DiscordMessage) =>
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
    acme,
    maria,
    ines,
    ops,
    async says(line, user = maria, channel = ops) {
      await peer.command({ user, channel, command: '/ec2 do', options: { line } });
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
