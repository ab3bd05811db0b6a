import { expect } from 'vitest';
import { hoursPerMonth, rounded, times, total } from '../../src/core/money.ts';
import { isProblem } from '../../src/core/problem.ts';
import { minuteMs } from '../../src/core/time.ts';
import type { Machine } from '../terminal.ts';

/** A chat in which the story is played, whichever it is. @typeParam M A message. */
export interface Desk<M> {
  readonly machine: Machine;
  says(line: string): Promise<void>;
  /** The newest message of the channel that says so, without marks. */
  shown(words: RegExp): Promise<M>;
  wordsOf(message: M): string;
  presses(message: M, label: RegExp): Promise<void>;
  /** Confirms a plan with the word that it asks for; another person approves it. */
  confirms(plan: M, typed: string): Promise<void>;
  pass(ms: number): Promise<void>;
}

const { signal } = new AbortController();

/** Without marks of a platform. */
export const unmarked = (words: string): string => words.replaceAll(/[\\`*]/g, '');

/** Somebody subscribes, is told of what idles to the address and to the cent, releases one from there, and is told what that saves. */
export async function digestStory<M>(desk: Desk<M>): Promise<void> {
  const { core, watchRound } = desk.machine.house;
  const next = async (words: RegExp): Promise<M> => {
    await desk.pass(5 * minuteMs);
    await watchRound(signal);
    return desk.shown(words);
  };
  /** What idles now and is charged, and what that costs a month. */
  const truth = async () => {
    const { items } = await core.addresses.idle([], { signal });
    const idle = items.filter(({ verdict }) => verdict.charged === 'yes');
    const prices = idle.flatMap(({ region }) => {
      const price = core.prices.ipv4PerHour(region);
      return isProblem(price) ? [] : [times(price, hoursPerMonth)];
    });
    expect(prices).toHaveLength(idle.length);
    return { ips: idle.map(({ ip }) => ip), month: rounded(total(prices)) };
  };

  await desk.says('alerts subscribe idle-addresses every 5m');
  await desk.shown(/Subscribed/);

  const before = await truth();
  expect(before.ips.length).toBeGreaterThan(3);
  const first = await next(/finding/);
  const told = desk.wordsOf(first);
  expect(told).toContain(`${before.ips.length} findings waste ${before.month} a month`);
  for (const ip of before.ips) expect(told).toContain(ip);

  const released = '198.51.100.24';
  expect(before.ips).toContain(released);
  await desk.presses(first, /^Release 198\.51\.100\.24/);
  await desk.confirms(await desk.shown(/Release 198\.51\.100\.24 .*\? Nothing has happened yet/), released);
  await desk.shown(/198\.51\.100\.24 .*is released/);

  const after = await truth();
  expect(after.ips.toSorted()).toEqual(before.ips.filter((ip) => ip !== released).toSorted());
  const { entries } = await core.audit.find({ things: [released] }, 50, signal);
  expect(entries.map(({ record }) => record?.event).toReversed()).toEqual([
    'asked',
    'awaiting',
    'approved',
    // To be disassociated.
    'intent',
    'answer',
    // To be released.
    'intent',
    'answer',
    'ended',
  ]);

  const second = desk.wordsOf(await next(/was released by/));
  expect(second).toMatch(/198\.51\.100\.24 was released by \w+: saves \$3\.65 a month\./);
  expect(second).toContain(after.month);
  // What was told goes on unchanged: it is counted, and not told again.
  expect(second).toContain(`${after.ips.length}`);

  // Nothing has changed since: nothing is posted.
  await desk.pass(5 * minuteMs);
  await watchRound(signal);
  await desk.pass(minuteMs);
  expect(desk.wordsOf(await desk.shown(/finding/))).toBe(second);
}
