import { afterEach, describe, expect, it } from 'vitest';
import type { Bot } from '../../src/bot/bot.ts';
import { openDiscord } from '../../src/bot/discord/open.ts';
import { openSlack } from '../../src/bot/slack/open.ts';
import { readConfig } from '../../src/config/read.ts';
import { joinedGroups } from '../../src/core/people/joined-groups.ts';
import { fakeClock } from '../fake-clock.ts';
import { createDiscordPeer, type DiscordPeer } from '../peers/discord/peer.ts';
import type { DiscordChannel, DiscordMessage, DiscordUser } from '../peers/discord/world.ts';
import { createSlackPeer, type SlackPeer } from '../peers/slack/peer.ts';
import type { SlackChannel, SlackMessage, SlackUser } from '../peers/slack/world.ts';
import { counting, keyIn } from './discord/seen.ts';
import { wordsIn as wordsInDiscord } from './discord/server.ts';
import { beginPrograms, type Programs, type ProgramsParts } from './programs.ts';
import { keyIn as keyInSlack } from './slack/seen.ts';
import { wordsIn as wordsInSlack } from './slack/workspace.ts';

/** Whose ids the roles are given to: the other id has them for the two are one person. */
const holders = ['slack', 'discord'] as const;
type Holder = (typeof holders)[number];

/** One of the two platforms, with the same people in it. */
interface Side<P, U, C> {
  readonly peer: P;
  readonly maria: U;
  /** Is called as she is, and is nobody's other id. */
  readonly namesake: U;
  readonly ops: C;
}

/** One program with both platforms in it, on the demo account. */
interface Both extends Programs {
  readonly slack: Side<SlackPeer, SlackUser, SlackChannel>;
  readonly discord: Side<DiscordPeer, DiscordUser, DiscordChannel>;
}

let work: Both;

afterEach(async () => {
  const { slack, discord } = work;
  await work.close();
  await Promise.all([slack.peer.stop(), discord.peer.stop()]);
  const violations = [...slack.peer.violations(), ...discord.peer.violations()];
  if (violations.length > 0) throw new Error(`a platform does not take this: ${JSON.stringify(violations)}`);
});

/** The platforms of a process begin and end together, as src/serve.ts has them. */
const together = (bots: readonly Bot[]): Bot => ({
  name: 'discord',
  standing: () =>
    bots.map((bot) => bot.standing()).find(({ heard }) => !heard) ?? { heard: true, since: 0, says: 'both are heard' },
  start: async () => (await Promise.all(bots.map((bot) => bot.start()))).join('; '),
  async stop(withinMs) {
    await Promise.all(bots.map((bot) => bot.stop(withinMs)));
  },
});

