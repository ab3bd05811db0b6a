import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Changes, Outcome, Progress } from '../../../src/core/changes/changes.ts';
import { followMs } from '../../../src/core/changes/follow.ts';
import { leaseMs } from '../../../src/core/changes/hold.ts';
import type { Kind } from '../../../src/core/changes/kinds.ts';
import { AnswerLost } from '../../../src/core/drivers/ec2/error.ts';
import type { Target } from '../../../src/core/ports/control.ts';
import type { Instance } from '../../../src/core/ports/instance.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { plain } from '../../../src/core/text.ts';
import { minuteMs } from '../../../src/core/time.ts';
import { unreadable } from '../../partly-blind.ts';
import { ana, channel, openHouse, type House } from './house.ts';

/** How AWS's reads tell of an instance once its call was made. */
type Reads = 'truly' | 'not at all' | ((instance: Instance) => Instance);

let house: House;
let changes: Changes;
let reads: Reads;
const open = new AbortController().signal;

beforeEach(async () => {
  house = await openHouse();
  reads = 'truly';
  const { cloud } = house;
  house.cloud = {
    ...cloud,
    async instancesById(ids, reading) {
      const listing = await cloud.instancesById(ids, reading);
      if (reads === 'truly') return listing;
      if (reads === 'not at all') return { ...listing, items: [], gaps: [unreadable('us-east-1')] };
      return { ...listing, items: listing.items.map(reads) };
    },
  };
  changes = await house.process('p0');
});
afterEach(() => house.close());

const keyOf = async (kind: Kind, targets: readonly Target[]): Promise<string> => {
  const wish = { kind, by: ana, where: channel, request: 'r', evenInGroup: false };
  const plan = await house.settle(changes.plan(wish, targets, { signal: open }));
  if (isProblem(plan)) throw new Error(plain(plan.what));
  return (await changes.ask(plan)).key;
};
const press = (key: string, typed: string | undefined, told: (progress: Progress) => void = () => {}) =>
  changes.step(
    key,
    { verb: 'confirm', by: ana, where: channel, request: 'r', ...(typed !== undefined && { typed }) },
    told,
    open,
  );
const ended = async (kind: Kind, name: string, typed?: string): Promise<Outcome> => {
  const outcome = await house.settle(press(await keyOf(kind, await house.byName(name)), typed));
  if (isProblem(outcome)) throw new Error(plain(outcome.what));
  return outcome;
};
const endsOf = ({ targets }: Pick<Progress, 'targets'>): readonly string[] =>
  targets.map(({ phase, says }) => `${phase}: ${plain(says)}`);

/** From a moment of the call on: the answer gets lost there, or reads tell something else. */
const at = (moment: 'sent' | 'done', what: { readonly lose?: true; readonly reads?: Reads }) => {
  house.interfere = async (when) => {
    if (when !== moment) return;
    reads = what.reads ?? reads;
    if (what.lose === true) throw new AnswerLost('the socket was cut');
  };
};

/** EC2 reads that stand still in a state. */
const always = (state: Instance['state']) => (instance: Instance) => ({ ...instance, state });

