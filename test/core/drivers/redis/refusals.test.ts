import { rm } from 'node:fs/promises';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { usualPatience } from '../../../../src/core/drivers/redis/calls.ts';
import type { Reach } from '../../../../src/core/drivers/redis/connect.ts';
import { fromMemory } from '../../../../src/core/from-memory.ts';
import { StoreAway, StoreUnwritable, type Family } from '../../../../src/core/ports/store.ts';
import { rememberingStore } from '../../../../src/core/remembering-store.ts';
import { fakeClock } from '../../../fake-clock.ts';
import { freePort } from '../../../peers/redis/port.ts';
import { startRedis, type RedisServer } from '../../../peers/redis/server.ts';
import { openedStores } from './opened.ts';

const Word = z.object({ word: z.string() });
const kept = { word: 'kept' };
const caught = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

/** What a server is brought to say, and back from it. */
interface Case {
  begin(): Promise<unknown>;
  end(): Promise<unknown>;
  /** Why a write is refused, and a read; undefined: that is answered. */
  readonly write: string;
  readonly read: string | undefined;
}

/** A store on a server, with one value that was read. */
async function openedOn(reach: Reach) {
  const stores = openedStores(fakeClock(), { ...usualPatience, openMs: 40_000, answerMs: 20_000, awayMs: 300 });
  const store = rememberingStore(await stores.open(reach), fakeClock());
  const family = store.family('words', Word, { ttlMs: 'forever' });
  await family.put('K', kept);
  expect((await family.get('K'))?.value).toEqual(kept);
  return { family, close: () => stores.close() };
}

/** Whoever calls is told in words, reads go on from memory, and all goes on when the server does. */
async function refusedInWords(family: Family<{ word: string }>, { begin, end, read, write }: Case): Promise<void> {
  await begin();
  const told = await caught(family.get('K'));
  if (read === undefined) expect(told).toMatchObject({ value: kept });
  else {
    expect(told).toBeInstanceOf(StoreAway);
    expect(String(told)).toMatch(new RegExp(`^StoreAway: The store \\(.*\\) cannot be read: ${read}\\.$`));
  }
  const refused = await caught(family.put('L', { word: 'new' }));
  expect(refused).toBeInstanceOf(StoreUnwritable);
  expect(String(refused)).toMatch(new RegExp(`The store \\(.*\\) cannot be written: ${write}\\.$`));
  expect(refused).toMatchObject({ isUnknown: false });
  expect((await fromMemory(() => family.get('K'))).result?.value).toEqual(kept);
  await end();
  while ((await caught(family.put('L', { word: 'new' }))) instanceof StoreUnwritable);
  expect((await family.get('L'))?.value).toEqual({ word: 'new' });
  await family.delete('L');
}

