import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Changes, Outcome, Plan } from '../../../src/core/changes/changes.ts';
import { Ec2Error } from '../../../src/core/drivers/ec2/error.ts';
import { leaseMs } from '../../../src/core/changes/hold.ts';
import type { Kind } from '../../../src/core/changes/kinds.ts';
import { addressResource } from '../../../src/core/changes/addresses/resource.ts';
import { standing } from '../../../src/core/changes/addresses/standing.ts';
import { targetOf, type TargetRecord } from '../../../src/core/changes/record.ts';
import { openPrices } from '../../../src/core/facts/prices/prices.ts';
import { partlyBlind } from '../../partly-blind.ts';
import { isProblem, type Problem } from '../../../src/core/problem.ts';
import { keyOf } from '../../../src/core/watch/finding.ts';
import { plain } from '../../../src/core/text.ts';
import { ana, channel, openHouse, type House } from './house.ts';

let house: House;
let changes: Changes;
const open = new AbortController().signal;
beforeEach(async () => {
  house = await openHouse();
  changes = await house.process('p0');
});
afterEach(() => house.close());

const planOf = async (kind: Kind, ip: string): Promise<Plan | Problem> => {
  const record = kind === 'recover' ? await house.ledgers.released.find(ip) : undefined;
  const target = record === undefined ? await house.byIp(ip) : { ...record, id: ip };
  const wish = { kind, by: ana, where: channel, request: 'r', evenInGroup: false };
  return house.settle(changes.plan(wish, [target], { signal: open }));
};
const plan = async (kind: Kind, ip: string): Promise<Plan> => {
  const made = await planOf(kind, ip);
  if (isProblem(made)) throw new Error(plain(made.what));
  return made;
};
const step = (key: string, typed?: string) =>
  changes.step(
    key,
    { verb: 'confirm', by: ana, where: channel, request: 'r', ...(typed !== undefined && { typed }) },
    () => {},
    open,
  );
const done = async (kind: Kind, ip: string): Promise<Outcome> => {
  const { key } = await changes.ask(await plan(kind, ip));
  const outcome = await house.settle(step(key, ip));
  if (isProblem(outcome)) throw new Error(plain(outcome.what));
  return outcome;
};
const codes = (made: Plan): readonly string[] =>
  [...made.together, ...made.moves.flatMap(({ consequences }) => consequences)].map(({ code }) => code);
const endOf = ({ targets }: Outcome): string => `${targets[0]?.phase}: ${plain(targets[0]?.says ?? [])}`;
const ours = async (ip: string): Promise<boolean> =>
  house.byIp(ip).then(
    () => true,
    () => false,
  );

/** Addresses of the demo account by what holds them. */
const ips = {
  bastion: '198.51.100.10',
  stopped: '198.51.100.24',
  free: '198.51.100.38',
  free2: '198.51.100.45',
  loose: '198.51.100.52',
  second: '198.51.100.66',
  nat: '198.51.100.73',
  alb: '198.51.100.80',
  shared: '198.51.100.87',
  own: '198.51.100.94',
  named: '198.51.100.108',
  moving: '198.51.100.115',
} as const;

