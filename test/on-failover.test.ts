import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wordsIn } from './bot/slack/workspace.ts';
import { entriesIn, faultAt } from './attack/kill.ts';
import { startCluster, startSentinels } from './peers/redis/cluster.ts';
import { openReplicas, type Replica, type Replicas, type ReplicasParts } from './replicas.ts';
import { patienceMs } from './served.ts';
import { spokenTo, type SpokenTo } from './spoken-to.ts';

let opened: { close(): Promise<unknown> }[];
let replicas: Replicas;
let chat: SpokenTo;
let dies: Replica;
let lives: Replica;
beforeEach(() => {
  opened = [];
});
afterEach(async () => {
  for (const one of opened.toReversed()) await one.close();
});

async function open(redis: ReplicasParts['redis']): Promise<void> {
  replicas = await openReplicas({
    count: 3,
    redis,
    tells: ['slack'],
    alerts: { 'idle-addresses': { rules: ['idle-addresses'], when: 'every 15m' } },
  });
  opened.push(replicas);
  chat = spokenTo(replicas);
  const [first, second] = replicas.all;
  if (first === undefined || second === undefined) throw new Error('there are three');
  [dies, lives] = [first, second];
}
const posts = () =>
  replicas.slack.peer
    .messages(replicas.slack.ops)
    .filter((message) => message.threadTs === undefined && /198\.51\.100\.38/.test(wordsIn(message)));
const stops = () => replicas.aws.seen.filter(({ action, dryRun }) => action === 'StopInstances' && !dryRun).length;

/** What one that lives says in the end: one intent of that machine, with its end, in an audit that is whole. */
async function expectEnded(name: string): Promise<void> {
  const entries = entriesIn((await lives.run(['audit', 'export'])).out);
  const own = entries.filter(({ targets: [target] }) => target?.name === name).map(({ event }) => event);
  expect(own.filter((event) => event === 'intent')).toHaveLength(1);
  expect(own.filter((event) => event === 'ended' || event === 'reconciled')).toHaveLength(1);
  expect((await lives.run(['audit', 'verify'])).code).toBe(0);
  expect(replicas.slack.peer.violations()).toEqual([]);
}

describe('three processes', () => {
  it('lose nothing and double nothing where sentinels make another server the master within a change', async () => {
    const servers = await startSentinels();
    opened.push(servers);
    const { sentinels, name } = servers;
    await open({ sentinels, name, replicas: 1 });
    const plan = await chat.plans(lives, 'stop web-2');
    const old = await servers.master();
    // AWS has the call, and the master goes before its answer.
    let gone: Promise<void> | undefined;
    replicas.aws.fault = ({ action, dryRun }) => {
      if (action !== 'StopInstances' || dryRun || gone !== undefined) return undefined;
      gone = old.kill();
      return { until: gone };
    };
    dies.hears();
    await chat.presses(plan);
    await chat.becomes(plan, /is stopped/);
    expect((await servers.master()).port).not.toBe(old.port);
    expect(stops()).toBe(1);
    // What was confirmed once is not confirmed again, on the new master either.
    const [key = ''] = /(?<=confirm )[2-9A-Z]{8}/.exec(wordsIn(plan)) ?? [];
    let answer = '';
    // As long as the new master has no replica it takes no write, which is said as well.
    while (!answer.includes('confirmed before')) {
      const before = chat.newest();
      await chat.says(lives, `confirm ${key}`);
      answer = wordsIn(await chat.seen(/confirmed before|cannot be written/, before));
    }
    expect(stops()).toBe(1);
    replicas.ahead();
    await replicas.slack.peer.until(() => posts().length > 0, patienceMs);
    await expectEnded('web-2');
    expect(posts()).toHaveLength(1);
  }, 120_000);

  it('go on with what one of them leaves on a Cluster', async () => {
    const cluster = await startCluster();
    opened.push(cluster);
    await open({ nodes: cluster.nodes });
    const plan = await chat.plans(lives, 'stop web-2');
    replicas.aws.fault = ({ action, dryRun, key }) =>
      action === 'StopInstances' && !dryRun && key === dies.key ? faultAt('before the answer', dies.kill) : undefined;
    dies.hears();
    chat.presses(plan).catch(() => {});
    await dies.ended;
    replicas.ahead();
    await chat.seen(/Found later/);
    await replicas.slack.peer.until(() => posts().length > 0, patienceMs);
    expect(stops()).toBe(1);
    await expectEnded('web-2');
    expect(posts()).toHaveLength(1);
  }, 120_000);
});
