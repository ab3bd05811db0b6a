import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Entry, Store } from '../../ports/store.ts';
import { hourMs, type Instant } from '../../time.ts';
import type { DemoAddress, DemoEc2, DemoInstance, DemoVolume, World } from './ec2.ts';
import { found, judged } from './refusals.ts';
import { autoIp, buildSeed, demoAccounts, demoRegions, seedDelays, type Seed } from './seed/build.ts';
import { running, starting, stopped, stopping, terminated, type Moved, type Pending } from './transitions.ts';

const Change = z.discriminatedUnion('do', [
  z.object({ do: z.literal('change'), action: z.enum(['StartInstances', 'StopInstances']), ids: z.array(z.string()) }),
  z.object({ do: z.literal('reset') }),
]);
type Change = z.infer<typeof Change>;

/** Entries read from the journal at once. */
const readAtOnce = 500;
/** A terminated instance stays visible about so long (EC2 guide, "Terminate Amazon EC2 instances"). */
const terminatedVisibleMs = hourMs;

/**
 * An EC2 whose state is a pure fold: of a seed at the time it was first opened (or last reset), of the journal of changes, and of
 * the clock. Memory holds that fold up to the last entry read, so a read costs one query and what has changed since.
 * @param copies The estate so many times over, for benchmarks.
 */
export async function createDemoEc2({
  store,
  clock,
  copies = 1,
}: {
  readonly store: Store;
  readonly clock: Clock;
  readonly copies?: number;
}): Promise<DemoEc2> {
  const journal = store.journal('demo', Change);
  const seeded = store.family('demo-seed', z.object({ at: z.number() }), { ttlMs: 'forever' });
  const begin = async (): Promise<Instant> => {
    const kept = await seeded.get('seed');
    if (kept !== undefined) return kept.value.at;
    await seeded.claim('seed', { at: clock.now() });
    return (await seeded.get('seed'))?.value.at ?? clock.now();
  };
  let fold = foldFrom(await begin(), copies);
  let position = 0;

  const take = (entry: Entry<Change>): void => {
    position = entry.position;
    if (entry.record.do === 'reset') fold = foldFrom(entry.at, copies);
    else fold.change(entry.record.action, entry.record.ids, entry.at, entry.position);
  };
  const world = async (): Promise<World> => {
    for (;;) {
      const entries = await journal.read(position + 1, readAtOnce);
      for (const entry of entries) if (entry.position > position) take(entry);
      if (entries.length < readAtOnce) break;
    }
    fold.advance(clock.now());
    return fold.world(clock.now());
  };

  return {
    accounts: Object.values(demoAccounts),
    regions: demoRegions,
    world,
    async change(action, { account, region }, ids, dryRun) {
      const now = await world();
      const instances = found(now, { accountId: account.id, region }, ids);
      const requestId = randomUUID();
      if (dryRun) return { changes: [], requestId };
      const changes = judged(action, instances, fold.noCapacity);
      const moving = changes.filter(({ previous, current }) => previous !== current).map(({ id }) => id);
      // Written before it takes effect: a store that cannot be written changes nothing.
      if (moving.length > 0) {
        await journal.append({ do: 'change', action, ids: moving });
        await world();
      }
      return { changes, requestId };
    },
    async reset() {
      const { position: last } = await journal.append({ do: 'reset' });
      await journal.trim(last);
      await world();
    },
  };
}

interface Fold {
  readonly noCapacity: ReadonlySet<string>;
  change(action: 'StartInstances' | 'StopInstances', ids: readonly string[], at: Instant, seed: number): void;
  advance(to: Instant): void;
  world(at: Instant): World;
}

function foldFrom(beganAt: Instant, copies: number): Fold {
  const seed = buildSeed(beganAt, copies);
  const instances = new Map<string, DemoInstance>(seed.instances.map((one) => [one.id, one]));
  const volumes = new Map<string, DemoVolume>(seed.volumes.map((one) => [one.id, one]));
  const addresses = new Map<string, DemoAddress>(seed.addresses.map((one) => [one.allocationId, one]));
  let pending: Pending[] = underWay(seed, beganAt);
  let ipsGiven = 0;
  // A new address is one past those of the seed; what was given back is not given again soon, as with AWS.
  const freeIp = (): string => autoIp(0, 100 + (ipsGiven++ % 140));

  const advance = (to: Instant): void => {
    const due = pending.filter(({ at }) => at <= to);
    if (due.length === 0) return;
    pending = pending.filter(({ at }) => at > to);
    for (const { id, then, at } of due.toSorted((one, other) => one.at - other.at)) {
      const instance = instances.get(id);
      if (instance === undefined) continue;
      const next = then(instance);
      if (next.state === 'terminated' && instance.state === 'terminated') instances.delete(id);
      else instances.set(id, next);
      if (next.state === 'terminated' && instance.state !== 'terminated')
        pending.push({ id, at: at + terminatedVisibleMs, then: terminated });
    }
  };
  return {
    noCapacity: seed.noCapacity,
    advance,
    change(action, ids, at, position) {
      advance(at);
      for (const id of ids) {
        const instance = instances.get(id);
        // Two processes may both have found it movable: the first entry moves it, the second finds it moved.
        if (instance?.state !== (action === 'StartInstances' ? 'stopped' : 'running')) continue;
        const moved: Moved =
          action === 'StartInstances' ? starting(instance, at, position, freeIp) : stopping(instance, at, position);
        instances.set(id, moved.instance);
        pending.push(moved.pending);
      }
    },
    world: (at) => ({ at, instances, volumes, addresses }),
  };
}

/** What is under way when the account begins goes on. */
function underWay(seed: Seed, beganAt: Instant): Pending[] {
  return seed.instances.flatMap(({ id, state }): Pending[] => {
    switch (state) {
      case 'pending':
        return [{ id, at: beganAt + seedDelays.pending, then: running }];
      case 'stopping':
        return [{ id, at: beganAt + seedDelays.stopping, then: stopped }];
      case 'shutting-down':
        return [{ id, at: beganAt + seedDelays['shutting-down'], then: terminated }];
      case 'terminated':
        return [{ id, at: beganAt + terminatedVisibleMs, then: terminated }];
      case 'running':
      case 'stopped':
        return [];
    }
  });
}
