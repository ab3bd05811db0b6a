import type { Data } from '../json.ts';

/** What a person of the workspace is. */
export type Standing = 'member' | 'guest' | 'single-channel-guest' | 'stranger' | 'bot' | 'deleted';

/** A person or bot as Slack knows it. */
export interface SlackUser {
  readonly id: string;
  readonly name: string;
  readonly teamId: string;
  readonly standing: Standing;
  /** IANA zone, and its offset from UTC now in seconds. */
  readonly zone: string;
  readonly zoneOffset: number;
  readonly isAdmin: boolean;
}

/** A conversation. A mutable part is one that people change while the app runs. */
export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly members: Set<string>;
  archived: boolean;
  /** Shared with another organisation. */
  external: boolean;
  /** Another organisation is invited, and has not come yet. */
  pending?: boolean;
  /** Of a direct conversation with the bot: whom with. */
  readonly with?: string;
}

/** A user group. */
export interface SlackGroup {
  readonly id: string;
  readonly handle: string;
  readonly users: Set<string>;
  disabled: boolean;
}

/** A message, as it stands now. */
export interface SlackMessage {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
  /** Whose it is: a person's id, or the bot's. */
  readonly user: string;
  readonly byApp: boolean;
  readonly text: string;
  /** With the block_id and action_id that Slack gives where the app gave none. */
  readonly blocks: readonly Data[];
  readonly attachments?: readonly Data[];
  readonly metadata?: Data;
  /** Of a message of another app: the id of its bot. */
  readonly otherBot?: string;
  /** Ids of the files in it. */
  readonly files: readonly string[];
  /** Who alone sees it. */
  readonly onlyFor?: string;
  /** How it stood before, oldest first. */
  readonly earlier: readonly { readonly text: string; readonly blocks: readonly Data[] }[];
  readonly deleted: boolean;
}

/** A file: asked for, uploaded, complete. */
export interface SlackFile {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  readonly bytes?: Buffer;
  readonly title?: string;
  readonly complete: boolean;
  /** Posts that will still fail for Slack has not processed it. */
  notReadyFor: number;
}

/** What a new person is like; a member in London, unless said otherwise. */
export interface UserSpec {
  readonly name: string;
  readonly standing?: Standing;
  readonly zone?: string;
  readonly zoneOffset?: number;
  readonly isAdmin?: boolean;
}

/** What a new channel is like; public, and the bot is in it, unless said otherwise. */
export interface ChannelSpec {
  readonly name: string;
  readonly kind?: 'public' | 'private';
  readonly members?: readonly SlackUser[];
  readonly withoutBot?: boolean;
  readonly archived?: boolean;
  readonly external?: boolean;
}

/** One workspace: its people, channels, groups, messages and files. */
export interface World {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  /** The team that strangers are of. */
  readonly otherTeamId: string;
  readonly app: { readonly id: string; readonly botId: string; readonly userId: string; readonly name: string };
  readonly users: Map<string, SlackUser>;
  readonly channels: Map<string, SlackChannel>;
  readonly groups: Map<string, SlackGroup>;
  readonly messages: SlackMessage[];
  readonly files: Map<string, SlackFile>;
  user(spec: UserSpec): SlackUser;
  channel(spec: ChannelSpec): SlackChannel;
  group(spec: {
    readonly handle: string;
    readonly users: readonly SlackUser[];
    readonly disabled?: boolean;
  }): SlackGroup;
  /** The direct conversation of a person with the bot; there is one from the first time on. */
  im(userId: string): SlackChannel;
  /** A channel by id or by `#name`; by a person's id their direct conversation. */
  find(channel: string): SlackChannel | undefined;
  /** A time as Slack writes it, after all that came before: seconds, a dot, six digits. */
  ts(): string;
  /** A new id that begins with a letter or two: no two are alike. */
  id(prefix: string): string;
  /** Keeps a message, or the new state of one with its channel and ts. */
  keep(message: SlackMessage): SlackMessage;
  /** A message that was not deleted, whoever sees it. */
  message(channel: string, ts: string): SlackMessage | undefined;
  /** Forgets all messages. */
  forget(): void;
}

const key = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

/** An empty workspace with the app installed. */
export function createWorld(now: () => number): World {
  let last = 0;
  let ids = 0;
  const index = new Map<string, number>();
  const add = <T extends { readonly id: string }>(all: Map<string, T>, one: T): T => {
    if (all.has(one.id)) throw new Error(`${one.id} is there already`);
    all.set(one.id, one);
    return one;
  };
  const world: World = {
    team: { id: 'T0ACME', name: 'Acme', domain: 'acme' },
    otherTeamId: 'T0GLOBEX',
    app: { id: 'A0QUARTER', botId: 'B0QUARTER', userId: 'U0QUARTER', name: 'quartermaster' },
    users: new Map(),
    channels: new Map(),
    groups: new Map(),
    messages: [],
    files: new Map(),
    user: ({ name, standing = 'member', zone = 'Europe/London', zoneOffset = 0, isAdmin = false }) =>
      add(world.users, {
        id: `U0${key(name)}`,
        name,
        teamId: standing === 'stranger' ? world.otherTeamId : world.team.id,
        standing,
        zone,
        zoneOffset,
        isAdmin,
      }),
    channel({ name, kind = 'public', members = [], withoutBot = false, archived = false, external = false }) {
      const all = new Set(members.map(({ id }) => id));
      if (!withoutBot) all.add(world.app.userId);
      return add(world.channels, { id: `C0${key(name)}`, name, kind, members: all, archived, external });
    },
    group: ({ handle, users, disabled = false }) =>
      add(world.groups, { id: `S0${key(handle)}`, handle, users: new Set(users.map(({ id }) => id)), disabled }),
    im(userId) {
      const id = `D${userId.slice(1)}`;
      const members = new Set([userId, world.app.userId]);
      return (
        world.channels.get(id) ??
        add(world.channels, {
          id,
          name: 'directmessage',
          kind: 'im' as const,
          members,
          archived: false,
          external: false,
          with: userId,
        })
      );
    },
    find(channel) {
      if (/^[UW]/.test(channel)) return world.users.has(channel) ? world.im(channel) : undefined;
      const name = channel.replace(/^#/, '');
      return world.channels.get(channel) ?? [...world.channels.values()].find((one) => one.name === name);
    },
    ts() {
      last = Math.max(last + 1, now() * 1_000);
      return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
    },
    id(prefix) {
      ids += 1;
      return `${prefix}${ids.toString(36).toUpperCase().padStart(6, '0')}`;
    },
    keep(message) {
      const at = `${message.channel} ${message.ts}`;
      const old = index.get(at);
      if (old === undefined) {
        index.set(at, world.messages.length);
        world.messages.push(message);
      } else world.messages[old] = message;
      return message;
    },
    message(channel, ts) {
      const at = index.get(`${channel} ${ts}`);
      const one = at === undefined ? undefined : world.messages[at];
      return one?.deleted === true ? undefined : one;
    },
    forget() {
      index.clear();
      world.messages.length = 0;
    },
  };
  const { app, team } = world;
  world.users.set(app.userId, {
    id: app.userId,
    name: app.name,
    teamId: team.id,
    standing: 'bot',
    zone: 'Etc/UTC',
    zoneOffset: 0,
    isAdmin: false,
  });
  return world;
}
