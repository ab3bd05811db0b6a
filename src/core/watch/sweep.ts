import type { Addresses } from '../estate/addresses.ts';
import type { Types } from '../facts/instance-types/types.ts';
import type { Prices } from '../facts/prices/prices.ts';
import type { Clock } from '../ports/clock.ts';
import type { Cloud, Reading, Scope, Source } from '../ports/cloud.ts';
import type { Home } from '../ports/instance.ts';
import { distinct, type Problem } from '../problem.ts';
import type { Instant } from '../time.ts';
import { countsOf } from './counts.ts';
import type { Finding } from './finding.ts';
import { found, namings } from './found.ts';
import { knownOf } from './known.ts';
import { readLists } from './lists.ts';
import { lookedAt, type Looked } from './looked.ts';
import type { IdleTag, Rule } from './rules/rule.ts';
import { successorsOf, type Successors } from './successors.ts';

/** What was found, and what it was looked for in. */
export interface Sweep extends Pick<Looked, 'covers' | 'isThere' | 'thingOf'> {
  /** In no order; of each matter of a thing one. */
  readonly findings: readonly Finding[];
  readonly looked: Pick<Looked, 'accounts' | 'regions' | 'things' | 'unread'>;
  /** What could not be read, each reason once. */
  readonly gaps: readonly Problem[];
  /** When the oldest list was read. */
  readonly asOf: Instant;
  readonly source: Source;
}

/** What a sweep looks with. */
export interface Looks {
  readonly cloud: Cloud;
  /** Those of the same cloud. */
  readonly addresses: Pick<Addresses, 'elastic' | 'over'>;
  readonly prices: Prices;
  readonly types: Types;
  readonly clock: Pick<Clock, 'now'>;
  /** By which a team marks addresses as idle. */
  readonly idleTags: readonly IdleTag[];
}

/**
 * Looks for waste in a scope by these rules, once. What is not there that was there before, is gone only where `covers` says that
 * all was read; what could not be read is neither found nor gone. Rejects when the signal is aborted.
 */
export type Sweeper = (scope: Scope, rules: readonly Rule[], reading: Reading) => Promise<Sweep>;

/**
 * See {@link Sweeper}. It reads each list that a rule looks at once, and no other; every list is walked in slices, so that the event
 * loop is never held, and a number of times that does not depend on the lists: cost grows with the number of things, times that of
 * rules about them. It keeps nothing.
 */
export function createSweeper({ cloud, addresses, prices, types, clock, idleTags }: Looks): Sweeper {
  return async (scope, rules, reading) => {
    const { signal } = reading;
    const lists = await readLists(rules, scope, { cloud, addresses }, reading);
    const successors = rules.some(({ needs }) => needs === 'successors')
      ? await successorsOf(lists.instances?.items ?? [], { prices, types }, { signal })
      : noSuccessors;
    const now = clock.now();
    const known = await knownOf(lists, rules, { prices, idleTags, now, successorOf: successors.of }, { signal });
    // Of one matter a strong finding is told rather than a weak one.
    const inOrder = rules.toSorted((one, other) => Number(other.sums) - Number(one.sums));
    const by = {
      addresses: inOrder.filter((rule) => rule.over === 'addresses'),
      instances: inOrder.filter((rule) => rule.over === 'instances'),
      volumes: inOrder.filter((rule) => rule.over === 'volumes'),
      reservations: inOrder.filter((rule) => rule.over === 'reservations'),
      counts: inOrder.filter((rule) => rule.over === 'counts'),
    };
    const { addresses: elastic, instances, volumes, reservations } = lists;
    const counts =
      by.counts.length > 0 && elastic && instances ? await countsOf(elastic, instances, known, signal) : [];
    const findings = [
      ...(await found(elastic?.items ?? [], by.addresses, namings.addresses, known, signal)),
      ...(await found(instances?.items ?? [], by.instances, namings.instances, known, signal)),
      ...(await found(volumes?.items ?? [], by.volumes, namings.volumes, known, signal)),
      ...(await found(reservations?.items ?? [], by.reservations, namings.reservations, known, signal)),
      ...(await found(counts, by.counts, namings.counts, known, signal)),
    ];
    const { accounts, regions, things, unread, covers, isThere, thingOf } = await lookedAt(
      lists,
      rules,
      successors.isSure,
      signal,
    );
    const read = [elastic, instances, volumes, reservations].filter((list) => list !== undefined);
    return {
      findings,
      looked: { accounts, regions, things, unread },
      gaps: distinct([...read, successors].flatMap(({ gaps }) => gaps)),
      asOf: Math.min(now, ...read.map(({ asOf }) => asOf)),
      source: read[0]?.source ?? { name: cloud.demo ? 'demo account' : 'AWS' },
      covers,
      isThere,
      thingOf,
    };
  };
}

const noSuccessors: Successors = { of: () => undefined, isSure: (_: Home) => false, gaps: [] };
