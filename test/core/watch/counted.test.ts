import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prometheusMeter } from '../../../src/core/drivers/prometheus/meter.ts';
import type { ScrapedMeter } from '../../../src/core/ports/meter.ts';
import { countedPost, countedSweeper } from '../../../src/core/watch/counted.ts';
import { NeverAnswered, NeverDeliverable, NotYet } from '../../../src/core/watch/post.ts';
import type { Sweeper } from '../../../src/core/watch/sweep.ts';
import { figuresIn } from '../../figures.ts';

let meter: ScrapedMeter;
beforeEach(() => {
  meter = prometheusMeter();
});
afterEach(() => meter.close());
const figures = async () => figuresIn(await meter.scrape());

describe('posts that nobody asked for', () => {
  it.each([
    ['posted', undefined],
    ['unanswered', new NeverAnswered('timeout')],
    ['undeliverable', new NeverDeliverable('is_archived')],
    ['failed', new Error('ratelimited')],
    [undefined, new NotYet(0)],
  ])('count as %s', async (outcome, error) => {
    const post = countedPost(() => (error === undefined ? Promise.resolve() : Promise.reject(error)), meter);
    const posting = post({ says: 'change-found', change: 'K', at: 0 }, 'discord:1', {
      key: 'K',
      unanswered: false,
      progress: async () => {},
    });
    expect(await posting.catch((thrown: unknown) => thrown)).toBe(error);
    const all = await figures();
    for (const one of ['posted', 'unanswered', 'undeliverable', 'failed'])
      expect(all('quartermaster_notices_total', { platform: 'discord', outcome: one })).toBe(Number(one === outcome));
  });
});

describe('looks for waste', () => {
  const gap = { problem: 'cloud-away', what: [], todo: [] } as const;
  const swept =
    (gaps: readonly (typeof gap)[]): Sweeper =>
    async () => ({
      findings: [],
      looked: { accounts: 1, regions: 2, unread: gaps.length, things: {} },
      gaps,
      asOf: 0,
      source: { name: 'AWS' },
      covers: () => true,
      isThere: () => true,
      thingOf: () => undefined,
    });
  const failing: Sweeper = () => Promise.reject(new Error('away'));

  it.each([
    ['whole', swept([]), false, 0],
    ['partly', swept([gap, gap]), false, 2],
    ['failed', failing, false, 0],
    ['stopped', failing, true, 0],
  ] as const)('count as %s', async (outcome, sweep, stopped, unread) => {
    const over = new AbortController();
    if (stopped) over.abort();
    await countedSweeper(sweep, meter)({}, [], { signal: over.signal }).catch(() => {});
    const all = await figures();
    for (const one of ['whole', 'partly', 'failed', 'stopped'])
      expect(all('quartermaster_sweeps_total', { outcome: one })).toBe(Number(one === outcome));
    expect(all('quartermaster_sweep_unread_regions_total', {})).toBe(unread);
    expect(all('quartermaster_sweep_seconds_count', {})).toBe(1);
  });
});
