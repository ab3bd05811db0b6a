import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recent } from '../../../src/core/estate/recent.ts';
import { minuteMs, secondMs } from '../../../src/core/time.ts';
import { fakeClock } from '../../fake-clock.ts';

describe('what was read a moment ago', () => {
  let clock: ReturnType<typeof fakeClock>;
  let over: AbortController;
  let reads: { readonly signal: AbortSignal; answer(value: number): void; fail(): void }[];
  let get: (signal: AbortSignal) => Promise<number>;
  beforeEach(() => {
    clock = fakeClock();
    over = new AbortController();
    reads = [];
    get = recent(
      (signal) =>
        new Promise<number>((resolve, reject) =>
          reads.push({ signal, answer: resolve, fail: () => reject(new Error('AWS is away')) }),
        ),
      { clock, over: over.signal },
    );
  });
  afterEach(() => over.abort(new Error('the end')));
  const { signal } = new AbortController();

  /** The first answer has been told, and so much time has passed. */
  const known = async (value: number, ageMs: number) => {
    const first = get(signal);
    reads[0]?.answer(value);
    await first;
    await clock.pass(ageMs);
  };

  it('is read once for all who ask meanwhile, and told for some seconds', async () => {
    const both = [get(signal), get(signal)];
    reads[0]?.answer(1);
    expect(await Promise.all(both)).toEqual([1, 1]);
    await clock.pass(9 * secondMs);
    expect(await get(signal)).toBe(1);
    expect(reads).toHaveLength(1);
  });

  it('is read again afterwards, and waited for', async () => {
    await known(1, 11 * secondMs);
    const again = get(signal);
    reads[1]?.answer(2);
    expect(await again).toBe(2);
    expect(await get(signal)).toBe(2);
    expect(reads).toHaveLength(2);
  });

  it('is told as it was where reading takes long or fails, and as it is to who comes later', async () => {
    await known(1, minuteMs);
    const late = get(signal);
    await clock.pass(secondMs);
    expect(await late).toBe(1);
    reads[1]?.fail();
    await clock.pass(0);
    const failed = get(signal);
    reads[2]?.fail();
    expect(await failed).toBe(1);
    const now = get(signal);
    reads[3]?.answer(4);
    expect(await now).toBe(4);
  });

  it('is read on when who asked has gone', async () => {
    const gone = new AbortController();
    const first = get(gone.signal);
    gone.abort(new Error('too late'));
    await expect(first).rejects.toThrow('too late');
    expect(reads[0]?.signal.aborted).toBe(false);
    reads[0]?.answer(1);
    expect(await get(signal)).toBe(1);
    expect(reads).toHaveLength(1);
  });

  it('rejects where nothing was ever read, and asks anew the next time', async () => {
    const first = get(signal);
    reads[0]?.fail();
    await expect(first).rejects.toThrow('AWS is away');
    const second = get(signal);
    reads[1]?.answer(2);
    expect(await second).toBe(2);
  });

  it('is not told, nor kept, after ten minutes', async () => {
    await known(1, 10 * minuteMs);
    const again = get(signal);
    await clock.pass(secondMs);
    reads[1]?.answer(2);
    expect(await again).toBe(2);
  });

  it('ends with the process', async () => {
    const first = get(signal);
    over.abort(new Error('the end'));
    expect(reads[0]?.signal.aborted).toBe(true);
    reads[0]?.fail();
    await expect(first).rejects.toThrow('AWS is away');
  });
});
