import type { Cloud, Scan } from '../../ports/cloud.ts';
import type { Address, CapacityReservation, Instance, Volume } from '../../ports/instance.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { code, say } from '../../text.ts';
import { createAddressReads } from './addresses.ts';
import { inLots, scopeKey, some, type Ask } from './ask.ts';
import type { AccountConfig } from './account.ts';
import type { Clients } from './clients.ts';
import { readProblem } from './errors.ts';
import type { Identify } from './identify.ts';
import { instancesIn } from './in-place.ts';
import { once } from './pages.ts';
import { wholeLists } from './parts.ts';
import { pooled } from './pool.ts';
import { detailsOf } from './protection.ts';
import type { RegionsOf } from './regions.ts';
import type { Shared } from './shared.ts';

/** What AWS tells. Each account and region is asked by itself, and one that fails is a gap. */
export function createAwsCloud(
  accounts: readonly AccountConfig[],
  clients: Clients,
  identify: Identify,
  regionsOf: RegionsOf,
  ask: Ask,
  shared: Shared,
): Cloud {
  const { pairsOf, homesOf, over, pages } = ask;
  const whole = wholeLists(ask);

  const together = {
    instances: shared.of<Scan<Instance>>(),
    volumes: shared.of<Scan<Volume>>(),
    addresses: shared.of<Scan<Address>>(),
    reservations: shared.of<Scan<CapacityReservation>>(),
  };

  return {
    demo: false,
    ...createAddressReads(ask, clients, shared.of()),
    async homes() {
      const named = await Promise.all(
        accounts.map((config) => identify(config, AbortSignal.timeout(homesMs)).catch(() => undefined)),
      );
      const regions = await Promise.all(
        accounts.map((config) => regionsOf(config, AbortSignal.timeout(homesMs)).catch(() => undefined)),
      );
      return accounts.map(({ name }, index) => {
        const account = named[index];
        return {
          account: account === undefined || isProblem(account) ? { name, id: '' } : account,
          regions: regions[index]?.regions ?? [],
        };
      });
    },
    instances: (scope, asked) =>
      together.instances(scopeKey(scope), asked, (reading) => over(pairsOf(scope, reading), reading, whole.instances)),
    async instancesById(ids, reading) {
      const { pairs, gaps, idsOf } = await homesOf(ids, reading);
      return over({ pairs, gaps }, reading, (client, pair, signal, failed) =>
        instancesIn(ask, client, pair, idsOf(pair), signal, failed),
      );
    },
    async volumes(scope, asked, of) {
      if (of === undefined)
        return together.volumes(scopeKey(scope), asked, (reading) =>
          over(pairsOf(scope, reading), reading, whole.volumes),
        );
      const { pairs, gaps, idsOf } = await homesOf(of, asked);
      return over({ pairs, gaps }, asked, async (client, pair, signal, failed) =>
        // A volume may be attached to instances of two lots.
        once(
          await inLots(idsOf(pair), (lot) =>
            pages('DescribeVolumes', client, pair, some('attachment.instance-id', lot), signal, failed),
          ),
        ),
      );
    },
    addresses: (scope, asked) =>
      together.addresses(scopeKey(scope), asked, (reading) => over(pairsOf(scope, reading), reading, whole.addresses)),
    reservations: (scope, asked) =>
      together.reservations(scopeKey(scope), asked, (reading) =>
        over(pairsOf(scope, reading), reading, whole.reservations),
      ),
    async details(instances, reading) {
      const { pairs, gaps, idsOf } = await homesOf(instances, reading);
      const spot = new Map(
        instances.flatMap(({ id, spotRequestId }) =>
          spotRequestId === undefined ? [] : [[id, spotRequestId] as const],
        ),
      );
      const failed: Problem[] = [];
      const listing = await over({ pairs, gaps }, reading, async (client, pair, signal) =>
        pooled(idsOf(pair), (id) =>
          detailsOf(client, id, spot.get(id), signal, (error) =>
            failed.push(readProblem(error, say`the protection of ${code(id)}`)),
          ),
        ),
      );
      const { items, gaps: unasked, asOf, source } = listing;
      return { items, gaps: [...unasked, ...failed], asOf, source };
    },
  };
}

/** How long naming the accounts may take; without an answer they have no id. */
const homesMs = 5_000;
