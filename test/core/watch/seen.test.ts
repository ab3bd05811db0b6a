import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Home } from '../../../src/core/ports/instance.ts';
import { createSeenFirst, type SeenFirst } from '../../../src/core/watch/seen.ts';
import type { Finding } from '../../../src/core/watch/finding.ts';
import type { Sweep } from '../../../src/core/watch/sweep.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';
import { idle } from './watch-house.ts';

const clock = fakeClock();
let made: Awaited<ReturnType<typeof temporaryStore>>;
let seen: SeenFirst;
beforeEach(async () => {
  made = await temporaryStore(clock);
  seen = createSeenFirst(made.store);
});
afterEach(() => made.remove());

const rules = [{ id: 'address-unassociated' }];
const sweepOf = (
  asOf: number,
  findings: readonly Finding[],
  covers: (rule: string, home: Home) => boolean = () => true,
): Sweep => ({
  findings,
  looked: { accounts: 1, regions: 1, unread: 0, things: {} },
  gaps: [],
  asOf,
  source: { name: 'AWS' },
  covers,
  isThere: () => false,
  thingOf: () => undefined,
});
const firsts = async (...args: Parameters<SeenFirst['note']>) =>
  [...(await seen.note(...args))].map(([key, at]) => `${key.split('/').at(-1)} ${at}`).toSorted();

describe('when a finding was seen first', () => {
  it('stays known as long as it is found', async () => {
    expect(await firsts(sweepOf(1, [idle('a')]), rules)).toEqual(['a 1']);
    expect(await firsts(sweepOf(2, [idle('a'), idle('b')]), rules)).toEqual(['a 1', 'b 2']);
    expect(await seen.of(idle('a'))).toBe(1);
    expect(await seen.of(idle('c'))).toBeUndefined();
  });

  it('is forgotten where it is found no longer, and begins anew when it is', async () => {
    await seen.note(sweepOf(1, [idle('a')]), rules);
    await seen.note(sweepOf(2, []), rules);
    expect(await firsts(sweepOf(3, [idle('a')]), rules)).toEqual(['a 3']);
  });

  it('is kept where not everything was read, and where another rule was looked for', async () => {
    await seen.note(sweepOf(1, [idle('a'), idle('b', { region: 'eu-west-1' })]), rules);
    await seen.note(
      sweepOf(2, [], (_, { region }) => region === 'us-east-1'),
      rules,
    );
    await seen.note(sweepOf(3, []), [{ id: 'volume-unattached' }]);
    expect([await seen.of(idle('a')), await seen.of(idle('b'))]).toEqual([undefined, 1]);
  });

  it('is looked up without a note', async () => {
    await seen.note(sweepOf(1, [idle('a')]), rules);
    const looked = await seen.look(sweepOf(5, [idle('a'), idle('b')]));
    expect([...looked.values()]).toEqual([1, 5]);
    expect(await seen.of(idle('b'))).toBeUndefined();
  });

  it('is the same for all of many sweeps at once', async () => {
    const all = await Promise.all([1, 2, 3].map((at) => seen.note(sweepOf(at, [idle('a')]), rules)));
    expect(all).toHaveLength(3);
    expect(await seen.of(idle('a'))).toBe(1);
  });
});