describe('a plan to release', () => {
  it.each<[keyof typeof ips, readonly Kind[], readonly string[]]>([
    ['free', ['release'], ['saves', 'for-good', 'record-left']],
    ['free2', ['release'], ['saves', 'for-good', 'no-record']],
    [
      'bastion',
      ['disassociate', 'release'],
      ['saves', 'loses-address', 'auto-assigned-instead', 'for-good', 'no-record'],
    ],
    ['stopped', ['disassociate', 'release'], ['saves', 'loses-address', 'for-good', 'no-record']],
    ['loose', ['disassociate', 'release'], ['saves', 'loses-address', 'for-good', 'no-record']],
    ['named', ['reset-dns', 'release'], ['saves', 'for-good', 'dns-reset', 'record-left']],
    ['own', ['release'], ['saves', 'back-to-pool', 'no-record']],
  ])('%s takes %j and says %j', async (name, steps, expected) => {
    const made = await plan('release', ips[name]);
    expect(made.moves.map((move) => move.steps)).toEqual([steps]);
    expect(codes(made)).toEqual(expected);
    expect(made.typed).toBe(ips[name]);
  });

  it.each<[keyof typeof ips, Kind, string]>([
    ['nat', 'release', 'used by a NAT gateway'],
    ['nat', 'disassociate', 'used by a NAT gateway'],
    ['alb', 'release', 'managed by a service of AWS (alb)'],
    ['alb', 'disassociate', 'managed by a service of AWS (alb)'],
    ['shared', 'release', 'a shared VPC'],
    ['moving', 'release', 'offered to account 777788889999'],
  ])('%s is refused a %s: %s', async (name, kind, why) => {
    const refused = await planOf(kind, ips[name]);
    expect(isProblem(refused) && plain(refused.what)).toContain(why);
    expect(house.seen).toEqual([]);
  });

  it('says what is saved: nothing for an address of one’s own range', async () => {
    const [saves] = (await plan('release', ips.own)).together;
    expect(saves && plain(saves.says)).toBe('This saves nothing: AWS does not charge for it.');
    const [other] = (await plan('release', ips.free)).together;
    expect(other && plain(other.says)).toBe('Saves $0.005 an hour, $3.65 a month of 730 hours.');
  });
});

