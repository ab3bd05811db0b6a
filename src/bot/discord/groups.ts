import { Routes } from 'discord.js';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Clock } from '../../core/ports/clock.ts';
import type { Groups } from '../../core/ports/groups.ts';
import type { Log } from '../../core/ports/log.ts';
import { hourMs, minuteMs, secondMs, type Instant } from '../../core/time.ts';
import type { DiscordCalls } from './calls.ts';
import { codes } from './failure.ts';

/** Who waits for a member waits at most so long; what is not known then is not believed. */
const waitMs = 2 * secondMs;
/** However seldom somebody asks: what is older is not believed. */
const believedMs = hourMs;
const membersRemembered = 20_000;
const channelsRemembered = 5_000;
/** Servers that somebody is looked for in. */
const serversAtMost = 20;
/** In which servers the bot is, and which server a channel is in, is asked again so much later. */
const freshMs = 10 * minuteMs;

/** What an interaction tells of somebody: the roles that they have in a server at that moment. */
export interface Told {
  readonly user: string;
  readonly guild: string;
  readonly roles: readonly string[];
}

/** Roles of Discord's servers, and what hears of who has them. */
export interface DiscordGroups extends Groups {
  heard(told: Told): void;
  /** Learns which ids are those of roles: persons, channels and roles look alike. Gives the servers; undefined: Discord did not tell. */
  learn(): Promise<readonly string[] | undefined>;
  /** Whether an id, `discord:123`, is known to be one of a role. */
  isRole(id: string): boolean;
  /** Whether somebody is in a server of ours; undefined: Discord did not tell. */
  isMember(user: string): Promise<boolean | undefined>;
  /** What an id is of, which may be a channel's or a person's. */
  whereIs(id: string): Promise<WhereIs>;
}

/** A channel with its server, where it is in one; `nowhere`: no channel has that id; `untold`: Discord did not tell now. */
export type WhereIs = { readonly guild: string | undefined } | 'nowhere' | 'untold';

/** What is known of somebody: roles by server, each as old as it was told, and when all servers were asked. */
interface Known {
  readonly roles: ReadonlyMap<string, { readonly ids: readonly string[]; readonly readAt: Instant }>;
  readonly readAt: Instant;
}

/** Codes that say that somebody is not there: they are no member, or nobody at all, or the bot is not there itself. */
const noMember: ReadonlySet<string> = new Set([codes.unknownMember, codes.unknownUser, codes.missingAccess]);

/** What was told just now is believed whatever else could not be read. */
const justNowMs = minuteMs;

const GuildMember = z.object({ roles: z.array(z.string()) });
const GuildRoles = z.array(z.object({ id: z.string() }));
const Guilds = z.array(z.object({ id: z.string() }));
const Channel = z.object({ guild_id: z.string().optional() });

