import { describe, expect, it } from 'vitest';
import { createPace, ec2ReadRates, readClassOf } from '../../../../src/core/drivers/ec2/pacing.ts';
import { fakeClock } from '../../../fake-clock.ts';

const rate = { bucket: 5, perSecond: 2 };
const open = new AbortController().signal;

/** Calls that got through, as time passes. */
function paced(key = 'a') {
  const clock = fakeClock();
  const pace = createPace(clock);
  let through = 0;
  const call = (signal = open, of = key) => {
    const waiting = pace(of, rate, signal).then(() => (through += 1));
    waiting.catch(() => {});
    return waiting;
  };
  return { clock, pace, call, through: () => through };
}

describe('the pace of calls', () => {
  it('does not wait for a clock that was set back', async () => {
    let now = Date.parse('2026-11-26T01:00:00Z');
    const slept: number[] = [];
    const pace = createPace({
      now: () => now,
      sleep: async (ms) => {
        slept.push(ms);
      },
    });
    for (let index = 0; index < rate.bucket; index += 1) await pace('a', rate, open);
    now -= 3_600_000;
    await pace('a', rate, open);
    expect(slept).toEqual([1_000 / rate.perSecond]);
  });

  it('lets a bucketful through at once, then so many a second, in their order', async () => {
    const { clock, call, through } = paced();
    for (let index = 0; index < 9; index += 1) void call();
    await clock.pass(0);
    expect(through()).toBe(5);
    await clock.pass(1_000);
    expect(through()).toBe(7);
    await clock.pass(1_000);
    expect(through()).toBe(9);
  });

  it('is of one account, region and API: others do not wait for it', async () => {
    const { clock, call, through } = paced();
    for (let index = 0; index < 6; index += 1) void call();
    void call(open, 'b');
    await clock.pass(0);
    expect(through()).toBe(6);
  });

  it('takes a call that was given up for one that was not made', async () => {
    const { clock, call, through } = paced();
    for (let index = 0; index < 5; index += 1) void call();
    const stop = new AbortController();
    const given = [call(stop.signal), call(stop.signal)];
    stop.abort(new Error('stopped by Ctrl-C'));
    await expect(given[0]).rejects.toThrow('stopped by Ctrl-C');
    await expect(given[1]).rejects.toThrow('stopped by Ctrl-C');
    void call();
    await clock.pass(500);
    expect(through()).toBe(6);
    const aborted = call(stop.signal);
    await expect(aborted).rejects.toThrow('stopped by Ctrl-C');
  });

  it('slows down when AWS refuses for its rate, and is itself again after a while', async () => {
    const { clock, pace, call, through } = paced();
    void call();
    await clock.pass(0);
    pace.slow('a');
    for (let index = 0; index < 4; index += 1) void call();
    await clock.pass(1_000);
    expect(through(), 'the bucket is empty, and one a second comes').toBe(2);
    await clock.pass(600_000);
    expect(through()).toBe(5);
    for (let index = 0; index < 7; index += 1) void call();
    await clock.pass(1_000);
    expect(through()).toBe(12);
  });

  it('never stops, however often AWS refuses', async () => {
    const { clock, pace, call, through } = paced();
    void call();
    await clock.pass(0);
    for (let index = 0; index < 50; index += 1) pace.slow('a');
    void call();
    await clock.pass(20_000);
    expect(through()).toBe(2);
  });
});

describe('the buckets of reads', () => {
  it.each([
    ['DescribeInstances', true, 'read'],
    ['DescribeInstances', false, 'whole'],
    ['DescribeVolumes', false, 'whole'],
    ['DescribeNetworkInterfaces', true, 'read'],
    ['DescribeAddresses', false, 'read'],
    ['DescribeInstanceTypes', false, 'read'],
  ] as const)('%s, narrowed %s, draws on %s', (api, narrowed, expected) => {
    expect(readClassOf(api, narrowed)).toBe(expected);
  });

  it('leave half of what EC2 gives to other tools', () => {
    expect(ec2ReadRates).toEqual({ read: { bucket: 50, perSecond: 10 }, whole: { bucket: 25, perSecond: 5 } });
  });
});
