import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Place } from '../../core/people/person.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { minuteMs } from '../../core/time.ts';
import type { Failure } from '../chat/chat.ts';
import type { Member, Who } from '../chat/origin.ts';
import { remembering } from '../chat/remembered.ts';
import type { SlackClients } from './clients.ts';
import { failureOf } from './failure.ts';
import type { SlackOrigin } from './read.ts';

/** Who is who in Slack. */
export interface SlackWho extends Who<SlackOrigin> {
  /** The direct conversation with somebody. */
  direct(member: Pick<Member, 'id' | 'standing'>): Place;
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

/** See {@link Who}. Whoever could not be looked up has the standing `unknown`; where Slack does not say now whether others read a channel too, it is taken for one that they read. */
export function createWho({ client, team, enterprise, clock, log }: WhoParts): SlackWho {
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

  const placed = async (channel: string, { standing }: Pick<Member, 'standing'>, anew: boolean): Promise<Place> => {
    const told = await channels.of(channel, anew);
    const shared =
      told === undefined
        ? untold.has(channel)
        : told.value.is_ext_shared === true || told.value.is_pending_ext_shared === true;
    return { id: `slack:${channel}`, workspace, ...((shared || standing === 'stranger') && { outside: true }) };
  };

  const who: SlackWho = {
    // Slack tells of nobody with what they say.
    spoke() {},
    async member({ user, team: said }) {
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

    async place({ channel, direct = false }, member, anew) {
      return channel === undefined || direct ? who.direct(member) : placed(channel, member, anew);
    },

    direct({ id, standing }) {
      return { id, privateTo: id, workspace, ...(standing === 'stranger' && { outside: true }) };
    },

    async told(id) {
      const person = personIn(id);
      if (person === undefined) return placed(id.replace(/^slack:/, ''), {}, false);
      const { standing } = await who.member(person);
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
