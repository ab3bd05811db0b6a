import type { Mode } from './bot/discord/server.ts';
import { createDiscordPeer, type DiscordPeer } from './peers/discord/peer.ts';
import type { DiscordChannel, DiscordGuild, DiscordMessage, DiscordUser } from './peers/discord/world.ts';
import { wordsIn } from './peers/discord/reading.ts';
import { listensAt, openServed, patienceMs, type Begin, type Begun, type Served } from './served.ts';

/** A server of Discord's that the program can be told of. */
export interface DiscordServed {
  readonly peer: DiscordPeer;
  readonly acme: DiscordGuild;
  readonly maria: DiscordUser;
  readonly ops: DiscordChannel;
  readonly secrets: Readonly<Record<string, string>>;
  /** A line of quartermaster.yaml. */
  settings(mode: Mode, port?: number): string;
  /** Discord knows from then on where the program listens, if it does; as in the developer portal, it must be there and refuse what is forged. */
  reaches(ready: string): Promise<void>;
  /** Types a line in #ops as maria. */
  says(line: string): Promise<void>;
  /** The newest message in #ops that maria sees and that says this, once there is one. */
  seen(words: string): Promise<DiscordMessage>;
}

/** The same with the program as a process of its own, in a folder with a configuration for it. */
export interface DiscordServing extends DiscordServed, Pick<Served, 'folder' | 'close'> {
  /** Begins it, with what it needs unless said otherwise. */
  begin(mode: Mode, more?: Begin & { readonly port?: number }): Promise<Begun>;
}

/** Opens a server; the caller stops its peer. */
export async function openDiscord(): Promise<DiscordServed> {
  const peer = await createDiscordPeer();
  const maria = peer.world.user({ username: 'maria' });
  // Who said what is named.
  peer.mayRing.add(`<@${maria.id}>`);
  const acme = peer.world.guild({ name: 'Acme', members: [maria] });
  const ops = peer.world.channel({ guild: acme, name: 'ops' });
  return {
    peer,
    acme,
    maria,
    ops,
    secrets: { DISCORD_TOKEN: peer.token },
    settings: (mode, port = 0) => `discord: { mode: ${mode}, port: ${port}, apiUrl: "${peer.apiUrl}" }\n`,
    async reaches(ready) {
      const url = listensAt(ready, 'Discord');
      if (url !== undefined) await peer.http({ url }).verifyUrl();
    },
    async says(line) {
      await peer.command({ user: maria, channel: ops, command: '/ec2 do', options: { line } });
    },
    seen: (words) =>
      peer.until(() => peer.seenBy(maria, ops).findLast((message) => wordsIn(message).includes(words)), patienceMs),
  };
}

/** Opens all of it; the caller closes it. */
export async function openDiscordServing(): Promise<DiscordServing> {
  const served = await openServed();
  const discord = await openDiscord();
  return {
    ...discord,
    folder: served.folder,
    async begin(mode, { port, ...more } = {}) {
      const begun = await served.begin(discord.settings(mode, port), discord.secrets, more);
      return {
        ...begun,
        async ready() {
          const line = await begun.ready();
          await discord.reaches(line);
          return line;
        },
      };
    },
    async close() {
      await served.close();
      await discord.peer.stop();
    },
  };
}