describe('a call whose answer is lost', () => {
  it('and that never reached EC2 is told as not done, a minute later and not before', async () => {
    at('sent', { lose: true });
    const before = house.clock.now();
    expect(endsOf(await ended('stop', 'web-1'))).toEqual([
      "failed: AWS's answer was lost; a minute later it stands as before, so the call was not done",
    ]);
    const took = house.clock.now() - before;
    expect(took).toBeGreaterThanOrEqual(minuteMs);
    expect(took).toBeLessThan(2 * minuteMs);
    expect(house.seen, 'it is not called again').toHaveLength(1);
  });

  it('is not told as undone before a minute of reads that lag, however long it waited for its turn and its answer', async () => {
    let lostAt = 0;
    house.interfere = async (when) => {
      if (when !== 'done') return;
      await house.clock.sleep(58_000, open);
      reads = always('running');
      lostAt = house.clock.now();
      throw new AnswerLost('the socket was cut');
    };
    const key = await keyOf('stop', await house.byName('web-1'));
    const endedAt: number[] = [];
    await house.settle(
      press(key, undefined, ({ targets }) => {
        if (targets.every(({ phase }) => phase === 'failed')) endedAt.push(house.clock.now());
      }),
    );
    expect((endedAt[0] ?? house.clock.now()) - lostAt).toBeGreaterThanOrEqual(minuteMs);
  });

  it('and that EC2 did is found done', async () => {
    at('done', { lose: true });
    expect(endsOf(await ended('stop', 'web-1'))).toEqual(['done: stopped']);
    expect(house.seen).toHaveLength(1);
  });

  it('cannot be told where nothing can be read for ten minutes, and is not told as undone', async () => {
    at('done', { lose: true, reads: 'not at all' });
    const before = house.clock.now();
    expect(endsOf(await ended('stop', 'web-1'))).toEqual([
      "cannot-tell: AWS's answer was lost, and ten minutes of reading did not tell whether the call was done",
    ]);
    expect(house.clock.now() - before).toBeGreaterThanOrEqual(followMs);
  });

  it('of a reboot can never be told, and nobody waits for it', async () => {
    at('done', { lose: true });
    const before = house.clock.now();
    expect(endsOf(await ended('reboot', 'web-1'))).toEqual([
      "cannot-tell: AWS's answer was lost, and a reboot leaves no trace that could be read",
    ]);
    expect(house.clock.now() - before).toBeLessThan(minuteMs);
  });

  it('is told to whoever watches, before it is known what became of it', async () => {
    at('done', { lose: true });
    const told: string[] = [];
    const key = await keyOf('stop', await house.byName('web-1'));
    await house.settle(press(key, undefined, (progress) => told.push(...endsOf(progress))));
    expect(told).toContainEqual(expect.stringMatching(/^cannot-tell: The call was sent, and AWS's answer was lost/));
    expect(told.at(-1)).toBe('done: stopped');
  });

  it.each<[string, 'sent' | 'done', string]>([
    ['never reached EC2', 'sent', 'failed'],
    ['was done', 'done', 'done'],
  ])('of a release that %s is read of the addresses', async (_, moment, phase) => {
    at(moment, { lose: true });
    const ip = '198.51.100.38';
    const outcome = await house.settle(press(await keyOf('release', [await house.byIp(ip)]), ip));
    expect(isProblem(outcome) ? outcome : outcome.targets.map((target) => target.phase)).toEqual([phase]);
    expect(house.seen).toHaveLength(1);
  });
});

describe('a call that EC2 took', () => {
  it.each<[string, Reads, string]>([
    ['moves nothing', always('running'), 'not-yet: after 10 minutes it is running'],
    ['is late', always('stopping'), 'not-yet: after 10 minutes it is stopping'],
    ['cannot be read', 'not at all', 'not-yet: after 10 minutes it cannot be read'],
  ])('and that %s is followed for ten minutes, and told as not there yet', async (_, told, end) => {
    at('done', { reads: told });
    const before = house.clock.now();
    expect(endsOf(await ended('stop', 'web-1'))).toEqual([end]);
    const took = house.clock.now() - before;
    expect(took).toBeGreaterThanOrEqual(followMs);
    expect(took).toBeLessThan(followMs + minuteMs);
    expect(house.seen).toHaveLength(1);
  });

  it('and that is late leaves nothing behind as done, and the other targets their own end', async () => {
    at('done', { reads: (instance) => (instance.name === 'web-1' ? { ...instance, state: 'stopping' } : instance) });
    const key = await keyOf('stop', await house.byName('web-1', 'web-2'));
    const outcome = await house.settle(press(key, undefined));
    if (isProblem(outcome)) throw new Error(plain(outcome.what));
    expect(endsOf(outcome)).toEqual(['not-yet: after 10 minutes it is stopping', 'done: stopped']);
    expect(outcome.wayBack?.words).toHaveLength(1);
  });
});

it('a change that another process has taken over makes no further call, and says so', async () => {
  const key = await keyOf('terminate', await house.byName('web-1', 'api-1'));
  let calling = () => {};
  const firstCall = new Promise<void>((resolve) => {
    calling = resolve;
  });
  let resume = () => {};
  const gate = new Promise<void>((resolve) => {
    resume = resolve;
  });
  house.interfere = (when) => {
    if (when === 'sent') return Promise.resolve();
    calling();
    return gate;
  };
  let last: readonly string[] = [];
  void press(key, '2', (progress) => {
    last = endsOf(progress);
  });
  await house.settle(firstCall);
  // No sign of life: it hangs in its call for longer than its lease.
  house.kill('p0');
  await house.clock.pass(leaseMs + 1_000);
  const found = await house.settle((await house.process('p1')).reconcile(open));
  expect(found.map(endsOf)).toEqual([['done: terminated', 'withheld: not done: the process ended before its call']]);
  resume();
  await house.clock.pass(minuteMs);
  expect(house.seen.map(({ kind, ids }) => `${kind} of ${ids.length}`)).toEqual(['terminate of 1']);
  expect(last[1]).toBe('withheld: Another process took this change over: its sign of life was missing too long.');
  const [, api] = await house.byName('web-1', 'api-1');
  expect(api?.state).toBe('running');
});

it('a change that was taken over between its intent and its call makes no call: it was told of as one that made none', async () => {
  const key = await keyOf('stop', await house.byName('web-1'));
  let standing = () => {};
  const stands = new Promise<void>((resolve) => {
    standing = resolve;
  });
  let resume = () => {};
  const gate = new Promise<void>((resolve) => {
    resume = resolve;
  });
  const { freeze } = house.rights;
  Object.assign(house.rights, {
    freeze: {
      ...freeze,
      async now() {
        // The last look before the call stands still.
        if ((await house.journal.read(1, 300)).some(({ record }) => record.event === 'intent')) {
          standing();
          await gate;
        }
        return freeze.now();
      },
    },
  });
  let last: readonly string[] = [];
  void press(key, undefined, (progress) => {
    last = endsOf(progress);
  });
  await house.settle(stands);
  house.kill('p0');
  Object.assign(house.rights, { freeze });
  await house.clock.pass(leaseMs + 1_000);
  const found = await house.settle((await house.process('p1')).reconcile(open));
  expect(found.map(endsOf)).toEqual([['withheld: not done: the process ended before its call']]);
  resume();
  await house.clock.pass(minuteMs);
  expect(house.seen).toEqual([]);
  expect(last).toEqual(['withheld: Another process took this change over: its sign of life was missing too long.']);
});
