import { afterEach, describe, expect, it } from 'vitest';
import type { DiscordChannel, DiscordRole, DiscordUser } from '../../peers/discord/world.ts';
import { becomes, closeClean, confirmed, counting, now, planned } from './seen.ts';
import { modes, openServer, wordsIn, type Mode, type Server, type ServerParts } from './server.ts';

let work: Server;
/** Has the role of operators, as maria has. */
let role: DiscordRole;

afterEach(() => closeClean(work));

/** A server in which a role makes operators, and another approvers. */
async function open(mode: Mode, parts: ServerParts = {}): Promise<void> {
  work = await openServer(mode, {
    ...parts,
    before(peer, there) {
      const { world } = peer;
      const { acme, maria, ines } = there;
      role = world.role({ guild: acme, name: 'operators' });
      const approvers = world.role({ guild: acme, name: 'approvers' });
      world.join(acme, maria, { roles: [role] });
      world.join(acme, ines, { roles: [approvers] });
      return {
        QUARTERMASTER_ROLES: JSON.stringify({
          operator: [`discord:${role.id}`],
          approver: [`discord:${approvers.id}`],
        }),
        ...parts.before?.(peer, there),
      };
    },
  });
}
const take = (from: DiscordUser) => work.peer.world.join(work.acme, from);
const direct = (user: DiscordUser): DiscordChannel => work.peer.world.direct(user);
/** The commands of an installation before, of which a server, or with '' everybody, was not freed. */
async function leaveCommands(where: string): Promise<void> {
  const { peer, acme } = work;
  const { apiUrl, token, applicationId } = peer;
  const left = await fetch(`${apiUrl}/v10/applications/${applicationId}${where}/commands`, {
    method: 'PUT',
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(
      peer.commands(acme).map(({ type, name, description, options }) => ({ type, name, description, options })),
    ),
  });
  expect(left.status).toBe(200);
}
const told = (user: DiscordUser, words: RegExp) =>
  work.until(() => work.peer.directMessages(user).find((one) => words.test(wordsIn(one))));

describe.each(modes)('over %s, a role of the server', (mode) => {
  it('gives its members what it may, and nobody else, who is told so clearly', async () => {
    const { made, calls } = counting();
    await open(mode, { calls });
    const plan = await planned(work, 'stop web-1');
    await work.says('stop web-2', work.ines);
    expect(wordsIn(await work.shown('Problem:'))).toMatch(/No access rule lets ines stop/);
    await work.presses(plan, 'Confirm');
    await becomes(work, plan, /web-1.*is stopped/);
    expect(made).toEqual(['stop 1']);
  });

  it('that was taken away counts no longer at the press', async () => {
    const { made, calls } = counting();
    await open(mode, { calls });
    const plan = await planned(work, 'stop web-1');
    take(work.maria);
    await work.presses(plan, 'Confirm');
    await work.whispered('Problem:');
    await work.pass(10_000);
    expect(made).toEqual([]);
    expect(now(work, plan)).toContain('Nothing has happened yet');
  });

  it('gives no right to approve to who had it when it was asked', async () => {
    const { made, calls } = counting();
    await open(mode, { calls });
    const plan = await planned(work, 'terminate web-1');
    await confirmed(work, plan, { typed: 'web-1' });
    const waits = await becomes(work, plan, /another person must approve/);
    take(work.ines);
    await work.presses(waits, 'Approve', work.ines);
    await work.whispered('Problem:', work.ines);
    await work.pass(5_000);
    expect(made).toEqual([]);
  });

  it('that is taken away in the midst of a change: what is left of it is not done', async () => {
    const { made, calls } = counting({
      async before() {
        take(work.maria);
        // Whatever they do next tells of it.
        await work.says('price m5.large');
        const { peer, maria, ops } = work;
        await work.still(() => peer.seenBy(maria, ops).some((one) => wordsIn(one).includes('0.096')));
      },
    });
    await open(mode, { calls });
    const plan = await planned(work, 'stop web-1 edge-1 reason:"a night without them"');
    await work.presses(plan, 'Confirm');
    const waits = await becomes(work, plan, /approve [A-Z0-9]{8}/);
    await work.presses(waits, 'Approve', work.ines);
    await becomes(work, waits, /may not|no longer/);
    await work.pass(30_000);
    expect(made).toEqual(['stop 1']);
  });

  it.each([
    ['403', { error: 50_001, refusedBy: 403 }],
    ['429', { limitedFor: 600 }],
    ['503', { status: 503 }],
  ] as const)('cannot be looked up in a direct conversation (%s): nothing is believed', async (_, fault) => {
    const { made, calls } = counting();
    await open(mode, { calls, env: { QUARTERMASTER_DISCORD_DIRECT_MESSAGES: 'all' } });
    work.peer.faults.decide = ({ route }) => (route === '/guilds/{guild}/members/{user}' ? fault : undefined);
    await work.says('stop web-1', work.maria, direct(work.maria));
    await told(work.maria, /Problem:/);
    await work.says('show web-1', work.maria, direct(work.maria));
    await work.until(() => work.peer.directMessages(work.maria).length === 2);
    expect(made).toEqual([]);
  });

  it('is believed in a direct conversation as soon as Discord can be asked for it again', async () => {
    await open(mode, { env: { QUARTERMASTER_DISCORD_DIRECT_MESSAGES: 'all' } });
    work.peer.faults.decide = ({ route }) => (route === '/guilds/{guild}/members/{user}' ? { status: 503 } : undefined);
    await work.says('stop web-1', work.maria, direct(work.maria));
    await told(work.maria, /Problem:/);
    work.peer.faults.decide = () => undefined;
    await work.says('stop web-1', work.maria, direct(work.maria));
    await told(work.maria, /Nothing has happened yet/);
  });
});

