import { describe, expect, it } from 'vitest';
import { inUse, tagKeysInUse } from '../../../src/core/estate/in-use.ts';
import type { Instance } from '../../../src/core/ports/instance.ts';
import { instance } from '../changes/instance.ts';

const signal = new AbortController().signal;
const tagged = (...all: readonly Readonly<Record<string, string>>[]): readonly Instance[] =>
  all.map((tags) => instance({ tags }));

describe('what is in use', () => {
  it('is told from the most frequent to the rarest, equals by the alphabet', async () => {
    const owners = ['ole', 'maria', 'ana', 'maria', undefined, 'ole', 'maria'];
    const found = await inUse(
      owners.map((owner) => instance({ tags: owner === undefined ? {} : { owner } })),
      ({ tags }) => [tags['owner']],
      signal,
    );
    expect(found).toEqual(['maria', 'ole', 'ana']);
    expect(await inUse([], () => ['x'], signal)).toEqual([]);
  });

  it('of tags is the keys of people before those of AWS, without the Name', async () => {
    const all = tagged(
      { Name: 'a', 'aws:cloudformation:stack-name': 's', env: 'dev' },
      { Name: 'b', 'aws:cloudformation:stack-name': 's', team: 'x' },
      { Name: 'c', 'aws:cloudformation:stack-name': 's', env: 'prod' },
    );
    expect(await tagKeysInUse(all, signal)).toEqual(['env', 'team', 'aws:cloudformation:stack-name']);
  });

  it('holds no more than so many values, however many there are', async () => {
    const all = Array.from({ length: 5_000 }, (_, index) => instance({ id: `i-${index}` }));
    const found = await inUse(all, ({ id }) => [id, 'same'], signal);
    expect(found.length).toBe(2_000);
    expect(found[0]).toBe('same');
  });

  it('is given up where nobody waits any longer', async () => {
    const one = instance();
    const all = Array.from({ length: 200_000 }, () => one);
    await expect(inUse(all, () => ['x'], AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
