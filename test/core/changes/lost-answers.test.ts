import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressResource } from '../../../src/core/changes/addresses/resource.ts';
import type { Changes, Outcome } from '../../../src/core/changes/changes.ts';
import { createChanges } from '../../../src/core/changes/gate.ts';
import { instanceResource } from '../../../src/core/changes/instances/resource.ts';
import type { Kind } from '../../../src/core/changes/kinds.ts';
import { createLeftBehind } from '../../../src/core/changes/left-behind.ts';
import { createRests } from '../../../src/core/people/rests.ts';
import { createReleased } from '../../../src/core/changes/released.ts';
import type { World } from '../../../src/core/drivers/demo/ec2.ts';
import { createAddresses } from '../../../src/core/estate/addresses.ts';
import { createEstate } from '../../../src/core/estate/estate.ts';
import { embeddedTypes } from '../../embedded-types.ts';
import { openPrices } from '../../../src/core/facts/prices/prices.ts';
import { auditJournal } from '../../../src/core/people/audit.ts';
import type { Target } from '../../../src/core/ports/control.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { plain } from '../../../src/core/text.ts';
import { createLedger } from '../../../src/core/watch/ledger.ts';
import type { Fault } from '../../peers/aws/server.ts';
import { temporaryStore } from '../../temporary.ts';
import { openAwsHouse } from '../drivers/aws/house.ts';
import { ana, channel, silent } from './house.ts';
import { openRights, operatorsMay } from './rights.ts';

const types = await embeddedTypes();
const prices = await openPrices();
const open = new AbortController().signal;

let house: Awaited<ReturnType<typeof openAwsHouse>>;
let changes: Changes;
let released: ReturnType<typeof createReleased>;
let remove: () => Promise<void>;
beforeEach(async () => {
  house = await openAwsHouse();
  const kept = await temporaryStore(house.clock);
  remove = kept.remove;
  const { cloud, clock, control } = house;
  released = createReleased(kept.store);
  const addresses = createAddresses(cloud, clock);
  changes = createChanges({
    resources: {
      instance: instanceResource({ cloud, estate: createEstate(cloud), prices, types }),
      address: addressResource({ cloud, addresses, prices, released }),
    },
    control,
    ledgers: {
      leftBehind: createLeftBehind(kept.store, createRests(kept.store)),
      released,
      savings: createLedger(kept.store),
    },
    rights: await openRights(kept.store, clock, kept.folder, { rules: operatorsMay }),
    approvals: { ttlMs: 3_600_000 },
    tell: async () => {},
    owe: async () => {},
    clock,
    log: silent,
    store: kept.store,
    journal: auditJournal(kept.store),
    maxTargets: 25,
    ttlMs: 300_000,
    keepTrying: { everyMs: 30_000, forMs: 900_000 },
    holder: 'p0',
    newKey: () => 'KEY22222',
  });
});
afterEach(async () => {
  await house.close();
  await remove();
});

