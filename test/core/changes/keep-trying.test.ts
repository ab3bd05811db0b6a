import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Changes, Outcome, Progress } from '../../../src/core/changes/changes.ts';
import { leaseMs } from '../../../src/core/changes/hold.ts';
import { AnswerLost, Ec2Error } from '../../../src/core/drivers/ec2/error.ts';
import type { Person, Place } from '../../../src/core/people/person.ts';
import { isProblem, type Problem } from '../../../src/core/problem.ts';
import { plain } from '../../../src/core/text.ts';
import { minuteMs } from '../../../src/core/time.ts';
import { ana, bob, channel, elsewhere, openHouse, privately, type House } from './house.ts';

/** The demo account has room for gpu-train-2 from the twentieth minute on. */
const roomAfterMs = 20 * minuteMs;
const open = new AbortController().signal;

let house: House;
let changes: Changes;
beforeEach(async () => {
  house = await openHouse();
  changes = await house.process('p0');
});
afterEach(() => house.close());

const press = (by: Person = ana, where: Place = channel) => ({ verb: 'confirm', by, where, request: 'r2' }) as const;
const cancel = (by: Person = ana, where: Place = channel) => ({ verb: 'cancel', by, where, request: 'r3' }) as const;

/** Starts what has no room, and gives the outcome with its offer. */
async function refused(by: Person = ana, ...names: readonly string[]): Promise<Outcome> {
  const targets = await house.byName(...(names.length > 0 ? names : ['gpu-train-2']));
  const wish = { kind: 'start', by, where: channel, request: 'r1', evenInGroup: false } as const;
  const plan = await house.settle(changes.plan(wish, targets, { signal: open }));
  if (isProblem(plan)) throw new Error(plain(plan.what));
  const { key } = await changes.ask(plan);
  const outcome = await house.settle(changes.step(key, press(by), () => {}, open));
  if (isProblem(outcome)) throw new Error(plain(outcome.what));
  return outcome;
}
const told = (outcome: Outcome | Problem): Outcome => {
  if (isProblem(outcome)) throw new Error(plain(outcome.what));
  return outcome;
};
const keyOf = (outcome: Outcome | Problem): string => {
  const { keepTrying } = told(outcome);
  if (keepTrying === undefined) throw new Error('nothing is offered');
  return keepTrying.key;
};
const ended = (outcome: Outcome | Problem) =>
  told(outcome).targets.map(({ phase, says }) => `${phase}: ${plain(says)}`);
const events = async (key: string): Promise<readonly string[]> =>
  (await house.journal.read(1, 500)).flatMap(({ record }) => (record.change === key ? [record.event] : []));
/** Lets the trying run into its wait for the next attempt. */
const begin = async (key: string, signal = open, show: (progress: Progress) => void = () => {}, by = ana) => {
  const running = changes.step(key, press(by), show, signal);
  await house.clock.pass(12_000);
  return { running };
};

