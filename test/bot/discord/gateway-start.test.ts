import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStanding } from '../../../src/bot/chat/standing.ts';
import { createCalls, type DiscordCalls } from '../../../src/bot/discord/calls.ts';
import { createGateway, type Gateway } from '../../../src/bot/discord/gateway.ts';
import type { Log } from '../../../src/core/ports/log.ts';
import { secondMs } from '../../../src/core/time.ts';
import { fakeClock } from '../../fake-clock.ts';
import { createDiscordPeer, type DiscordPeer } from '../../peers/discord/peer.ts';

describe('where the gateway takes no connection', () => {
  let peer: DiscordPeer;
  let calls: DiscordCalls;
  let clock: ReturnType<typeof fakeClock>;
  let logged: string[];
  let gateway: Gateway;
  beforeEach(async () => {
    peer = await createDiscordPeer();
    peer.gateway.refusing = true;
    calls = createCalls(peer.token, peer.apiUrl);
    clock = fakeClock(0);
    logged = [];
    const note: Log['info'] = (_, message) => void logged.push(message);
    gateway = createGateway({
      standing: createStanding(fakeClock()),
      token: peer.token,
      calls,
      clock,
      log: { info: note, warn: note, error: note },
      hear() {},
    });
  });
  afterEach(async () => {
    await gateway.stop();
    await calls.close();
    await peer.stop();
  });

  const asked = () => peer.until(() => peer.calls('GET', '/gateway/bot').length > 0);

  it('lets who waits for it go when it is stopped', async () => {
    const started = gateway.start(new AbortController().signal);
    await asked();
    await Promise.all([gateway.stop(), expect(started).rejects.toThrow('stopped before it was connected')]);
  });

  it.each([true, 'unavailable'] as const)(
    'connects no more when it is stopped between two tries (%s)',
    async (refusing) => {
      peer.gateway.refusing = refusing;
      const started = gateway.start(new AbortController().signal);
      await Promise.all([
        asked().then(() => gateway.stop()),
        expect(started).rejects.toThrow('stopped before it was connected'),
      ]);
      peer.gateway.refusing = false;
      // It tries twice a second, of real time.
      const end = performance.now() + 1_500;
      await peer.until(() => performance.now() > end, 3_000);
      expect(peer.gateway.identifies).toEqual([]);
      expect(peer.gateway.connections).toBe(0);
    },
  );

  it('says so after a quarter of a minute, then every minute, and begins anew after three', async () => {
    const started = gateway.start(new AbortController().signal);
    started.catch(() => {});
    await asked();
    const deaf = 'Discord is not to be heard over the gateway; it is tried again';
    const anew = 'Discord was not to be heard for minutes; the session is begun anew';
    for (let seconds = 0; seconds < 180; seconds += 15) await clock.pass(15 * secondMs);
    expect(logged).toEqual([deaf, deaf, deaf, anew]);
  });

  it('stands when the gateway takes one', async () => {
    const started = gateway.start(new AbortController().signal);
    await asked();
    peer.gateway.refusing = false;
    await started;
    expect(logged).toEqual([]);
  });
});
