import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stateOf } from '../../../src/core/changes/addresses/case.ts';
import { addressResource } from '../../../src/core/changes/addresses/resource.ts';
import { createChanges } from '../../../src/core/changes/gate.ts';
import type { Changes } from '../../../src/core/changes/changes.ts';
import { instanceResource } from '../../../src/core/changes/instances/resource.ts';
import { rowOf, type Kind } from '../../../src/core/changes/kinds.ts';
import { createLeftBehind } from '../../../src/core/changes/left-behind.ts';
import { createReleased } from '../../../src/core/changes/released.ts';
import { createDemoCloud } from '../../../src/core/drivers/demo/cloud.ts';
import { createDemoEc2 } from '../../../src/core/drivers/demo/engine.ts';
import type { Ec2Calls } from '../../../src/core/drivers/ec2/calls.ts';
import { createControl } from '../../../src/core/drivers/ec2/control.ts';
import { openSqliteStore } from '../../../src/core/drivers/sqlite/open.ts';
import { createAddresses } from '../../../src/core/estate/addresses.ts';
import { createRests } from '../../../src/core/people/rests.ts';
import { createEstate } from '../../../src/core/estate/estate.ts';
import { embeddedTypes } from '../../embedded-types.ts';
import { openPrices } from '../../../src/core/facts/prices/prices.ts';
import { auditJournal, type AuditRecord } from '../../../src/core/people/audit.ts';
import type { Person, Place } from '../../../src/core/people/person.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { ControlKind } from '../../../src/core/ports/control.ts';
import type { Log } from '../../../src/core/ports/log.ts';
import { Ec2Error } from '../../../src/core/drivers/ec2/error.ts';
import { StoreUnwritable, type Journal, type Store } from '../../../src/core/ports/store.ts';
import { createLedger } from '../../../src/core/watch/ledger.ts';
import { fakeClock } from '../../fake-clock.ts';
import { openRights, operatorsMay, type RightsWish } from './rights.ts';

export const silent: Log = { info() {}, warn() {}, error() {} };

export const ana: Person = { id: 'demo:ana', name: 'ana', roles: ['operator'] };
export const bob: Person = { id: 'demo:bob', name: 'bob', roles: ['operator'] };
export const eve: Person = { id: 'demo:eve', name: 'eve', roles: [] };
export const channel: Place = { id: 'chat:ops' };
export const elsewhere: Place = { id: 'chat:random' };
export const privately = (person: Person): Place => ({ id: `dm:${person.id}`, privateTo: person.id });

/** One changing call that reached EC2 (dry runs are not counted). */
export interface SeenCall {
  readonly kind: ControlKind;
  readonly ids: readonly string[];
  /** EC2 refused the whole of it: nothing was done, and its halves may be called. */
  refused: boolean;
}

/**
 * The demo account on a real store with the fake clock, and as many processes on it as a test starts.
 * Every changing call that reaches EC2 is written down; `interfere` may let one hang, before or after its work.
 */
