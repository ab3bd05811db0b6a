import { Cluster, Redis } from 'ioredis';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { StoreAway, StoreUnwritable, type Store } from '../../ports/store.ts';
import { secondMs } from '../../time.ts';
import { withSoundKeys } from '../sound-keys.ts';
import { warnOfClocks } from './clocks.ts';
import { createCalls, usualPatience, type Patience } from './calls.ts';
import { atOnce, connectRedis, whereIs, type Connection, type Reach } from './connect.ts';
import { faultOfConnection, isFinal } from './errors.ts';
import { examineRedis } from './examine.ts';
import { redisFamily } from './family.ts';
import { redisJournal, type Appendings } from './journal.ts';
import { createIdentity } from './identity.ts';
import { createLine } from './line.ts';
import { createNumbers, type Opened } from './once.ts';
import { prepareSchema } from './schema.ts';

/** At the end answers that are under way are waited for so long. */
const closeMs = secondMs;

/** Which Redis, and what it is for. */
export interface RedisOptions {
  readonly redis: Reach & {
    /** What every key begins with. */
    readonly prefix: string;
    /** Replicas that must have a write before it is told; on a Cluster of the master that has the keys. */
    readonly replicas: number;
  };
  readonly clock: Clock;
  /** What the store is for; one that is stamped otherwise is refused. */
  readonly purpose: 'demo' | 'aws';
  readonly log: Log;
  /** Where there is no store, none is made: it is refused. */
  readonly existing?: boolean;
  /** How long a server is waited for; the usual if left out. */
  readonly patience?: Patience;
}

/**
 * The store on Redis: one server, that of sentinels, or a Cluster. Times are those of the clock port, handed over with each call. Rejects with
 * StoreForeign where what is there is not ours, and with StoreUnwritable where the server is not there or does not take us.
 */
export async function openRedisStore(options: RedisOptions): Promise<Store> {
  const { redis, clock, purpose, existing = false } = options;
  const opened = await reachRedis(options);
  try {
    const id = await prepareSchema(opened, { purpose, existing });
    opened.identity.is(id);
    void warnOfClocks(opened, clock, options.log);
    const appendings: Appendings = new Map();
    return {
      id,
      family: (name, schema, bounds) => withSoundKeys(redisFamily(opened, clock, name, schema, bounds)),
      journal: (name, schema) => redisJournal(opened, appendings, clock, name, schema),
      examine: () => examineRedis(opened, redis, clock),
      close: opened.end,
    };
  } catch (error) {
    await opened.end();
    throw error;
  }
}

/** The way to a server, whatever it holds; `end` waits for what is under way. Rejects with StoreUnwritable. */
export async function reachRedis({
  redis,
  log,
  patience = usualPatience,
}: Pick<RedisOptions, 'redis' | 'log' | 'patience'>): Promise<Opened & { end(): Promise<void> }> {
  const where = whereIs(redis);
  const line = createLine(where, log);
  let noticed = (_: Error): void => {};
  const failed = (error: Error): void => {
    line.broken(error);
    noticed(error);
  };
  const connect = () => connectRedis(redis, failed, atOnce(patience.answerMs));
  const writing = await connect();
  const connections = [writing];
  let reading = writing;
  try {
    // Redis holds a connection on which a write waits for replicas, and what is read must not wait for them.
    if (redis.replicas > 0) connections.push((reading = await connect()));
    await connected(connections, (notice) => (noticed = notice), where, line.last, patience.openMs);
    for (const connection of connections) await selected(connection, where);
  } catch (error) {
    for (const connection of connections) connection.disconnect();
    throw error;
  }
  let isOver = false;
  for (const connection of connections) {
    connection.on('close', () => isOver || line.closed());
    connection.on('ready', () => connections.every(isReady) && line.ready());
  }
  const identity = createIdentity(connections, redis.prefix);
  const calls = createCalls({ reading, writing }, line, identity, where, patience);
  return {
    reading,
    calls,
    identity,
    onceOf: createNumbers({ calls, isCluster: writing instanceof Cluster, replicas: redis.replicas }),
    prefix: redis.prefix,
    where,
    async end() {
      isOver = true;
      await Promise.all(connections.map(ended));
    },
  };
}

const isReady = ({ status }: Connection): boolean => status === 'ready';

/** Waits until all of them stand. Rejects with StoreAway: at once where what opens it is wrong. */
async function connected(
  connections: readonly Connection[],
  noticing: (notice: (error: Error) => void) => void,
  where: string,
  last: () => Error | undefined,
  openMs: number,
): Promise<void> {
  const refused = (): StoreAway => {
    const { why, todo } = faultOfConnection(last());
    return new StoreAway(`The store (${where}) cannot be opened: ${why}. ${todo}.`, { todo });
  };
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(refused()), openMs);
    const settle = (how: () => void) => () => {
      clearTimeout(timer);
      how();
    };
    const looked = () => connections.every(isReady) && settle(resolve)();
    for (const connection of connections) connection.once('ready', looked);
    looked();
    noticing((error) => isFinal(error) && settle(() => reject(refused()))());
  });
}

/** ioredis asks for the database at each connection, and goes on in the first one where the server has no such. Rejects with StoreUnwritable. */
async function selected(connection: Connection, where: string): Promise<void> {
  const database = connection instanceof Redis ? (connection.options.db ?? 0) : 0;
  if (database === 0) return;
  await connection.select(database).catch((error: unknown) => {
    const said = error instanceof Error ? error.message : String(error);
    throw new StoreUnwritable(
      `The store (${where}) cannot be opened: the server does not give this database (${said}). Set redis.url to another.`,
      { cause: error },
    );
  });
}

/** What is under way may come to its end; a server that owes an answer is left. */
async function ended(connection: Connection): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, closeMs)));
  const quit = isReady(connection) ? connection.quit().catch(() => {}) : undefined;
  await Promise.race([quit, late]);
  clearTimeout(timer);
  connection.disconnect();
}
