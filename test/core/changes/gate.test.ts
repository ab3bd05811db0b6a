import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Changes, Outcome, Plan, Progress } from '../../../src/core/changes/changes.ts';
import { leaseMs } from '../../../src/core/changes/hold.ts';
import { clocksApartMs } from '../../../src/core/clocks-apart.ts';
import { consequencesTogether } from '../../../src/core/changes/instances/consequences.ts';
import type { Kind } from '../../../src/core/changes/kinds.ts';
import type { Goes } from '../../../src/core/changes/target.ts';
import { usd } from '../../../src/core/money.ts';
import type { Instance } from '../../../src/core/ports/instance.ts';
import { isProblem, type Problem } from '../../../src/core/problem.ts';
import { plain } from '../../../src/core/text.ts';
import { ana, bob, channel, eve, openHouse, type House } from './house.ts';

let house: House;
let changes: Changes;
const open = new AbortController().signal;

beforeEach(async () => {
  house = await openHouse();
  changes = await house.process('p0');
});
afterEach(() => house.close());

const planOf = async (
  kind: Kind,
  names: readonly string[],
  some: { readonly evenInGroup?: boolean; readonly by?: typeof ana } = {},
): Promise<Plan | Problem> =>
  house.settle(
    changes.plan(
      { kind, by: some.by ?? ana, where: channel, request: 'r', evenInGroup: some.evenInGroup ?? false },
      await house.byName(...names),
      { signal: open },
    ),
  );
const plan = async (kind: Kind, ...names: readonly string[]): Promise<Plan> => {
  const made = await planOf(kind, names);
  if (isProblem(made)) throw new Error(plain(made.what));
  return made;
};
const confirm = (key: string, told: (progress: Progress) => void = () => {}, signal = open, typed?: string) =>
  house.settle(
    changes.step(
      key,
      { verb: 'confirm', by: ana, where: channel, request: 'r', ...(typed !== undefined && { typed }) },
      told,
      signal,
    ),
  );
const outcome = async (result: Promise<Outcome | Problem>): Promise<Outcome> => {
  const ended = await result;
  if (isProblem(ended)) throw new Error(plain(ended.what));
  return ended;
};
const codes = (made: Plan): readonly string[] =>
  [...made.together, ...made.moves.flatMap(({ consequences }) => consequences)].map(({ code }) => code);
const says = (made: Plan): string =>
  [...made.together, ...made.moves.flatMap(({ consequences }) => consequences)]
    .map((one) => plain(one.says))
    .join('\n');
const state = async (name: string): Promise<Instance['state'] | undefined> => (await house.byName(name))[0]?.state;
const events = async (): Promise<readonly string[]> =>
  (await house.journal.read(1, 200)).map(({ record }) => record.event);

