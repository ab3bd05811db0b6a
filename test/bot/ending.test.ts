import { describe, expect, it } from 'vitest';
import { endingOf } from '../../src/bot/ending.ts';
import type { Effect } from '../../src/commands/command.ts';
import { secondMs } from '../../src/core/time.ts';
import { fakeClock } from '../fake-clock.ts';

const started = (effect: Effect) => {
  const clock = fakeClock();
  const [gone, stop] = [new AbortController(), new AbortController()];
  let told = 0;
  const ends = { signal: gone.signal, stop: stop.signal };
  return { clock, gone, stop, told: () => told, ending: endingOf(ends, effect, clock, () => (told += 1)) };
};

describe('a stop', () => {
  it('leaves what only reads five seconds to tell what it has', async () => {
    const { clock, stop, ending, told } = started('reads');
    stop.abort(new Error('enough'));
    expect(told()).toBe(1);
    await clock.pass(5 * secondMs - 1);
    expect(ending.stop?.aborted).toBe(true);
    expect(ending.signal.aborted).toBe(false);
    await clock.pass(1);
    expect(ending.signal.reason).toEqual(new Error('enough'));
  });

  it('that came before the work did leaves it no longer', async () => {
    const clock = fakeClock();
    const { signal } = new AbortController();
    const ending = endingOf({ signal, stop: AbortSignal.abort(new Error('enough')) }, 'reads', clock, () => {});
    await clock.pass(5 * secondMs);
    expect(ending.signal.aborted).toBe(true);
  });

  it.each<Effect>(['changes', 'settings'])('ends what is more than a read at once: %s', (effect) => {
    const { stop, ending, told } = started(effect);
    expect(ending.stop, 'nothing of it is told in parts').toBeUndefined();
    stop.abort(new Error('enough'));
    expect(ending.signal.reason).toEqual(new Error('enough'));
    expect(told()).toBe(0);
  });

  it('does nothing to work that has ended', async () => {
    const { clock, stop, ending } = started('reads');
    stop.abort();
    ending.over();
    await clock.pass(10 * secondMs);
    expect(ending.signal.aborted).toBe(false);
  });

  it.each<Effect>(['reads', 'changes'])('is not waited for when nobody is there any longer: %s', (effect) => {
    const { gone, ending } = started(effect);
    gone.abort(new Error('gone'));
    expect(ending.signal.reason).toEqual(new Error('gone'));
  });
});