describe('a release', () => {
  it('of an address in use is two calls, each written down', async () => {
    const outcome = await done('release', ips.bastion);
    expect(endOf(outcome)).toBe('done: released');
    expect(house.seen.map(({ kind }) => kind)).toEqual(['disassociate', 'release']);
    const entries = (await house.journal.read(1, 100)).map(({ record }) => `${record.event} ${record.says}`);
    expect(entries.filter((entry) => /^(intent|answer)/.test(entry))).toEqual([
      'intent about to call ec2:DisassociateAddress',
      'answer accepted: associated to free',
      'intent about to call ec2:ReleaseAddress',
      'answer accepted: free to released',
    ]);
    expect(await ours(ips.bastion)).toBe(false);
  });

  it('asks for the address itself, and for nothing less', async () => {
    const { key } = await changes.ask(await plan('release', ips.free));
    expect(await step(key)).toMatchObject({ problem: 'wrong-word' });
    expect(await step(key, ips.free2)).toMatchObject({ problem: 'wrong-word' });
    expect(await step(key, `${ips.free} `)).toMatchObject({ problem: 'wrong-word' });
    expect(house.seen).toEqual([]);
  });

  it('resets the reverse DNS name first, and waits until it is gone', async () => {
    expect(endOf(await done('release', ips.named))).toBe('done: released');
    expect(house.seen.map(({ kind }) => kind)).toEqual(['reset-dns', 'release']);
  });

  it('notices that somebody released it between its steps, and calls nothing more', async () => {
    const { key } = await changes.ask(await plan('release', ips.bastion));
    const { id } = await house.byIp(ips.bastion);
    // Somebody takes it in between: the release then finds no such address.
    house.interfere = async (when) => {
      if (when !== 'done' || house.seen.length !== 1) return;
      const address = await house.byIp(ips.bastion);
      await house.ec2.change('release', address, [address], false, open);
      await house.ec2.change('recover', address, [{ ...address, id: ips.bastion }], false, open);
    };
    const outcome = await house.settle(step(key, ips.bastion));
    if (isProblem(outcome)) throw new Error(plain(outcome.what));
    expect(endOf(outcome)).toContain('failed: somebody released it meanwhile');
    expect(house.seen.map(({ kind }) => kind)).toEqual(['disassociate']);
    expect(await ours(ips.bastion)).toBe(true);
    expect(id).not.toBe((await house.byIp(ips.bastion)).id);
  });

  it('that AWS refuses after the first step says what was done, and lists the idle address as left behind', async () => {
    const { key } = await changes.ask(await plan('release', ips.bastion));
    house.interfere = async (when) => {
      // The second call finds the address associated again with something else.
      if (when === 'sent' && house.seen.length === 2) throw new Ec2Error('InvalidIPAddress.InUse', 'in use', 'req');
    };
    const outcome = await house.settle(step(key, ips.bastion));
    if (isProblem(outcome)) throw new Error(plain(outcome.what));
    expect(endOf(outcome)).toMatch(/^failed: disassociated; AWS refused eipalloc-\w+: the address is still associated/);
    expect(outcome.wayBack).toBeUndefined();
    expect((await house.ledgers.leftBehind.list()).map(({ label, kind, by }) => [label, kind, by.name])).toEqual([
      [ips.bastion, 'release', 'ana'],
    ]);
  });

  it.each<[killedAt: number, when: 'sent' | 'done', end: string, calls: number]>([
    [1, 'sent', 'failed: not done: it is still associated', 1],
    [1, 'done', 'withheld: disassociated; the rest was not done: the process ended before its call', 1],
    [2, 'sent', 'failed: disassociated; not done: it is still free', 2],
    [2, 'done', 'done: released', 2],
  ])('killed at its call %i, when that was %s, is told as it is', async (killedAt, when, end, calls) => {
    const { key } = await changes.ask(await plan('release', ips.bastion));
    let reached = () => {};
    const death = new Promise<void>((resolve) => {
      reached = resolve;
    });
    house.interfere = (at) => {
      if (at !== when || house.seen.length !== killedAt) return Promise.resolve();
      reached();
      return new Promise(() => {});
    };
    void step(key, ips.bastion);
    await house.settle(death);
    house.kill('p0');
    await house.clock.pass(leaseMs + 1_000);
    const [found] = await house.settle((await house.process('p1')).reconcile(open));
    expect(found && endOf(found)).toContain(end);
    expect(house.seen).toHaveLength(calls);
    expect(house.found).toEqual([key]);
    expect(await house.settle((await house.process('p2')).reconcile(open))).toEqual([]);
  });

  it('leaves an address alone that is used by something else at the press', async () => {
    const { key } = await changes.ask(await plan('release', ips.bastion));
    const bastion = await house.byIp(ips.bastion);
    await house.ec2.change('disassociate', bastion, [bastion], false, open);
    const outcome = await house.settle(step(key, ips.bastion));
    expect(isProblem(outcome) ? '' : endOf(outcome)).toBe('left-alone: it was associated and is now free');
    expect(house.seen).toEqual([]);
  });

  it('is remembered, can be recovered, and is then forgotten', async () => {
    expect((await done('release', ips.free)).wayBack).toEqual({ kind: 'recover', words: [ips.free] });
    expect(await house.ledgers.released.find(ips.free)).toMatchObject({
      by: { name: 'ana' },
      tags: { Name: 'old load test', owner: 'sam' },
    });
    expect(await changes.wayBack(ana, channel)).toEqual({ kind: 'recover', words: [ips.free] });
    const back = await done('recover', ips.free);
    expect(endOf(back)).toMatch(/^done: ours again, as eipalloc-/);
    expect(await ours(ips.free)).toBe(true);
    expect(await house.ledgers.released.find(ips.free)).toBeUndefined();
    expect(await changes.wayBack(ana, channel)).toEqual({ kind: 'release', words: [ips.free] });
  });
});

