import type { CoreReads } from './commands/core-reads.ts';
import { createAddresses } from './core/estate/addresses.ts';
import { createEstate } from './core/estate/estate.ts';
import type { Access } from './core/people/access/access.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Parts } from './core/ports/parts.ts';
import type { Instant } from './core/time.ts';
import { jobsCloud } from './core/watch/jobs-cloud.ts';
import type { ReadJobs } from './open-jobs.ts';
import { createCoreFor, type CoreFor, type SweeperOver } from './sighted-core.ts';

/** Core as what goes on by itself uses it: all that may be seen, and what somebody may see of it. */
export interface Background {
  readonly core: CoreReads;
  readonly coreFor: CoreFor;
}

/**
 * Core for what was due at a time. Where a cloud can be read in parts, whole lists are read by jobs: all that is due at one time and
 * wants the same of a region is answered by one read of it.
 */
export function createBackground({
  core,
  coreFor,
  reads,
  access,
  clock,
  sweeperOver,
}: Background & {
  /** Undefined: everything is read as whoever asks for it does. */
  readonly reads: { readonly parts: Parts; readonly jobs: ReadJobs } | undefined;
  readonly access: Pick<Access, 'sight'>;
  readonly clock: Clock;
  readonly sweeperOver: SweeperOver;
}): (due: Instant) => Background {
  if (reads === undefined) return () => ({ core, coreFor });
  return (due) => {
    const cloud = jobsCloud(String(due), { cloud: core.cloud, ...reads, clock });
    const addresses = createAddresses(cloud, clock);
    const own = {
      ...core,
      cloud,
      addresses,
      estate: createEstate(cloud),
      sweep: sweeperOver({ cloud, addresses }),
    };
    return { core: own, coreFor: createCoreFor(own, access, clock, sweeperOver) };
  };
}
