import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCalls } from '../../../src/bot/discord/calls.ts';
import { createGroups, type DiscordGroups } from '../../../src/bot/discord/groups.ts';
import { createWho } from '../../../src/bot/discord/who.ts';
import { hourMs, minuteMs } from '../../../src/core/time.ts';
import { fakeClock } from '../../fake-clock.ts';
import { createDiscordPeer, type DiscordPeer } from '../../peers/discord/peer.ts';
import type { DiscordGuild, DiscordRole, DiscordUser } from '../../peers/discord/world.ts';

const log = { info() {}, warn() {}, error() {} };
const member = '/guilds/{guild}/members/{user}';

let peer: DiscordPeer;
let clock: ReturnType<typeof fakeClock>;
let calls: ReturnType<typeof createCalls>;
let groups: DiscordGroups;
let acme: DiscordGuild;
let maria: DiscordUser;
let role: DiscordRole;
const id = () => `discord:${maria.id}`;
const holds = () => groups.holds(`discord:${role.id}`, [id()]);
const heard = (roles: readonly string[]) => groups.heard({ user: maria.id, guild: acme.id, roles });

beforeEach(async () => {
  clock = fakeClock();
  peer = await createDiscordPeer({ clock });
  maria = peer.world.user({ username: 'maria' });
  acme = peer.world.guild({ name: 'Acme' });
  role = peer.world.role({ guild: acme, name: 'operators' });
  peer.world.join(acme, maria, { roles: [role] });
  calls = createCalls(peer.token, peer.apiUrl);
  groups = createGroups(calls, undefined, clock, log);
});
afterEach(async () => {
  await calls.close();
  await peer.stop();
});

describe('roles of Discord', () => {
  it('are those that Discord tells, for people of a server of ours', async () => {
    expect(holds()).toBe(false);
    await groups.refresh([`discord:${role.id}`], minuteMs, [id()]);
    expect(holds()).toBe(true);
    expect(await groups.isMember(maria.id)).toBe(true);
    expect(await groups.isMember(peer.world.user({ username: 'gil' }).id)).toBe(false);
  });

  it('that somebody lost while Discord was asked for them are not given back by its answer', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    peer.faults.fail({ route: member }, { until: held, done: 'before' });
    const refreshed = groups.refresh([`discord:${role.id}`], minuteMs, [id()]);
    await peer.until(() => peer.calls('GET', member).length === 1);
    await clock.pass(1);
    heard([]);
    release();
    await refreshed;
    expect(holds()).toBe(false);
  });

  it('are believed no longer where Discord cannot be asked again in time', async () => {
    heard([role.id]);
    expect(holds()).toBe(true);
    await clock.pass(2 * minuteMs);
    peer.faults.decide = () => ({ status: 503 });
    await groups.refresh([`discord:${role.id}`], minuteMs, [id()]);
    expect(holds()).toBe(false);
  });

  it('are believed no longer than an hour, although nobody asked in vain for them', async () => {
    heard([role.id]);
    await clock.pass(hourMs - 1);
    expect(holds()).toBe(true);
    await clock.pass(1);
    expect(holds()).toBe(false);
  });

  it('are known for roles as soon as Discord tells them, so that none is called like a person', async () => {
    peer.faults.decide = () => ({ status: 503 });
    await groups.learn();
    peer.faults.decide = () => undefined;
    await groups.learn();
    expect(groups.isRole(`discord:${role.id}`)).toBe(true);
    expect(groups.isRole(id())).toBe(false);
  });
});

describe('a place in which something is told unasked', () => {
  const told = (placeId: string) => createWho(groups, { directMessages: 'read' }).told(placeId);

  it('is a channel of its server, or the direct conversation with somebody', async () => {
    const ops = peer.world.channel({ guild: acme, name: 'ops' });
    expect(await told(`discord:${ops.id}`)).toEqual({ id: `discord:${ops.id}`, workspace: `discord:${acme.id}` });
    expect(await told(id())).toMatchObject({ id: id(), privateTo: id() });
  });

  it('that Discord does not tell of now is taken for one that others read: nothing of the accounts is shown there', async () => {
    const ops = peer.world.channel({ guild: acme, name: 'ops' });
    peer.faults.decide = () => ({ status: 503 });
    expect(await told(`discord:${ops.id}`)).toMatchObject({ id: `discord:${ops.id}`, outside: true });
    peer.faults.decide = () => undefined;
    expect(await told(`discord:${ops.id}`)).toEqual({ id: `discord:${ops.id}`, workspace: `discord:${acme.id}` });
  });

  it('that is in a server which is none of ours is one that others read', async () => {
    const globex = peer.world.guild({ name: 'Globex' });
    const general = peer.world.channel({ guild: globex, name: 'general' });
    const who = createWho(groups, { servers: [acme.id], directMessages: 'read' });
    expect(await who.told(`discord:${general.id}`)).toMatchObject({ outside: true });
  });

  it('of somebody who is in none of our servers is one that others read', async () => {
    peer.world.leave(acme, maria);
    expect(await told(id())).toMatchObject({ privateTo: id(), outside: true });
  });
});
