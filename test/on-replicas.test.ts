import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { entriesIn } from './attack/kill.ts';
import { settled } from './attack/rounds.ts';
import { wordsIn } from './bot/slack/workspace.ts';
import { startComposeRedis, type ComposeRedis } from './deploy/compose-redis.ts';
import { wordsIn as wordsInDiscord } from './peers/discord/reading.ts';
import { freePort } from './peers/redis/port.ts';
import type { SlackMessage } from './peers/slack/world.ts';
import { openReplicas, type Replica, type Replicas } from './replicas.ts';
import { patienceMs } from './served.ts';
import { spokenTo, type SpokenTo } from './spoken-to.ts';

const password = 'a-password-of-redis';
const Told = z.object({
  ready: z.boolean(),
  parts: z.array(z.object({ part: z.string(), there: z.boolean(), says: z.string() })),
});

let folder = '';
let redis: ComposeRedis;
let replicas: Replicas;
let one: Replica;
let other: Replica;
let chat: SpokenTo;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-compose-'));
  redis = await startComposeRedis(folder, await freePort(), password);
  const secrets: Record<string, string> = { REDIS_PASSWORD_FILE: redis.passwordFile };
  replicas = await openReplicas({
    count: 2,
    redis,
    secrets,
    roles: ['operator', 'admin'],
    alerts: { 'idle-addresses': { rules: ['idle-addresses'], when: 'every 15m' } },
  });
  const [first, second] = replicas.all;
  if (first === undefined || second === undefined) throw new Error('there are two');
  [one, other] = [first, second];
  chat = spokenTo(replicas);
});
afterAll(async () => {
  await replicas?.close();
  await redis?.kill();
  await rm(folder, { recursive: true, force: true });
});

/** Which of them called it, dry runs aside. */
const callsOf = (action: string) =>
  replicas.aws.seen.filter((request) => request.action === action && !request.dryRun).map(({ key }) => key);

async function readyz({ health }: Replica) {
  const answer = await fetch(`${health}/readyz`);
  const told = Told.parse(await answer.json());
  expect(answer.status).toBe(told.ready ? 200 : 503);
  return told;
}
/** Both say so at last. */
async function bothSay(ready: boolean): Promise<void> {
  for (const replica of [one, other])
    for (const late = AbortSignal.timeout(patienceMs); ;) {
      const now = await readyz(replica);
      const store = now.parts.find(({ part }) => part === 'store');
      if (now.ready === ready && store?.there === ready) break;
      if (late.aborted) throw new Error(`it says ${JSON.stringify(now)}`);
      await turn();
    }
}

