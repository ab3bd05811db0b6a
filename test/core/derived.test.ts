import { describe, expect, it } from 'vitest';
import { derived } from '../../src/core/derived.ts';

const { signal } = new AbortController();

describe('what is derived of a list', () => {
  it('is worked out once for each list, however many ask', async () => {
    let worked = 0;
    const sum = derived(async (list: readonly number[]) => {
      worked += 1;
      return list.reduce((all, one) => all + one, 0);
    });
    const list = [1, 2, 3];
    expect(await Promise.all([sum(list, signal), sum(list, signal)])).toEqual([6, 6]);
    expect(await sum(list, signal)).toBe(6);
    expect(worked).toBe(1);
    expect(await sum([...list], signal)).toBe(6);
    expect(worked).toBe(2);
  });

  it('is waited for no longer than somebody wants, and finished for the next', async () => {
    let finish = (_: number) => {};
    const slow = derived((_: readonly number[]) => new Promise<number>((resolve) => (finish = resolve)));
    const list = [1];
    const gone = new AbortController();
    const first = slow(list, gone.signal);
    gone.abort(new Error('nobody waits'));
    await expect(first).rejects.toThrow('nobody waits');
    const second = slow(list, signal);
    finish(7);
    expect(await second).toBe(7);
  });
});
