import type { Data } from '../json.ts';
import { bits, everyones, type Permission } from './permissions.ts';
import { createSnowflakes } from './snowflakes.ts';

/** A person or bot. */
export interface DiscordUser {
  readonly id: string;
  readonly username: string;
  readonly globalName: string | null;
  readonly bot: boolean;
  readonly locale: string;
  /** Whether they let bots write to them. */
  takesDirect: boolean;
}

/** A role of a guild. */
export interface DiscordRole {
  readonly id: string;
  readonly name: string;
  permissions: bigint;
  readonly position: number;
  readonly mentionable: boolean;
}

/** Somebody in a guild. */
export interface DiscordMember {
  readonly userId: string;
  nick: string | null;
  /** Ids of roles, without that of everybody. */
  readonly roles: Set<string>;
  readonly joinedAt: number;
}

/** A server, as people call it. */
export interface DiscordGuild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly locale: string;
  readonly roles: Map<string, DiscordRole>;
  readonly members: Map<string, DiscordMember>;
}

/** A conversation. A mutable part is one that people change while the app runs. */
export interface DiscordChannel {
  readonly id: string;
  readonly kind: 'text' | 'thread' | 'direct';
  readonly name: string;
  readonly guildId?: string;
  /** Of a thread: its channel. */
  readonly parentId?: string;
  /** Of a direct conversation with the bot: whom with. */
  readonly with?: string;
  /** Who sees it; everybody in the guild where it is left out. */
  readonly only?: Set<string>;
  /** What the bot may not do here. */
  denied: bigint;
  /** Of a thread: that it is archived, and nobody may open it again. */
  locked: boolean;
}

/** A file of a message. */
export interface DiscordFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
  readonly description?: string;
}

/** A message, as it stands now. */
export interface DiscordMessage {
  readonly id: string;
  readonly channelId: string;
  /** Id of its author. */
  readonly author: string;
  readonly byApp: boolean;
  /** Discord, "Message resource", "Message Types". */
  readonly type: number;
  readonly content: string;
  /** With the ids that Discord gives where the app gave none. */
  readonly components: readonly Data[];
  readonly embeds: readonly Data[];
  /** Discord, "Message resource", "Message Flags". */
  readonly flags: number;
  readonly files: readonly DiscordFile[];
  /** Who alone sees it. */
  readonly onlyFor?: string;
  /** Id of the message that it replies to. */
  readonly replyTo?: string;
  /** What somebody did that it answers. */
  readonly interaction?: Data;
  readonly nonce?: string | number;
  /** Mentions in it that rang, as they are written. */
  readonly pings: readonly string[];
  /** How it stood before, oldest first. */
  readonly earlier: readonly Pick<DiscordMessage, 'content' | 'components' | 'flags'>[];
  readonly editedAt?: number;
  readonly deleted: boolean;
}

/** What happened in the world that the gateway tells an app of. */
export type Change =
  | { readonly kind: 'joined' | 'left'; readonly guild: DiscordGuild }
  | { readonly kind: 'channel'; readonly channel: DiscordChannel }
  | { readonly kind: 'role'; readonly guild: DiscordGuild; readonly role: DiscordRole };

/** Guilds, people, channels and messages. */
export interface World {
  readonly app: { readonly id: string; readonly userId: string; readonly name: string };
  readonly users: Map<string, DiscordUser>;
  readonly guilds: Map<string, DiscordGuild>;
  readonly channels: Map<string, DiscordChannel>;
  readonly messages: DiscordMessage[];
  /** A new person, English unless said otherwise. */
  user(spec: {
    readonly username: string;
    readonly globalName?: string;
    readonly bot?: boolean;
    readonly locale?: string;
    readonly takesDirect?: boolean;
  }): DiscordUser;
  /** A new guild; the bot is in it, unless said otherwise. */
  guild(spec: {
    readonly name: string;
    readonly owner?: DiscordUser;
    readonly members?: readonly DiscordUser[];
    readonly withoutBot?: boolean;
  }): DiscordGuild;
  /** A new role; it adds no permission, unless said otherwise. */
  role(spec: {
    readonly guild: DiscordGuild;
    readonly name: string;
    readonly permissions?: readonly Permission[];
    readonly mentionable?: boolean;
  }): DiscordRole;
  /** Somebody comes into a guild, or has other roles or another name there from now on. */
  join(
    guild: DiscordGuild,
    user: Pick<DiscordUser, 'id'>,
    as?: { readonly nick?: string; readonly roles?: readonly DiscordRole[] },
  ): DiscordMember;
  leave(guild: DiscordGuild, user: Pick<DiscordUser, 'id'>): void;
  /** A new text channel. `only` names who sees it besides the bot; without it everybody does. */
  channel(spec: {
    readonly guild: DiscordGuild;
    readonly name: string;
    readonly only?: readonly DiscordUser[];
    readonly withoutBot?: boolean;
  }): DiscordChannel;
  thread(spec: { readonly channel: DiscordChannel; readonly name: string }): DiscordChannel;
  /** The direct conversation of a person with the bot; there is one from the first time on. */
  direct(user: Pick<DiscordUser, 'id'>): DiscordChannel;
  /** Takes these permissions from the bot in a channel, and gives back what was taken before. */
  deny(channel: DiscordChannel, ...names: readonly Permission[]): void;
  /** A new id, greater than all before. */
  id(): string;
  /** Keeps a message, or the new state of one with its id. */
  keep(message: DiscordMessage): DiscordMessage;
  /** A message that was not deleted, whoever sees it. */
  message(id: string): DiscordMessage | undefined;
  /** Forgets all messages. */
  forget(): void;
}

