import { join } from 'node:path';
import { createDemoEc2 } from '../src/core/drivers/demo/engine.ts';
import { systemClock } from '../src/core/drivers/system-clock.ts';
import type { Clock } from '../src/core/ports/clock.ts';
import { minuteMs } from '../src/core/time.ts';
import { startAwsPeer, type AwsPeer } from './peers/aws/server.ts';
import { startProxy, type Proxy } from './peers/redis/proxy.ts';
import { root } from './house-files.ts';
import { runProgram, type Ended } from './program.ts';
import { openServed, type Begun, type Served } from './served.ts';
import { openSlack, type SlackServed } from './serving.ts';
import { openDiscord, type DiscordServed } from './serving-discord.ts';
import { temporaryStore } from './temporary.ts';

/** Accounts of AWS's stand-in. */
const accountIds = { prod: '111122223333', dev: '444455556666' } as const;

/** A platform that is served. */
export type PlatformName = 'slack' | 'discord';

/** How far a clock goes ahead at once: after every lease, after the time in which AWS may still be at a call, and after the next time that an alert is due. */
export const aheadMs = 20 * minuteMs;
/** Machines of this AWS start and stop so many times as fast. */
const speed = 10;
/** Put before the program: its clock is ahead by so much, and at each such signal goes on ahead. */
const leaps = (byMs: number): string =>
  `data:text/javascript,${encodeURIComponent(
    `const real = Date.now; let ahead = ${byMs}; Date.now = () => real() + ahead; process.on('SIGUSR2', () => { ahead += ${aheadMs}; });`,
  )}`;

/** One of the processes. */
export interface Replica extends Pick<Begun, 'child' | 'ended'> {
  /** Its way to Redis, where that is one server. */
  readonly proxy: Proxy | undefined;
  /** What signs its calls of AWS. */
  readonly key: string;
  /** Where it tells how it is. */
  readonly health: string;
  /** The app-level token by which it connects to Slack. */
  readonly appToken: string;
  /** What is typed or pressed in Slack is heard by it, until another one is named. */
  hears(): void;
  /** Ends it at once, and resolves when it is gone. */
  kill(): Promise<Ended>;
  /** Runs the program in its folder with its settings: `audit verify`. */
  run(args: readonly string[]): Promise<Ended>;
}

/** Several processes as compose.yaml runs them, on one Redis, one AWS, one Slack and one Discord. */
export interface Replicas {
  readonly all: readonly Replica[];
  readonly aws: AwsPeer;
  readonly slack: SlackServed;
  readonly discord: DiscordServed;
  /** Begins another process in the place of one that is gone, and resolves when it is ready. */
  renew(gone: Replica): Promise<void>;
  /** How often EC2 did what it was asked to, dry runs aside. */
  done(): number;
  /** Clocks go ahead by {@link aheadMs}: those of the processes that live, and AWS's. */
  ahead(): void;
  close(): Promise<void>;
}

/** What differs. */
export interface ReplicasParts {
  readonly count: number;
  /** One server, to which each has a way of its own; or several. */
  readonly redis:
    | { readonly port: number; readonly prefix?: string }
    | { readonly sentinels: readonly object[]; readonly name: string; readonly replicas: number }
    | { readonly nodes: readonly object[] };
  /** Files with the secrets, or the secrets: see compose.yaml. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly account?: keyof typeof accountIds;
  readonly roles?: readonly string[];
  /** Access rules, a file; those of the start if left out. */
  readonly access?: string;
  /** Settings of `alerts`, told in #ops. */
  readonly alerts?: Readonly<Record<string, object>>;
  /** Where they are told; in both if left out. */
  readonly tells?: readonly PlatformName[];
  /** That of the test run if left out. */
  readonly program?: string | undefined;
}