describe('a plan', () => {
  it.each<[string, Kind, readonly string[]]>([
    ['web-1', 'stop', ['saves', 'volumes-go-on', 'public-ip-changes']],
    ['bastion', 'stop', ['saves', 'volumes-go-on', 'addresses-go-on', 'credits-lost', 'elastic-ip-stays']],
    ['indexer', 'stop', ['saves', 'volumes-go-on', 'public-ip-changes', 'instance-store-lost']],
    ['build-runner', 'stop', ['saves', 'volumes-go-on', 'public-ip-changes', 'managed-by-terraform']],
    [
      'ledger',
      'stop',
      [
        'saves',
        'volumes-go-on',
        'addresses-go-on',
        'elastic-ip-stays',
        'elastic-ip-stays',
        'managed-by-cloudformation',
      ],
    ],
    ['beanstalk-web', 'stop', ['saves', 'volumes-go-on', 'public-ip-changes', 'managed-by-beanstalk']],
    ['eks-node-1', 'stop', ['saves', 'volumes-go-on', 'managed-by-eks']],
    ['reserved-room', 'stop', ['volumes-go-on', 'reservation-goes-on']],
    ['crawler-spot-2', 'stop', ['price-unknown', 'volumes-go-on', 'public-ip-changes', 'spot-request-stays']],
    ['licensed', 'stop', ['price-unknown', 'volumes-go-on']],
    ['batch-7', 'start', ['begins-to-cost', 'public-ip-new']],
    ['sap-test', 'start', ['begins-to-cost', 'elastic-ip-stays']],
  ])('says what a %s of %s brings: %j', async (name, kind, expected) => {
    expect(codes(await plan(kind, name))).toEqual(expected);
  });

  it('counts exactly: what is saved, what goes on', async () => {
    const text = says(await plan('stop', 'web-1', 'bastion'));
    expect(text).toContain('Saves $0.1126 an hour, $82.20 a month of 730 hours.');
    expect(text).toContain('3 volumes still cost $10.40 a month.');
    expect(text).toContain('198.51.100.10 (Elastic IP) still costs $3.65 a month.');
  });

  it('counts volumes that go, as at least where not all have a known price', async () => {
    const { moves } = await plan('terminate', 'web-1', 'batch-7');
    const words = (goes: readonly Goes[]): string =>
      consequencesTogether(
        'terminate',
        moves.map(({ goes: _, ...move }, index) => ({ ...move, ...(goes[index] && { goes: goes[index] }) })),
      )
        .filter(({ code }) => code === 'volumes-go')
        .map((one) => plain(one.says))
        .join();
    expect(moves.map(({ goes }) => goes?.perMonth.amount.toFixed())).toEqual(['1.6', '3.2']);
    expect(words(moves.flatMap(({ goes }) => goes ?? []))).toBe('Volumes that go with them save $4.80 a month.');
    expect(words([{ perMonth: usd('1.6'), atLeast: true }, { perMonth: usd('3.2') }])).toBe(
      'Volumes that go with them save at least $4.80 a month.',
    );
    expect(words([])).toBe('');
  });

  it('names those that are there already, and those that are refused, and goes on with the rest', async () => {
    const made = await plan('stop', 'web-1', 'batch-7', 'db-1', 'shop-asg-1', 'cache-store', 'eks-auto-1');
    expect(made.moves.map(({ named }) => named.name)).toEqual(['web-1']);
    expect(made.already.map(({ named }) => named.name)).toEqual(['batch-7']);
    expect(made.refused.map(({ named }) => named.name).toSorted()).toEqual([
      'cache-store',
      'db-1',
      'eks-auto-1',
      'shop-asg-1',
    ]);
  });

  it('takes a group member only on purpose, and warns of the group', async () => {
    expect(await planOf('stop', ['shop-asg-1'])).toMatchObject({ problem: 'target-refused' });
    const made = await planOf('stop', ['shop-asg-1'], { evenInGroup: true });
    expect(isProblem(made) ? made : codes(made)).toContain('managed-by-auto-scaling');
  });

  it.each<[string, Kind, readonly string[], string]>([
    ['nothing to do', 'stop', ['batch-7'], 'nothing-to-do'],
    ['one refused', 'stop', ['db-1'], 'target-refused'],
    ['all refused', 'stop', ['db-1', 'cache-store'], 'all-refused'],
    ['none can start', 'start', ['crawler-spot-3'], 'target-refused'],
  ])('is a Problem where nothing is left: %s', async (_, kind, names, code) => {
    expect(await planOf(kind, names)).toMatchObject({ problem: code });
    expect(await events()).toEqual(['refused']);
  });

  it('is refused to whoever may not change anything, and that is written down', async () => {
    expect(await planOf('stop', ['web-1'], { by: eve })).toMatchObject({ problem: 'not-allowed' });
    expect(await events()).toEqual(['refused']);
  });

  it('is refused for more targets than are allowed', async () => {
    const { items } = await house.cloud.instances({}, { signal: open });
    const many = items.filter(({ state: one }) => one === 'running').slice(0, 26);
    expect(many).toHaveLength(26);
    expect(
      await changes.plan({ kind: 'stop', by: ana, where: channel, request: 'r', evenInGroup: false }, many, {
        signal: open,
      }),
    ).toMatchObject({ problem: 'too-many-targets' });
  });
});

