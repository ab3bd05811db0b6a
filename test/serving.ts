import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mode } from './bot/slack/workspace.ts';
import { createSlackPeer, type SlackPeer, type SlackPeerParts } from './peers/slack/peer.ts';
import type { SlackChannel, SlackUser } from './peers/slack/world.ts';
import { startProgram } from './program.ts';

/** What signs requests in these tests. */
export const signingSecret = 'a-signing-secret-of-a-test';

/** A folder with a configuration for Slack, a workspace, and the program as a process of its own. */
export interface Serving {
  readonly folder: string;
  readonly peer: SlackPeer;
  readonly maria: SlackUser;
  readonly ops: SlackChannel;
  /** The secrets of a mode, right ones. */
  secrets(mode: Mode): Readonly<Record<string, string>>;
  /** Begins it, with what it needs unless said otherwise. */
  begin(mode: Mode, more?: Begin): Promise<Begun>;
  /** Ends what still runs. */
  close(): Promise<void>;
}

/** What a test brings. */
export interface Begin {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Environment that is not there. */
  readonly without?: readonly string[];
  readonly port?: number;
  /** A command that runs it. */
  readonly under?: readonly string[];
}

/** The program that runs. */
export interface Begun extends Pick<ReturnType<typeof startProgram>, 'child' | 'ended'> {
  /** Resolves to the line on stderr that fits, once it is there; rejects where the program ends before. */
  line(fits: RegExp): Promise<string>;
  /** Resolves when it can be spoken to. */
  ready(): Promise<string>;
}

/** Opens it; the caller closes it. */
export async function openServing(parts: SlackPeerParts = {}): Promise<Serving> {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  const peer = await createSlackPeer(parts);
  const maria = peer.world.user({ name: 'maria' });
  const ops = peer.world.channel({ name: 'ops', members: [maria] });
  const running = new Set<Begun>();
  const secrets: Serving['secrets'] = (mode) => ({
    SLACK_BOT_TOKEN: peer.tokens.bot,
    ...(mode === 'socket' ? { SLACK_APP_TOKEN: peer.tokens.app } : { SLACK_SIGNING_SECRET: signingSecret }),
  });

  return {
    folder,
    peer,
    maria,
    ops,
    secrets,
    async begin(mode, { args = [], env = {}, without = [], port = 0, under = [] } = {}) {
      await writeFile(
        join(folder, 'quartermaster.yaml'),
        `slack: { mode: ${mode}, port: ${port}, apiUrl: "${peer.apiUrl}" }\n`,
      );
      const all = Object.entries({ ...secrets(mode), ...env }).filter(([name]) => !without.includes(name));
      const { child, ended } = startProgram(folder, args, Object.fromEntries(all), under);
      let told = '';
      const add = (part: Buffer) => (told += part.toString());
      child.stderr.on('data', add);
      // In a terminal of its own both are one.
      if (under.length > 0) child.stdout.on('data', add);
      const begun: Begun = {
        child,
        ended,
        line: (fits) =>
          new Promise((resolve, reject) => {
            const look = () => {
              const found = told.split('\n').find((line) => fits.test(line));
              if (found !== undefined) resolve(found.trim());
            };
            child.stderr.on('data', look);
            child.stdout.on('data', look);
            void ended.then(({ code }) => reject(new Error(`it ended with ${code}: ${told}`)));
            look();
          }),
        async ready() {
          const line = await begun.line(/^ready/);
          const at = /on port (\d+), path (\S+),/.exec(line);
          if (at !== null) peer.http({ url: `http://127.0.0.1:${at[1]}${at[2]}`, signingSecret });
          return line;
        },
      };
      running.add(begun);
      void ended.then(() => running.delete(begun));
      return begun;
    },
    async close() {
      for (const { child } of running) child.kill('SIGKILL');
      await Promise.all([...running].map(({ ended }) => ended));
      await peer.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that somebody else has. */
export async function takenPort(): Promise<{ readonly port: number; free(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return { port, free: () => new Promise((resolve) => server.close(() => resolve())) };
}
