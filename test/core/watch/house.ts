import type { Cloud } from '../../../src/core/ports/cloud.ts';
import { createAddresses } from '../../../src/core/estate/addresses.ts';
import { toRecord } from '../../../src/core/money.ts';
import { plain } from '../../../src/core/text.ts';
import { isoTime } from '../../../src/core/time.ts';
import type { Finding } from '../../../src/core/watch/finding.ts';
import { createSweeper, type Looks, type Sweeper } from '../../../src/core/watch/sweep.ts';
import { openMachine, type Machine } from '../../terminal.ts';

/** The demo account, and sweeps over it or over a cloud that a test makes of it. */
export interface SweptHouse {
  readonly machine: Machine;
  readonly cloud: Cloud;
  sweeper(some?: Partial<Looks>): Sweeper;
  close(): Promise<void>;
}

/** See {@link SweptHouse}. */
export async function openSweptHouse(): Promise<SweptHouse> {
  const machine = await openMachine();
  const { clock, house } = machine;
  const { cloud: own, prices, types } = house.core;
  return {
    machine,
    cloud: own,
    sweeper: ({ cloud = own, ...some } = {}) =>
      createSweeper({ cloud, addresses: createAddresses(cloud, clock), prices, types, clock, idleTags: [], ...some }),
    close: () => machine.close(),
  };
}

/** A finding in a line: account, region, whose, rule, id, label, since when, exact sum a month, and why. */
export const inLine = ({ account, region, owner, rule, id, label, since, perMonth, says }: Finding): string =>
  [
    `${account.name} ${region}`,
    rule,
    id,
    label === id ? '-' : label,
    owner ?? 'nobody',
    since === undefined ? 'since ?' : `since ${isoTime(since).slice(0, 10)}`,
    perMonth === undefined ? '?' : toRecord(perMonth),
    plain(says()),
  ].join(' | ');
