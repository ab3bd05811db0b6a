import type { Config } from './config/schema.ts';
import { anchorFile } from './core/drivers/anchor-file.ts';
import { openSqliteStore } from './core/drivers/sqlite/open.ts';
import { meteredStore } from './core/metered-store.ts';
import { auditJournal, type AuditParts, type AuditRecord } from './core/people/audit.ts';
import type { Clock } from './core/ports/clock.ts';
import { noMeter, type Meter } from './core/ports/meter.ts';
import type { Journal, Store } from './core/ports/store.ts';
import type { Witness } from './core/ports/witness.ts';

/** The store, its audit, and what vouches for that besides. */
export interface OpenAudit {
  readonly store: Store;
  readonly witness: Witness;
  /** Every entry goes through it: nothing else appends to the audit. */
  journal(appended?: AuditParts['appended']): Journal<AuditRecord>;
}

/** The store of the configuration with its audit. Rejects with StoreForeign or StoreUnwritable where it cannot be opened. @param meter Counts its operations; left out: nobody does. */
export async function openAudit(
  config: Pick<Config, 'store' | 'audit' | 'accounts'>,
  clock: Clock,
  meter: Meter = noMeter,
): Promise<OpenAudit> {
  const own = await openSqliteStore({
    path: config.store.path,
    clock,
    purpose: config.accounts === undefined ? 'demo' : 'aws',
  });
  const store = meter === noMeter ? own : meteredStore(own, meter);
  const witness = anchorFile(config.audit.anchor);
  return {
    store,
    witness,
    journal: (appended) => auditJournal(store, { witness, ...(appended && { appended }) }),
  };
}
