import type { Redis } from 'ioredis';
import type { Clock } from '../../ports/clock.ts';
import type { Keeping } from '../../ports/store.ts';
import { say, type Spans } from '../../text.ts';
import { aheadOf, mastersOf, ofClocks } from './clocks.ts';
import type { Reach } from './connect.ts';
import type { Opened } from './once.ts';

/** Settings that decide what a server may lose (Redis, "Redis persistence", "Key eviction"). */
const settings = ['appendonly', 'appendfsync', 'save', 'maxmemory-policy', 'min-replicas-to-write'] as const;
type Settings = Readonly<Partial<Record<(typeof settings)[number], string>>>;

/** What a server tells of itself; what its user may not read is undefined. */
export interface Told {
  readonly version: string | undefined;
  readonly replicas: number | undefined;
  /** How far its clock is ahead of ours, in ms. */
  readonly aheadMs: number | undefined;
  readonly settings: Settings;
}

/** What each server is, and what it may lose. Rejects with StoreAway. */
export async function examineRedis(
  { reading, calls, where }: Opened,
  { sentinels, nodes, replicas }: Reach & { readonly replicas: number },
  clock: Pick<Clock, 'now'>,
): Promise<Keeping> {
  const told = await Promise.all(mastersOf(reading).map((server) => calls.read(() => toldBy(server, clock))));
  const failsOver = sentinels !== undefined ? 'by sentinels' : nodes !== undefined ? 'in a Cluster' : undefined;
  const has = { replicas, failsOver } as const;
  const judged = told.map((one) => judge(one, has));
  // Of servers that say the same it is said once.
  const all = [...new Map(judged.map((one) => [JSON.stringify(one), one])).values()];
  const is = (['missing', 'unknown', 'fine'] as const).find((one) => all.some((keeping) => keeping.is === one));
  return {
    is: is ?? 'unknown',
    says: [...say`${where}: `, ...all.flatMap(({ says }, at) => (at === 0 ? says : [...say` `, ...says]))],
  };
}

/** Who takes over from a server that is lost, if anybody by itself, and how many replicas a write waits for. */
interface Failover {
  readonly failsOver: 'by sentinels' | 'in a Cluster' | undefined;
  readonly replicas: number;
}

/** What one server keeps, and what it loses. */
export function judge({ version, settings: set, replicas: connected, aheadMs }: Told, has: Failover): Keeping {
  const parts = [ofLog(set), ofMemory(set), ofFailover(connected, has, set), ofClocks(aheadMs)];
  const is = (['missing', 'unknown'] as const).find((one) => parts.some((part) => part.is === one)) ?? 'fine';
  return {
    is,
    says: parts.reduce<Spans>(
      (sum, { says }) => (says.length === 0 ? sum : [...sum, ...say` `, ...says]),
      say`Redis ${version ?? 'of an unknown version'}.`,
    ),
  };
}

const todo = 'Set appendonly yes, and appendfsync everysec or always.';

/** Redis, "Redis persistence": what is lost, by how the log of writes is flushed. With everysec nothing is written to it while a flush takes long, for two seconds at most (source: aof.c, flushAppendOnlyFile). */
function ofLog({ appendonly, appendfsync, save }: Settings): Keeping {
  if (appendonly === undefined)
    return {
      is: 'unknown',
      says: say`Whether it keeps a log of its writes (appendonly) it does not tell: its user may read neither CONFIG nor INFO.`,
    };
  if (appendonly !== 'yes') {
    const since =
      save === undefined
        ? say`everything since the last snapshot, if it makes any,`
        : save === ''
          ? say`everything (it makes no snapshots)`
          : say`everything since the last snapshot (save ${save})`;
    return {
      is: 'missing',
      says: say`It keeps no log of its writes (appendonly ${appendonly}): whenever it ends badly, ${since} is lost, the audit too. ${todo}`,
    };
  }
  switch (appendfsync) {
    case 'always':
      return { is: 'fine', says: say`Nothing acknowledged is lost (appendfsync always).` };
    case 'everysec':
      return {
        is: 'fine',
        says: say`A power failure loses the last second, two where the disk is slow; a crash of its own nothing, or those two (appendfsync everysec).`,
      };
    case undefined:
      return {
        is: 'unknown',
        says: say`It keeps a log of its writes; how often that is flushed (appendfsync) its user may not read, so what a power failure loses is not known.`,
      };
  }
  return {
    is: 'missing',
    says: say`Its log of writes is flushed when the system pleases (appendfsync ${appendfsync}): a power failure loses half a minute or more. ${todo}`,
  };
}

/** Redis, "Key eviction". */
function ofMemory({ 'maxmemory-policy': policy }: Settings): Keeping {
  if (policy === undefined)
    return { is: 'unknown', says: say`What it does when its memory is full (maxmemory-policy) it does not tell.` };
  if (policy === 'noeviction') return { is: 'fine', says: [] };
  return {
    is: 'missing',
    says: say`When its memory is full it throws values away (maxmemory-policy ${policy}), records of ours among them. Set maxmemory-policy noeviction.`,
  };
}

/** Redis, "Redis replication": a replica gets a write after it was acknowledged. */
function ofFailover(
  connected: number | undefined,
  { replicas, failsOver }: Failover,
  { 'min-replicas-to-write': least }: Settings,
): Keeping {
  // Sentinels promote whatever replica comes; in a Cluster nobody takes over from a master that has none.
  if (failsOver !== 'by sentinels' && connected === 0 && replicas === 0) return { is: 'fine', says: [] };
  const writes = least === undefined ? say`` : say` (min-replicas-to-write ${least})`;
  if (replicas > 0)
    return {
      is: 'fine',
      says: say`A write waits until ${String(replicas)} of its replicas have it, so a failover to one of them loses none${writes}.`,
    };
  const loses = say`A failover loses what no replica had yet, the last moments mostly${writes}`;
  if (failsOver === undefined) return { is: 'fine', says: connected === undefined ? [] : say`${loses}.` };
  const isSure = failsOver === 'by sentinels' || connected !== undefined;
  return {
    is: isSure ? 'missing' : 'unknown',
    says: say`${loses}, the audit too, and a confirmation that was used up may work again. Set redis.replicas, so that writes wait for a replica.`,
  };
}

async function toldBy(server: Redis, clock: Pick<Clock, 'now'>): Promise<Told> {
  const info = await asked(() => server.info(), '');
  const of = (name: string): string | undefined => new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1];
  const configured = await Promise.all(
    settings.map(async (name) => [name, await asked(() => settingOf(server, name), undefined)] as const),
  );
  const known = Object.fromEntries(configured.filter(([, value]) => value !== undefined)) as Settings;
  const logs = of('aof_enabled');
  const policy = of('maxmemory_policy');
  const replicas = of('connected_slaves');
  return {
    version: of('redis_version'),
    replicas: replicas === undefined ? undefined : Number(replicas),
    aheadMs: await asked(() => aheadOf(server, clock), undefined),
    settings: {
      ...(logs !== undefined && { appendonly: logs === '1' ? 'yes' : 'no' }),
      ...(policy !== undefined && { 'maxmemory-policy': policy }),
      ...known,
    },
  };
}

async function settingOf(server: Redis, name: string): Promise<string | undefined> {
  const answer: unknown = await server.config('GET', name);
  return Array.isArray(answer) && typeof answer[1] === 'string' ? answer[1] : undefined;
}

/** What its user may not ask (NOPERM), or a provider has taken away, is not known. */
async function asked<T>(question: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof Error && /^(?:NOPERM|ERR unknown command)/.test(error.message)) return otherwise;
    throw error;
  }
}
