import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/drivers/system-clock.ts';
import { clocksDiffer } from '../../../../src/core/drivers/redis/clocks.ts';
import { plain } from '../../../../src/core/text.ts';
import { hourMs, minuteMs, secondMs } from '../../../../src/core/time.ts';
import { startRedis, type RedisServer } from '../../../peers/redis/server.ts';
import { openedStores } from './opened.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis({ settings: ['--appendfsync', 'always'] });
});
afterAll(() => server.close());

/** A clock that is wrong by so much. */
const off = (ms: number) => ({ ...systemClock, now: () => systemClock.now() + ms });

describe("the clock of a process beside the server's", () => {
  it.each([
    { ms: 0, is: 'fine', says: undefined },
    { ms: 2 * secondMs, is: 'fine', says: undefined },
    { ms: -2 * secondMs, is: 'fine', says: undefined },
    { ms: 20 * secondMs, is: 'fine', says: /Its clock is (?:1\d|20) seconds behind this machine's/ },
    { ms: -20 * secondMs, is: 'fine', says: /Its clock is (?:1\d|20) seconds ahead of this machine's/ },
    { ms: 50 * secondMs, is: 'missing', says: /Its clock is (?:4\d|50) seconds behind this machine's/ },
    { ms: -50 * secondMs, is: 'missing', says: /Its clock is (?:4\d|50) seconds ahead of this machine's/ },
    { ms: 90 * secondMs, is: 'missing', says: /Its clock is 1 minute behind this machine's/ },
    { ms: -(3 * hourMs + minuteMs), is: 'missing', says: /Its clock is 3 hours ahead of this machine's/ },
  ])('wrong by $ms ms', async ({ ms, is, says }) => {
    const stores = openedStores(off(ms));
    const store = await stores.open({ url: server.url, prefix: `off${ms}` });
    const keeping = await store.examine();
    const told = plain(keeping.says);
    await stores.close();
    expect(keeping.is).toBe(is);
    expect(stores.ofClocks).toEqual(says === undefined ? [] : [clocksDiffer]);
    if (says === undefined) expect(told).not.toContain('clock');
    else expect(told).toMatch(says);
  });
});
