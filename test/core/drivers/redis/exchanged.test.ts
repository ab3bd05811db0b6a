import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { auditJournal, ourselves, type AuditRecord } from '../../../../src/core/people/audit.ts';
import { StoreAway, StoreUnwritable } from '../../../../src/core/ports/store.ts';
import { startRedis, type RedisServer } from '../../../peers/redis/server.ts';
import { openedStores } from './opened.ts';

const word = z.string();
const record = (says: string): AuditRecord => ({
  event: 'settings',
  request: 'a-request',
  person: ourselves,
  place: ourselves.id,
  does: 'a test',
  targets: [],
  says,
});
const caught = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

describe('a server that has another store than before', () => {
  let server: RedisServer;
  let stores = openedStores();
  beforeEach(async () => {
    // It saves where it is told to alone.
    server = await startRedis({ settings: ['--appendonly', 'no', '--save', ''] });
    stores = openedStores();
  });
  afterEach(async () => {
    await stores.close();
    await server.close();
  });

  it('is read no longer and takes nothing when it is emptied, until that is the store again', async () => {
    const store = await stores.open({ url: server.url });
    const family = store.family('words', word, { ttlMs: 'forever' });
    await family.put('K', 'kept');
    const client = server.client();
    const dumped = await client.dumpBuffer('{quartermaster:about}');
    await client.flushall();
    // Within a second at most.
    let refused: unknown;
    while (!((refused = await caught(family.get('K'))) instanceof Error));
    expect(refused).toBeInstanceOf(StoreAway);
    expect(String(refused)).toContain('it was emptied, or another store was put in its place');
    expect(await caught(family.put('K', 'new'))).toBeInstanceOf(StoreUnwritable);
    expect(await client.dbsize()).toBe(0);
    expect(stores.logged).toEqual(['the store does not answer']);
    await client.restore('{quartermaster:about}', 0, dumped);
    expect(await family.get('K')).toBeUndefined();
    client.disconnect();
  });

  it('takes nothing when it was started again without its data, from the first call on', async () => {
    const store = await stores.open({ url: server.url });
    const family = store.family('words', word, { ttlMs: 'forever' });
    await family.put('K', 'kept');
    await server.kill();
    server = await server.again();
    let said: unknown;
    do said = await caught(family.put('K', 'new'));
    while (String(said).includes('refused'));
    expect(String(said)).toContain('it was emptied');
    const client = server.client();
    expect(await client.dbsize()).toBe(0);
    client.disconnect();
  });

  it('gets no audit entry when it went back to older data, so that nothing is changed', async () => {
    const store = await stores.open({ url: server.url });
    const journal = auditJournal(store);
    await journal.append(record('one'));
    const client = server.client();
    await client.save();
    client.disconnect();
    await journal.append(record('two'));
    await server.kill();
    server = await server.again();
    let said: unknown;
    do said = await caught(journal.append(record('three')));
    while (said instanceof StoreAway || String(said).includes('refused'));
    expect(said).toBeInstanceOf(StoreUnwritable);
    expect(String(said)).toContain('The store has gone back to older data: #2 of its audit');
    // Another entry in its place is no better.
    const other = auditJournal(await stores.open({ url: server.url }));
    await other.append(record('another two'));
    expect(String(await caught(journal.append(record('three'))))).toContain('#2 of its audit');
    // Whoever looked into it restarts, and goes on.
    expect((await other.append(record('three'))).position).toBe(3);
  });

  it('is refused where its database is none that it has', async () => {
    const refused = await caught(stores.open({ url: `${server.url}/99` }));
    expect(refused).toBeInstanceOf(StoreUnwritable);
    expect(String(refused)).toContain('database 99) cannot be opened: the server does not give this database');
  });
});
