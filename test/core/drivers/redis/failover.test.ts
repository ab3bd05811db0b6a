import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { usualPatience } from '../../../../src/core/drivers/redis/calls.ts';
import { StoreUnwritable, type Entry } from '../../../../src/core/ports/store.ts';
import { fakeClock } from '../../../fake-clock.ts';
import { startSentinels, type RedisSentinels } from '../../../peers/redis/cluster.ts';
import { openedStores } from './opened.ts';

const Word = z.object({ word: z.string() });

describe('a master that is killed, where sentinels watch and a write waits for a replica', () => {
  let servers: RedisSentinels;
  const stores = openedStores(fakeClock(), { ...usualPatience, openMs: 40_000 });
  beforeAll(async () => {
    servers = await startSentinels();
  }, 60_000);
  afterAll(async () => {
    await stores.close();
    await servers.close();
  });

  it('loses nothing that was acknowledged, and writes go on by themselves', async () => {
    const { sentinels, name } = servers;
    const store = await stores.open({ sentinels, name, replicas: 1 });
    const journal = store.journal('words', Word);
    const told: Entry<{ word: string }>[] = [];
    /** One after another until so many are told; what is refused is tried on. */
    const append = async (until: number): Promise<void> => {
      while (told.length < until)
        try {
          told.push(await journal.append({ word: String(told.length) }));
        } catch (error) {
          if (!(error instanceof StoreUnwritable)) throw error;
        }
    };
    await append(50);
    const old = await servers.master();
    const appending = append(100);
    await old.kill();
    await appending;
    expect((await servers.master()).port).not.toBe(old.port);
    const kept = await journal.read(1, 1_000);
    for (const entry of told) expect(kept).toContainEqual(entry);
    // What was refused and done all the same stands once.
    expect(kept.map(({ position }) => position)).toEqual(kept.map((_, at) => at + 1));
    expect(stores.logged[0]).toBe('the store does not answer');
    expect(stores.logged.at(-1)).toBe('the store answers again');
  }, 60_000);
});
