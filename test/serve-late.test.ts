import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../src/config/read.ts';
import type { Log } from '../src/core/ports/log.ts';
import { secondMs } from '../src/core/time.ts';
import { serve } from '../src/serve.ts';
import { fakeClock } from './fake-clock.ts';
import { openServed, type Served } from './served.ts';
import { openSlack, type SlackServed } from './serving.ts';
import { openDiscord, type DiscordServed } from './serving-discord.ts';

/** What the start says where a platform is late, by a clock that the test lets pass. */
let folder: Served;
let slack: SlackServed;
let discord: DiscordServed;
let over: AbortController;
let ended: Promise<number>;
let said: string[];
let logged: string[];
const clock = fakeClock();

beforeEach(async () => {
  [folder, slack, discord] = [await openServed(), await openSlack(), await openDiscord()];
  [over, said, logged] = [new AbortController(), [], []];
});
afterEach(async () => {
  over.abort();
  let isOver = false;
  const mark = () => (isOver = true);
  ended.then(mark, mark);
  await passed(() => isOver);
  await folder.close();
  await Promise.all([slack.peer.stop(), discord.peer.stop()]);
});

/** Turns of the event loop before time passes: what is under way over loopback has come by then. */
const turnsBetween = 60;
/** Time passes so far at once, in ms, and so often at most. */
const stepMs = 500;
const stepsAtMost = 2_000;

/** Lets time pass until something is true. Gives how much has passed, in ms. */
async function passed(isSo: () => boolean): Promise<number> {
  const from = clock.now();
  for (let steps = 0; !isSo(); steps += 1) {
    if (steps === stepsAtMost) throw new Error(`it never was so; the log says: ${logged.join('; ')}`);
    for (let turn = 0; turn < turnsBetween; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await clock.pass(stepMs);
  }
  return clock.now() - from;
}

async function begin(): Promise<void> {
  const env = {
    ...slack.secrets('socket'),
    ...discord.secrets,
    QUARTERMASTER_SLACK_API_URL: slack.peer.apiUrl,
    QUARTERMASTER_DISCORD_API_URL: discord.peer.apiUrl,
  };
  const settings = Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('QUARTERMASTER_')));
  const config = await readConfig({ cwd: folder.folder, env: settings });
  const note: Log['info'] = (_, message) => void logged.push(message);
  ended = serve({
    config,
    env,
    clock,
    log: { info: () => {}, warn: note, error: note },
    registered: async () => ({}),
    end: over.signal,
    ready: (line) => void said.push(line),
  });
}

const isConnected = () => discord.peer.gateway.sessions.some((session) => session.connected());

describe('where Discord is late', () => {
  it('Slack is ready without it after half a minute, and it is said when it is there', async () => {
    discord.peer.down('unavailable');
    await begin();
    await passed(() => slack.peer.sockets.connections().length > 0);
    expect(said).toEqual([]);
    expect(await passed(() => said.length > 0)).toBeLessThanOrEqual(40 * secondMs);
    expect(said[0]).toMatch(/^ready: Slack over Socket Mode, as [^;]+; the demo account/);
    discord.peer.up();
    await passed(() => logged.some((line) => /^connected at last: Discord over the gateway.+invited by/.test(line)));
    expect(said).toHaveLength(1);
  });

  it('is waited for where Slack refuses its token, however long that takes', async () => {
    discord.peer.down('unavailable');
    slack.peer.revoke('bot');
    await begin();
    await passed(() => logged.includes('a platform does not take us'));
    const from = clock.now();
    await passed(() => clock.now() - from > 120 * secondMs);
    expect(said).toEqual([]);
    discord.peer.up();
    await passed(() => said.length > 0);
    expect(isConnected()).toBe(true);
    expect(said[0]).toMatch(/^ready: Discord over the gateway/);
  });
});
