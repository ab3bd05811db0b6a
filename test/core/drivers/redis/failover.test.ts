import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { usualPatience } from '../../../../src/core/drivers/redis/calls.ts';
import { atOnce, connectRedis, type Connection, type Reach } from '../../../../src/core/drivers/redis/connect.ts';
import { systemClock } from '../../../../src/core/drivers/system-clock.ts';
import { StoreUnwritable, type Entry, type Store } from '../../../../src/core/ports/store.ts';
import { fakeClock } from '../../../fake-clock.ts';
import { certificates, type Certificates } from '../../../peers/redis/certificates.ts';
import { startCluster, startSentinels, type RedisCluster, type RedisSentinels } from '../../../peers/redis/cluster.ts';
import { openedStores, type OpenedStores } from './opened.ts';

const Word = z.object({ word: z.string() });
type Word = z.infer<typeof Word>;

/** Servers one of which can take over from another, over TLS. */
interface Shape {
  readonly servers: Pick<RedisCluster, 'master' | 'close'>;
  readonly reach: Reach;
  /** What of it may be wrong besides, and what is said then. */
  readonly wrong: readonly (readonly [Reach, RegExp])[];
}
const ofSentinels = ({ sentinels, name, ...servers }: RedisSentinels): Shape => ({
  servers,
  reach: { sentinels, name, tls: true },
  wrong: [
    [
      { name: 'other' },
      /cannot be opened: the sentinels know no master of this name\. Set redis\.name to what the sentinels call it\./,
    ],
  ],
});
const ofCluster = ({ nodes, ...servers }: RedisCluster): Shape => ({ servers, reach: { nodes, tls: true }, wrong: [] });

/** What holds of servers of any shape. @param also What does of this one alone. */
function lastingServers(
  name: string,
  start: (tls: Certificates) => Promise<Shape>,
  also: (connect: () => Promise<Connection>) => void = () => {},
): void {
  describe(`servers of ${name} that speak TLS`, () => {
    let made: Certificates;
    let shape: Shape;
    const [patient, hasty] = [
      openedStores(systemClock),
      openedStores(fakeClock(), { ...usualPatience, openMs: 40_000 }),
    ];
    beforeAll(async () => {
      made = await certificates();
      shape = await start(made);
    }, 120_000);
    afterAll(async () => {
      await Promise.all([patient, hasty].map((stores) => stores.close()));
      await shape.servers.close();
      await made.remove();
    });
    const open = (stores: OpenedStores, over: Reach = {}): Promise<Store> =>
      stores.open({ ...shape.reach, caFile: made.ca, prefix: 'failover', replicas: 1, ...over });

    it('are a store for whoever trusts those who vouch for them', async () => {
      const store = await open(patient);
      const family = store.family('words', Word, { ttlMs: 'forever' });
      await family.put('K', { word: 'first' });
      const kept = await family.get('K');
      expect(kept && (await family.swap(kept, { word: 'second' }))).toBe(true);
      expect((await family.get('K'))?.value).toEqual({ word: 'second' });
      const entry = await store.journal('others', Word).append({ word: 'kept' });
      expect(await store.journal('others', Word).read(1, 9)).toEqual([entry]);
      expect(await store.examine()).toMatchObject({ is: 'fine' });
    });

    it('are refused in words where nobody vouches for them whom we trust, or they are not those that are meant', async () => {
      const others = await certificates();
      const wrong: Shape['wrong'] = [
        [{ caFile: others.ca }, /cannot be opened: nobody we trust vouches for its certificate\. Set redis\.caFile/],
        ...shape.wrong,
      ];
      for (const [reach, says] of wrong) await expect(open(patient, reach)).rejects.toThrow(says);
      await others.remove();
    });

    also(() => connectRedis({ ...shape.reach, caFile: made.ca }, () => {}, atOnce(20_000)));

    it('lose nothing acknowledged when the master is killed, do nothing twice, and go on by themselves', async () => {
      const store = await open(hasty);
      const journal = store.journal('words', Word);
      const family = store.family('claims', Word, { ttlMs: 'forever' });
      const told: Entry<Word>[] = [];
      /** What is not known to be done, or refused. */
      const unknown: string[] = [];
      /** What claims have been told: nobody else wants those keys. */
      const claims: { readonly key: string; readonly won: boolean }[] = [];
      /** One after another until so many are told; what is refused is tried on. */
      const write = async (until: number): Promise<void> => {
        for (let tries = 0; told.length < until; tries += 1)
          try {
            told.push(await journal.append({ word: `${told.length}` }));
            const key = `K${told.length}`;
            claims.push({ key, won: await family.claim(key, { word: key }) });
          } catch (error) {
            if (!(error instanceof StoreUnwritable)) throw error;
            if (error.isUnknown) unknown.push(`${told.length}`);
          }
      };
      await write(50);
      const old = await shape.servers.master();
      const writing = write(100);
      await old.kill();
      await writing;
      await shape.servers.master(old);
      const kept = await journal.read(1, 1_000);
      for (const entry of told) expect(kept).toContainEqual(entry);
      expect(kept.map(({ position }) => position)).toEqual(kept.map((_, at) => at + 1));
      // What stands twice was once not known to be done.
      for (const { record } of kept.filter((one) => !told.some(({ hash }) => hash === one.hash)))
        expect(unknown).toContain(record.word);
      expect(claims.filter(({ won }) => !won)).toEqual([]);
      for (const { key } of claims) expect((await family.get(key))?.value).toEqual({ word: key });
      expect(hasty.logged[0]).toBe('the store does not answer');
      // By the connection for reads it is away until that has found out too, and a Cluster is back when nothing has failed for a second.
      while (hasty.logged.at(-1) !== 'the store answers again') await family.get('K1');
    }, 120_000);
  });
}

lastingServers('a Cluster', async (tls) => ofCluster(await startCluster({ tls, replicas: 2 })));
lastingServers(
  'sentinels',
  async (tls) => ofSentinels(await startSentinels({ tls, replicas: 2 })),
  (connect) => {
    it('are found by a connection, and by its copy, that is told to connect anew while the sentinels are asked', async () => {
      const told = async (one: Connection) => {
        one.on('error', () => {});
        one.disconnect(true);
        return new Promise((resolve) => {
          for (const status of ['ready', 'end']) one.once(status, () => resolve(status));
        });
      };
      const connection = await connect();
      expect(await told(connection)).toBe('ready');
      const copy = connection instanceof Redis ? connection.duplicate() : connection.duplicate();
      expect(await told(copy)).toBe('ready');
      for (const one of [connection, copy]) one.disconnect();
    });
  },
);