describe('a press', () => {
  it('tells progress, the end of each, what was left behind, and the way back', async () => {
    const { key } = await changes.ask(await plan('stop', 'web-1', 'bastion'));
    const phases: string[] = [];
    const ended = await outcome(confirm(key, ({ targets }) => phases.push(targets.map(({ phase }) => phase).join())));
    expect(ended.targets.map(({ phase }) => phase)).toEqual(['done', 'done']);
    expect(phases[0]).toBe('waiting,waiting');
    expect(phases).toContain('under-way,under-way');
    expect(phases.at(-1)).toBe('done,done');
    expect(ended.hourly).toMatchObject({ way: 'saved' });
    expect(ended.hourly?.amount.amount.toFixed()).toBe('0.1126');
    expect(ended.leftBehind.map(({ code }) => code)).toEqual(['volumes-go-on', 'addresses-go-on']);
    expect(ended.wayBack?.kind).toBe('start');
    expect(await events()).toEqual(['asked', 'confirmed', 'intent', 'answer', 'answer', 'ended']);
  });

  it('tells the new public address after a start', async () => {
    const { key } = await changes.ask(await plan('start', 'batch-7'));
    const ended = await outcome(confirm(key));
    expect(plain(ended.targets[0]?.says ?? [])).toMatch(/^running, public IPv4 203\.0\.113\.\d+$/);
  });

  it('asks to type the number of more than five', async () => {
    const names = ['web-1', 'web-2', 'api-1', 'api-2', 'indexer', 'build-runner'];
    const { key, plan: made } = await changes.ask(await plan('stop', ...names));
    expect(made.typed).toBe('6');
    expect(await confirm(key)).toMatchObject({ problem: 'wrong-word' });
    expect(await confirm(key, undefined, open, '5')).toMatchObject({ problem: 'wrong-word' });
    expect(house.seen).toEqual([]);
    expect((await outcome(confirm(key, undefined, open, '6'))).targets.every(({ phase }) => phase === 'done')).toBe(
      true,
    );
  });

  it('leaves alone what has changed since the plan, and says how', async () => {
    const { key } = await changes.ask(await plan('stop', 'web-1', 'web-2', 'api-1'));
    const [web1, web2] = await house.byName('web-1', 'web-2');
    if (web1 === undefined || web2 === undefined) throw new Error('missing');
    await house.ec2.change('stop', web1, [web1], false, open);
    await house.ec2.change('stop', web2, [web2], false, open);
    await house.clock.pass(20_000);
    await house.ec2.change('start', web2, [web2], false, open);
    await house.clock.pass(20_000);
    const ended = await outcome(confirm(key));
    expect(
      Object.fromEntries(
        ended.targets.map(({ target, phase, says: words }) => [target.name, `${phase}: ${plain(words)}`]),
      ),
    ).toEqual({
      'web-1': 'left-alone: it is stopped already',
      'web-2': 'left-alone: it was restarted meanwhile',
      'api-1': 'done: stopped',
    });
    expect(await state('web-2')).toBe('running');
  });

  it('tells a refusal of EC2 for one, and does the others', async () => {
    const { key } = await changes.ask(await plan('start', 'batch-7', 'gpu-train-2', 'batch-8'));
    const ended = await outcome(confirm(key));
    expect(Object.fromEntries(ended.targets.map(({ target, phase }) => [target.name, phase]))).toEqual({
      'batch-7': 'done',
      'batch-8': 'done',
      'gpu-train-2': 'failed',
    });
    expect(ended.targets.map(({ says: words }) => plain(words)).join()).toContain('InsufficientInstanceCapacity');
  });

  it('makes no call without a record: a store that cannot be written withholds it', async () => {
    const { key } = await changes.ask(await plan('stop', 'web-1'));
    house.breakJournal('intent');
    const ended = await outcome(confirm(key));
    expect(ended.targets.map(({ phase }) => phase)).toEqual(['withheld']);
    expect(house.seen).toEqual([]);
    expect(await state('web-1')).toBe('running');
  });

  it('tells what AWS did even where that can no longer be written', async () => {
    const { key } = await changes.ask(await plan('stop', 'web-1'));
    house.breakJournal('answer');
    const ended = await outcome(confirm(key));
    expect(ended.targets.map(({ phase }) => phase)).toEqual(['done']);
  });

  it('that is interrupted stops following, never the call; a later start tells the end', async () => {
    const { key } = await changes.ask(await plan('stop', 'web-1'));
    const stop = new AbortController();
    const ended = await outcome(
      confirm(
        key,
        ({ targets }) => {
          if (targets[0]?.phase === 'under-way') stop.abort(new Error('Ctrl-C'));
        },
        stop.signal,
      ),
    );
    expect(ended.targets.map(({ phase }) => phase)).toEqual(['not-yet']);
    expect(await (await house.process('p0b')).reconcile(open), 'AWS is still at it').toEqual([]);
    await house.clock.pass(30_000);
    const found = await (await house.process('p1')).reconcile(open);
    expect(found.map(({ key: one, targets }) => [one, targets[0]?.phase])).toEqual([[key, 'done']]);
    expect(await (await house.process('p2')).reconcile(open)).toEqual([]);
    expect(house.seen).toHaveLength(1);
  });
});

