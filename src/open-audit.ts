import { existsSync } from 'node:fs';
import type { Config } from './config/schema.ts';
import { redisSecrets } from './config/secrets.ts';
import { anchorFile } from './core/drivers/anchor-file.ts';
import { openSqliteStore, refuseMissing } from './core/drivers/sqlite/open.ts';
import { meteredStore } from './core/metered-store.ts';
import { rememberingStore } from './core/remembering-store.ts';
import { auditJournal, type AuditParts, type AuditRecord } from './core/people/audit.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Log } from './core/ports/log.ts';
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

/** What a store is opened with besides its configuration. */
export interface OpenParts {
  readonly log: Log;
  /** Where the passwords of Redis stand. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whoever looks into a store must not make one: an empty audit would be told as whole. */
  readonly existing?: boolean;
  /** Counts its operations; left out: nobody does. */
  readonly meter?: Meter;
}

/**
 * The store of the configuration with its audit: Redis where `redis` is configured, else a file. The anchor is a file of this
 * machine either way. Rejects with StoreForeign or StoreUnwritable where it cannot be opened, and with ConfigError where what opens it is missing.
 */
export async function openAudit(
  config: Pick<Config, 'store' | 'redis' | 'audit' | 'accounts'>,
  clock: Clock,
  parts: OpenParts,
): Promise<OpenAudit> {
  const own = await openStore(config, clock, parts);
  const { meter = noMeter } = parts;
  const counted = meter === noMeter ? own : meteredStore(own, meter);
  // A file is never away.
  const store = config.redis === undefined ? counted : rememberingStore(counted, clock);
  const witness = anchorFile(config.audit.anchor);
  return {
    store,
    witness,
    journal: (appended) => auditJournal(store, { witness, ...(appended && { appended }) }),
  };
}

/** What the store of a configuration is for: without accounts it is the demo account's. */
export const purposeOf = ({ accounts }: Pick<Config, 'accounts'>): 'demo' | 'aws' =>
  accounts === undefined ? 'demo' : 'aws';

async function openStore(
  { store: { path }, redis, accounts }: Parameters<typeof openAudit>[0],
  clock: Clock,
  { log, env, existing = false }: OpenParts,
): Promise<Store> {
  const purpose = purposeOf({ accounts });
  if (redis !== undefined) {
    const secrets = await redisSecrets(env);
    if (!existing && existsSync(path))
      log.warn(
        { file: path },
        'the store is on Redis, and what stands in this file is not looked at: docs/operating.md, "Moving to Redis", tells how it is taken along; else move the file away',
      );
    // Loaded only where it is used.
    const { openRedisStore } = await import('./core/drivers/redis/open.ts');
    return openRedisStore({ redis: { ...redis, ...secrets }, clock, purpose, log, existing });
  }
  if (existing) refuseMissing(path);
  return openSqliteStore({ path, clock, purpose });
}