describe('a start that AWS has no room for', () => {
  it('offers to keep trying, under a key of its own that does nothing by itself', async () => {
    const outcome = await refused();
    expect(ended(outcome)).toEqual([expect.stringMatching(/^failed: .*InsufficientInstanceCapacity/)]);
    expect(outcome.keepTrying).toMatchObject({ everyMs: 30_000, forMs: 900_000 });
    const before = house.seen.length;
    await house.clock.pass(20 * minuteMs);
    expect(house.seen).toHaveLength(before);
  });

  it('offers nothing of the kind for any other refusal', async () => {
    house.interfere = async (when) => {
      if (when === 'sent') throw new Ec2Error('VcpuLimitExceeded', 'too many');
    };
    expect((await refused(ana, 'batch-7')).keepTrying).toBeUndefined();
  });

  it('is tried every thirty seconds until there is room, each attempt written down before and after', async () => {
    const outcome = await refused();
    await house.clock.pass(4 * minuteMs);
    const key = keyOf(outcome);
    const before = house.seen.length;
    // The offer ends before there is room: it is pressed in time, and goes on past its end.
    const running = changes.step(key, press(), () => {}, open);
    const first = await house.settle(running);
    expect(ended(first)).toEqual(['failed: AWS had no room in 31 attempts, in 15 minutes']);
    expect(house.seen.length - before).toBe(31);
    const again = await house.settle(changes.step(keyOf(first), press(), () => {}, open));
    expect(ended(again)[0]).toMatch(/^done: running/);
    expect(house.clock.now()).toBeGreaterThan(roomAfterMs);
    const log = await events(keyOf(first));
    const count = (event: string) => log.filter((one) => one === event).length;
    expect([count('asked'), count('confirmed'), count('ended')]).toEqual([1, 1, 1]);
    expect(count('intent')).toBe(count('answer'));
    expect(count('intent')).toBe(house.seen.length - before - 31);
    expect(again).not.toHaveProperty('keepTrying');
  });

  it('shows which attempt it is, how long until the next, until when, and the key that stops it', async () => {
    const key = keyOf(await refused());
    const shown: Progress[] = [];
    const at = house.clock.now();
    const { running } = await begin(key, open, (progress) => shown.push(progress));
    await house.clock.pass(60_000);
    await changes.step(key, cancel(), () => {}, open);
    await house.settle(running);
    const waits = shown.flatMap(({ trying }) => (trying?.nextInMs === undefined ? [] : [trying]));
    expect(waits.slice(0, 4).map(({ attempt, nextInMs }) => [attempt, nextInMs])).toEqual([
      [1, 30_000],
      [1, 25_000],
      [1, 20_000],
      [1, 15_000],
    ]);
    expect(waits.every((one) => one.key === key && one.until === at + 15 * minuteMs)).toBe(true);
    expect(waits.at(-1)?.attempt).toBeGreaterThan(1);
  });

  it('stops for who asked, and makes no attempt after that', async () => {
    const key = keyOf(await refused());
    const { running } = await begin(key);
    await house.clock.pass(40_000);
    expect(await changes.step(key, cancel(bob), () => {}, open)).toMatchObject({ problem: 'wrong-person' });
    expect(await changes.step(key, cancel(ana, elsewhere), () => {}, open)).toMatchObject({ problem: 'wrong-place' });
    const stop = await changes.step(key, cancel(ana, privately(ana)), () => {}, open);
    expect(stop).toMatchObject({ stopping: true, cancelled: false });
    const made = house.seen.length;
    const outcome = await house.settle(running);
    expect(ended(outcome)).toEqual([
      expect.stringMatching(/^failed: AWS had no room in \d attempts?, then it was stopped/),
    ]);
    expect(outcome).not.toHaveProperty('keepTrying');
    await house.clock.pass(20 * minuteMs);
    expect(house.seen).toHaveLength(made);
    expect(await changes.step(key, cancel(), () => {}, open)).toMatchObject({ problem: 'used-key' });
  });

  it('stops with Ctrl-C', async () => {
    const key = keyOf(await refused());
    const stopped = new AbortController();
    const { running } = await begin(key, stopped.signal);
    await house.clock.pass(20_000);
    stopped.abort(new Error('stopped by Ctrl-C'));
    const made = house.seen.length;
    expect(ended(await house.settle(running))).toEqual([expect.stringContaining('then it was stopped')]);
    await house.clock.pass(20 * minuteMs);
    expect(house.seen).toHaveLength(made);
    expect(await changes.reconcile(open), 'nothing is left open').toEqual([]);
  });

  it('ends when the person may no longer change anything', async () => {
    await house.close();
    const roles: Record<string, readonly string[]> = { operator: [ana.id] };
    house = await openHouse({ roles });
    changes = await house.process('p0');
    const key = keyOf(await refused());
    const { running } = await begin(key);
    await house.clock.pass(5_000);
    roles['operator'] = [];
    const made = house.seen.length;
    expect(ended(await house.settle(running))[0]).toMatch(/^withheld: /);
    expect(house.seen).toHaveLength(made);
  });

  it.each<[string, Error, RegExp]>([
    ['any other refusal', new Ec2Error('UnauthorizedOperation', 'no'), /^failed: .*UnauthorizedOperation/],
    ['a lost answer, which reading tells the truth about', new AnswerLost('ECONNRESET'), /^failed: .*was not done/],
  ])('ends with %s', async (_, error, says) => {
    const key = keyOf(await refused());
    const { running } = await begin(key);
    await house.clock.pass(5_000);
    let thrown = 0;
    house.interfere = async (when) => {
      if (when === 'sent' && (thrown += 1) > 0) throw error;
    };
    expect(ended(await house.settle(running))[0]).toMatch(says);
    expect(thrown).toBe(1);
  });

  it('leaves alone what somebody started meanwhile', async () => {
    const key = keyOf(await refused());
    await house.clock.pass(4 * minuteMs);
    const { running } = await begin(key);
    await house.clock.pass(14 * minuteMs);
    const outcome = await house.settle(running);
    await house.clock.pass(3 * minuteMs);
    const [gpu] = await house.byName('gpu-train-2');
    if (gpu === undefined) throw new Error('missing');
    await house.ec2.change('start', gpu, [gpu], false, open);
    const made = house.seen.length;
    const next = await house.settle(changes.step(keyOf(outcome), press(), () => {}, open));
    expect(ended(next)[0]).toMatch(/^left-alone: it is (pending|running) already/);
    expect(house.seen).toHaveLength(made);
  });

  it('is never gone on with after a restart: that ends it, and who asked is told', async () => {
    const key = keyOf(await refused());
    await begin(key);
    await house.clock.pass(20_000);
    house.kill('p0');
    const made = house.seen.length;
    changes = await house.process('p1');
    expect(await changes.reconcile(open), 'a lease that runs is respected').toEqual([]);
    await house.clock.pass(leaseMs + 1_000);
    const [outcome] = await house.settle(changes.reconcile(open));
    expect(ended(outcome ?? (await refused()))).toEqual([
      expect.stringMatching(
        /^withheld: not done: the process that kept trying has ended, and nothing tries any longer/,
      ),
    ]);
    expect(house.found).toEqual([key]);
    await house.clock.pass(20 * minuteMs);
    expect(house.seen).toHaveLength(made);
    expect(await changes.step(key, press(), () => {}, open)).toMatchObject({ problem: 'used-key' });
  });

  it.each<[string, Parameters<typeof press>, string, number]>([
    ['another person', [bob], 'wrong-person', 0],
    ['another place', [ana, elsewhere], 'wrong-place', 0],
    ['too late', [], 'expired-key', 5 * minuteMs],
  ])('is not begun by %s', async (_, by, problem, afterMs) => {
    const key = keyOf(await refused());
    await house.clock.pass(afterMs);
    const made = house.seen.length;
    expect(await changes.step(key, press(...by), () => {}, open)).toMatchObject({ problem });
    expect(house.seen).toHaveLength(made);
  });

  it('is begun once, however often it is pressed', async () => {
    const key = keyOf(await refused());
    const all = Array.from({ length: 5 }, () => changes.step(key, press(), () => {}, open));
    await house.clock.pass(10_000);
    await changes.step(key, cancel(), () => {}, open);
    const results = await house.settle(Promise.all(all));
    expect(results.filter((one) => !isProblem(one))).toHaveLength(1);
    expect(house.seen.filter(({ ids }) => ids.length > 0)).toHaveLength(2);
  });

  it('keeps trying those without room alone, of several', async () => {
    const outcome = await refused(ana, 'batch-7', 'gpu-train-2');
    expect(outcome.targets.map(({ phase }) => phase).toSorted()).toEqual(['done', 'failed']);
    expect(outcome.keepTrying?.plan.moves.map(({ named }) => named.name)).toEqual(['gpu-train-2']);
  });

  it('is tried again also where AWS took the call and let the start fall back for want of room', async () => {
    const { cloud } = house;
    const reason = 'Server.InsufficientInstanceCapacity';
    house.cloud = {
      ...cloud,
      async instancesById(...args) {
        const listing = await cloud.instancesById(...args);
        const falls = house.seen.length > 0 && house.seen.length < 3;
        return {
          ...listing,
          items: listing.items.map((one) =>
            falls
              ? {
                  ...one,
                  state: 'stopped' as const,
                  stateSince: undefined,
                  transitionReason: '',
                  stateReason: { code: reason, message: `${reason}: no room` },
                }
              : one,
          ),
        };
      },
    };
    changes = await house.process('p1');
    const outcome = await refused(ana, 'batch-7');
    expect(ended(outcome)).toEqual([expect.stringMatching(/^failed: it went back to stopped: AWS has no room/)]);
    const again = await house.settle(changes.step(keyOf(outcome), press(), () => {}, open));
    expect(ended(again)[0]).toMatch(/^done: /);
    expect(house.seen.map(({ kind }) => kind)).toEqual(['start', 'start', 'start']);
  });
});