it('a call that takes longer than the lease keeps it: nobody else takes the change over', async () => {
  const { key } = await changes.ask(await plan('stop', 'web-1'));
  house.interfere = (when) => (when === 'done' ? house.clock.sleep(leaseMs * 3, open) : Promise.resolve());
  const pressed = changes.step(key, { verb: 'confirm', by: ana, where: channel, request: 'r' }, () => {}, open);
  await house.clock.pass(leaseMs * 2);
  expect(await (await house.process('p1')).reconcile(open)).toEqual([]);
  expect((await outcome(house.settle(pressed))).targets.map(({ phase }) => phase)).toEqual(['done']);
});

it('a change of a process that lives is left to it by one whose clock is ahead', async () => {
  const { key } = await changes.ask(await plan('stop', 'web-1'));
  house.interfere = (when) => (when === 'sent' ? house.clock.sleep(30_000, open) : Promise.resolve());
  const pressed = changes.step(key, { verb: 'confirm', by: ana, where: channel, request: 'r' }, () => {}, open);
  await house.clock.pass(19_000);
  expect(await (await house.process('p1', clocksApartMs)).reconcile(open)).toEqual([]);
  expect((await outcome(house.settle(pressed))).targets.map(({ phase }) => phase)).toEqual(['done']);
});

describe('after a killed process', () => {
  it.each<['sent' | 'done', string, string]>([
    ['done', 'done', 'stopped'],
    ['sent', 'failed', 'running'],
  ])('a call that was %s is told as %s', async (when, phase, end) => {
    const { key } = await changes.ask(await plan('stop', 'web-1'));
    let reached = () => {};
    const death = new Promise<void>((resolve) => {
      reached = resolve;
    });
    house.interfere = (at) => {
      if (at !== when) return Promise.resolve();
      reached();
      return new Promise(() => {});
    };
    void changes.step(key, { verb: 'confirm', by: ana, where: channel, request: 'r' }, () => {}, open);
    await house.settle(death);
    house.kill('p0');
    await house.clock.pass(leaseMs + 1_000);
    const [found] = await (await house.process('p1')).reconcile(open);
    expect(found?.targets.map((one) => one.phase)).toEqual([phase]);
    expect(await state('web-1')).toBe(end);
    expect(house.seen).toHaveLength(1);
    expect(await confirm(key)).toMatchObject({ problem: 'used-key' });
  });
});

it('the reason of a press stands in the audit beside who confirmed', async () => {
  const { key } = await changes.ask(await plan('stop', 'web-1'));
  const press = { verb: 'confirm', by: ana, where: channel, request: 'r', reason: 'OPS-12' } as const;
  await house.settle(changes.step(key, press, () => {}, open));
  const entries = (await house.journal.read(1, 50)).map(({ record }) => record);
  expect(entries.find(({ event }) => event === 'confirmed')?.says).toBe('confirmed by ana, reason: OPS-12');
});

it('five wrong keys in a minute pause a person, and nobody else', async () => {
  const { key } = await changes.ask(await plan('stop', 'web-1'));
  const guess = (by: typeof ana) =>
    changes.step('ZZZZZZZZ', { verb: 'confirm', by, where: channel, request: 'r' }, () => {}, open);
  for (let tries = 0; tries < 5; tries += 1) expect(await guess(ana)).toMatchObject({ problem: 'unknown-key' });
  expect(await confirm(key)).toMatchObject({ problem: 'paused' });
  expect(await guess(bob)).toMatchObject({ problem: 'unknown-key' });
  await house.clock.pass(60_000);
  expect(isProblem(await confirm(key))).toBe(false);
});