describe('a server that refuses', () => {
  // What is loaded slowly is looked at by the bytes of its file.
  const settings = ['--appendonly', 'no', '--save', '3600 1000000', '--rdbcompression', 'no'];
  let server: RedisServer;
  let client: Redis;
  let nowhere: string;
  let opened: Awaited<ReturnType<typeof openedOn>>;
  beforeAll(async () => {
    server = await startRedis({ settings });
    client = server.client();
    client.on('error', () => {});
    nowhere = String(await freePort());
    opened = await openedOn({ url: server.url });
  });
  afterAll(async () => {
    await opened.close();
    client.disconnect();
    await server.close();
  });
  const saves = async (how: 'ok' | 'err') => {
    await caught(client.bgsave());
    while (!String(await client.info('persistence')).includes(`rdb_last_bgsave_status:${how}`));
  };

  it.each<[string, Case]>([
    [
      'since it has become a replica',
      {
        begin: () => client.replicaof('127.0.0.1', nowhere),
        end: () => client.replicaof('NO', 'ONE'),
        write: 'it is a replica, which takes no writes',
        read: undefined,
      },
    ],
    [
      'since it is a replica without its master',
      {
        async begin() {
          await client.config('SET', 'replica-serve-stale-data', 'no');
          await client.replicaof('127.0.0.1', nowhere);
        },
        end: () => client.replicaof('NO', 'ONE'),
        write: 'it is a replica that has lost its master',
        read: 'it is a replica that has lost its master',
      },
    ],
    [
      'since a script of somebody else does not end',
      {
        async begin() {
          await client.config('SET', 'busy-reply-threshold', '1');
          const other = server.client();
          other.eval('while true do end', 0).catch(() => other.disconnect());
          while (!String(await caught(client.ping())).includes('BUSY'));
        },
        end: () => client.script('KILL'),
        write: 'a script of somebody else holds it',
        read: 'a script of somebody else holds it',
      },
    ],
    [
      'while it reads its data from the disk',
      {
        async begin() {
          await client.eval(`for at = 1, 5000 do redis.call('set', 'fill:' .. at, string.rep('x', 1000)) end`, 0);
          await client.save();
          await server.kill();
          // A pause at each key, and a look at its clients after each kilobyte.
          const slow = ['--key-load-delay', '20000', '--loading-process-events-interval-bytes', '1024'];
          server = await startRedis({
            settings: [...settings, ...slow],
            ports: async () => ({ port: server.port, bus: 0 }),
            folder: server.folder,
            until: /Server initialized/,
          });
          // It is found away before it is found to be there again.
          while (!String(await caught(opened.family.get('K'))).includes('reads its data'));
        },
        async end() {
          // One that asks nothing until all is read could not say so.
          const other = client.duplicate({ enableReadyCheck: false });
          await other.config('SET', 'key-load-delay', '0');
          other.disconnect();
        },
        write: 'it still reads its data from the disk',
        read: 'it still reads its data from the disk',
      },
    ],
    [
      'since it cannot save its data',
      {
        async begin() {
          await rm(server.folder, { recursive: true });
          await saves('err');
        },
        end: () => client.config('SET', 'stop-writes-on-bgsave-error', 'no'),
        write: 'it cannot save its data to its disk',
        read: undefined,
      },
    ],
  ])('%s', (_, one) => refusedInWords(opened.family, one));
});

describe('a Cluster that refuses', () => {
  const nodes: RedisServer[] = [];
  const clients: Redis[] = [];
  beforeAll(async () => {
    for (let at = 0; at < 2; at += 1)
      nodes.push(await startRedis({ cluster: true, settings: ['--cluster-announce-ip', '127.0.0.1'] }));
    clients.push(...nodes.map((node) => node.client()));
    await clients[0]?.call('cluster', 'addslotsrange', '0', '16383');
    await serves(clients[0]);
  });
  /** A node takes a moment to believe that all is there. */
  const serves = async (node: Redis | undefined): Promise<void> => {
    while (!String(await node?.cluster('INFO')).includes('cluster_state:ok'));
  };
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    await Promise.all(nodes.map((node) => node.close()));
  });

  it('since nobody has a slot; whoever opens it then is told as well', async () => {
    const [client] = clients;
    const reach = { nodes: [{ host: '127.0.0.1', port: nodes[0]?.port ?? 0 }] };
    const opened = await openedOn(reach);
    await refusedInWords(opened.family, {
      async begin() {
        await client?.call('cluster', 'delslots', '7');
        await expect(openedOn(reach)).rejects.toThrow(/a part of the Cluster has no master/);
      },
      end: async () => client?.call('cluster', 'addslots', '7'),
      write: 'a part of the Cluster has no master',
      read: 'a part of the Cluster has no master',
    });
    await opened.close();
  });

  it('is told at the start, where one node of it is meant to be all', async () => {
    const [first, second] = clients;
    const [, bus] = z.array(z.string()).parse(await first?.config('GET', 'cluster-port'));
    await second?.call('cluster', 'meet', '127.0.0.1', String(nodes[0]?.port), bus ?? '');
    await serves(second);
    await expect(openedOn({ url: nodes[1]?.url })).rejects.toThrow(/it is a node of a Cluster/);
  });
});