async function open(holder: Holder, parts: ProgramsParts & { readonly env?: Record<string, string> }): Promise<void> {
  const clock = fakeClock(Date.now());
  const slack = await createSlackPeer();
  const discord = await createDiscordPeer({ clock });
  // The stand-in makes ids of names, so that two of one name are begun with two.
  const namesake: SlackUser = { ...slack.world.user({ name: 'maria2' }), name: 'maria' };
  slack.world.users.set(namesake.id, namesake);
  const inSlack = { maria: slack.world.user({ name: 'maria' }), namesake };
  const inDiscord = {
    maria: discord.world.user({ username: 'maria' }),
    namesake: discord.world.user({ username: 'maria2', globalName: 'maria' }),
  };
  const acme = discord.world.guild({ name: 'Acme', members: Object.values(inDiscord) });
  // Who asked, and who may approve, is called by name.
  for (const { id } of Object.values(inDiscord)) discord.mayRing.add(`<@${id}>`);
  const ids = { slack: `slack:${inSlack.maria.id}`, discord: `discord:${inDiscord.maria.id}` };
  const settings = {
    QUARTERMASTER_SLACK_API_URL: slack.apiUrl,
    QUARTERMASTER_DISCORD_API_URL: discord.apiUrl,
    QUARTERMASTER_PEOPLE: JSON.stringify({ maria: [ids.slack, ids.discord] }),
    QUARTERMASTER_ROLES: JSON.stringify({
      // Nothing but who they are keeps the namesakes from what is hers.
      operator: [ids[holder], `slack:${inSlack.namesake.id}`, `discord:${inDiscord.namesake.id}`],
      approver: [ids[holder]],
    }),
    ...parts.env,
  };
  const config = await readConfig({ cwd: '/', env: settings });
  const { slack: slackConfig, discord: discordConfig } = config;
  if (slackConfig === undefined || discordConfig === undefined) throw new Error('one of the two is not configured');
  const { bot: botToken, app: appToken } = slack.tokens;
  const programs = await beginPrograms({
    ...parts,
    clock,
    settings,
    open(mortal, log) {
      const ofSlack = openSlack(slackConfig, { mode: 'socket', botToken, appToken }, mortal, log);
      const ofDiscord = openDiscord(discordConfig, discord.token, mortal, log);
      return {
        groups: joinedGroups([ofSlack.groups, ofDiscord.groups]),
        bot: (rest) => together([ofSlack.bot(rest), ofDiscord.bot(rest)]),
      };
    },
    began() {},
    told: () => [...slack.calls().slice(-3), ...discord.calls().slice(-3)].map((call) => JSON.stringify(call)),
  });
  work = {
    ...programs,
    slack: {
      peer: slack,
      ...inSlack,
      ops: slack.world.channel({ name: 'ops', members: Object.values(inSlack) }),
    },
    discord: { peer: discord, ...inDiscord, ops: discord.world.channel({ guild: acme, name: 'ops' }) },
  };
}

const says = {
  slack: (text: string, user = work.slack.maria, channel = work.slack.ops) =>
    work.slack.peer.command({ user, channel, text }),
  discord: (line: string, user = work.discord.maria, channel = work.discord.ops) =>
    work.discord.peer.command({ user, channel, command: '/ec2 do', options: { line } }),
  slackDirect: (text: string, user = work.slack.maria) => says.slack(text, user, work.slack.peer.world.im(user.id)),
  discordDirect: (line: string, user = work.discord.maria) =>
    says.discord(line, user, work.discord.peer.world.direct(user)),
};

async function plannedInDiscord(line: string): Promise<DiscordMessage> {
  await says.discord(line);
  return work.until(() =>
    work.discord.peer
      .messages(work.discord.ops)
      .find((one) => wordsInDiscord(one).includes('Nothing has happened yet')),
  );
}
async function plannedInSlack(line: string): Promise<SlackMessage> {
  await says.slack(line);
  return work.until(() =>
    work.slack.peer.messages(work.slack.ops).find((one) => wordsInSlack(one).includes('Nothing has happened yet')),
  );
}

const nowInDiscord = (message: DiscordMessage) => wordsInDiscord(work.discord.peer.current(message) ?? message);
const nowInSlack = (message: SlackMessage) => wordsInSlack(work.slack.peer.current(message) ?? message);
/** What somebody was told by the bot in the direct conversation, or alone in #ops. */
const toldInSlack = (user: SlackUser): string =>
  [...work.slack.peer.directMessages(user), ...work.slack.peer.seenBy(user, work.slack.ops)]
    .filter(({ byApp, onlyFor, channel }) => byApp && (onlyFor === user.id || channel !== work.slack.ops.id))
    .map(wordsInSlack)
    .join('\n');
const toldInDiscord = (user: DiscordUser): string =>
  [...work.discord.peer.directMessages(user), ...work.discord.peer.seenBy(user, work.discord.ops)]
    .filter(({ byApp, onlyFor, channelId }) => byApp && (onlyFor === user.id || channelId !== work.discord.ops.id))
    .map(wordsInDiscord)
    .join('\n');

