import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoCloud } from '../../../src/core/drivers/demo/cloud.ts';
import { createDemoEc2 } from '../../../src/core/drivers/demo/engine.ts';
import { createEstate, type Estate } from '../../../src/core/estate/estate.ts';
import type { Clause, Filter } from '../../../src/core/estate/filter.ts';
import type { Cloud } from '../../../src/core/ports/cloud.ts';
import type { Instance } from '../../../src/core/ports/instance.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { plain } from '../../../src/core/text.ts';
import { fakeClock } from '../../fake-clock.ts';
import { partlyBlind } from '../../partly-blind.ts';
import { temporaryStore } from '../../temporary.ts';

const reading = { signal: new AbortController().signal };
let cloud: Cloud;
let estate: Estate;
let all: readonly Instance[];
let close: () => Promise<void>;
beforeAll(async () => {
  const clock = fakeClock();
  const made = await temporaryStore(clock);
  close = made.remove;
  cloud = createDemoCloud({ ec2: await createDemoEc2({ store: made.store, clock }), clock });
  estate = createEstate(cloud);
  all = (await cloud.instances({}, reading)).items;
});
afterAll(() => close());

const named = (name: string): Instance => {
  const found = all.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the demo account has no ${name}`);
  return found;
};
const names = (items: readonly Instance[]) => items.map(({ id, name }) => name ?? id);
const word = (value: string): Clause => ({ by: 'word', value });
const tag = (key: string, value: string): Clause => ({ by: 'tag', key, value });

describe('a list', () => {
  it.each<{ readonly filter: Filter; readonly expected: readonly string[] }>([
    { filter: [word('web-1')], expected: ['web-1'] },
    { filter: [word('web-')], expected: ['web-1', 'web-2'] },
    { filter: [word('web-1'), word('db-1')], expected: ['db-1', 'web-1'] },
    { filter: [tag('service', 'api')], expected: ['api-1', 'api-2'] },
    { filter: [{ by: 'owner', value: 'kenji' }], expected: ['edge-1', 'edge-2'] },
    {
      filter: [
        { by: 'owner', value: 'kenji' },
        { by: 'state', value: 'stopped' },
      ],
      expected: ['edge-2'],
    },
    { filter: [{ by: 'state', value: 'terminated' }], expected: ['gone-2'] },
    { filter: [word('gone')], expected: ['gone-1'] },
    {
      filter: [
        { by: 'account', value: '444455556666' },
        { by: 'region', value: 'eu-west-1' },
      ],
      expected: [],
    },
  ])('of $filter is $expected', async ({ filter, expected }) => {
    expect(names((await estate.list(filter, reading)).items).toSorted()).toEqual(expected);
  });

  it('shows terminated instances where their state or id is asked for, else not', async () => {
    const gone = named('gone-2');
    expect(names((await estate.list([word(gone.id)], reading)).items)).toEqual(['gone-2']);
    expect(names((await estate.list([{ by: 'id', value: gone.id }], reading)).items)).toEqual(['gone-2']);
    const everything = (await estate.list([], reading)).items;
    expect(new Set(everything)).toEqual(new Set(all.filter(({ state }) => state !== 'terminated')));
  });

  it('says what it could not see', async () => {
    const listing = await createEstate(partlyBlind(cloud, 'eu-west-1', ['instances'])).list([], reading);
    expect(listing.gaps.map(({ what }) => plain(what))).toEqual(['AWS did not answer in eu-west-1.']);
    expect(listing.items.some(({ region }) => region === 'eu-west-1')).toBe(false);
  });

  it('says of an account or region that nobody looks at that it does not', async () => {
    const { items, gaps } = await estate.list([{ by: 'region', value: 'eu-wset-1' }], reading);
    expect(items).toEqual([]);
    expect(gaps.map(({ problem, todo }) => [problem, plain(todo)])).toEqual([
      ['unknown-region', 'Did you mean eu-west-1?'],
    ]);
  });

  it('stops where its signal is aborted', async () => {
    await expect(estate.list([], { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});

/** What pages must be parts of, written another way: sorted whole, unnamed last. */
const inOrder = (items: readonly Instance[]): readonly string[] =>
  [
    ...items.filter(({ name }) => name !== undefined).map((one) => ({ key: `${one.name}\u0000${one.id}`, id: one.id })),
    ...items.filter(({ name }) => name === undefined).map(({ id }) => ({ key: `\u{10FFFF}${id}`, id })),
  ]
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ id }) => id);

describe('a page', () => {
  it('is that part of the whole list in the order of name, then id, wherever it begins', async () => {
    const expected = inOrder((await estate.list([], reading)).items);
    await fc.assert(
      fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: 20 }), async (from, count) => {
        const page = await estate.page([], { from, count }, reading);
        expect(page.items.map(({ id }) => id)).toEqual(expected.slice(from, from + count));
        expect(page.total).toBe(expected.length);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same for an estate that is longer than what it keeps in hand', async () => {
    const clock = fakeClock();
    const made = await temporaryStore(clock);
    const many = createDemoCloud({ ec2: await createDemoEc2({ store: made.store, clock, copies: 12 }), clock });
    const expected = inOrder((await createEstate(many).list([], reading)).items);
    expect(expected.length).toBeGreaterThan(400);
    for (const from of [0, 10, 200, 490]) {
      const { items } = await createEstate(many).page([], { from, count: 10 }, reading);
      expect(items.map(({ id }) => id)).toEqual(expected.slice(from, from + 10));
    }
    await made.remove();
  });

  it('counts all that fit by their state', async () => {
    const { byState, total } = await estate.page([{ by: 'owner', value: 'maria' }], { from: 0, count: 1 }, reading);
    expect(Object.fromEntries(byState)).toEqual({ running: 5, pending: 1, stopping: 1, 'shutting-down': 1 });
    expect(total).toBe(8);
  });
});

describe('one instance', () => {
  it.each([
    { by: 'its name', word: () => 'web-1', name: 'web-1' },
    { by: 'its name in other letters', word: () => 'WEB-1', name: 'web-1' },
    { by: 'the beginning that only it has', word: () => 'bast', name: 'bastion' },
    { by: 'a name that begins others', word: () => 'notebook', name: 'notebook' },
    { by: 'its id', word: () => named('db-1').id, name: 'db-1' },
    { by: 'its id in capitals', word: () => named('db-1').id.toUpperCase(), name: 'db-1' },
    { by: 'the beginning of its id', word: () => named('db-1').id.slice(0, 9), name: 'db-1' },
    { by: 'its private address', word: () => named('db-1').privateIp ?? '', name: 'db-1' },
    { by: 'its public address', word: () => named('web-1').publicIp?.ip ?? '', name: 'web-1' },
    { by: 'the id of a terminated one', word: () => named('gone-2').id, name: 'gone-2' },
    { by: 'the name of a terminated one that no living one bears', word: () => 'gone-2', name: 'gone-2' },
  ])('is found by $by', async ({ word: of, name }) => {
    const found = await estate.one(of(), {}, reading);
    expect(isProblem(found) ? plain(found.what) : names(found.items)).toEqual([name]);
  });

  it.each([
    { word: 'scratch', problem: 'ambiguous-name', todo: 'Say which by its id, or name them all with name:scratch*.' },
    { word: 'web-', problem: 'ambiguous-name', todo: 'Say which by its id, or name them all with name:web-*.' },
    { word: 'web-*', problem: 'ambiguous-name', todo: 'Say which by its id, or name them all with name:web-*.' },
    { word: 'i-', problem: 'ambiguous-name', todo: 'Say which by its id.' },
    { word: 'webb-1', problem: 'instance-not-found', todo: 'Did you mean web-1 or web-2?' },
    { word: 'nothing-like-it', problem: 'instance-not-found', todo: 'list shows all there are.' },
    { word: 'that', problem: 'instance-not-found', todo: 'list shows all there are.' },
  ])('is not told by $word: $problem', async ({ word: value, problem, todo }) => {
    const found = await estate.one(value, {}, reading);
    expect(isProblem(found) && [found.problem, plain(found.todo)]).toEqual([problem, todo]);
    expect(isProblem(found) && plain(found.what)).toContain(value);
  });

  it('is asked for again where several have its name, each with what tells them apart', async () => {
    const found = await estate.one('scratch', {}, reading);
    const [running, stopped] = all
      .filter(({ name }) => name === 'scratch')
      .toSorted((a, b) => (a.state < b.state ? -1 : 1));
    expect(isProblem(found) && plain(found.what)).toContain(`${running?.id} (scratch, demo-dev, us-east-1, running)`);
    expect(isProblem(found) && plain(found.what)).toContain(`${stopped?.id} (scratch, demo-dev, us-east-1, stopped)`);
  });

  it('that is not found is told with every place that was looked at, and those that could not be', async () => {
    const blind = createEstate(partlyBlind(cloud, 'eu-west-1', ['instances']));
    const found = await blind.one('sql-1', {}, reading);
    expect(isProblem(found) && plain(found.where ?? [])).toBe(
      'Looked in demo-prod (us-east-1, eu-west-1, ap-northeast-1) and demo-dev (us-east-1, eu-west-1, ap-northeast-1).' +
        ' Not everything could be read: AWS did not answer in eu-west-1.',
    );
  });

  it('comes with what could not be read, for another of its name may be there', async () => {
    const blind = createEstate(partlyBlind(cloud, 'eu-west-1', ['instances']));
    const found = await blind.one('web-1', {}, reading);
    expect(found).toMatchObject({ gaps: [{ problem: 'cloud-away' }] });
  });
});

describe('the targets of a change', () => {
  it.each<{ readonly what: string; readonly filter: () => Filter; readonly expected: readonly string[] }>([
    { what: 'two names', filter: () => [word('web-2'), word('web-1')], expected: ['web-1', 'web-2'] },
    { what: 'a name and an id', filter: () => [word('web-1'), word(named('db-1').id)], expected: ['db-1', 'web-1'] },
    {
      what: 'a name, an id and an address',
      filter: () => [
        word('web-1'),
        { by: 'id', value: named('db-1').id },
        { by: 'ip', value: named('api-1').privateIp ?? '' },
      ],
      expected: ['api-1', 'db-1', 'web-1'],
    },
    { what: 'one instance twice', filter: () => [word('web-1'), word(named('web-1').id)], expected: ['web-1'] },
    { what: 'a filter', filter: () => [tag('team', 'edge')], expected: ['edge-1', 'edge-2'] },
    {
      what: 'a name within a filter that makes it one',
      filter: () => [word('scratch'), { by: 'owner', value: 'sam' }],
      expected: ['scratch'],
    },
  ])('are $expected by $what', async ({ filter, expected }) => {
    const found = await estate.targets(filter(), reading);
    expect(isProblem(found) ? plain(found.what) : names(found.items)).toEqual(expected);
  });

  it.each<{ readonly what: string; readonly filter: Filter; readonly problem: string }>([
    { what: 'nothing', filter: [], problem: 'too-wide' },
    { what: 'every word there is', filter: [word('*')], problem: 'ambiguous-name' },
    { what: 'an id that is nowhere', filter: [{ by: 'id', value: 'i-00000000' }], problem: 'instance-not-found' },
    {
      what: 'an address outside its filter',
      filter: [
        { by: 'ip', value: '203.0.113.10' },
        { by: 'state', value: 'stopped' },
      ],
      problem: 'instance-not-found',
    },
    { what: 'one name of two', filter: [word('web-1'), word('scratch')], problem: 'ambiguous-name' },
    { what: 'a beginning that several have', filter: [word('web-')], problem: 'ambiguous-name' },
    { what: 'a name that is nowhere', filter: [word('web-1'), word('web-9')], problem: 'instance-not-found' },
    { what: 'a terminated one by its name', filter: [word('gone-2')], problem: 'instance-not-found' },
    { what: 'a filter that nothing fits', filter: [tag('env', 'moon')], problem: 'instance-not-found' },
    {
      what: 'a name outside its filter',
      filter: [word('web-1'), { by: 'region', value: 'eu-west-1' }],
      problem: 'instance-not-found',
    },
  ])('are none by $what: $problem', async ({ filter, problem }) => {
    const found = await estate.targets(filter, reading);
    expect(isProblem(found) ? found.problem : names(found.items)).toBe(problem);
  });

  it('come with what could not be read', async () => {
    const blind = createEstate(partlyBlind(cloud, 'eu-west-1', ['instances']));
    expect(await blind.targets([tag('team', 'search')], reading)).toMatchObject({ gaps: [{ problem: 'cloud-away' }] });
  });
});

describe('a whole instance', () => {
  it('has its own volumes, addresses and details, each instance in the order that was asked', async () => {
    const asked = ['web-1', 'ledger', 'sql-1', 'crawler-spot-2'].map(named);
    const { items, gaps } = await estate.whole(asked, reading);
    expect(gaps).toEqual([]);
    expect(
      items.map(({ instance, volumes, addresses, details }) => ({
        name: instance.name,
        GiB: volumes.map(({ sizeGiB }) => sizeGiB),
        addresses: addresses.length,
        stop: details?.stopProtected,
        termination: details?.terminationProtected,
        spot: details?.spotRequest?.type,
      })),
    ).toEqual([
      { name: 'web-1', GiB: [20, 100], addresses: 0, stop: false, termination: false, spot: undefined },
      { name: 'ledger', GiB: [50, 300], addresses: 2, stop: false, termination: true, spot: undefined },
      { name: 'sql-1', GiB: [100, 500], addresses: 0, stop: true, termination: false, spot: undefined },
      { name: 'crawler-spot-2', GiB: [20], addresses: 0, stop: false, termination: false, spot: 'persistent' },
    ]);
  });

  it('has no details where it is there no more, and says what could not be read', async () => {
    const gone = { ...named('web-1'), id: 'i-00000000000000000', disks: [] };
    const [whole] = (await estate.whole([gone], reading)).items;
    expect(whole).toEqual({ instance: gone, volumes: [], addresses: [] });
    const blind = createEstate(partlyBlind(cloud, 'us-east-1', ['volumes', 'addresses']));
    expect((await blind.whole([named('db-1')], reading)).gaps).toHaveLength(2);
  });
});
