import type { Config } from './config/schema.ts';
import { createDemoAccountReads } from './core/drivers/demo/account-reads.ts';
import { createDemoCloud } from './core/drivers/demo/cloud.ts';
import { createDemoEc2 } from './core/drivers/demo/engine.ts';
import type { Ec2Calls } from './core/drivers/ec2/calls.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Cloud } from './core/ports/cloud.ts';
import type { Examiner } from './core/ports/examiner.ts';
import type { Glance } from './core/ports/glance.ts';
import type { Log } from './core/ports/log.ts';
import type { Meter } from './core/ports/meter.ts';
import type { Parts } from './core/ports/parts.ts';
import type { PriceList } from './core/ports/price-list.ts';
import type { Store } from './core/ports/store.ts';
import type { AccountReads, TypeReads } from './core/ports/type-reads.ts';
import type { Problem } from './core/problem.ts';

/** What a cloud driver brings: reads, the changing calls, live prices and types where it has them. */
export interface Driver {
  readonly cloud: Cloud;
  /** The same account by account and region by region, where that is worth anything. */
  readonly parts?: Parts;
  readonly calls: Ec2Calls;
  readonly priceList?: PriceList;
  readonly typeReads?: TypeReads;
  readonly accountReads: AccountReads;
  readonly examiner?: Examiner;
  /** Absent on the demo account, which can always be read. */
  readonly glance?: Glance;
  reset?(): Promise<void>;
  missing?(): Promise<Problem | undefined>;
  close?(): void;
}

/** That of the configured accounts, or of the demo account. @param copies The demo estate so many times over. */
export async function openDriver(
  config: Config,
  clock: Clock,
  log: Log,
  store: Store,
  meter: Meter,
  copies = 1,
): Promise<Driver> {
  if (config.accounts === undefined) {
    const ec2 = await createDemoEc2({ store, clock, copies });
    return {
      cloud: createDemoCloud({ ec2, clock }),
      calls: ec2,
      accountReads: createDemoAccountReads({ ec2, clock }),
      reset: () => ec2.reset(),
    };
  }
  // Loaded only where it is used: the AWS SDK is most of the start-up time.
  const { createAws } = await import('./core/drivers/aws/aws.ts');
  return createAws({ accounts: config.accounts, clock, log, store, meter });
}
