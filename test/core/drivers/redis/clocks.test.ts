import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/drivers/system-clock.ts';
import { plain } from '../../../../src/core/text.ts';
import { hourMs, minuteMs, secondMs } from '../../../../src/core/time.ts';
import { startRedis, type RedisServer } from '../../../peers/redis/server.ts';
import { openedStores } from './opened.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.close());

/** A clock that is wrong by so much. */
const off = (ms: number) => ({ ...systemClock, now: () => systemClock.now() + ms });

describe("the clock of a process beside the server's", () => {
  it.each([
    { ms: 0, says: undefined },
    { ms: 2 * secondMs, says: undefined },
    { ms: -2 * secondMs, says: undefined },
    { ms: 90 * secondMs, says: "Its clock is 1 minute behind this machine's" },
    { ms: -8 * secondMs, says: /Its clock is [78] seconds ahead of this machine's/ },
    { ms: -(3 * hourMs + minuteMs), says: "Its clock is 3 hours ahead of this machine's" },
  ])('wrong by $ms ms', async ({ ms, says }) => {
    const stores = openedStores(off(ms));
    const store = await stores.open({ url: server.url, prefix: `off${ms}` });
    const told = plain((await store.examine()).says);
    await stores.close();
    const warned = stores.ofClocks;
    if (says === undefined) expect([told.includes('clock'), warned]).toEqual([false, []]);
    else {
      expect(told).toMatch(says);
      expect(warned).toEqual([expect.stringMatching(says)]);
      expect(warned[0]).toContain('Let both machines follow the same time (NTP).');
    }
  });
});
