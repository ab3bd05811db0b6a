import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../src/core/money.ts';
import type { Rest } from '../../../src/core/people/rests.ts';
import { dayMs, hourMs } from '../../../src/core/time.ts';
import { toOwner } from '../../../src/core/watch/alert.ts';
import { digest, tellAtMost, type Digested, type DigestQuestion } from '../../../src/core/watch/digest.ts';
import type { Finding } from '../../../src/core/watch/finding.ts';
import type { Told } from '../../../src/core/watch/memory.ts';
import { account, idle as finding } from './watch-house.ts';

const monday = Date.parse('2026-11-23T09:00:00Z');
const { signal } = new AbortController();
const usual: Omit<DigestQuestion, 'findings' | 'slot' | 'now'> = {
  alert: { to: ['slack:C1'], atLeast: {}, repeatDays: 7 },
  first: new Map(),
  told: new Map(),
  rests: new Map(),
  leftBy: () => undefined,
  covers: () => true,
  sums: (rule) => rule !== 'address-second',
  became: () => ({ how: 'is no longer there' }),
};

/** Runs of one alert, one after the other, each with what the one before has left. */
function runs(over: Partial<DigestQuestion> = {}) {
  let told: ReadonlyMap<string, Told> = new Map();
  const first = new Map<string, number>();
  return async (day: number, findings: readonly Finding[], now: Partial<DigestQuestion> = {}): Promise<Digested> => {
    const slot = monday + day * dayMs;
    for (const { key } of findings) if (!first.has(key)) first.set(key, slot);
    const made = await digest({ ...usual, slot, now: slot, findings, told, first, ...over, ...now }, signal);
    told = made.next;
    return made;
  };
}

const resting = (rest: Partial<Rest>): Rest => ({
  of: { key: finding('a').key, id: 'a', label: 'a', account, region: 'us-east-1' },
  by: { id: 'slack:U1', name: 'maria' },
  at: monday,
  ...rest,
});

/** How many of each kind that is not told, but for kinds without any. */
const countsIn = ({ sorted: { told: _, ...rest } }: Digested) =>
  Object.fromEntries(Object.entries(rest).flatMap(([kind, some]) => (some.length === 0 ? [] : [[kind, some.length]])));

const toldIn = ({ told }: Digested) => told.map(({ finding: { id }, why }) => `${id} ${why}`);

