import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { entryHash, noHash } from '../src/core/ports/entry-hash.ts';
import type { Side, Value } from './stores-side.ts';

/** What stands in front of a script that is done once however often it is asked for: an id of its own, remembered for a minute. */
const onceBefore = `local done = redis.call('get', KEYS[1]) if done then return done end`;
const onceAfter = (result: string) => `redis.call('set', KEYS[1], ${result}, 'px', 60000) return ${result}`;

const scripts = {
  put: `local v = redis.call('incr', 'versions') redis.call('set', KEYS[2], v .. ' ' .. ARGV[1], 'px', ARGV[2]) local r = '1'`,
  claim: `local r = '0'
    if redis.call('exists', KEYS[2]) == 0 then
      local v = redis.call('incr', 'versions') redis.call('set', KEYS[2], v .. ' ' .. ARGV[1], 'px', ARGV[2]) r = '1'
    end`,
  take: `local r = redis.call('getdel', KEYS[2]) or ''`,
  swap: `local r, now = '0', redis.call('get', KEYS[2])
    if now and string.match(now, '^%d+') == ARGV[1] then
      redis.call('set', KEYS[2], redis.call('incr', 'versions') .. ' ' .. ARGV[2], 'keepttl') r = '1'
    end`,
  append: `local last = redis.call('xrevrange', KEYS[2], '+', '-', 'count', 1)[1]
    local r
    if (last and last[1] or '0-0') ~= ARGV[1] .. '-0' then r = last and last[1] .. ' ' .. last[2][6] or '0-0 '
    else redis.call('xadd', KEYS[2], (tonumber(ARGV[1]) + 1) .. '-0', 'at', ARGV[2], 'json', ARGV[3], 'hash', ARGV[4]) r = '1' end`,
} as const;
type Name = keyof typeof scripts;

/** The same over one hash, with its keys in order beside it and the ends of values by a clock that is handed over, as a listing and a clock of our own want it. */
const inOrder = {
  put: `local r = '1' redis.call('hset', 'all', KEYS[2], redis.call('incr', 'versions') .. ' ' .. ARGV[2] .. ' ' .. ARGV[1])
    redis.call('zadd', 'index', 0, KEYS[2]) redis.call('zadd', 'ends', ARGV[2], KEYS[2])`,
  claim: `local r, kept = '0', redis.call('hget', 'all', KEYS[2])
    if not kept or tonumber(string.match(kept, '^%d+ (%d+)')) <= tonumber(ARGV[3]) then
      redis.call('hset', 'all', KEYS[2], redis.call('incr', 'versions') .. ' ' .. ARGV[2] .. ' ' .. ARGV[1])
      redis.call('zadd', 'index', 0, KEYS[2]) redis.call('zadd', 'ends', ARGV[2], KEYS[2]) r = '1'
    end`,
  take: `local r, kept = '', redis.call('hget', 'all', KEYS[2])
    if kept and tonumber(string.match(kept, '^%d+ (%d+)')) > tonumber(ARGV[1]) then
      redis.call('hdel', 'all', KEYS[2]) redis.call('zrem', 'index', KEYS[2]) redis.call('zrem', 'ends', KEYS[2]) r = kept
    end`,
  swap: `local r, kept = '0', redis.call('hget', 'all', KEYS[2])
    local version, ends = string.match(kept or '', '^(%d+) (%d+)')
    if version == ARGV[1] and tonumber(ends) > tonumber(ARGV[3]) then
      redis.call('hset', 'all', KEYS[2], redis.call('incr', 'versions') .. ' ' .. ends .. ' ' .. ARGV[2]) r = '1'
    end`,
  append: scripts.append,
} as const;

/**
 * What somebody writes who wants a value claimed once, taken once, swapped only as it was read, for so long, and entries bound by
 * hashes. `bare`: where the answer of a write is lost, nobody knows whether it was done. `once`: each write has an id, so that it can be
 * asked for again, as ours can; neither can list keys, nor keeps time by any clock but Redis's. `whole`: that too, which is all that ours
 * promises but for several families.
 */
export async function handWrittenRedis(
  url: string,
  ttlMs: number,
  promise: 'bare' | 'once' | 'whole',
): Promise<Side & { close(): void }> {
  const redis = new Redis(url);
  const [isOnce, isWhole] = [promise !== 'bare', promise === 'whole'];
  const shas = Object.fromEntries(
    await Promise.all(
      Object.entries(isWhole ? inOrder : scripts).map(async ([name, lua]) => {
        const whole = isOnce ? `${onceBefore} ${lua} ${onceAfter('r')}` : `${lua} return r`;
        return [name, String(await redis.script('LOAD', whole))] as const;
      }),
    ),
  );
  const of = (key: string) => `${promise}:${key}`;
  const run = async (name: Name, key: string, ...args: readonly (string | number)[]): Promise<string> =>
    String(await redis.evalsha(shas[name] ?? '', 2, isOnce ? `done:${randomUUID()}` : 'none', of(key), ...args));
  const split = (kept: string) => {
    const [, version = '', end, json = ''] = /^(\d+) (?:(\d+) )?(.*)$/s.exec(kept) ?? [];
    if (end !== undefined && Number(end) <= Date.now()) return undefined;
    return { version: Number(version), value: JSON.parse(json) as Value };
  };
  const until = () => (isWhole ? Date.now() + ttlMs : ttlMs);
  let end = { position: 0, hash: noHash };
  let turn: Promise<unknown> = Promise.resolve();
  /** The hash of an entry is made over that of the one before: one after the other. */
  const appended = async (record: Value): Promise<{ readonly position: number }> => {
    for (;;) {
      const [position, at, json] = [end.position + 1, Date.now(), JSON.stringify(record)];
      const hash = entryHash(end.hash, position, at, json);
      const answer = await run('append', 'log', end.position, at, json, hash);
      if (answer === '1') {
        end = { position, hash };
        return end;
      }
      const [id = '', last = ''] = answer.split(' ');
      end = { position: Number.parseInt(id, 10), hash: last === '' ? noHash : last };
    }
  };
  return {
    async put(key, value) {
      await run('put', key, JSON.stringify(value), until());
    },
    async get(key) {
      const kept = await (isWhole ? redis.hget('all', of(key)) : redis.get(of(key)));
      const found = kept === null ? undefined : split(kept);
      return found && { key, ...found };
    },
    async claim(key, value) {
      if (isOnce) return (await run('claim', key, JSON.stringify(value), until(), Date.now())) === '1';
      return (await redis.set(of(key), `1 ${JSON.stringify(value)}`, 'PX', ttlMs, 'NX')) === 'OK';
    },
    async take(key) {
      const kept = isOnce ? await run('take', key, Date.now()) : await redis.getdel(of(key));
      return kept === null || kept === '' ? undefined : split(kept)?.value;
    },
    swap: async ({ key, version }, to) => (await run('swap', key, version, JSON.stringify(to), Date.now())) === '1',
    append(record) {
      const mine = turn.then(() => appended(record));
      turn = mine.catch(() => {});
      return mine;
    },
    close: () => redis.disconnect(),
  };
}
