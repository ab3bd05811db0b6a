import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Changes, Outcome } from '../../../src/core/changes/changes.ts';
import { leaseMs } from '../../../src/core/changes/hold.ts';
import type { Kind } from '../../../src/core/changes/kinds.ts';
import { AnswerLost, Ec2Error } from '../../../src/core/drivers/ec2/error.ts';
import { toRecord } from '../../../src/core/money.ts';
import type { Target } from '../../../src/core/ports/control.ts';
import { isProblem, type Problem } from '../../../src/core/problem.ts';
import { plain } from '../../../src/core/text.ts';
import { dayMs, minuteMs } from '../../../src/core/time.ts';
import { savedOf } from '../../../src/core/watch/saved.ts';
import { ana, channel, openHouse, type House } from './house.ts';

const open = new AbortController().signal;
const ip = '198.51.100.38';

let house: House;
let changes: Changes;
beforeEach(async () => {
  house = await openHouse();
  changes = await house.process('p0');
});
afterEach(() => house.close());

const asked = async (kind: Kind, ...targets: readonly Target[]) => {
  const wish = { kind, by: ana, where: channel, request: 'r', evenInGroup: false };
  const plan = await house.settle(changes.plan(wish, targets, { signal: open }));
  if (isProblem(plan)) throw new Error(plain(plan.what));
  return changes.ask(plan);
};
const press = (key: string, typed?: string, signal = open): Promise<Outcome | Problem> =>
  house.settle(
    changes.step(
      key,
      { verb: 'confirm', by: ana, where: channel, request: 'r', ...(typed !== undefined && { typed }) },
      () => {},
      signal,
    ),
  );
const change = async (kind: Kind, ...targets: readonly Target[]): Promise<Outcome> => {
  const { key, plan } = await asked(kind, ...targets);
  const outcome = await press(key, plan.typed);
  if (isProblem(outcome)) throw new Error(plain(outcome.what));
  return outcome;
};
const of = async (kind: Kind, ...names: readonly string[]) => change(kind, ...(await house.byName(...names)));
const entries = () => house.ledgers.savings.list(0);
const rates = async () =>
  (await entries()).map(({ kind, label, perHour = 'unknown', volumesPerMonth, atLeast }) =>
    [kind, label, perHour, volumesPerMonth ?? [], atLeast ? 'at least' : []].flat().join(' '),
  );

describe('what a change saves is written down when it ends', () => {
  // m5.large 0.096 and its public IPv4 0.005; volumes go on. A reservation is paid as before; of the spot nothing is known.
  it.each<[string, Kind, string]>([
    ['web-1', 'stop', 'stop web-1 0.101'],
    ['bastion', 'stop', 'stop bastion 0.0116'],
    ['notebook-2', 'hibernate', 'hibernate notebook-2 0.197'],
    ['reserved-room', 'stop', 'stop reserved-room 0'],
    ['crawler-spot-2', 'stop', 'stop crawler-spot-2 unknown at least'],
    // gp3 of 20 GB at 0.08 goes with it; its data volume stays.
    ['web-1', 'terminate', 'terminate web-1 0.101 1.6'],
    ['batch-7', 'terminate', 'terminate batch-7 0 3.2'],
    // Its gp3 in Tokyo has no figure.
    ['edge-2', 'terminate', 'terminate edge-2 0 0 at least'],
  ])('%s, %s: %s', async (name, kind, expected) => {
    await of(kind, name);
    expect(await rates()).toEqual([expected]);
  });

  it.each<[string, string, string]>([
    ['an address that AWS charges for', ip, `release ${ip} 0.005`],
    ['one of a range of one’s own', '198.51.100.94', 'release 198.51.100.94 0'],
  ])('%s', async (_, address, expected) => {
    await change('release', await house.byIp(address));
    expect(await rates()).toEqual([expected]);
  });

  it('from the call on that was made, with who did it', async () => {
    const { key } = await asked('stop', ...(await house.byName('web-1')));
    await house.clock.pass(2 * minuteMs);
    const before = house.clock.now();
    await press(key);
    const [entry] = await entries();
    expect(entry).toMatchObject({ change: key, by: { id: ana.id, name: 'ana' }, ratedAt: before - 2 * minuteMs });
    expect(entry?.at).toBeGreaterThanOrEqual(before);
    expect(entry?.at).toBeLessThan(house.clock.now());
  });

  it('not for what was left alone, since somebody else was quicker', async () => {
    const [web] = await house.byName('web-1');
    if (web === undefined) throw new Error('missing');
    const { key } = await asked('stop', web);
    await house.ec2.change('stop', web, [web], false, open);
    await house.clock.pass(2 * minuteMs);
    const outcome = await press(key);
    expect(isProblem(outcome) ? outcome : outcome.targets.map(({ phase }) => phase)).toEqual(['left-alone']);
    expect(await entries()).toEqual([]);
  });

  it('for those of several that are done, and not for those that AWS refused', async () => {
    const [api] = await house.byName('api-1');
    house.interfere = async (when, ids) => {
      if (when === 'sent' && api !== undefined && ids.includes(api.id))
        throw new Ec2Error('IncorrectInstanceState', 'not now');
    };
    const { targets } = await of('stop', 'web-1', 'api-1');
    expect(targets.map(({ phase }) => phase)).toEqual(['done', 'failed']);
    expect(await rates()).toEqual(['stop web-1 0.101']);
  });

  it('once, where AWS’s answer was lost and reading told the end', async () => {
    const { key } = await asked('stop', ...(await house.byName('web-1')));
    house.interfere = async (when) => {
      if (when === 'done') throw new AnswerLost('the socket was cut');
    };
    await press(key);
    expect(await rates()).toEqual(['stop web-1 0.101']);
  });
});