/** Opens all of it, and waits until every process is ready; the caller closes it. */
export async function openReplicas({
  count,
  redis,
  secrets = {},
  account = 'dev',
  roles = ['operator'],
  access,
  alerts = {},
  tells = ['slack', 'discord'],
  program,
}: ReplicasParts): Promise<Replicas> {
  const opened: { close(): Promise<unknown> }[] = [];
  const close = async () => {
    for (const one of opened.splice(0).toReversed()) await one.close();
  };
  try {
    let ahead = 0;
    let done = 0;
    const began = Date.now();
    const clock: Clock = { ...systemClock, now: () => began + (Date.now() - began) * speed + ahead };
    const { store, remove } = await temporaryStore(clock);
    opened.push({ close: remove });
    const ec2 = await createDemoEc2({ store, clock });
    const keys = Array.from({ length: count }, (_, at) => `AKIAREPLICAREPLICA${String(at).padStart(2, '0')}`);
    const aws = await startAwsPeer({
      ec2: {
        ...ec2,
        async change(kind, home, targets, dryRun, signal) {
          const made = await ec2.change(kind, home, targets, dryRun, signal);
          if (!dryRun) done += 1;
          return made;
        },
      },
      keys: new Map(keys.map((key) => [key, accountIds[account]])),
      products: [],
    });
    opened.push(aws);
    const slack = await openSlack();
    opened.push({ close: () => slack.peer.stop() });
    const discord = await openDiscord();
    opened.push({ close: () => discord.peer.stop() });
    const people = [`slack:${slack.maria.id}`, `discord:${discord.maria.id}`];
    const places = { slack: `slack:${slack.ops.id}`, discord: `discord:${discord.ops.id}` };
    const to = tells.map((platform) => places[platform]);
    const shared: Readonly<Record<string, string>> = {
      ...slack.secrets('socket'),
      ...discord.secrets,
      ...secrets,
      AWS_ENDPOINT_URL: aws.url,
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      QUARTERMASTER_SLACK_API_URL: slack.peer.apiUrl,
      QUARTERMASTER_DISCORD_API_URL: discord.peer.apiUrl,
      QUARTERMASTER_HEALTH_PORT: '0',
      QUARTERMASTER_HEALTH_HOST: '127.0.0.1',
      QUARTERMASTER_ACCOUNTS: JSON.stringify([{ name: account, regions: ['us-east-1', 'eu-west-1'] }]),
      QUARTERMASTER_ROLES: JSON.stringify(Object.fromEntries(roles.map((role) => [role, people]))),
      QUARTERMASTER_ALERTS: JSON.stringify(
        Object.fromEntries(Object.entries(alerts).map(([name, alert]) => [name, { to, ...alert }])),
      ),
      ...('prefix' in redis && { QUARTERMASTER_REDIS_PREFIX: redis.prefix }),
      ...(access !== undefined && { QUARTERMASTER_ACCESS_FILE: access }),
    };
    const alive = new Set<Begun>();
    const begin = async (key: string): Promise<Replica> => {
      const served: Served = await openServed();
      opened.push(served);
      const appToken = slack.peer.anotherAppToken();
      const own = {
        ...shared,
        NODE_OPTIONS: `--import=${leaps(ahead)}`,
        AWS_ACCESS_KEY_ID: key,
        SLACK_APP_TOKEN: appToken,
      };
      const { settings, env, args, proxy } = 'port' in redis ? await onServer(redis.port, own) : onServers(redis, own);
      if (proxy !== undefined) opened.push(proxy);
      const begun = await served.begin(settings, env, { args, ...(program !== undefined && { program }) });
      const { child, ended } = begun;
      alive.add(begun);
      void ended.then(() => alive.delete(begun));
      const ready = await begun.ready();
      return {
        child,
        ended,
        key,
        appToken,
        proxy,
        run: (asked) => runProgram(served.folder, [...asked, ...args], [], { env, program }),
        health: `http://${/health on (\S+:\d+)$/.exec(ready)?.[1]}`,
        hears: () => void (slack.peer.sockets.choose = (among) => among.find(({ token }) => token === appToken)),
        kill() {
          child.kill('SIGKILL');
          return ended;
        },
      };
    };
    const all = await Promise.all(keys.map(begin));
    return {
      all,
      aws,
      slack,
      discord,
      async renew(gone) {
        all[all.indexOf(gone)] = await begin(gone.key);
      },
      done: () => done,
      ahead() {
        ahead += aheadMs;
        for (const { child } of alive) child.kill('SIGUSR2');
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** How a process is configured. */
interface Configured {
  readonly settings: string;
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly proxy?: Proxy;
}

/** As compose.yaml does it, over a way of its own to the server. */
async function onServer(port: number, env: Readonly<Record<string, string>>): Promise<Configured> {
  const proxy = await startProxy(port);
  const args = ['--config', join(root, 'deploy/compose/quartermaster.yaml')];
  return { settings: '', env: { ...env, QUARTERMASTER_REDIS_URL: proxy.url }, args, proxy };
}

const onServers = (redis: object, env: Readonly<Record<string, string>>): Configured => ({
  settings: JSON.stringify({ redis, health: {}, slack: {}, discord: {} }),
  env,
  args: [],
});
