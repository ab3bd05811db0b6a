import type { Cluster, Redis } from 'ioredis';
import type { Limits } from './bounds.ts';
import { doneEntry, jobId, readDoneEntry, type DoneEntry, type Keys } from './keys.ts';

/** A connection to one server, or to a Cluster. */
export type Connection = Redis | Cluster;

/** Whether a try may begin: yes; not now, since so many are at work on something of the same one; or there is a result by now. */
export type Entered = 'begin' | 'full' | 'done';

/** Results read in one go; each may be large. */
const readAtOnce = 8;

/**
 * Takes a slot, under the name of the part: whoever does it again after its worker has died takes the same one, and one that nobody
 * gives back is free when no try can be under way any longer. By Redis's own clock.
 * KEYS result, done, slots; ARGV id, how long what is done is known, whose slot, slots at most, how long one is held.
 */
const enter = `
if redis.call('exists', KEYS[1]) == 1 then
  redis.call('rpush', KEYS[2], ARGV[1])
  redis.call('pexpire', KEYS[2], ARGV[2])
  return 2
end
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('zremrangebyscore', KEYS[3], '-inf', now)
local isNew = redis.call('zadd', KEYS[3], now + ARGV[5], ARGV[3])
if isNew == 1 and redis.call('zcard', KEYS[3]) > tonumber(ARGV[4]) then
  redis.call('zrem', KEYS[3], ARGV[3])
  return 0
end
redis.call('pexpire', KEYS[3], ARGV[5])
return 1
`;

/** KEYS result, done, slots; ARGV id, how long what is done is known, whose slot, the result. */
const leave = `
redis.call('set', KEYS[1], ARGV[4], 'px', ARGV[2])
redis.call('rpush', KEYS[2], ARGV[1])
redis.call('pexpire', KEYS[2], ARGV[2])
redis.call('zrem', KEYS[3], ARGV[3])
return 1
`;

/** What is kept of jobs beside BullMQ's own: results, in which order they came, and who is at work. All of it is gone after minutes. */
export interface Results {
  enter(batch: string, id: string, whose: string): Promise<Entered>;
  /** Keeps a result, says that it is there, and gives the slot back, in one step. */
  leave(batch: string, id: string, whose: string, result: Buffer): Promise<void>;
  giveBack(batch: string, id: string, whose: string): Promise<void>;
  lost(batch: string, id: string, reason: string): Promise<void>;
  /** What was done of a batch, from a place in its order on. */
  doneFrom(batch: string, from: number): Promise<readonly DoneEntry[]>;
  /** Results of these in their order, as many as are read in one go; undefined: it is gone. */
  of(batch: string, ids: readonly string[]): Promise<readonly (Buffer | null)[]>;
}

/** @param ofOneAtOnce Slots of one. */
export function createResults(
  redis: Connection,
  keys: Keys,
  ofOneAtOnce: number,
  { resultMs, tryMs }: Pick<Limits, 'resultMs' | 'tryMs'>,
): Results {
  const given = (batch: string, id: string, whose: string) =>
    [keys.result(batch, id), keys.done(batch), keys.slots(whose), id, resultMs, jobId(batch, id)] as const;
  return {
    async enter(batch, id, whose) {
      const answer = await redis.eval(enter, 3, ...given(batch, id, whose), ofOneAtOnce, tryMs);
      return answer === 2 ? 'done' : answer === 1 ? 'begin' : 'full';
    },
    async leave(batch, id, whose, result) {
      await redis.eval(leave, 3, ...given(batch, id, whose), result);
    },
    async giveBack(batch, id, whose) {
      await redis.zrem(keys.slots(whose), jobId(batch, id));
    },
    async lost(batch, id, reason) {
      const key = keys.done(batch);
      await redis
        .multi()
        .rpush(key, doneEntry({ id, lost: reason }))
        .pexpire(key, resultMs)
        .exec();
    },
    async doneFrom(batch, from) {
      return (await redis.lrange(keys.done(batch), from, -1)).map(readDoneEntry);
    },
    of: (batch, ids) => redis.mgetBuffer(ids.slice(0, readAtOnce).map((id) => keys.result(batch, id))),
  };
}
