import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wordsIn as wordsInSlack } from './bot/slack/workspace.ts';
import { oneSentence, openServed, patienceMs, readyLines, type Begin, type Begun, type Served } from './served.ts';
import { wordsIn } from './peers/discord/reading.ts';
import { openSlack, type SlackServed } from './serving.ts';
import { openDiscord, type DiscordServed } from './serving-discord.ts';

/** Slack and Discord in one process, as `npm start` runs it where both are configured. */
let served: Served;
let slack: SlackServed;
let discord: DiscordServed;
beforeEach(async () => {
  [served, slack, discord] = [await openServed(), await openSlack(), await openDiscord()];
});
afterEach(async () => {
  await served.close();
  await Promise.all([slack.peer.stop(), discord.peer.stop()]);
});

/** How each is reached: over connections that the program opens, or by requests to it. */
const connections = { over: 'connections', slackBy: 'socket', discordBy: 'gateway' } as const;
const requests = { over: 'requests', slackBy: 'http', discordBy: 'http' } as const;

const begin = (
  { slackBy, discordBy }: typeof connections | typeof requests = connections,
  more?: Begin,
): Promise<Begun> =>
  served.begin(
    slack.settings(slackBy) + discord.settings(discordBy),
    { ...slack.secrets(slackBy), ...discord.secrets },
    more,
  );

/** Both know where they reach it, once it says so. */
async function ready(begun: Begun): Promise<string> {
  const line = await begun.ready();
  slack.reaches(line);
  await discord.reaches(line);
  return line;
}

const saysInSlack = (text: string) => slack.peer.command({ user: slack.maria, channel: slack.ops, text });
const seenInSlack = (words: string) =>
  slack.peer.until(
    () => slack.peer.seenBy(slack.maria, slack.ops).findLast((message) => wordsInSlack(message).includes(words)),
    patienceMs,
  );

async function answersInSlack(): Promise<void> {
  await saysInSlack('price m5.large');
  await seenInSlack('$0.096');
}
async function answersInDiscord(): Promise<void> {
  await discord.says('price m5.large');
  await discord.seen('$0.096');
}
const connectedToDiscord = () =>
  discord.peer.until(() => discord.peer.gateway.sessions.some((session) => session.connected()), patienceMs);

/** Both took everything that they were sent. */
function expectNoViolations(): void {
  expect(slack.peer.violations()).toEqual([]);
  expect(discord.peer.violations()).toEqual([]);
}

