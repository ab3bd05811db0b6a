import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Person, Place } from '../../core/people/person.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { minuteMs } from '../../core/time.ts';
import type { SlackClients } from './clients.ts';
import { failureOf, type Failure } from './failure.ts';
import { remembering } from './remembered.ts';

/** Who somebody in Slack is. */
export interface Member extends Pick<Person, 'id' | 'name'> {
  readonly standing?: NonNullable<Person['standing']>;
  /** A program: nothing that it says is heard. */
  readonly bot: boolean;
}

/** Who is who, and what a channel is, as Slack says. */
export interface Who {
  /** @param team The workspace that came with what they did, where one came. */
  member(user: string, team: string | undefined): Promise<Member>;
  /** Where Slack does not say now whether others read it too, it is taken for one that they read. @param anew What everybody will see does not rest on what could not be told a moment ago. */
  place(channel: string, by: Pick<Member, 'standing'>, anew?: boolean): Promise<Place>;
  /** The direct conversation with somebody. */
  direct(member: Pick<Member, 'id' | 'standing'>): Place;
  /** The place of this id, in which something is told unasked. */
  told(placeId: string): Promise<Place>;
}

/** A guest who becomes a member, or the other way round, is known as that so much later. */
const freshMs = 5 * minuteMs;
/** While Slack does not answer somebody is what they were so long, and then unknown. */
const believedMs = 10 * minuteMs;
const membersRemembered = 20_000;
const channelsRemembered = 5_000;

const UserInfo = z.object({
  user: z.object({
    name: z.string().optional(),
    real_name: z.string().optional(),
    team_id: z.string().optional(),
    is_bot: z.boolean().optional(),
    deleted: z.boolean().optional(),
    is_restricted: z.boolean().optional(),
    is_ultra_restricted: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
    profile: z.object({ display_name: z.string().optional() }).optional(),
  }),
});

const ChannelInfo = z.object({
  channel: z.object({
    is_ext_shared: z.boolean().optional(),
    is_pending_ext_shared: z.boolean().optional(),
  }),
});

/** What is told of a channel. */
type Channel = z.infer<typeof ChannelInfo>['channel'];

/** What it is made of. */
export interface WhoParts {
  readonly client: SlackClients['lookups'];
  /** The workspace that the bot is installed in, and the organisation that it belongs to. */
  readonly team: string;
  readonly enterprise?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** See {@link Who}. Never rejects: whoever could not be looked up has the standing `unknown`. */
export function createWho({ client, team, enterprise, clock, log }: WhoParts): Who {
  const looked =
    <T>(
      what: string,
      ask: (id: string) => Promise<unknown>,
      schema: z.ZodType<T>,
      failed: (why: Failure | undefined) => void = () => {},
    ) =>
    async (id: string): Promise<T | undefined> => {
      try {
        return schema.parse(await ask(id));
      } catch (error) {
        const failure = failureOf(error);
        failed(failure);
        // Of a channel that the bot is no member of Slack tells nothing, and that is nothing wrong.
        if (failure?.code !== 'channel_not_found')
          log.warn({ platform: 'slack', what, id, error: failure?.code ?? String(error) }, 'Slack could not be asked');
        return undefined;
      }
    };
  const users = remembering({
    clock,
    most: membersRemembered,
    freshMs,
    believedMs,
    ask: looked('users.info', (user) => client.apiCall('users.info', { user }), UserInfo),
  });
  /** Slack did not say what these are, though it could. */
  const untold = new LRUCache<string, true>({ max: channelsRemembered });
  const channels = remembering<Channel>({
    clock,
    most: channelsRemembered,
    freshMs,
    believedMs,
    async ask(channel) {
      untold.delete(channel);
      const told = await looked(
        'conversations.info',
        (id) => client.apiCall('conversations.info', { channel: id }),
        ChannelInfo,
        (why) => {
          // Of what the bot is no member of nothing it says is read by others.
          if (why !== undefined && (why.is !== 'refused' || why.code === 'missing_scope')) untold.set(channel, true);
        },
      )(channel);
      return told?.channel;
    },
  });
  const workspace = `slack:${team}`;
  const isOurs = (theirs: string | undefined): boolean =>
    theirs === undefined || theirs === team || theirs === enterprise;

  const who: Who = {
    async member(user, said) {
      const told = await users.of(user);
      if (told === undefined) {
        return isOurs(said)
          ? { id: idOf(user, undefined), name: user, standing: 'unknown', bot: false }
          : { id: idOf(user, said), name: user, standing: 'stranger', bot: false };
      }
      const { user: found } = told.value;
      const shown = [found.profile?.display_name, found.real_name, found.name].find((name) => (name ?? '') !== '');
      const name = shown ?? user;
      const bot = found.is_bot === true || found.deleted === true;
      const theirs = [said, found.team_id].find((one) => !isOurs(one));
      if (theirs !== undefined || found.is_stranger === true)
        return { id: idOf(user, theirs ?? 'elsewhere'), name, standing: 'stranger', bot };
      const guest = found.is_restricted === true || found.is_ultra_restricted === true;
      return { id: idOf(user, undefined), name, ...(guest && { standing: 'guest' }), bot };
    },

    async place(channel, { standing }, anew = false) {
      const told = await channels.of(channel, anew);
      const shared =
        told === undefined
          ? untold.has(channel)
          : told.value.is_ext_shared === true || told.value.is_pending_ext_shared === true;
      return { id: `slack:${channel}`, workspace, ...((shared || standing === 'stranger') && { outside: true }) };
    },

    direct({ id, standing }) {
      return { id, privateTo: id, workspace, ...(standing === 'stranger' && { outside: true }) };
    },

    async told(id) {
      const person = personIn(id);
      if (person === undefined) return who.place(id.replace(/^slack:/, ''), {});
      const { standing } = await who.member(person.user, person.team);
      return who.direct({ id, ...(standing && { standing }) });
    },
  };
  return who;
}

/** Ids of people are unique within one workspace only (Slack, "users.info"): those of others bear theirs. */
const idOf = (user: string, foreign: string | undefined): string =>
  foreign === undefined ? `slack:${user}` : `slack:${foreign}:${user}`;

/** The user whom an id names, and the workspace that they are of where it is another; undefined: they are nobody of Slack's. Other workspaces may have users of the same id. */
export function personIn(id: string): { readonly user: string; readonly team?: string } | undefined {
  const [, team, user] = /^slack:(?:([^:]+):)?([UW][A-Z0-9]+)$/.exec(id) ?? [];
  return user === undefined ? undefined : { user, ...(team !== undefined && { team }) };
}
