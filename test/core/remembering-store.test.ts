import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fromMemory } from '../../src/core/from-memory.ts';
import { StoreAway, StoreUnwritable } from '../../src/core/ports/store.ts';
import { rememberingStore } from '../../src/core/remembering-store.ts';
import { fakeClock } from '../fake-clock.ts';
import { leaving } from '../leaving-store.ts';
import { memoryStore } from '../memory-store.ts';

const Word = z.object({ word: z.string() });

describe('a store that remembers', () => {
  const open = () => {
    const clock = fakeClock();
    const { at, store } = leaving(memoryStore(clock, 'one').open());
    const own = rememberingStore(store, clock);
    return { clock, at, words: own.family('words', Word, { ttlMs: 60_000 }), own };
  };

  it('tells work that changes nothing what was read and written last, as of when, and asks no more than once', async () => {
    const { clock, at, words } = open();
    await words.put('a', { word: 'one' });
    await words.claim('b', { word: 'two' });
    await words.put('c', { word: 'three' });
    await words.take('c');
    const read = clock.now();
    await words.list({ limit: 10 });
    await clock.pass(1_000);
    at.isAway = true;
    at.asked = 0;
    const { result, recalled } = await fromMemory(async () => [
      (await words.get('a'))?.value.word,
      (await words.get('b'))?.value.word,
      await words.get('c'),
      (await words.list({ limit: 10 })).map(({ key }) => key),
    ]);
    expect(result).toEqual(['one', 'two', undefined, ['a', 'b']]);
    expect(recalled).toEqual({ since: clock.now(), asOf: read, unread: false });
    expect(at.asked).toBe(1);
  });

  it('tells nobody else: what changes something is refused, whatever was read', async () => {
    const { at, words } = open();
    await words.put('a', { word: 'one' });
    await words.get('a');
    at.isAway = true;
    await expect(words.get('a')).rejects.toThrow(StoreAway);
    await expect(words.list({ limit: 10 })).rejects.toThrow(StoreAway);
    await expect(fromMemory(() => words.put('a', { word: 'two' }))).rejects.toThrow(StoreUnwritable);
  });

  it('refuses what was never read, but where that may be taken for not there', async () => {
    const { at, words, own } = open();
    const lenient = own.family('lenient', Word, { ttlMs: 'forever', whileAway: 'or-nothing' });
    const cache = own.family('cache', Word, { ttlMs: 'forever', whileAway: 'nothing' });
    await cache.put('a', { word: 'one' });
    at.isAway = true;
    await expect(fromMemory(() => words.get('a'))).rejects.toThrow(StoreAway);
    await expect(fromMemory(() => words.list({ limit: 10 }))).rejects.toThrow(StoreAway);
    const told = await fromMemory(async () => [await lenient.get('a'), await lenient.list({ limit: 10 })]);
    expect(told).toMatchObject({ result: [undefined, []], recalled: { asOf: undefined, unread: true } });
    expect(await fromMemory(() => cache.get('a'))).toMatchObject({ result: undefined, recalled: { unread: false } });
  });

  it('tells no value that has come to its end, and the store itself as soon as it is back', async () => {
    const { clock, at, words } = open();
    await words.put('a', { word: 'one' });
    at.isAway = true;
    await clock.pass(59_000);
    expect((await fromMemory(() => words.get('a'))).result?.value.word).toBe('one');
    await clock.pass(2_000);
    expect((await fromMemory(() => words.get('a'))).result).toBeUndefined();
    at.isAway = false;
    await words.put('a', { word: 'two' });
    const { result, recalled } = await fromMemory(() => words.get('a'));
    expect([result?.value.word, recalled]).toEqual(['two', undefined]);
  });
});