/** A world with the app in it, and nobody else. `changed` hears what the gateway tells. */
export function createWorld(now: () => number, changed: (change: Change) => void): World {
  const id = createSnowflakes(now);
  const index = new Map<string, number>();
  const directs = new Map<string, string>();
  function add<T extends { readonly id: string }>(all: Map<string, T>, one: T): T {
    all.set(one.id, one);
    return one;
  }
  function newChannel(channel: Omit<DiscordChannel, 'id' | 'denied' | 'locked'>): DiscordChannel {
    const one = add(world.channels, { id: id(), denied: 0n, locked: false, ...channel });
    if (one.guildId !== undefined) changed({ kind: 'channel', channel: one });
    return one;
  }
  const world: World = {
    app: { id: id(), userId: id(), name: 'quartermaster' },
    users: new Map(),
    guilds: new Map(),
    channels: new Map(),
    messages: [],
    user: ({ username, globalName, bot = false, locale = 'en-GB', takesDirect = true }) =>
      add(world.users, { id: id(), username, globalName: globalName ?? null, bot, locale, takesDirect }),
    guild({ name, owner, members = [], withoutBot = false }) {
      const guildId = id();
      const guild = add(world.guilds, {
        id: guildId,
        name,
        ownerId: owner?.id ?? id(),
        locale: 'en-GB',
        roles: new Map([
          [guildId, { id: guildId, name: '@everyone', permissions: everyones, position: 0, mentionable: false }],
        ]),
        members: new Map<string, DiscordMember>(),
      });
      for (const one of owner === undefined ? members : [owner, ...members]) world.join(guild, one);
      if (!withoutBot) world.join(guild, { id: world.app.userId });
      return guild;
    },
    role({ guild, name, permissions = [], mentionable = false }) {
      const own = { permissions: bits(...permissions), position: guild.roles.size, mentionable };
      const role = add(guild.roles, { id: id(), name, ...own });
      changed({ kind: 'role', guild, role });
      return role;
    },
    join(guild, user, { nick, roles = [] } = {}) {
      const ids = new Set(roles.map((role) => role.id));
      const member = { userId: user.id, nick: nick ?? null, roles: ids, joinedAt: now() };
      const isNew = !guild.members.has(user.id);
      guild.members.set(user.id, member);
      if (isNew && user.id === world.app.userId) changed({ kind: 'joined', guild });
      return member;
    },
    leave(guild, user) {
      const left = guild.members.delete(user.id);
      if (left && user.id === world.app.userId) changed({ kind: 'left', guild });
    },
    channel({ guild, name, only, withoutBot = false }) {
      const seers = only?.map((user) => user.id) ?? [...guild.members.keys()];
      if (!withoutBot && only !== undefined) seers.push(world.app.userId);
      const those = new Set(withoutBot ? seers.filter((one) => one !== world.app.userId) : seers);
      const seen = (only !== undefined || withoutBot) && { only: those };
      return newChannel({ kind: 'text', name, guildId: guild.id, ...seen });
    },
    thread({ channel, name }) {
      if (channel.kind !== 'text' || channel.guildId === undefined) throw new Error('a thread begins in a channel');
      return newChannel({ kind: 'thread', name, guildId: channel.guildId, parentId: channel.id });
    },
    direct(user) {
      const there = world.channels.get(directs.get(user.id) ?? '');
      if (there !== undefined) return there;
      const one = newChannel({ kind: 'direct', name: '', with: user.id, only: new Set([user.id, world.app.userId]) });
      directs.set(user.id, one.id);
      return one;
    },
    deny: (channel, ...names) => void (channel.denied = bits(...names)),
    id,
    keep(message) {
      const old = index.get(message.id);
      if (old === undefined) {
        index.set(message.id, world.messages.length);
        world.messages.push(message);
      } else world.messages[old] = message;
      return message;
    },
    message(wanted) {
      const at = index.get(wanted);
      const one = at === undefined ? undefined : world.messages[at];
      return one?.deleted === true ? undefined : one;
    },
    forget() {
      index.clear();
      world.messages.length = 0;
    },
  };
  const { userId, name } = world.app;
  const bot = { id: userId, username: name, globalName: null, bot: true, locale: 'en-US', takesDirect: false };
  world.users.set(userId, bot);
  return world;
}