describe("compose.yaml's two replicas on its Redis", () => {
  it('serve both platforms, and say so', async () => {
    await bothSay(true);
    for (const replica of [one, other]) {
      const before = chat.newest();
      await chat.says(replica, 'show api-1');
      await chat.seen('api-1', before);
    }
    await replicas.discord.says('show api-1');
    await replicas.discord.seen('api-1');
    // Every session of the gateway is told of it, and one answers.
    expect(replicas.discord.peer.gateway.sessions).toHaveLength(2);
    const answers = replicas.discord.peer.seenBy(replicas.discord.maria, replicas.discord.ops);
    expect(answers.filter((message) => wordsInDiscord(message).includes('api-1'))).toHaveLength(1);
  });

  it('stop by the one what was asked for through the other', async () => {
    const plan = await chat.plans(one, 'stop web-1 reason:tidying');
    other.hears();
    await chat.presses(plan);
    await chat.becomes(plan, /is stopped/);
    expect(callsOf('StopInstances')).toEqual([other.key]);
  });

  it('make one change of a button that is pressed twice at once, in each of them', async () => {
    const plan = await chat.plans(one, 'start batch-7');
    const { sockets } = replicas.slack.peer;
    const lines = [one, other].map(({ appToken }) => sockets.connections().find(({ token }) => token === appToken));
    let turns = 0;
    sockets.choose = () => lines[(turns += 1) % lines.length];
    const given = lines.map((line) => line?.given ?? 0);
    await Promise.all([chat.presses(plan), chat.presses(plan)]);
    expect(lines.map((line, at) => (line?.given ?? 0) - (given[at] ?? 0))).toEqual([1, 1]);
    await chat.becomes(plan, /is started/);
    // In Discord both hear every press.
    const { discord } = replicas;
    await discord.says('start batch-8');
    const shown = await discord.seen('Nothing has happened yet');
    await discord.peer.press({ user: discord.maria, message: shown, action: 'Confirm' });
    await discord.seen('is started');
    expect(callsOf('StartInstances')).toHaveLength(2);
  });

  it('hold a freeze that was said to one of them', async () => {
    const before = chat.newest();
    await chat.says(one, 'freeze on reason:"a release"');
    await chat.seen(/[Ff]rozen/, before);
    const refused = chat.newest();
    const calls = replicas.done();
    await chat.says(other, 'reboot api-1');
    await chat.seen(/frozen/, refused);
    expect(replicas.done()).toBe(calls);
    const held = chat.newest();
    await chat.says(other, 'freeze off');
    await chat.seen(/[Ff]reeze|frozen/, held);
    await chat.plans(one, 'reboot api-1');
  });

  it('tell of an alert once', async () => {
    const { slack, discord } = replicas;
    replicas.ahead();
    await slack.peer.until(() => postsInSlack().length > 0, patienceMs);
    await discord.peer.until(() => postsInDiscord().length > 0, patienceMs);
  });

  it('read on while Redis is gone, refuse changes, and go on by themselves with all that was confirmed', async () => {
    const plan = await chat.plans(one, 'stop web-2');
    const hibernate = await chat.plans(other, 'hibernate notebook-2');
    const calls = callsOf('StopInstances').length;
    // AWS has the call, and Redis goes before its answer.
    let gone: Promise<void> | undefined;
    replicas.aws.fault = ({ action, dryRun }) => {
      if (action !== 'StopInstances' || dryRun || gone !== undefined) return undefined;
      gone = redis.kill();
      return { until: gone };
    };
    one.hears();
    await chat.presses(plan);
    await replicas.slack.peer.until(() => callsOf('StopInstances').length > calls, patienceMs);
    await gone;
    await bothSay(false);
    for (const replica of [one, other]) {
      const before = chat.newest();
      await chat.says(replica, 'show api-1');
      await chat.seen('api-1', before);
      const priced = chat.newest();
      await chat.says(replica, 'stop bastion');
      await chat.seen(/store/, priced);
    }
    other.hears();
    await chat.presses(hibernate);
    expect(callsOf('StopInstances')).toHaveLength(calls + 1);
    redis = await redis.again();
    await bothSay(true);
    replicas.ahead();
    await settled({ redis: { port: redis.port, prefix: 'quartermaster', password } }, ['changes-acting', 'outbox']);
    // In its own message, or told late.
    const said = replicas.slack.peer.messages(replicas.slack.ops).slice(-messagesSince(plan)).map(wordsIn);
    expect(said.filter((words) => words.includes('is stopped')).length).toBeGreaterThan(0);
    const entries = entriesIn((await one.run(['audit', 'export'])).out);
    const own = entries.filter(({ targets: [target] }) => target?.name === 'web-2').map(({ event }) => event);
    expect(own.filter((event) => event === 'intent')).toHaveLength(1);
    expect(own.some((event) => event === 'ended' || event === 'reconciled')).toBe(true);
    const fresh = await chat.plans(other, 'hibernate notebook-2');
    await chat.presses(fresh);
    await chat.becomes(fresh, /is (stopped|hibernated)/);
    expect(callsOf('StopInstances')).toHaveLength(calls + 2);
    expect(postsInSlack()).toHaveLength(1);
    expect(postsInDiscord()).toHaveLength(1);
    const { code, out } = await one.run(['audit', 'verify']);
    expect([code, out]).toEqual([0, expect.anything()]);
    expect(replicas.slack.peer.violations()).toEqual([]);
    expect(replicas.discord.peer.violations()).toEqual([]);
  });
});

/** How many messages stand from this one on. */
const messagesSince = ({ ts }: SlackMessage): number =>
  replicas.slack.peer.messages(replicas.slack.ops).filter((message) => message.ts >= ts).length;
/** Digests of the alert. */
const postsInSlack = () =>
  replicas.slack.peer
    .messages(replicas.slack.ops)
    .filter((message) => /198\.51\.100\.38/.test(wordsIn(message)) && message.threadTs === undefined);
const postsInDiscord = () =>
  replicas.discord.peer
    .messages(replicas.discord.ops)
    .filter((message) => /198\.51\.100\.38/.test(wordsInDiscord(message)));