describe('what a change leaves behind', () => {
  const left = async () =>
    (await house.ledgers.leftBehind.list()).map(
      ({ what, label, kind, of }) => `${what} ${label}: ${kind} of ${of.name}`,
    );
  const change = async (kind: Kind, name: string, typed?: string) => {
    const wish = { kind, by: ana, where: channel, request: 'r', evenInGroup: false };
    const made = await house.settle(changes.plan(wish, await house.byName(name), { signal: open }));
    if (isProblem(made)) throw new Error(plain(made.what));
    const { key } = await changes.ask(made);
    const outcome = await house.settle(step(key, typed ?? made.typed));
    if (isProblem(outcome)) throw new Error(plain(outcome.what));
    return outcome;
  };

  it('is written down with who did it, and forgotten when the machine runs again', async () => {
    expect((await change('stop', 'bastion')).left.map(({ label }) => label)).toEqual(['gp2 8 GiB', ips.bastion]);
    expect((await left()).toSorted()).toEqual([
      `address ${ips.bastion}: stop of bastion`,
      'volume gp2 8 GiB: stop of bastion',
    ]);
    await change('start', 'bastion');
    expect(await left()).toEqual([]);
  });

  it('is after a termination what its flags keep, and the address without a user', async () => {
    const web = await change('terminate', 'web-1', 'web-1');
    expect(web.targets.map(({ phase }) => phase)).toEqual(['done']);
    expect(await left()).toEqual(['volume gp3 100 GiB: terminate of web-1']);
    await change('terminate', 'bastion', 'bastion');
    expect(await left()).toContain(`address ${ips.bastion}: terminate of bastion`);
    await done('release', ips.bastion);
    expect(await left()).toEqual(['volume gp3 100 GiB: terminate of web-1']);
  });

  it('stays kept on purpose, whatever leaves it behind again', async () => {
    await change('stop', 'web-1');
    const [kept] = (await house.ledgers.leftBehind.list()).filter(({ label }) => label === 'gp3 100 GiB');
    if (kept === undefined) throw new Error('missing');
    const { id, label, account, region } = kept;
    const rest = {
      of: { key: keyOf(kept, id), id, label, account, region },
      by: { id: ana.id, name: ana.name },
      at: house.clock.now(),
      reason: 'data',
    };
    await house.rests.set(rest);
    await change('terminate', 'web-1');
    expect(await house.ledgers.leftBehind.find(kept)).toMatchObject({ kind: 'terminate', kept: rest });
  });

  it('is written down also where the process was killed', async () => {
    const wish = { kind: 'stop', by: ana, where: channel, request: 'r', evenInGroup: false } as const;
    const made = await house.settle(changes.plan(wish, await house.byName('bastion'), { signal: open }));
    if (isProblem(made)) throw new Error(plain(made.what));
    const { key } = await changes.ask(made);
    let reached = () => {};
    const death = new Promise<void>((resolve) => {
      reached = resolve;
    });
    house.interfere = (at) => {
      if (at === 'sent') return Promise.resolve();
      reached();
      return new Promise(() => {});
    };
    void step(key);
    await house.settle(death);
    house.kill('p0');
    await house.clock.pass(leaseMs + 1_000);
    await house.settle((await house.process('p1')).reconcile(open));
    expect(await left()).toHaveLength(2);
  });
});

describe('the way back', () => {
  it('of somebody who changed nothing is a Problem, and so is that of what cannot be undone', async () => {
    expect(await changes.wayBack(ana, channel)).toMatchObject({ problem: 'nothing-to-undo' });
    await done('disassociate', ips.bastion);
    const none = await changes.wayBack(ana, channel);
    expect(isProblem(none) && plain(none.what)).toContain('Your last change was to disassociate 198.51.100.10');
  });
});

describe('where an address stands', () => {
  const record = async (): Promise<TargetRecord> => {
    const { id, account, region, associationId } = await house.byIp(ips.bastion);
    return {
      id,
      account,
      region,
      ...(associationId !== undefined && { associationId }),
      seen: {},
      left: [],
      steps: ['disassociate', 'release'],
      done: 0,
      called: 1,
      phase: 'under-way',
      says: '',
    };
  };

  it('that somebody associated with something else meanwhile is told so', async () => {
    const target = await record();
    const look = { state: 'associated', associationId: 'eipassoc-0123456789abcdef0' };
    expect(standing('disassociate', 0, target, look)).toMatchObject({ phase: 'failed' });
    expect(standing('disassociate', 0, target, { ...look, associationId: target.associationId })).toBeUndefined();
  });

  it('is not called released where its region could not be read', async () => {
    const target = await record();
    const parts = {
      cloud: partlyBlind(house.cloud, 'us-east-1', ['addresses']),
      addresses: house.addresses,
      prices: await openPrices(),
      released: house.ledgers.released,
    };
    const blind = await addressResource(parts).look('release', [targetOf(target)], { signal: open });
    expect(blind.get(target.id)).toBeUndefined();
    const seeing = await addressResource({ ...parts, cloud: house.cloud }).look('release', [targetOf(target)], {
      signal: open,
    });
    expect(seeing.get(target.id)).toMatchObject({ state: 'associated' });
  });
});