describe('after a killed process', () => {
  /** Presses, dies at a moment, and lets another process look it up a day later. */
  const dies = async (key: string, at: (die: () => Promise<never>) => void): Promise<void> => {
    let reached = () => {};
    const death = new Promise<void>((resolve) => (reached = resolve));
    at(() => {
      reached();
      return new Promise(() => {});
    });
    void changes.step(key, { verb: 'confirm', by: ana, where: channel, request: 'r' }, () => {}, open);
    await house.settle(death);
    house.kill('p0');
    house.interfere = async () => {};
  };
  const foundLater = async () => {
    await house.clock.pass(leaseMs + dayMs);
    await (await house.process('p1')).reconcile(open);
  };

  it('that died after its call, there is an entry as of the call, and it is the only one', async () => {
    const { key } = await asked('stop', ...(await house.byName('web-1')));
    const before = house.clock.now();
    await dies(key, (die) => {
      house.interfere = async (when) => {
        if (when === 'done') await die();
      };
    });
    expect(await entries()).toEqual([]);
    await foundLater();
    const [entry, second] = await entries();
    expect(second).toBeUndefined();
    expect((entry?.at ?? 0) - before).toBeLessThan(minuteMs);
  });

  it('that died when the entry was written and the change had not ended, there is one', async () => {
    const { key } = await asked('stop', ...(await house.byName('web-1')));
    const { settled } = house.ledgers.savings;
    await dies(key, (die) => {
      house.ledgers.savings.settled = async (...args) => {
        await settled(...args);
        await die();
      };
    });
    house.ledgers.savings.settled = settled;
    expect(await entries()).toHaveLength(1);
    const [written] = await entries();
    await foundLater();
    expect(await entries()).toEqual([written]);
  });

  it('that died before its call, there is none', async () => {
    const { key } = await asked('stop', ...(await house.byName('web-1')));
    await dies(key, (die) => {
      house.interfere = async (when) => {
        if (when === 'sent') await die();
      };
    });
    await foundLater();
    expect(await entries()).toEqual([]);
  });
});

