import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCalls, type DiscordCalls } from '../../../src/bot/discord/calls.ts';
import { createGroups } from '../../../src/bot/discord/groups.ts';
import type { Log } from '../../../src/core/ports/log.ts';
import { fakeClock } from '../../fake-clock.ts';
import { createDiscordPeer, type DiscordPeer } from '../../peers/discord/peer.ts';

const note: Log['info'] = () => {};
const log: Log = { info: note, warn: note, error: note };

describe('a stranger', () => {
  let peer: DiscordPeer;
  let calls: DiscordCalls;
  beforeEach(async () => {
    peer = await createDiscordPeer();
    calls = createCalls(peer.token, peer.apiUrl);
  });
  afterEach(async () => {
    await calls.close();
    await peer.stop();
  });

  it('is who speaks in a server that is none of those that are listed, and has no role by it', async () => {
    const [ines, mallory] = [peer.world.user({ username: 'ines' }), peer.world.user({ username: 'mallory' })];
    const acme = peer.world.guild({ name: 'Acme', members: [ines] });
    const other = peer.world.guild({ name: 'Other', members: [mallory] });
    const role = peer.world.role({ guild: other, name: 'operators' });
    const groups = createGroups(calls, [acme.id], fakeClock(), log);
    groups.heard({ user: ines.id, guild: acme.id, roles: [] });
    groups.heard({ user: mallory.id, guild: other.id, roles: [role.id] });
    expect(groups.holds(`discord:${role.id}`, [`discord:${mallory.id}`])).toBe(false);
    expect([await groups.isMember(ines.id), await groups.isMember(mallory.id)]).toEqual([true, false]);
  });

  it('is who is in no server that the bot is in, where none are listed', async () => {
    const [ines, mallory] = [peer.world.user({ username: 'ines' }), peer.world.user({ username: 'mallory' })];
    peer.world.guild({ name: 'Acme', members: [ines] });
    peer.world.guild({ name: 'Other', members: [mallory], withoutBot: true });
    const groups = createGroups(calls, undefined, fakeClock(), log);
    expect([await groups.isMember(ines.id), await groups.isMember(mallory.id)]).toEqual([true, false]);
    expect(peer.violations()).toEqual([]);
  });
});
