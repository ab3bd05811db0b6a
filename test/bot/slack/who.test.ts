import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClients } from '../../../src/bot/slack/clients.ts';
import { createWho, type SlackWho } from '../../../src/bot/slack/who.ts';
import { minuteMs } from '../../../src/core/time.ts';
import { fakeClock } from '../../fake-clock.ts';
import { createSlackPeer, type SlackPeer } from '../../peers/slack/peer.ts';

const quiet = { info() {}, warn() {}, error() {} };
const member = { id: 'slack:U1', name: 'ana', bot: false };

describe('who somebody is, and who reads a channel', () => {
  let peer: SlackPeer;
  let clock: ReturnType<typeof fakeClock>;
  let who: SlackWho;

  beforeAll(async () => {
    clock = fakeClock();
    peer = await createSlackPeer();
    const { lookups: client } = createClients(peer.tokens.bot, peer.apiUrl, quiet);
    who = createWho({ client, team: peer.world.team.id, clock, log: quiet });
  });
  afterAll(() => peer.stop());

  it.each([
    ['member', undefined],
    ['guest', 'guest'],
    ['single-channel-guest', 'guest'],
    ['stranger', 'stranger'],
  ] as const)('a %s has the standing %s', async (standing, expected) => {
    const user = peer.world.user({ name: `a-${standing}`, standing });
    expect((await who.member({ user: user.id })).standing).toBe(expected);
  });

  it('whoever comes with another workspace is of that, whatever their id is here', async () => {
    const { id } = peer.world.user({ name: 'ana' });
    expect((await who.member({ user: id, team: peer.world.team.id })).id).toBe(`slack:${id}`);
    expect(await who.member({ user: id, team: 'T0ELSE' })).toMatchObject({
      id: `slack:T0ELSE:${id}`,
      standing: 'stranger',
    });
  });

  it('a channel that others are invited to is one that others read, before they have come', async () => {
    const channel = peer.world.channel({ name: 'pending' });
    channel.pending = true;
    expect((await who.place({ user: 'U1', channel: channel.id }, member, false)).outside).toBe(true);
  });

  it('what was true is believed while Slack does not answer, and not for long', async () => {
    const channel = peer.world.channel({ name: 'inside' });
    const { id } = peer.world.user({ name: 'tom' });
    expect((await who.place({ user: 'U1', channel: channel.id }, member, false)).outside).toBeUndefined();
    expect((await who.member({ user: id })).standing).toBeUndefined();
    peer.faults.decide = ({ method }) => (method.endsWith('.info') ? { status: 503 } : undefined);
    await clock.pass(8 * minuteMs);
    expect((await who.place({ user: 'U1', channel: channel.id }, member, false)).outside).toBeUndefined();
    expect((await who.member({ user: id })).standing).toBeUndefined();
    await clock.pass(8 * minuteMs);
    expect((await who.place({ user: 'U1', channel: channel.id }, member, false)).outside).toBe(true);
    expect((await who.member({ user: id })).standing).toBe('unknown');
    peer.faults.decide = () => undefined;
  });
});