export async function openHouse(
  options: RightsWish & { readonly ttlMs?: number; readonly maxTargets?: number; readonly approvals?: string } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  const clock = fakeClock();
  const path = join(folder, 'store.db');
  const openStore = (): Promise<Store> => openSqliteStore({ path, clock, purpose: 'demo' });
  const store = await openStore();
  const ec2 = await createDemoEc2({ store, clock });
  const seen: SeenCall[] = [];
  const dead = new Set<string>();
  const cloud = createDemoCloud({ ec2, clock });
  const configured = await openRights(store, clock, folder, { rules: operatorsMay, ...options });
  const revoked = new Set<string>();
  const rights: typeof configured = {
    ...configured,
    directory: {
      ...configured.directory,
      now(person) {
        const now = configured.directory.now(person);
        return revoked.has(person.id) ? { ...now, roles: [] } : now;
      },
    },
  };
  const rests = createRests(store);
  const house = {
    rights,
    rests,
    /** Ids of persons whose roles were taken away meanwhile. */
    revoked,
    /** What was said unasked: what, of which change, where. */
    told: [] as { readonly says: string; readonly change: string; readonly place: string }[],
    clock,
    store,
    path,
    ec2,
    seen,
    cloud,
    addresses: createAddresses(cloud, clock),
    ledgers: {
      leftBehind: createLeftBehind(store, rests),
      released: createReleased(store),
      savings: createLedger(store),
    },
    /** Keys of changes that were looked up, in the order in which somebody is to be told. */
    found: [] as string[],
    /** Keys of changes that end, each with a place in which somebody is about to say how. */
    owed: [] as string[],
    journal: failing(auditJournal(store)),
    /** From the first audit entry of this event on, the store takes no more audit entries. */
    breakJournal(event: AuditRecord['event']) {
      house.journal.brokenFrom = event;
    },
    /** And takes them again. */
    mendJournal() {
      house.journal.mend();
    },
    /** Runs before (`'sent'`) and after (`'done'`) a changing call; a promise that never ends is a killed process. */
    interfere: async (_when: 'sent' | 'done', _ids: readonly string[]): Promise<void> => {},
    /** A killed process does nothing more, not even a sign of life. */
    kill(name: string): void {
      dead.add(name);
    },
    /** A process of its own on the same store. @param aheadMs How far its clock is ahead. */
    async process(name: string, aheadMs = 0): Promise<Changes> {
      const own: Clock = {
        now: () => clock.now() + aheadMs,
        async sleep(ms, signal) {
          await clock.sleep(ms, signal);
          if (dead.has(name)) await new Promise(() => {});
        },
      };
      const calls: Ec2Calls = {
        async change(kind, home, targets, dryRun, signal) {
          if (dryRun) return ec2.change(kind, home, targets, dryRun, signal);
          const ids = targets.map(({ id }) => id);
          const call: SeenCall = { kind, ids, refused: false };
          seen.push(call);
          await house.interfere('sent', ids);
          try {
            return await ec2.change(kind, home, targets, dryRun, signal);
          } catch (error) {
            call.refused = error instanceof Ec2Error;
            throw error;
          } finally {
            await house.interfere('done', ids);
          }
        },
      };
      const prices = await openPrices();
      return createChanges({
        control: createControl(calls, own),
        resources: {
          instance: instanceResource({
            cloud: house.cloud,
            estate: createEstate(house.cloud),
            prices,
            types: await embeddedTypes(),
          }),
          address: addressResource({
            cloud: house.cloud,
            addresses: house.addresses,
            prices,
            released: house.ledgers.released,
          }),
        },
        ledgers: house.ledgers,
        rights,
        approvals: { ttlMs: 3_600_000, place: options.approvals },
        tell: async (says, change, place) => {
          house.told.push({ says, change, place });
          if (says === 'change-found') house.found.push(change);
        },
        owe: async (change, place) => void house.owed.push(`${change} ${place}`),
        clock: own,
        log: silent,
        store,
        journal: house.journal,
        maxTargets: options.maxTargets ?? 25,
        ttlMs: options.ttlMs ?? 300_000,
        keepTrying: { everyMs: 30_000, forMs: 900_000 },
        holder: name,
        newKey: keysInOrder(),
      });
    },
    /** Lets the clock run until the promise ends; at most an hour of it. */
    async settle<T>(promise: Promise<T>): Promise<T> {
      let ended = false;
      const mark = () => {
        ended = true;
      };
      promise.then(mark, mark);
      for (let seconds = 0; seconds < 3_600 && !ended; seconds += 1) await clock.pass(1_000);
      return promise;
    },
    async byName(...names: readonly string[]) {
      const { items } = await house.cloud.instances({}, { signal: AbortSignal.timeout(60_000) });
      return names.map((name) => {
        const found = items.find((instance) => instance.name === name);
        if (found === undefined) throw new Error(`the demo account has no ${name}`);
        return found;
      });
    },
    async byIp(ip: string) {
      const { items } = await house.cloud.addresses({}, { signal: AbortSignal.timeout(60_000) });
      const found = items.find(({ publicIp }) => publicIp === ip);
      if (found?.allocationId === undefined) throw new Error(`the demo account has no ${ip}`);
      return { ...found, id: found.allocationId };
    },
    /** Where a target stands at EC2 itself. */
    async stateOf(kind: Kind, id: string): Promise<string | undefined> {
      const { instances, addresses } = await ec2.world();
      if (rowOf(kind).of === 'instance') return instances.get(id)?.state;
      return stateOf(
        [...addresses.values()].find(({ allocationId, publicIp }) => allocationId === id || publicIp === id),
      );
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
  return house;
}

/** A journal that a test can break, as a full disk does. */
function failing(
  journal: Journal<AuditRecord>,
): Journal<AuditRecord> & { brokenFrom: AuditRecord['event'] | undefined; mend(): void } {
  let broken = false;
  return {
    ...journal,
    brokenFrom: undefined,
    mend() {
      this.brokenFrom = undefined;
      broken = false;
    },
    async append(record) {
      if (record.event === this.brokenFrom) broken = true;
      if (broken) throw new StoreUnwritable('The store cannot be written: the disk is full (SQLITE_FULL).');
      return journal.append(record);
    },
  };
}

export type House = Awaited<ReturnType<typeof openHouse>>;

let keysMade = 0;
/** Keys that differ over all processes of all tests, and are the same for the same order of asking. */
const keysInOrder = () => () => {
  keysMade += 1;
  return keysMade.toString().padStart(8, '2').replaceAll('0', 'Z').replaceAll('1', 'Y');
};
