import { z } from 'zod';
import type { Log } from '../../core/ports/log.ts';
import type { ApplicationCommand } from './register.ts';

/** Discord's REST API, as far as commands are registered by it; discord.js' `REST` is one. Rejects with an error that has the `status` of an answer that is none of success. */
export interface CommandRest {
  get(route: `/${string}`): Promise<unknown>;
  put(route: `/${string}`, options: { readonly body: unknown }): Promise<unknown>;
}

/** What is registered where. */
export interface RegisteringParts {
  readonly rest: CommandRest;
  /** Id of the application. It is ours alone: what it has besides is of another version or name of ours. */
  readonly application: string;
  readonly commands: readonly ApplicationCommand[];
  /** Ids of the servers that alone have the commands; left out: every server that installed the app, and the conversation with the bot. */
  readonly servers?: readonly string[] | undefined;
  /** Ids of the servers that the bot is in, where that is known: those that are not listed are freed of what they have from before. */
  readonly joined?: readonly string[] | undefined;
  readonly log: Log;
}

/**
 * Makes Discord know exactly these commands, and gives what was done, in sentences. What is as it should be is left alone, so it
 * may be called at every start, and by every process; else all types are overwritten at once (Discord, "Application Commands":
 * Bulk Overwrite). Commands stand in one place, everywhere or in servers, for with both people see each twice. A server that
 * does not let it be done is told and logged; else it rejects with what the API says.
 */
export async function registering(parts: RegisteringParts): Promise<readonly string[]> {
  const { rest, application, commands, servers, joined, log } = parts;
  const everywhere = `/applications/${application}/commands` as const;
  const inServer = (server: string) => `/applications/${application}/guilds/${server}/commands` as const;

  const made = async (route: `/${string}`, wanted: readonly object[], keys: readonly string[]): Promise<boolean> => {
    if (normal(await rest.get(route), keys) === normal(wanted, keys)) return false;
    await rest.put(route, { body: wanted });
    return true;
  };
  /** What was done of a server's commands; nothing where it has none, and is to have none. */
  const ofServer = async (server: string, wanted: readonly ApplicationCommand[]): Promise<readonly string[]> => {
    try {
      const changed = await made(inServer(server), wanted.map(forServer), said);
      if (wanted.length === 0) return changed ? [`Commands of server ${server}: taken back.`] : [];
      return [`Commands of server ${server}: ${changed ? 'registered' : 'as before'}.`];
    } catch (error) {
      const refused = Refusal.safeParse(error);
      if (!refused.success) throw error;
      log.warn({ platform: 'discord', server, because: refused.data.message }, 'commands could not be registered');
      return [
        `Commands of server ${server}: not possible (${refused.data.message}); invite the app there with the scope applications.commands.`,
      ];
    }
  };

  const done: string[] = [];
  // Nobody is to be without commands in between: they are given before others are taken.
  for (const server of servers ?? []) done.push(...(await ofServer(server, commands)));
  const changed = await made(everywhere, servers === undefined ? commands : [], [...said, ...ofAll]);
  const [now, before] = servers === undefined ? ['registered', 'as before'] : ['taken back', 'none, as before'];
  done.push(`Commands for every server: ${changed ? now : before}.`);
  for (const server of joined ?? []) if (servers?.includes(server) !== true) done.push(...(await ofServer(server, [])));
  // Where commands stand has changed, and what stood where before cannot be known.
  if (changed && joined === undefined)
    done.push(
      `A server that had commands of its own before, and is to have none, is freed by PUT [] to ${inServer('SERVER')}.`,
    );
  for (const sentence of done) log.info({ platform: 'discord' }, sentence);
  return done;
}

/** The server, or that the app may do nothing there (Discord, "Opcodes and Status Codes": HTTP). */
const Refusal = z.object({ status: z.literal([403, 404]), message: z.string() });

/** What is said of a command and what is in it; Discord adds ids, versions and translations. */
const said = [
  'type',
  'name',
  'description',
  'options',
  'required',
  'choices',
  'value',
  'autocomplete',
  'min_value',
  'max_value',
  'min_length',
  'max_length',
  'nsfw',
  'default_member_permissions',
];
/** Only where a command is of every server (Discord, "Application Command Object"). */
const ofAll = ['contexts', 'integration_types'];

const forServer = ({ contexts: _, integration_types: __, ...rest }: ApplicationCommand): object => rest;

const Listed = z.array(z.unknown());

/** Commands in a form in which equal ones are equal: in order, without what Discord adds, and without what is as it is where nothing is said. */
const normal = (commands: unknown, keys: readonly string[]): string =>
  Listed.parse(commands)
    .map((one) => JSON.stringify(part(one, keys)))
    .toSorted()
    .join('\n');

const Fields = z.record(z.string(), z.unknown());

function part(value: unknown, keys: readonly string[]): unknown {
  if (Array.isArray(value)) {
    const parts = value.map((one) => part(one, keys));
    return parts.every((one) => typeof one === 'number') ? parts.toSorted((one, other) => one - other) : parts;
  }
  const { data: fields } = Fields.safeParse(value);
  if (fields === undefined) return value;
  return Object.fromEntries(
    keys.flatMap((key) => {
      const one = part(fields[key], keys);
      const unsaid = one === undefined || one === null || one === false || one === '' || isEmpty(one);
      return unsaid ? [] : [[key, one]];
    }),
  );
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
