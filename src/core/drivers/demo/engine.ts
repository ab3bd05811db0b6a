import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { ControlKind } from '../../ports/control.ts';
import type { Entry, Store } from '../../ports/store.ts';
import type { Instant } from '../../time.ts';
import type { DemoEc2, World } from './ec2.ts';
import { foldFrom } from './fold.ts';
import { found, judged, judgedAddress, type InstanceKind } from './refusals.ts';
import { demoAccounts, demoRegions } from './seed/accounts.ts';

const instanceKinds = ['start', 'stop', 'hibernate', 'reboot', 'terminate'] as const;

const Change = z.discriminatedUnion('do', [
  z.object({ do: z.literal('change'), kind: z.enum(instanceKinds), ids: z.array(z.string()) }),
  z.object({
    do: z.literal('address'),
    kind: z.enum(['reset-dns', 'disassociate', 'release', 'recover']),
    /** Allocation id; of a recovery the address. */
    id: z.string(),
    accountId: z.string(),
    region: z.string(),
  }),
  z.object({ do: z.literal('reset') }),
]);
type Change = z.infer<typeof Change>;

/** Entries read from the journal at once. */
const readAtOnce = 500;

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
    else fold.change(entry.record, entry.at, entry.position);
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

  // What was there at the start is known also where the store goes away before anybody asks.
  await world();
  return {
    accounts: Object.values(demoAccounts),
    regions: demoRegions,
    world,
    async change(kind, { account, region }, targets, dryRun) {
      const now = await world();
      const home = { accountId: account.id, region };
      const requestId = randomUUID();
      if (!isInstanceKind(kind)) {
        const [target] = targets;
        if (target === undefined) return { changes: [], requestId };
        // A dry run tells permission and unknown ids, never the state.
        if (dryRun) return { changes: [], requestId };
        const change = judgedAddress(now, kind, home, target);
        if (change.previous !== change.current || kind === 'reset-dns') {
          await journal.append({ do: 'address', kind, id: target.id, ...home });
          await world();
        }
        return { changes: [change], requestId };
      }
      const instances = found(
        now,
        home,
        targets.map(({ id }) => id),
      );
      if (dryRun) return { changes: [], requestId };
      const changes = judged(kind, instances, fold.noCapacity(clock.now()));
      const moving = changes.filter(({ previous, current }) => previous !== current).map(({ id }) => id);
      // Written before it takes effect: a store that cannot be written changes nothing.
      if (moving.length > 0) {
        await journal.append({ do: 'change', kind, ids: moving });
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

const isInstanceKind = (kind: ControlKind): kind is InstanceKind => instanceKinds.some((one) => one === kind);
