import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClaims } from '../../src/bot/claims.ts';
import { openSqliteStore } from '../../src/core/drivers/sqlite/open.ts';
import type { Log } from '../../src/core/ports/log.ts';
import { fakeClock } from '../fake-clock.ts';
import { onlyToBeRead, temporaryStore } from '../temporary.ts';

let clock: ReturnType<typeof fakeClock>;
let made: Awaited<ReturnType<typeof temporaryStore>>;
let logged: string[];
const log: Log = { info: () => {}, warn: () => {}, error: (_, words) => logged.push(words) };
beforeEach(async () => {
  clock = fakeClock();
  logged = [];
  made = await temporaryStore(clock);
});
afterEach(() => made.remove());

describe('a claim', () => {
  it('is the first for one of many processes, and for everybody after it again', async () => {
    const [one, other] = [createClaims(made.store, log), createClaims(made.store, log)];
    const all = await Promise.all([one, other, one, other].map((claims) => claims.first('slack:Ev1')));
    expect(all.toSorted()).toEqual(['again', 'again', 'again', 'first']);
    expect(await one.first('slack:Ev2')).toBe('first');
  });

  it('is remembered for an hour, through a restart', async () => {
    expect(await createClaims(made.store, log).first('slack:Ev1')).toBe('first');
    await clock.pass(3_599_000);
    expect(await createClaims(made.store, log).first('slack:Ev1')).toBe('again');
    await clock.pass(1_000);
    expect(await createClaims(made.store, log).first('slack:Ev1')).toBe('first');
  });

  it('is unknown where the store cannot be written, and the log says so', async () => {
    await createClaims(made.store, log).first('slack:Ev1');
    await made.store.close();
    await onlyToBeRead(made.path);
    const store = await openSqliteStore({ path: made.path, clock, purpose: 'demo' });
    expect(await createClaims(store, log).first('slack:Ev2')).toBe('unknown');
    expect(logged).toEqual(['whether something was handed over before could not be told']);
    await store.close();
  });
});