describe.each(holders)('who is linked by people:, with roles that only the id in %s is given,', (holder) => {
  it('confirms a plan of Discord where it was asked', async () => {
    const { made, calls } = counting();
    await open(holder, { calls });
    const plan = await plannedInDiscord('stop web-1');
    await work.discord.peer.press({ user: work.discord.maria, message: plan, action: 'Confirm' });
    await work.until(() => /web-1.*is stopped/.test(nowInDiscord(plan)));
    await work.pass(30_000);
    expect(made).toEqual(['stop 1']);
    expect(work.discord.peer.messages(work.discord.ops)).toHaveLength(1);
  });

  it('confirms a plan of Discord in the direct conversation of Slack, and it is told in both', async () => {
    const { made, calls } = counting();
    await open(holder, { calls });
    const plan = await plannedInDiscord('stop web-1');
    await says.slackDirect(`confirm ${keyIn(plan)}`);
    await work.until(() => /web-1.*is stopped/.test(nowInDiscord(plan)));
    await work.until(() => /web-1.*is stopped/.test(toldInSlack(work.slack.maria)));
    await work.pass(30_000);
    expect(made).toEqual(['stop 1']);
    expect(nowInDiscord(plan)).not.toContain('"Confirm"');
    expect(work.slack.peer.messages(work.slack.ops)).toEqual([]);
  });

  it('confirms a plan of Slack in the direct conversation of Discord, where that may change something', async () => {
    const { made, calls } = counting();
    await open(holder, { calls, env: { QUARTERMASTER_DISCORD_DIRECT_MESSAGES: 'all' } });
    const plan = await plannedInSlack('stop web-1');
    await says.discordDirect(`confirm ${keyInSlack(plan)}`);
    await work.until(() => /web-1.*is stopped/.test(nowInSlack(plan)));
    await work.until(() => /web-1.*is stopped/.test(toldInDiscord(work.discord.maria)));
    await work.pass(30_000);
    expect(made).toEqual(['stop 1']);
    expect(work.discord.peer.messages(work.discord.ops)).toEqual([]);
  });

  it('does not confirm it in a channel of the other platform, which others read', async () => {
    const { made, calls } = counting();
    await open(holder, { calls });
    const plan = await plannedInDiscord('stop web-1');
    await says.slack(`confirm ${keyIn(plan)}`);
    await work.until(() => toldInSlack(work.slack.maria).includes('This was asked in another place'));
    await work.pass(10_000);
    expect(made).toEqual([]);
    expect(nowInDiscord(plan)).toContain('Nothing has happened yet');
  });

  it('does not approve by the other id what they asked for themselves', async () => {
    const { made, calls } = counting();
    await open(holder, { calls });
    const plan = await plannedInDiscord('terminate web-1 reason:"no longer used"');
    const key = keyIn(plan);
    await says.discord(`confirm ${key} web-1`);
    await work.until(() => nowInDiscord(plan).includes('another person must approve'));
    await says.slackDirect(`approve ${key}`);
    await work.until(() => toldInSlack(work.slack.maria).includes('You asked for this yourself'));
    await work.pass(10_000);
    expect(made).toEqual([]);
    expect(nowInDiscord(plan)).toContain('another person must approve');
  });
});

describe('who is only called so, and is not linked,', () => {
  it('confirms nothing of what was asked in Discord, neither there nor in private', async () => {
    const { made, calls } = counting();
    await open('discord', { calls, env: { QUARTERMASTER_DISCORD_DIRECT_MESSAGES: 'all' } });
    const { slack, discord } = work;
    const plan = await plannedInDiscord('stop web-1');
    const refused = 'only maria can confirm or cancel it';
    await discord.peer.press({ user: discord.namesake, message: plan, action: 'Confirm' });
    await work.until(() => toldInDiscord(discord.namesake).split(refused).length === 2);
    await says.discordDirect(`confirm ${keyIn(plan)}`, discord.namesake);
    await work.until(() => toldInDiscord(discord.namesake).split(refused).length === 3);
    await says.slackDirect(`confirm ${keyIn(plan)}`, slack.namesake);
    await work.until(() => toldInSlack(slack.namesake).includes(refused));
    await work.pass(10_000);
    expect(made).toEqual([]);
    expect(nowInDiscord(plan)).toContain('Nothing has happened yet');
  });
});