describe.each([connections, requests])('over $over', (ways) => {
  it('says once that it is ready, and answers and uploads in both', async () => {
    const begun = await begin(ways);
    const line = await ready(begun);
    expect(line).toMatch(/^ready: Slack over .+; Discord over .+; the demo account, where nothing is real$/);
    await answersInSlack();
    await answersInDiscord();
    // Bolt brings an undici along that takes the place of the process's own, with which discord.js uploads nothing.
    for (let times = 0; times < 2; times += 1) {
      await saysInSlack('list as:csv share:yes');
      await discord.says('list as:csv share:yes');
    }
    const files = await discord.peer.until(() => {
      const all = discord.peer.messages(discord.ops).flatMap((message) => message.files);
      return all.length === 2 && all;
    }, patienceMs);
    const rows = await slack.peer.until(() => {
      const ids = slack.peer.messages(slack.ops).flatMap((message) => message.files);
      return ids.length === 2 && ids.map((id) => slack.peer.world.files.get(id)?.bytes?.toString());
    }, patienceMs);
    expect(new Set([...files.map(({ bytes }) => bytes.toString()), ...rows]).size).toBe(1);
    expect(rows[0]).toContain('web-1');
    begun.child.kill('SIGTERM');
    const { code, out, err } = await begun.ended;
    expect([code, out]).toEqual([0, '']);
    expect(readyLines(err)).toHaveLength(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    expectNoViolations();
  });
});

describe('one of both', () => {
  it('shows pictures in each', async () => {
    const begun = await begin();
    await ready(begun);
    await saysInSlack('price m5.large term:ri-1y-all share:yes');
    await discord.says('price m5.large term:ri-1y-all share:yes');
    const { files } = await discord.peer.until(
      () => discord.peer.messages(discord.ops).find((message) => message.files.length > 0),
      patienceMs,
    );
    expect(files[0]?.bytes.subarray(1, 4).toString()).toBe('PNG');
    const png = await slack.peer.until(
      () => [...slack.peer.world.files.values()].find((file) => file.bytes !== undefined),
      patienceMs,
    );
    expect(png.bytes?.subarray(1, 4).toString()).toBe('PNG');
    expectNoViolations();
  });

  it('changes one world, and delivers in each what is under way when it is told to end', async () => {
    const begun = await begin();
    await ready(begun);
    await saysInSlack('start batch-7');
    await discord.says('start search-eu-1');
    const plans = [
      await seenInSlack('Nothing has happened yet'),
      await discord.seen('Nothing has happened yet'),
    ] as const;
    await slack.peer.press({ user: slack.maria, message: plans[0], action: 'Confirm' });
    await discord.peer.press({ user: discord.maria, message: plans[1], action: 'Confirm' });
    await seenInSlack('under way');
    await discord.seen('under way');
    await discord.says('audit');
    expect(wordsIn(await discord.seen('start intent')).match(/start intent/g)).toHaveLength(2);
    begun.child.kill('SIGTERM');
    expect((await begun.ended).code).toBe(0);
    expect((await seenInSlack('is started')).ts).toBe(plans[0].ts);
    expect((await discord.seen('is started')).id).toBe(plans[1].id);
    expectNoViolations();
  });

  it('answers in Discord while Slack is down, and is ready with both when that is back', async () => {
    slack.peer.down('unavailable');
    const begun = await begin();
    await begun.line(/Slack could not be asked who we are/);
    await connectedToDiscord();
    await answersInDiscord();
    slack.peer.up();
    expect(await ready(begun)).toMatch(/^ready: Discord over the gateway.+; Slack over Socket Mode/);
    await answersInSlack();
  });

  it('answers in Slack while Discord is down, and is ready with both when that is back', async () => {
    discord.peer.down('unavailable');
    const begun = await begin();
    await begun.line(/Discord could not be asked who we are/);
    await slack.peer.until(() => slack.peer.sockets.connections().length > 0, patienceMs);
    await answersInSlack();
    discord.peer.up();
    expect(await ready(begun)).toMatch(/^ready: Slack over Socket Mode.+; Discord over the gateway/);
    await answersInDiscord();
  });

  it('goes on in Slack where Discord refuses the token, and says so without it', async () => {
    discord.peer.revoke();
    const begun = await begin();
    expect(await begun.line(/a platform does not take us/)).toContain('Discord does not take DISCORD_TOKEN');
    expect(await ready(begun)).toMatch(/^ready: Slack over Socket Mode, as [^;]+; the demo account/);
    await answersInSlack();
    begun.child.kill('SIGTERM');
    const { code, err } = await begun.ended;
    expect(code).toBe(0);
    expect(err).not.toContain(discord.peer.token);
  });

  it('goes on in Discord where Slack refuses the token, and says so without it', async () => {
    slack.peer.revoke('bot');
    const begun = await begin();
    expect(await begun.line(/a platform does not take us/)).toContain('Slack does not take SLACK_BOT_TOKEN');
    expect(await ready(begun)).toMatch(/^ready: Discord over the gateway, as [^;]+; [^;]+; the demo account/);
    await answersInDiscord();
    begun.child.kill('SIGTERM');
    const { code, err } = await begun.ended;
    expect(code).toBe(0);
    for (const token of Object.values(slack.peer.tokens)) expect(err).not.toContain(token);
  });

  it('goes on in each when the other goes', async () => {
    const begun = await begin();
    await ready(begun);
    discord.peer.down('cut');
    await answersInSlack();
    discord.peer.up();
    slack.peer.down('cut');
    await connectedToDiscord();
    await answersInDiscord();
    begun.child.kill('SIGTERM');
    expect((await begun.ended).code).toBe(0);
  });

  it('ends at SIGTERM while neither answers', async () => {
    slack.peer.down('unavailable');
    discord.peer.down('unavailable');
    const begun = await begin();
    await begun.line(/Slack could not be asked/);
    await begun.line(/Discord could not be asked/);
    begun.child.kill('SIGTERM');
    const { code, err } = await begun.ended;
    expect(code).toBe(0);
    expect(readyLines(err)).toEqual([]);
  });

  it('ends with a sentence where both refuse their tokens', async () => {
    slack.peer.revoke('bot');
    discord.peer.revoke();
    const { code, out, err } = await (await begin()).ended;
    expect([code, out]).toEqual([2, '']);
    expect(err.trim().split('\n').at(-1)).toMatch(/^quartermaster: (Slack|Discord) does not take \S+_TOKEN/);
    for (const token of [discord.peer.token, ...Object.values(slack.peer.tokens)]) expect(err).not.toContain(token);
  });

  it.each(['SLACK_BOT_TOKEN', 'DISCORD_TOKEN'])('does not begin without %s', async (name) => {
    const { code, out, err } = await (await begin(connections, { without: [name] })).ended;
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(oneSentence);
    expect(err).toContain(`${name} is missing`);
    expect([slack.peer.calls(), discord.peer.calls()]).toEqual([[], []]);
  });
});
