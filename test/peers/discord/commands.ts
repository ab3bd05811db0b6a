import { dataList, type Data } from '../json.ts';
import { commandTypes, validateCommands } from './check-commands.ts';
import { blame } from './posting.ts';
import { refused } from './refusal.ts';
import { ok, param, type Answer, type Route } from './route.ts';
import type { Call } from './call.ts';
import type { Room } from './room.ts';

/** Under which name global commands are kept. */
const everywhere = 'global';

/** The commands that an app registered. */
export interface Commands {
  /** Of a guild, or global ones where none is named, as the API gives them. */
  of(guildId?: string): readonly Data[];
  /** Replaces them all; what has the name and type of an old one keeps its id (Discord, "Application Commands", "Bulk Overwrite Global Application Commands"). */
  replace(all: readonly Data[], guildId?: string): readonly Data[];
  /** How often they were replaced, everywhere. */
  readonly puts: number;
}

/** No command was registered yet. */
export function createCommands(id: () => string, applicationId: string): Commands {
  const kept = new Map<string, readonly Data[]>();
  let puts = 0;
  return {
    of: (guildId = everywhere) => kept.get(guildId) ?? [],
    replace(all, guildId = everywhere) {
      puts += 1;
      const before = kept.get(guildId) ?? [];
      const now = all.map((one) => {
        const type = one['type'] ?? commandTypes.chatInput;
        const old = before.find((each) => each['name'] === one['name'] && each['type'] === type);
        return {
          default_member_permissions: null,
          nsfw: false,
          description: '',
          ...(guildId === everywhere && { contexts: null, integration_types: [0] }),
          ...one,
          type,
          id: old?.['id'] ?? id(),
          application_id: applicationId,
          version: id(),
          ...(guildId !== everywhere && { guild_id: guildId }),
        };
      });
      kept.set(guildId, now);
      return now;
    },
    get puts() {
      return puts;
    },
  };
}

function scope(call: Call, { world }: Room): string | undefined {
  if (param(call, 'application') !== world.app.id) throw refused('unknownApplication');
  const guild = call.params['guild'];
  if (guild === undefined) return undefined;
  if (world.guilds.get(guild)?.members.has(world.app.userId) !== true) throw refused('missingAccess');
  return guild;
}

const list = (call: Call, room: Room): Answer => ok(room.commands.of(scope(call, room)));

function overwrite(call: Call, room: Room): Answer {
  const guild = scope(call, room);
  blame(room, `${call.method} ${call.route}`, validateCommands(call.body));
  return ok(room.commands.replace(dataList(call.body), guild));
}

/** Registration of commands (Discord, "Application Commands", "Endpoints"). */
export const commandRoutes: readonly Route[] = [
  '/applications/{application}/commands',
  '/applications/{application}/guilds/{guild}/commands',
].flatMap((path): readonly Route[] => [
  { method: 'GET', path, run: list },
  { method: 'PUT', path, run: overwrite },
]);