describe('an entry ends', () => {
  const sums = async () =>
    (await entries()).map((entry) => {
      const sum = savedOf(entry, house.clock.now());
      return sum === undefined ? 'unknown' : toRecord(sum);
    });

  it('with a start made here, and counts what lies between the two calls', async () => {
    await of('stop', 'web-1');
    await house.clock.pass(3 * dayMs);
    await of('start', 'web-1');
    await house.clock.pass(dayMs);
    const [entry] = await entries();
    expect(entry?.ended?.by).toEqual({ id: ana.id, name: 'ana' });
    const hours = ((entry?.ended?.at ?? 0) - (entry?.at ?? 0)) / 3_600_000;
    expect(hours).toBeGreaterThan(72);
    expect(hours).toBeLessThan(72.1);
    expect(Number((await sums())[0])).toBeCloseTo(hours * 0.101, 8);
  });

  it('with an undo, which is a start', async () => {
    await of('stop', 'web-1', 'api-1');
    const back = await changes.wayBack(ana, channel);
    if (isProblem(back)) throw new Error(plain(back.what));
    expect(back.kind).toBe('start');
    await of('start', 'api-1');
    expect((await entries()).map(({ label, ended }) => [label, ended !== undefined]).toSorted()).toEqual([
      ['api-1', true],
      ['web-1', false],
    ]);
  });

  it('when the address is recovered, and another begins when it is released again', async () => {
    await change('release', await house.byIp(ip));
    await house.clock.pass(100 * dayMs);
    await change('recover', { id: ip, account: { name: 'demo-dev', id: '444455556666' }, region: 'us-east-1' });
    await house.clock.pass(10 * dayMs);
    await change('release', await house.byIp(ip));
    const [first, second, third] = await entries();
    expect(third).toBeUndefined();
    expect(first?.ended?.by?.name).toBe('ana');
    expect(Math.floor(((first?.ended?.at ?? 0) - (first?.at ?? 0)) / dayMs)).toBe(100);
    expect(second?.ended).toBeUndefined();
  });

  it('where a machine that was started elsewhere is stopped here again: both together count no moment twice', async () => {
    const [web] = await house.byName('web-1');
    if (web === undefined) throw new Error('missing');
    await of('stop', 'web-1');
    await house.clock.pass(dayMs);
    await house.ec2.change('start', web, [web], false, open);
    await house.clock.pass(5 * dayMs);
    await of('stop', 'web-1');
    const [first, second] = await entries();
    expect(Math.round(((first?.ended?.at ?? 0) - (first?.at ?? 0)) / dayMs)).toBe(1);
    expect(second?.at).toBeGreaterThan((first?.ended?.at ?? Infinity) + 4 * dayMs);
  });

  it('where a machine that was started elsewhere is read', async () => {
    const [web] = await house.byName('web-1');
    if (web === undefined) throw new Error('missing');
    await of('stop', 'web-1', 'api-1');
    await house.clock.pass(dayMs);
    const read = () => house.cloud.instances({}, { signal: open });
    expect(await house.ledgers.savings.closeStarted(await read(), open)).toBe(0);
    await house.ec2.change('start', web, [web], false, open);
    await house.clock.pass(dayMs);
    expect(await house.ledgers.savings.closeStarted(await read(), open)).toBe(1);
    const [now] = await house.byName('web-1');
    const ends = (await entries()).map(({ label, ended }) => [label, ended?.at]);
    expect(ends.toSorted()).toEqual([
      ['api-1', undefined],
      ['web-1', now?.launchedAt],
    ]);
  });

  it('not with a start that AWS has no room for, but with the try that it has', async () => {
    await of('stop', 'web-1');
    let tries = 0;
    house.interfere = async (when) => {
      if (when !== 'sent') return;
      tries += 1;
      if (tries < 3) throw new Ec2Error('InsufficientInstanceCapacity', 'no room');
    };
    const { keepTrying } = await of('start', 'web-1');
    expect((await entries()).map(({ ended }) => ended)).toEqual([undefined]);
    const before = house.clock.now();
    await press(keepTrying?.key ?? '');
    expect(tries).toBe(3);
    const [entry] = await entries();
    expect(entry?.ended).toMatchObject({ by: { name: 'ana' } });
    // The second try, and the pause after it.
    expect(entry?.ended?.at).toBeGreaterThanOrEqual(before + 30_000);
  });
});