describe('a digest', () => {
  it('tells a finding when it is found, and not again until its days have passed', async () => {
    const run = runs();
    expect(toldIn(await run(0, [finding('a')]))).toEqual(['a new']);
    for (const day of [1, 2, 3, 4, 5, 6]) {
      const made = await run(day, [finding('a')]);
      expect(toldIn(made)).toEqual([]);
      expect(made.sorted.going.map(({ id }) => id)).toEqual(['a']);
    }
    expect(toldIn(await run(7, [finding('a')]))).toEqual(['a again']);
    expect(toldIn(await run(8, [finding('a')]))).toEqual([]);
    expect(toldIn(await run(14, [finding('a')]))).toEqual(['a again']);
  });

  it('is due again at the same time of the day, also where the clocks were changed meanwhile', async () => {
    const run = runs();
    await run(0, [finding('a')]);
    expect(toldIn(await run(7 - 1 / 24, [finding('a')]))).toEqual(['a again']);
  });

  it('never tells again what never repeats, until its facts change', async () => {
    const run = runs({ alert: { to: ['slack:C1'], atLeast: {} } });
    await run(0, [finding('a')]);
    expect(toldIn(await run(400, [finding('a')]))).toEqual([]);
    expect(toldIn(await run(401, [finding('a', { facts: 'row 7 i-1' })]))).toEqual(['a changed']);
    expect(toldIn(await run(402, [finding('a', { facts: 'row 7 i-1' })]))).toEqual([]);
  });

  it('says nothing of what is kept or put off, and tells it when that is over', async () => {
    const run = runs();
    const rest = resting({ until: monday + 2 * dayMs + hourMs });
    const rests = (one: Rest) => ({ rests: new Map([[finding('a').key, one]]) });
    await run(0, [finding('a')]);
    const put = await run(1, [finding('a')], rests(rest));
    expect(toldIn(put)).toEqual([]);
    expect(countsIn(put)).toEqual({ snoozed: 1 });
    const kept = await run(2, [finding('a')], rests({ ...rest, reason: 'partners know it' }));
    expect(toldIn(kept)).toEqual([]);
    expect(countsIn(kept)).toEqual({ kept: 1 });
    expect(toldIn(await run(3, [finding('a')], rests(rest)))).toEqual(['a woken']);
    expect(toldIn(await run(4, [finding('a')], rests(rest)))).toEqual([]);
  });

  it('tells what was kept before it was ever told as new when that is over', async () => {
    const run = runs();
    const rest = resting({ reason: 'wanted', until: monday + dayMs });
    const rests = new Map([[finding('a').key, rest]]);
    expect(toldIn(await run(0, [finding('a')], { rests }))).toEqual([]);
    expect(toldIn(await run(1, [finding('a')], { rests }))).toEqual(['a new']);
  });

  it('says once what is over, and what became of it', async () => {
    const run = runs();
    await run(0, [finding('a'), finding('b')]);
    const over = await run(1, [finding('b')], {
      became: ({ id }) => ({ how: `${id} was released by maria`, saves: true as const }),
    });
    expect(over.resolved.map(({ finding: { id, perMonth }, how, saves }) => [id, perMonth, how, saves])).toEqual([
      ['a', '3.65', 'a was released by maria', true],
    ]);
    expect((await run(2, [finding('b')])).resolved).toEqual([]);
    expect(toldIn(await run(3, [finding('a'), finding('b')]))).toEqual(['a new']);
  });

  it('takes nothing that was not read for over', async () => {
    const run = runs();
    await run(0, [finding('a'), finding('b', { region: 'eu-west-1' })]);
    const blind = { covers: (_: string, { region }: { readonly region: string }) => region === 'us-east-1' };
    const partly = await run(1, [], blind);
    expect(partly.resolved.map(({ finding: { id } }) => id)).toEqual(['a']);
    expect((await run(2, [], blind)).resolved).toEqual([]);
    expect((await run(3, [])).resolved.map(({ finding: { id } }) => id)).toEqual(['b']);
  });

  it.each([
    ['too young', { days: 3 }, monday - 2 * dayMs, '3.65', 0],
    ['old enough', { days: 3 }, monday - 3 * dayMs, '3.65', 1],
    ['too cheap', { usdPerMonth: '5' }, monday - dayMs, '4.99', 0],
    ['dear enough', { usdPerMonth: '5' }, monday - dayMs, '5', 1],
    ['of a price that is not known', { usdPerMonth: '5' }, monday - dayMs, undefined, 1],
  ])('keeps to its thresholds: %s', async (_, atLeast, since, price, count) => {
    const one = finding('a', { since, perMonth: price === undefined ? undefined : usd(price) });
    const made = await runs({ alert: { to: ['slack:C1'], atLeast } })(0, [one]);
    expect([made.told.length, made.sorted.below.length]).toEqual([count, 1 - count]);
  });

  it('tells elsewhere, once, what goes on for too long since it was told first', async () => {
    const run = runs({
      alert: { to: ['slack:C1'], atLeast: {}, repeatDays: 7, escalate: { afterDays: 14, to: ['slack:C9'] } },
    });
    const high = async (day: number) =>
      (await run(day, [finding('a')])).escalated.map(({ finding: { id }, days }) => `${id} ${days}`);
    expect(await high(0)).toEqual([]);
    expect(await high(13)).toEqual([]);
    expect(await high(14)).toEqual(['a 14']);
    expect(await high(15)).toEqual([]);
    expect(await high(60)).toEqual([]);
  });

  it('tells each of many elsewhere once, the dearest first and the others by the next runs', async () => {
    const many = Array.from({ length: tellAtMost + 30 }, (_, at) => finding(`n${at}`, { perMonth: usd(String(at)) }));
    const run = runs({ alert: { to: ['slack:C1'], atLeast: {}, escalate: { afterDays: 2, to: ['slack:C9'] } } });
    const high = async (day: number) => (await run(day, many)).escalated.map(({ finding: { id } }) => id);
    expect([await high(0), await high(1)]).toEqual([[], []]);
    const [first, second] = [await high(2), await high(3)];
    expect([first.length, second.length, await high(4)]).toEqual([tellAtMost, 30, []]);
    expect(new Set([...first, ...second]).size).toBe(many.length);
    expect([first[0], second[0]]).toEqual([`n${tellAtMost + 29}`, 'n29']);
  });

  it('tells owners of the dearest of theirs, also where it is beyond that bound', async () => {
    const many = Array.from({ length: tellAtMost }, (_, at) =>
      finding(`n${at}`, { perMonth: usd(String(at + 1)), owner: 'maria' }),
    );
    const ofInes = [0.2, 0.5, 0.3].map((price) =>
      finding(`z${price}`, { owner: 'ines', perMonth: usd(String(price)) }),
    );
    const alert = { to: ['slack:C1', toOwner], atLeast: {} };
    const { told, moreOf } = await runs({ alert })(0, [...many, ...ofInes, finding('x', { perMonth: usd('0.9') })]);
    expect(told.slice(tellAtMost).map(({ finding: { id } }) => id)).toEqual(['z0.5']);
    expect(moreOf).toEqual([
      { owner: 'ines', account: 'dev', sum: { count: 2, unknown: 0, weak: 0, perMonth: '0.5' } },
    ]);
  });

  it('tells whoever left something behind of it, unless an owner tag says whose it is', async () => {
    const left = { by: 'Tom', id: 'slack:UTOM', at: monday, kind: 'stop', of: 'web-1' };
    const alert = { to: ['slack:C1', toOwner], atLeast: {} };
    const many = Array.from({ length: tellAtMost }, (_, at) => finding(`n${at}`, { perMonth: usd(String(at + 9)) }));
    const some = [0.1, 0.3, 0.2].map((price) => finding(`z${price}`, { perMonth: usd(String(price)) }));
    const tagged = finding('y', { owner: 'ines', perMonth: usd('0.4') });
    const run = runs({ alert, leftBy: ({ key }) => (/z0|y$/.test(key) ? left : undefined) });
    const { told, moreOf } = await run(0, [...many, ...some, tagged]);
    expect(told.slice(tellAtMost).map(({ finding: { id, owner } }) => [id, owner])).toEqual([
      ['y', 'ines'],
      ['z0.3', undefined],
    ]);
    expect(moreOf).toEqual([
      { owner: 'slack:UTOM', account: 'dev', sum: { count: 2, unknown: 0, weak: 0, perMonth: '0.3' } },
    ]);
  });

  it('counts for an owner what is beyond the bound of what is told', async () => {
    const many = Array.from({ length: tellAtMost + 30 }, (_, at) =>
      finding(`n${at}`, { perMonth: usd(String(at + 1)), owner: ['maria', 'tom'][at % 2] }),
    );
    const { moreOf } = await runs()(0, [...many, finding('z', { owner: 'ines', perMonth: usd('0.5') })]);
    const sum = { count: 15, unknown: 0, weak: 0 };
    // Ines is told nothing one by one, and so has no message.
    expect(moreOf?.toSorted((one, other) => (one.owner < other.owner ? -1 : 1))).toEqual([
      { owner: 'maria', account: 'dev', sum: { ...sum, perMonth: '225' } },
      { owner: 'tom', account: 'dev', sum: { ...sum, perMonth: '240' } },
    ]);
  });

  it('keeps the dearest of many that are over, and of the others what they come to by account', async () => {
    const many = Array.from({ length: tellAtMost + 30 }, (_, at) => finding(`n${at}`, { perMonth: usd(String(at)) }));
    const run = runs({ became: () => ({ how: 'is no longer there', saves: true as const }) });
    await run(0, many);
    const { resolved, resolvedMore } = await run(1, []);
    expect([resolved.length, resolved[0]?.finding.id]).toEqual([tellAtMost, `n${tellAtMost + 29}`]);
    expect(resolvedMore).toEqual([{ account: 'dev', count: 30, saves: '435' }]);
    expect(await run(2, [])).toMatchObject({ resolved: [] });
  });

  it('tells the dearest first, then what has no known price, and last what may be meant', async () => {
    const since = monday - 100 * hourMs;
    const made = await runs()(0, [
      finding('a', { since }),
      finding('b', { since: monday - 10 * hourMs, perMonth: usd('7.30') }),
      finding('c', { perMonth: undefined }),
      finding('d', { rule: 'address-second' }),
    ]);
    expect(toldIn(made)).toEqual(['b new', 'a new', 'c new', 'd new']);
    expect(made.told.map(({ finding: { weak } }) => weak)).toEqual([undefined, undefined, undefined, true]);
    const [, a] = made.told;
    expect([a?.finding.since, a?.finding.sinceBy]).toEqual([since, 'aws']);
  });

  it('tells the dearest of many one by one, and counts the rest; none of them is told again the next time', async () => {
    const many = Array.from({ length: tellAtMost + 50 }, (_, index) =>
      finding(`n${index}`, { perMonth: usd(String(index)) }),
    );
    const run = runs();
    const made = await run(0, many);
    expect(made.told).toHaveLength(tellAtMost);
    expect(made.told[0]?.finding.id).toBe(`n${tellAtMost + 49}`);
    expect(made.sorted.more.map(({ id }) => id).toSorted()).toEqual(
      Array.from({ length: 50 }, (_, index) => `n${index}`).toSorted(),
    );
    expect(toldIn(await run(1, many))).toEqual([]);
  });

  it('tells whatever happens each change once: what is waste, found and told is what is remembered', async () => {
    const day = fc.record({
      there: fc.subarray(['a', 'b', 'c', 'd']),
      facts: fc.integer({ min: 0, max: 1 }),
      unread: fc.boolean(),
      atRest: fc.subarray(['a', 'b', 'c', 'd']),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(day, { maxLength: 12 }), async (days) => {
        const run = runs();
        /** By id: what people believe after what they were told. */
        const believed = new Map<string, { readonly facts: string; readonly day: number }>();
        for (const [at, { there, facts, unread, atRest }] of days.entries()) {
          const findings = there.map((id) => finding(id, { facts: `row ${facts}` }));
          const rests = new Map(atRest.map((id): [string, Rest] => [finding(id).key, resting({ reason: 'wanted' })]));
          const made = await run(at, findings, { rests, covers: () => !unread });
          for (const { finding: one, why } of made.told) {
            expect(atRest).not.toContain(one.id);
            const before = believed.get(one.id);
            expect(why === 'new').toBe(before === undefined);
            if (why === 'again') expect(at - (before?.day ?? 0)).toBeGreaterThanOrEqual(7);
            if (why === 'changed') expect(before?.facts).not.toBe(one.facts);
            believed.set(one.id, { facts: one.facts, day: at });
          }
          for (const { finding: one } of made.resolved) {
            expect(unread).toBe(false);
            expect(there).not.toContain(one.id);
            expect(believed.delete(one.id)).toBe(true);
          }
          // Everything that is there and does not rest is believed as it is; what is gone and could be seen is believed no longer.
          for (const id of there) if (!atRest.includes(id)) expect(believed.get(id)?.facts).toBe(`row ${facts}`);
          if (!unread) for (const id of believed.keys()) expect(there).toContain(id);
        }
      }),
    );
  });
});