/** Lets the clock run, and real sockets answer, until it ends. */
async function settle<T>(promise: Promise<T>): Promise<T> {
  let ended = false;
  const mark = () => {
    ended = true;
  };
  promise.then(mark, mark);
  while (!ended) {
    await house.pass(1_000);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return promise;
}

interface Row {
  readonly kind: Kind;
  /** A name, or an address. */
  readonly of: string;
  /** Its call. */
  readonly action: string;
  /** Whether the world says that it was done. */
  done(world: World, id: string): boolean;
  /** Nothing that can be read tells. */
  readonly tracks?: false;
}
const state =
  (...wanted: readonly string[]) =>
  (world: World, id: string): boolean =>
    wanted.includes(world.instances.get(id)?.state ?? 'gone');
const rows: readonly Row[] = [
  { kind: 'start', of: 'batch-7', action: 'StartInstances', done: state('running') },
  { kind: 'stop', of: 'web-1', action: 'StopInstances', done: state('stopped') },
  { kind: 'hibernate', of: 'notebook-2', action: 'StopInstances', done: state('stopped') },
  { kind: 'reboot', of: 'api-1', action: 'RebootInstances', done: () => false, tracks: false },
  { kind: 'terminate', of: 'web-2', action: 'TerminateInstances', done: state('terminated', 'gone') },
  {
    kind: 'disassociate',
    of: '198.51.100.10',
    action: 'DisassociateAddress',
    done: ({ addresses }, id) => addresses.get(id)?.associationId === undefined,
  },
  { kind: 'release', of: '198.51.100.45', action: 'ReleaseAddress', done: ({ addresses }, id) => !addresses.has(id) },
  {
    kind: 'release',
    of: '198.51.100.108',
    action: 'ResetAddressAttribute',
    done: ({ addresses }, id) => !addresses.has(id),
  },
  {
    kind: 'recover',
    of: '198.51.100.38',
    action: 'AllocateAddress',
    done: ({ addresses }, ip) => [...addresses.values()].some(({ publicIp }) => publicIp === ip),
  },
];

async function targetOf({ kind, of }: Row): Promise<Target> {
  const { instances, addresses } = await house.ec2.world();
  const accountOf = (id: string) => house.ec2.accounts.find((one) => one.id === id) ?? { name: '', id };
  if (!/^\d/.test(of)) {
    const one = [...instances.values()].find(({ tags }) => tags['Name'] === of);
    if (one === undefined) throw new Error(`there is no ${of}`);
    return { id: one.id, account: accountOf(one.accountId), region: one.region };
  }
  const one = [...addresses.values()].find(({ publicIp }) => publicIp === of);
  if (one === undefined) throw new Error(`there is no ${of}`);
  const home = { account: accountOf(one.accountId), region: one.region };
  if (kind !== 'recover') return { id: one.allocationId, ...home };
  await house.ec2.change('release', home, [{ id: one.allocationId, ...home }], false, open);
  const by = { id: ana.id, name: ana.name };
  await released.note({ ip: of, allocationId: one.allocationId, ...home, tags: {}, by, at: house.clock.now() });
  return { id: of, ...home };
}

/** Asks, confirms and follows to the end. */
async function change(row: Row, target: Target): Promise<Outcome> {
  const wish = { kind: row.kind, by: ana, where: channel, request: 'r', evenInGroup: false } as const;
  const plan = await settle(changes.plan(wish, [target], { signal: open }));
  if (isProblem(plan)) throw new Error(plain(plan.what));
  const { key } = await changes.ask(plan);
  const typed = plan.typed === undefined ? {} : { typed: plan.typed };
  const press = { verb: 'confirm', by: ana, where: channel, request: 'r', ...typed } as const;
  const outcome = await settle(changes.step(key, press, () => {}, open));
  if (isProblem(outcome)) throw new Error(plain(outcome.what));
  return outcome;
}
const callsOf = (action: string) => house.peer.seen.filter((one) => one.action === action && !one.dryRun);

const faults: readonly (readonly [string, Fault])[] = [
  ['the socket is cut before the work', 'reset-before'],
  ['the socket is cut after the work', 'reset-after'],
  ['the answer is cut in its middle', 'truncate'],
  ['a proxy answers in HTML', { status: 502, page: '<html><body><h1>502 Bad Gateway</h1></body></html>' }],
  ['a portal answers in HTML, as if all were well', { status: 200, page: '<html><body><p>Log in</p></body></html>' }],
  ['nothing is answered', { status: 200, page: '' }],
  ['EC2 has an internal error after the work', 'internal-error'],
  ['EC2 is out of service', { refuse: 'ServiceUnavailable' }],
  ['the answer is late', { delayMs: 40 }],
];

describe.each(rows)('a $kind of $of whose $action has no good answer', (row) => {
  it.each(faults)('ends in the truth, and is called once: %s', async (_, fault) => {
    const target = await targetOf(row);
    house.peer.fault = ({ action, dryRun }) => (action === row.action && !dryRun ? fault : undefined);
    const [told] = (await change(row, target)).targets;
    expect(callsOf(row.action)).toHaveLength(1);
    await house.pass(60_000);
    const done = row.done(await house.ec2.world(), target.id);
    const words = plain(told?.says ?? []);
    if (row.tracks === false)
      expect(told?.phase, words).toBe(typeof fault === 'object' && 'delayMs' in fault ? 'done' : 'cannot-tell');
    else expect(told?.phase, words).toBe(done ? 'done' : 'failed');
    if (told?.phase === 'failed') expect(words).toContain('was not done');
  });
});

/** The world as it is, to be told later. */
const frozen = (world: World): World => ({
  ...world,
  instances: new Map(world.instances),
  volumes: new Map(world.volumes),
  addresses: new Map(world.addresses),
});

describe.each(rows)('a $kind of $of while reads lag behind', (row) => {
  it.each([
    ['tell it as it was', (world: World) => world],
    ['do not know the instance', (world: World): World => ({ ...world, instances: new Map() })],
  ])('is done all the same, and called once: reads that %s', async (_, seen) => {
    const target = await targetOf(row);
    const before = seen(frozen(await house.ec2.world()));
    let reads = 0;
    house.peer.fault = ({ action }) =>
      callsOf(row.action).length > 0 &&
      /^Describe(Instances|Addresses|AddressesAttribute)$/.test(action) &&
      (reads += 1) <= 6
        ? { world: before }
        : undefined;
    const [told] = (await change(row, target)).targets;
    expect(told?.phase, plain(told?.says ?? [])).toBe('done');
    expect(callsOf(row.action)).toHaveLength(1);
  });
});
