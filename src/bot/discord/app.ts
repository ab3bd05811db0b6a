import type { CoreReads } from '../../commands/core-reads.ts';
import type { Reply } from '../../commands/reply/reply.ts';
import type { Person, Place } from '../../core/people/person.ts';
import { secondMs } from '../../core/time.ts';
import { BotRefused, type Bot } from '../bot.ts';
import { nothingAsked } from '../chat/asked.ts';
import { createConverse } from '../chat/converse.ts';
import { createEverywhere } from '../chat/everywhere.ts';
import { createChangeMessages } from '../chat/messages.ts';
import { createTell } from '../chat/tell.ts';
import { createStanding, type Stands } from '../chat/standing.ts';
import { createWork } from '../chat/work.ts';
import { onceEach } from '../once-each.ts';
import { callbackOf } from './callback.ts';
import { createChat } from './chat.ts';
import { createEndpoint } from './http.ts';
import { createGateway } from './gateway.ts';
import { identify, type Identity } from './identify.ts';
import { inviteOf } from './invite.ts';
import { hearing } from './listen.ts';
import { withFile } from './message.ts';
import type { DiscordParts } from './parts.ts';
import { discordPlatform, isOfDiscord } from './platform.ts';
import { preparing } from './prepare.ts';
import { createPresses } from './presses.ts';
import type { DiscordOrigin, FirstAnswer } from './read.ts';
import { applicationCommands, commandFor } from './register.ts';
import { createShow } from './show.ts';
import { createWay } from './way.ts';
import { createWho } from './who.ts';

/** A round of notices that takes longer goes on beside the next one. */
const roundMs = 15 * secondMs;

/** Discord, wired up: every interaction is read and deferred, claimed, then answered. */
export function createDiscord(
  parts: DiscordParts & { coreFor(person: Person, place: Place): Promise<CoreReads> },
): Bot {
  const { settings, calls, groups, clock, log } = parts;
  const work = createWork({ id: 'discord', title: 'Discord' }, clock, log);
  const { signal } = work;
  const standing = createStanding(clock);
  let wire: Wire | undefined;

  return {
    name: 'discord',
    standing: standing.now,
    async start() {
      const identity = await identify(parts, signal);
      const { applicationId } = identity;
      const command = commandFor(settings.command);
      const chat = createChat({ calls, log, signal, house: parts.store.id });
      const presses = createPresses(parts.store);
      const show = createShow({ drawer: parts.drawer, presses, log, command });
      const messages = createChangeMessages(parts.store, 'discord');
      const shows = { platform: discordPlatform(groups.isRole), chat, messages, show, log };
      const everywhere = createEverywhere({ ...shows, over: parts.over, clock });
      const who = createWho(groups, settings);
      const way = onceEach((from: DiscordOrigin) =>
        createWay({ calls, chat, show, clock, log, applicationId, signal }, from),
      );
      const postFile = async (rows: string, name: string, { channel, id }: { channel: string; id: string }) => {
        const sent = await chat.post(
          { channel, thread: id },
          withFile({ components: [], files: [] }, { name, data: rows }),
        );
        return sent.is === 'sent';
      };
      const talk = { ...parts, ...shows, everywhere, postFile, who, way, signal };
      const hear = hearing({
        ...talk,
        presses,
        command,
        converse: createConverse(talk),
        begin: work.begin,
        async tell(from: DiscordOrigin, reply: Reply) {
          if (await way(from).begin(nothingAsked, false)) await way(from).alone.tell((await show(reply)).messages);
        },
      });
      wire = wireOf(parts, identity, hear, standing);
      const prepare = preparing({
        rest: calls.rest,
        application: applicationId,
        commands: applicationCommands(settings.command, parts.commands),
        servers: settings.servers,
        groups,
        clock,
        log,
      });
      await prepare();
      // What was stopped meanwhile must not begin to listen.
      signal.throwIfAborted();
      await wire.start(signal);
      const tell = createTell({ ...shows, everywhere });
      work.again(() => parts.notices(isOfDiscord, tell, signal, who.told), roundMs);
      work.again(() => everywhere.round());
      work.again(prepare);
      return `Discord ${wire.words()}, as ${identity.name}; it is invited by ${inviteOf(applicationId)}`;
    },
    async stop(withinMs) {
      await work.stop(wire?.stop() ?? Promise.resolve(), withinMs);
      await calls.close();
    },
  };
}

/** The way to Discord, and how it is called. */
interface Wire {
  start(signal: AbortSignal): Promise<void>;
  /** Nothing new comes in. */
  stop(): Promise<void>;
  words(): string;
}

function wireOf(
  { settings, token, calls, clock, log }: DiscordParts,
  { publicKey, applicationId }: Identity,
  hear: (body: unknown, first: FirstAnswer) => void,
  standing: Stands,
): Wire {
  const { mode, port, path } = settings;
  switch (mode) {
    case 'gateway': {
      const gateway = createGateway({
        token,
        calls,
        clock,
        log,
        standing,
        hear: (interaction) => hear(interaction, callbackOf(calls, interaction)),
      });
      return { start: (signal) => gateway.start(signal), stop: () => gateway.stop(), words: () => 'over the gateway' };
    }
    case 'http': {
      if (publicKey === undefined)
        throw new BotRefused(`Discord does not tell the public key of ${applicationId}; discord.publicKey gives it`);
      const endpoint = createEndpoint({ publicKey, port, path, clock, log, hear, standing });
      return {
        start: () => endpoint.start(),
        stop: () => endpoint.stop(),
        words: () => `over HTTP on port ${endpoint.port() ?? port}, path ${path}`,
      };
    }
  }
}