describe.each(modes)('over %s', (mode) => {
  it('a direct conversation is for reading alone, unless it is configured otherwise', async () => {
    const { made, calls } = counting();
    await open(mode, { calls });
    const plan = await planned(work, 'stop web-1');
    await work.says('show web-1', work.maria, direct(work.maria));
    await told(work.maria, /i-[0-9a-f]+/);
    await work.says('stop web-2', work.maria, direct(work.maria));
    expect(wordsIn(await told(work.maria, /Problem:/))).toMatch(/only|channel/);
    const key = /confirm ([A-Z0-9]{8})/.exec(wordsIn(plan))?.[1] ?? '';
    const before = work.peer.directMessages(work.maria).length;
    await work.says(`confirm ${key}`, work.maria, direct(work.maria));
    await work.until(() => work.peer.directMessages(work.maria).length > before);
    await work.pass(10_000);
    expect(made).toEqual([]);
    expect(now(work, plan)).toContain('Nothing has happened yet');
  });

  it('where it is configured so, a change is planned, confirmed and followed there in one message', async () => {
    await open(mode, { env: { QUARTERMASTER_DISCORD_DIRECT_MESSAGES: 'all' } });
    await work.says('start search-eu-1', work.maria, direct(work.maria));
    const plan = await told(work.maria, /Nothing has happened yet/);
    await work.presses(plan, 'Confirm');
    await becomes(work, plan, /search-eu-1.*is started/);
    expect(work.peer.directMessages(work.maria)).toHaveLength(1);
  });

  it('who is linked by people: is one person in Discord and in a terminal, with what they may there', async () => {
    work = await openServer(mode, {
      before: (_, { maria }) => ({
        QUARTERMASTER_ROLES: JSON.stringify({ operator: ['os:maria'] }),
        QUARTERMASTER_PEOPLE: JSON.stringify({ maria: ['os:maria', `discord:${maria.id}`] }),
      }),
    });
    await planned(work, 'stop web-1');
    expect((await work.machine.pipe(['plans'])).out).toContain('web-1');
    await work.says('stop web-2', work.ines);
    await work.shown('Problem:');
  });

  it('of a server that is none of ours people may change nothing and see nothing of the accounts, and are told facts and prices', async () => {
    const { made, calls } = counting();
    const globex: { gil?: DiscordUser; general?: DiscordChannel } = {};
    work = await openServer(mode, {
      calls,
      before({ world }, { acme, maria }) {
        globex.gil = world.user({ username: 'gil' });
        const guild = world.guild({ name: 'Globex', members: [globex.gil, maria] });
        globex.general = world.channel({ guild, name: 'general' });
        const operators = world.role({ guild, name: 'operators' });
        world.join(guild, globex.gil, { roles: [operators] });
        return {
          QUARTERMASTER_DISCORD_SERVERS: JSON.stringify([acme.id]),
          QUARTERMASTER_ROLES: JSON.stringify({ operator: [`discord:${operators.id}`] }),
        };
      },
    });
    const { gil, general } = globex;
    if (gil === undefined || general?.guildId === undefined) throw new Error('nobody is elsewhere');
    const { peer } = work;
    await leaveCommands(`/guilds/${general.guildId}`);
    for (const line of ['stop web-1', 'list', 'show web-1', 'list share:yes']) {
      await work.says(line, gil, general);
      await work.pass(3_000);
    }
    await work.says('price m5.large', gil, general);
    await work.whispered('0.096', gil, general);
    const seen = peer.seenBy(gil, general).map(wordsIn).join('\n');
    expect(seen).toMatch(/Problem:/);
    expect(seen).not.toMatch(/i-[0-9a-f]{8,17}|10\.0\.\d+\.\d+/);
    expect(seen).not.toContain('Nothing has happened yet');
    expect(made).toEqual([]);
  });

  it('who is in none of the servers sees nothing of the accounts in a direct conversation either', async () => {
    const { made, calls } = counting();
    work = await openServer(mode, { calls, env: { QUARTERMASTER_DISCORD_DIRECT_MESSAGES: 'all' } });
    const gil = work.peer.world.user({ username: 'gil' });
    for (const line of ['stop web-1', 'list', 'show web-1']) {
      await work.says(line, gil, direct(gil));
      await work.pass(3_000);
    }
    await work.says('price m5.large', gil, direct(gil));
    await told(gil, /0\.096/);
    const seen = work.peer.directMessages(gil).map(wordsIn).join('\n');
    expect(seen).not.toMatch(/i-[0-9a-f]{8,17}|Nothing has happened yet/);
    expect(made).toEqual([]);
  });

  it('who has spoken in a server that is none of ours is a stranger in a direct conversation all the same', async () => {
    const { made, calls } = counting();
    const globex: { gil?: DiscordUser; general?: DiscordChannel } = {};
    work = await openServer(mode, {
      calls,
      env: { QUARTERMASTER_DISCORD_DIRECT_MESSAGES: 'all' },
      before({ world }, { acme }) {
        globex.gil = world.user({ username: 'gil' });
        const guild = world.guild({ name: 'Globex', members: [globex.gil] });
        globex.general = world.channel({ guild, name: 'general' });
        return { QUARTERMASTER_DISCORD_SERVERS: JSON.stringify([acme.id]) };
      },
    });
    const { gil, general } = globex;
    if (gil === undefined || general === undefined) throw new Error('nobody is elsewhere');
    // With servers there are no commands in a direct conversation, unless some were left there.
    await leaveCommands('');
    await work.says('price m5.large', gil, general);
    await work.whispered('0.096', gil, general);
    for (const line of ['list', 'show web-1', 'stop web-1']) {
      const before = work.peer.directMessages(gil).length;
      await work.says(line, gil, direct(gil));
      await work.until(() => work.peer.directMessages(gil).length > before);
    }
    await work.says('price m5.large', gil, direct(gil));
    await told(gil, /0\.096/);
    const seen = work.peer.directMessages(gil).map(wordsIn).join('\n');
    expect(seen).toMatch(/Problem:/);
    expect(seen).not.toMatch(/i-[0-9a-f]{8,17}|10\.0\.\d+\.\d+|Nothing has happened yet/);
    expect(made).toEqual([]);
  });
});
