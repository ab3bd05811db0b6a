import type { Mode } from './bot/slack/workspace.ts';
import { createSlackPeer, type SlackPeer, type SlackPeerParts } from './peers/slack/peer.ts';
import type { SlackChannel, SlackUser } from './peers/slack/world.ts';
import { listensAt, openServed, type Begin, type Begun, type Served } from './served.ts';

/** What signs requests in these tests. */
export const signingSecret = 'a-signing-secret-of-a-test';

/** A workspace that the program can be told of. */
export interface SlackServed {
  readonly peer: SlackPeer;
  readonly maria: SlackUser;
  readonly ops: SlackChannel;
  /** The secrets of a mode, right ones. */
  secrets(mode: Mode): Readonly<Record<string, string>>;
  /** A line of quartermaster.yaml. */
  settings(mode: Mode, port?: number): string;
  /** Slack knows from then on where the program listens, if it does. */
  reaches(ready: string): void;
}

/** The same with the program as a process of its own, in a folder with a configuration for it. */
export interface Serving extends SlackServed, Pick<Served, 'folder' | 'close'> {
  /** Begins it, with what it needs unless said otherwise. */
  begin(mode: Mode, more?: Begin & { readonly port?: number }): Promise<Begun>;
}

/** Opens a workspace; the caller stops its peer. */
export async function openSlack(parts: SlackPeerParts = {}): Promise<SlackServed> {
  const peer = await createSlackPeer(parts);
  const maria = peer.world.user({ name: 'maria' });
  return {
    peer,
    maria,
    ops: peer.world.channel({ name: 'ops', members: [maria] }),
    secrets: (mode) => ({
      SLACK_BOT_TOKEN: peer.tokens.bot,
      ...(mode === 'socket' ? { SLACK_APP_TOKEN: peer.tokens.app } : { SLACK_SIGNING_SECRET: signingSecret }),
    }),
    settings: (mode, port = 0) => `slack: { mode: ${mode}, port: ${port}, apiUrl: "${peer.apiUrl}" }\n`,
    reaches(ready) {
      const url = listensAt(ready, 'Slack');
      if (url !== undefined) peer.http({ url, signingSecret });
    },
  };
}

/** Opens all of it; the caller closes it. */
export async function openServing(parts: SlackPeerParts = {}): Promise<Serving> {
  const served = await openServed();
  const slack = await openSlack(parts);
  return {
    ...slack,
    folder: served.folder,
    async begin(mode, { port, ...more } = {}) {
      const begun = await served.begin(slack.settings(mode, port), slack.secrets(mode), more);
      return {
        ...begun,
        async ready() {
          const line = await begun.ready();
          slack.reaches(line);
          return line;
        },
      };
    },
    async close() {
      await served.close();
      await slack.peer.stop();
    },
  };
}
