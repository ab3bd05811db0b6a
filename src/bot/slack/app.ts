import { App, type Receiver } from '@slack/bolt';
import { secondMs } from '../../core/time.ts';
import type { Bot } from '../bot.ts';
import { createConverse } from '../chat/converse.ts';
import { createEverywhere } from '../chat/everywhere.ts';
import { createChangeMessages } from '../chat/messages.ts';
import { createTell } from '../chat/tell.ts';
import { createStanding, type Stands } from '../chat/standing.ts';
import type { Way } from '../chat/way.ts';
import { createWork } from '../chat/work.ts';
import { createChat } from './chat.ts';
import { createFiles } from './files.ts';
import { createHomes } from './home.ts';
import { createEndpoint } from './http.ts';
import { identify } from './identify.ts';
import { listen } from './listen.ts';
import { slackLogger } from './logger.ts';
import type { SlackParts } from './parts.ts';
import { isOfSlack, slackPlatform } from './platform.ts';
import { privately } from './private.ts';
import type { SlackOrigin } from './read.ts';
import type { Message } from './render.ts';
import { createShow } from './show.ts';
import { createSockets } from './sockets.ts';
import { createWho } from './who.ts';

/** A round of notices that takes longer goes on beside the next one. */
const roundMs = 15 * secondMs;

/** Slack, wired up: every payload is acknowledged first, then read, then answered. */
export function createSlack(parts: SlackParts): Bot {
  const { settings, clients, clock, log } = parts;
  const work = createWork({ id: 'slack', title: 'Slack' }, clock, log);
  const { signal } = work;
  const standing = createStanding(clock);
  let wire: Wire | undefined;

  return {
    name: 'slack',
    standing: standing.now,
    async start() {
      const identity = await identify(parts, signal);
      const team = { team: identity.team_id, enterprise: identity.enterprise_id ?? undefined };
      const botName = `@${identity.user}`;
      const chat = createChat({ client: clients.posts, clock, log, signal });
      const files = createFiles(clients.posts, parts.drawer, log);
      const show = createShow(files, settings.command);
      const messages = createChangeMessages(parts.store, 'slack');
      const shows = { platform: slackPlatform(botName), chat, messages, show, log };
      const everywhere = createEverywhere({ ...shows, over: parts.over, clock });
      const who = createWho({ client: clients.lookups, ...team, clock, log });
      const alone = (from: SlackOrigin) => privately({ chat, files, show, clock }, from);
      const way = (from: SlackOrigin): Way<Message> => ({
        ...chat,
        alone: alone(from),
        // Everything was acknowledged as it came, and is answered whenever.
        exclusive: false,
        begin: async () => true,
        leave() {},
        open: () => false,
      });
      const talk = { ...parts, ...shows, everywhere, postFile: files.csv, who, way, signal };
      wire = wireOf(parts, standing);
      const app = new App({
        receiver: wire.receiver,
        token: parts.secrets.botToken,
        // Without one Bolt would ask at every payload.
        botId: identity.bot_id ?? identity.user_id,
        botUserId: identity.user_id,
        tokenVerificationEnabled: false,
        convoStore: false,
        logger: slackLogger(log),
        // Bolt's own client is given to listeners, which do not use it.
        clientOptions: { slackApiUrl: settings.apiUrl, timeout: 10 * secondMs, retryConfig: { retries: 0 } },
      });
      listen(app, {
        ...talk,
        command: settings.command,
        botUser: identity.user_id,
        converse: createConverse(talk),
        homes: createHomes({ ...talk, command: settings.command, client: clients.interactive }),
        forms: clients.interactive,
        begin: work.begin,
        tell: async (from, reply) => alone(from).tell((await show(reply)).messages),
      });
      await wire.receiver.start();
      const tell = createTell({ ...shows, everywhere });
      // Each in its own time: what Slack does not take of one must not keep the other waiting.
      // A place that Slack takes nothing for now is left behind, and the next round leaves it out.
      work.again(() => parts.notices(isOfSlack, tell, signal, who.told), roundMs);
      work.again(() => everywhere.round());
      return `Slack ${wire.words()}, as ${botName} in ${identity.team}`;
    },

    // Nothing new comes in; what is under way goes on to its end.
    stop: (withinMs) => work.stop(Promise.resolve(wire?.receiver.stop()), withinMs),
  };
}

/** The way to Slack, and how it is called. */
interface Wire {
  readonly receiver: Receiver;
  words(): string;
}

function wireOf({ settings, secrets, clock, log }: SlackParts, standing: Stands): Wire {
  const { port, path, apiUrl } = settings;
  switch (secrets.mode) {
    case 'socket':
      return {
        receiver: createSockets({ appToken: secrets.appToken, apiUrl, clock, log, standing }),
        words: () => 'over Socket Mode',
      };
    case 'http': {
      const endpoint = createEndpoint({ signingSecret: secrets.signingSecret, port, path, log, standing });
      return { receiver: endpoint, words: () => `over HTTP on port ${endpoint.port() ?? port}, path ${path}` };
    }
  }
}
