import { App, type Receiver } from '@slack/bolt';
import { secondMs } from '../../core/time.ts';
import { listenedToByMany } from '../../core/until-aborted.ts';
import type { Bot } from '../bot.ts';
import { createChat } from './chat.ts';
import { createConverse } from './converse.ts';
import { createEverywhere } from './everywhere.ts';
import { createFiles } from './files.ts';
import { createHomes } from './home.ts';
import { createEndpoint } from './http.ts';
import { identify } from './identify.ts';
import { listen } from './listen.ts';
import { slackLogger } from './logger.ts';
import { createChangeMessages } from './messages.ts';
import type { SlackParts } from './parts.ts';
import { privately } from './private.ts';
import { createShow } from './show.ts';
import { createSockets } from './sockets.ts';
import { createTell, isOfSlack } from './tell.ts';
import { createWho } from './who.ts';

/** What waits to be said is looked for so often. */
const noticesMs = 3 * secondMs;
/** A round that takes longer goes on beside the next one. */
const roundMs = 15 * secondMs;

/** Slack, wired up: every payload is acknowledged first, then read, then answered. */
export function createSlack(parts: SlackParts): Bot {
  const { settings, clients, clock, log } = parts;
  const over = new AbortController();
  const signal = listenedToByMany(over.signal);
  const work = new Set<Promise<unknown>>();
  let wire: Wire | undefined;
  const going: Promise<void>[] = [];

  /** Does it every few seconds until the end. @param longestMs A round that takes longer goes on beside the next one. */
  const again = (what: () => Promise<void>, longestMs?: number): void => {
    const under = new Set<Promise<void>>();
    const rounds = async () => {
      while (!signal.aborted) {
        const round = what()
          .catch((error: unknown) => {
            if (!signal.aborted)
              log.error({ platform: 'slack', error: String(error) }, 'what is told unasked was not told');
          })
          .finally(() => under.delete(round));
        under.add(round);
        const enough = new AbortController();
        const late = longestMs === undefined ? [] : [clock.sleep(longestMs, enough.signal).catch(() => {})];
        await Promise.race([round, ...late]);
        enough.abort(new Error('the round is over'));
        await clock.sleep(noticesMs, signal).catch(() => {});
      }
      await Promise.all(under);
    };
    going.push(rounds());
  };

  /** Work goes on after its payload was acknowledged; a fault in it ends nothing else. */
  const begin = (doing: () => Promise<unknown>): void => {
    const under = doing()
      .catch((error: unknown) => {
        if (signal.aborted) return;
        const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
        log.error({ platform: 'slack', error: told }, 'something said in Slack could not be answered');
      })
      .finally(() => work.delete(under));
    work.add(under);
  };

  return {
    name: 'slack',
    async start() {
      const identity = await identify(parts, signal);
      const team = { team: identity.team_id, enterprise: identity.enterprise_id ?? undefined };
      const chat = createChat({ client: clients.posts, clock, log, signal });
      const files = createFiles(clients.posts, parts.drawer, log);
      const show = createShow(files, settings.command);
      const messages = createChangeMessages(parts.store);
      const everywhere = createEverywhere({ chat, messages, show, log, over: parts.over });
      const who = createWho({ client: clients.lookups, ...team, clock, log });
      const botName = `@${identity.user}`;
      const shared = {
        ...parts,
        chat,
        files,
        show,
        who,
        messages,
        everywhere,
        botName,
        signal,
        command: settings.command,
      };
      wire = wireOf(parts);
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
        ...shared,
        botUser: identity.user_id,
        converse: createConverse(shared),
        homes: createHomes({ ...shared, client: clients.interactive }),
        forms: clients.interactive,
        begin,
        tell: async (from, reply) => privately(chat, clock, from).tell((await show(reply)).messages),
      });
      await wire.receiver.start();
      const tell = createTell({ chat, messages, everywhere, show, log });
      // Each in its own time: what Slack does not take of one must not keep the other waiting.
      // A place that Slack takes nothing for now is left behind, and the next round leaves it out.
      again(() => parts.notices(isOfSlack, tell, signal, who.told), roundMs);
      again(() => everywhere.round());
      return `Slack ${wire.words()}, as ${botName} in ${identity.team}`;
    },

    async stop(withinMs) {
      const enough = new AbortController();
      const late = clock.sleep(withinMs, enough.signal).catch(() => {});
      // Nothing new comes in; what is under way goes on to its end.
      const ended = Promise.resolve(wire?.receiver.stop()).then(() => emptied(work));
      await Promise.race([ended, late]);
      enough.abort(new Error('nothing is under way any longer'));
      over.abort(new Error('Slack is stopped'));
      await Promise.allSettled([...work, ...going]);
    },
  };
}

/** Resolves when nothing is under way, what begins meanwhile with it. */
async function emptied(work: ReadonlySet<Promise<unknown>>): Promise<void> {
  while (work.size > 0) await Promise.allSettled(work);
}

/** The way to Slack, and how it is called. */
interface Wire {
  readonly receiver: Receiver;
  words(): string;
}

function wireOf({ settings, secrets, clock, log }: SlackParts): Wire {
  const { port, path, apiUrl } = settings;
  switch (secrets.mode) {
    case 'socket':
      return {
        receiver: createSockets({ appToken: secrets.appToken, apiUrl, clock, log }),
        words: () => 'over Socket Mode',
      };
    case 'http': {
      const endpoint = createEndpoint({ signingSecret: secrets.signingSecret, port, path, log });
      return { receiver: endpoint, words: () => `over HTTP on port ${endpoint.port() ?? port}, path ${path}` };
    }
  }
}
