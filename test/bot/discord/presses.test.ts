import { describe, expect, it } from 'vitest';
import { createPresses } from '../../../src/bot/discord/presses.ts';
import { rememberingStore } from '../../../src/core/remembering-store.ts';
import { fakeClock } from '../../fake-clock.ts';
import { leaving } from '../../leaving-store.ts';
import { memoryStore } from '../../memory-store.ts';

describe('what a button carries that its id does not hold', () => {
  const kept = (id: string) => ({ id, carries: { kind: 'run', does: 'show web-1' } }) as const;
  const id = (own: string) => `k0|${own.padEnd(22, 'A')}`;

  it('is known while the store is away where this process posted or read it, and else is not said to be lost', async () => {
    const clock = fakeClock();
    const { at, store } = leaving(memoryStore(clock, 'one').open());
    const posted = createPresses(rememberingStore(store, clock));
    const another = createPresses(rememberingStore(store, clock));
    await posted.keep([kept('a'.padEnd(22, 'A'))]);
    expect(await posted.of(id('b'))).toBe('lost');
    at.isAway = true;
    expect(await posted.of(id('a'))).toEqual({ kind: 'run', does: 'show web-1' });
    expect(await another.of(id('a'))).toBe('away');
    at.isAway = false;
    expect(await another.of(id('a'))).toEqual({ kind: 'run', does: 'show web-1' });
  });
});