/** See {@link Groups}. @param servers Ours; undefined: every one that the bot is in. */
export function createGroups(
  calls: DiscordCalls,
  servers: readonly string[] | undefined,
  clock: Clock,
  log: Log,
): DiscordGroups {
  const known = new LRUCache<string, Known>({ max: membersRemembered });
  const under = new Map<string, Promise<boolean>>();
  const channels = new LRUCache<string, { readonly found: WhereIs; readonly readAt: Instant }>({
    max: channelsRemembered,
  });
  let guilds: { readonly ids: readonly string[]; readonly readAt: Instant } | undefined;
  /** Older than somebody could bear, and not to be had anew. */
  const doubted = new Set<string>();

  async function ours(): Promise<readonly string[] | undefined> {
    if (servers !== undefined) return servers;
    if (guilds !== undefined && clock.now() - guilds.readAt < freshMs) return guilds.ids;
    const told = await calls.ask({ method: 'Get', route: Routes.userGuilds() });
    const read = told.is === 'sent' ? Guilds.safeParse(told.body) : undefined;
    if (read?.success !== true) return guilds?.ids;
    guilds = { ids: read.data.map(({ id }) => id).slice(0, serversAtMost), readAt: clock.now() };
    return guilds.ids;
  }

  const roleIds = new Set<string>();

  /** Asks Discord for somebody in every server. @returns Whether it told. */
  async function renew(user: string): Promise<boolean> {
    // The moment of the question: who loses a role while it is answered is found out the next time.
    const readAt = clock.now();
    const all = await ours();
    if (all === undefined) return false;
    const roles = new Map<string, { readonly ids: readonly string[]; readonly readAt: Instant }>();
    for (const guild of all) {
      const told = await calls.ask({ method: 'Get', route: Routes.guildMember(guild, user) });
      if (told.is === 'sent') {
        const read = GuildMember.safeParse(told.body);
        if (read.success) roles.set(guild, { ids: read.data.roles, readAt });
      } else if (told.is !== 'refused' || !noMember.has(told.code)) {
        log.warn({ platform: 'discord', user, guild, error: told.code }, 'the roles of somebody could not be read');
        return false;
      }
    }
    // Who did something meanwhile has told it anew.
    for (const [guild, told] of known.get(user)?.roles ?? []) if (told.readAt > readAt) roles.set(guild, told);
    known.set(user, { roles, readAt });
    doubted.delete(user);
    return true;
  }
  const renewed = (user: string): Promise<boolean> => {
    const going = under.get(user) ?? renew(user).finally(() => under.delete(user));
    under.set(user, going);
    return going;
  };
  const within = async (work: Promise<unknown>): Promise<void> => {
    const over = new AbortController();
    await Promise.race([work, clock.sleep(waitMs, over.signal).catch(() => {})]);
    over.abort();
  };
  const isOlder = (user: string, ms: number): boolean => {
    const before = known.get(user);
    return before === undefined || clock.now() - before.readAt > ms;
  };

  return {
    heard({ user, guild, roles }) {
      // Who speaks in another server is no member of ours for that.
      if (servers?.includes(guild) === false) return;
      const before = known.get(user);
      const readAt = clock.now();
      // Where there is one server this is all; what is known of others is as old as it was.
      const all = servers?.length === 1 ? readAt : (before?.readAt ?? Number.NEGATIVE_INFINITY);
      known.set(user, { roles: new Map([...(before?.roles ?? []), [guild, { ids: roles, readAt }]]), readAt: all });
      if (servers?.length === 1) doubted.delete(user);
    },
    async refresh(ids, maxAgeMs, persons) {
      if (!ids.some(isOfDiscord)) return;
      const old = persons
        .filter(isOfDiscord)
        .map(bare)
        .filter((user) => isOlder(user, maxAgeMs));
      if (old.length === 0) return;
      await within(Promise.all(old.map(renewed)));
      for (const user of old) if (isOlder(user, maxAgeMs)) doubted.add(user);
    },
    holds: (id, persons) =>
      isOfDiscord(id) &&
      persons.some((person) => {
        const user = bare(person);
        const all = isOfDiscord(person) ? known.get(user)?.roles.values() : undefined;
        return [...(all ?? [])].some(({ ids, readAt }) => {
          const age = clock.now() - readAt;
          return ids.includes(bare(id)) && (age < justNowMs || (age < believedMs && !doubted.has(user)));
        });
      }),
    async learn() {
      const all = await ours();
      let untold = false;
      for (const guild of all ?? []) {
        const told = await calls.ask({ method: 'Get', route: Routes.guildRoles(guild) });
        const read = told.is === 'sent' ? GuildRoles.safeParse(told.body) : undefined;
        for (const { id } of read?.data ?? []) roleIds.add(id);
        // Where the bot is not there are no roles that it could know.
        untold ||= read?.success !== true && told.is !== 'refused';
      }
      return untold ? undefined : all;
    },
    isRole: (id) => isOfDiscord(id) && roleIds.has(bare(id)),
    async isMember(user) {
      if (isOlder(user, freshMs)) await within(renewed(user));
      const found = known.get(user);
      return found === undefined || isOlder(user, believedMs) ? undefined : found.roles.size > 0;
    },
    async whereIs(id) {
      const before = channels.get(id);
      if (before !== undefined && clock.now() - before.readAt < freshMs) return before.found;
      const told = await calls.ask({ method: 'Get', route: Routes.channel(id) });
      const read = told.is === 'sent' ? Channel.safeParse(told.body).data : undefined;
      const found: WhereIs | undefined =
        read !== undefined
          ? { guild: read.guild_id }
          : told.is === 'refused' && told.code === codes.unknownChannel
            ? 'nowhere'
            : undefined;
      if (found !== undefined) channels.set(id, { found, readAt: clock.now() });
      // The server of a channel never changes.
      return found ?? before?.found ?? 'untold';
    },
  };
}

const isOfDiscord = (id: string): boolean => /^discord:\d{1,20}$/.test(id);
const bare = (id: string): string => id.replace(/^discord:/, '');
