import type { Person, Place } from '../../core/people/person.ts';
import type { Member, Who } from '../chat/origin.ts';
import type { DiscordGroups } from './groups.ts';
import type { DiscordSettings } from './parts.ts';
import type { DiscordOrigin } from './read.ts';

/** Who is who in Discord: every interaction tells it. Of a server that is none of ours people are strangers, and so is who writes to the bot and is in none of ours; what is told unasked is told likewise. */
export function createWho(
  groups: DiscordGroups,
  { servers, directMessages }: Pick<DiscordSettings, 'servers' | 'directMessages'>,
): Who<DiscordOrigin> {
  const isOurs = (guild: string): boolean => servers === undefined || servers.includes(guild);
  const direct = (id: string, standing?: Person['standing']): Place => ({
    id,
    privateTo: id,
    ...(directMessages === 'read' && { readsOnly: true }),
    ...(standing === 'stranger' && { outside: true }),
  });
  return {
    spoke({ user, guild, roles }) {
      if (guild !== undefined) groups.heard({ user, guild, roles });
    },
    async member({ user, name, bot, guild }) {
      const id = personId(user);
      const own = guild === undefined ? await groups.isMember(user) : isOurs(guild);
      return {
        id,
        name,
        bot,
        ...(own !== true && { standing: own === undefined ? 'unknown' : 'stranger' }),
      } satisfies Member;
    },
    async place({ guild, parent, channel }, { id, standing }) {
      if (guild === undefined || channel === undefined) return direct(id, standing);
      return {
        id: `discord:${parent ?? channel}`,
        workspace: `discord:${guild}`,
        ...(standing === 'stranger' && { outside: true }),
      };
    },
    async told(placeId) {
      const id = placeId.replace(/^discord:/, '');
      const found = await groups.whereIs(id);
      // Who is no member any longer is told nothing of the accounts, nor is a place that is not known now.
      if (found === 'untold') return { id: placeId, outside: true };
      if (found === 'nowhere' || found.guild === undefined)
        return direct(placeId, (await groups.isMember(id)) === true ? undefined : 'stranger');
      return {
        id: placeId,
        workspace: `discord:${found.guild}`,
        ...(!isOurs(found.guild) && { outside: true }),
      };
    },
  };
}

/** `discord:123`, of a person. */
export const personId = (user: string): string => `discord:${user}`;
