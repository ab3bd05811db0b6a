import { writes } from './once.ts';

/**
 * An import that goes on is `importing` in what a store says of itself, so that nobody opens it, with a word that only the process
 * knows that makes it. A second key is there as long as that process was heard of a moment ago.
 */

/**
 * Keys `about`, `lease`; id, purpose, version, word, how long the lease lasts. `begun`; or `store`, where there is one; or `busy`, where
 * another process is at it.
 */
export const beginImport = writes(`
local about, lease = KEYS[2], KEYS[3]
if redis.call('exists', about) == 1 then
  if not redis.call('hget', about, 'importing') then return answer('store') end
  local holder = redis.call('get', lease)
  if holder and holder ~= ARGV[6] then return answer('busy') end
end
redis.call('del', about)
redis.call('hset', about, 'id', ARGV[3], 'purpose', ARGV[4], 'version', ARGV[5], 'importing', ARGV[6])
redis.call('set', lease, ARGV[6], 'px', ARGV[7])
return answer('begun')`);

/** Keys `about`, `lease`; word, how long. `1`, or `0` where another process has begun anew. */
export const renewImport = writes(`
if redis.call('hget', KEYS[2], 'importing') ~= ARGV[3] then return answer('0') end
redis.call('set', KEYS[3], ARGV[3], 'px', ARGV[4])
return answer('1')`);

/** Keys `about`, `lease`; word. From then on it is a store: `1`, or `0` where another process has begun anew. */
export const endImport = writes(`
if redis.call('hget', KEYS[2], 'importing') ~= ARGV[3] then return answer('0') end
redis.call('hdel', KEYS[2], 'importing')
redis.call('del', KEYS[3])
return answer('1')`);

/** The same keys, and the word: it is as if nothing had been there. */
export const dropImport = writes(`
if redis.call('hget', KEYS[2], 'importing') ~= ARGV[3] then return answer('0') end
redis.call('del', KEYS[2], KEYS[3])
return answer('1')`);

/** The keys of a family; of each value key, version, end, JSON. Versions go on after the highest. */
export const fillValues = writes(`
local values, index, ends, versions = KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local highest = tonumber(redis.call('get', versions) or '0')
for at = 3, #ARGV, 4 do
  local key, version, expires = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  redis.call('hset', values, key, version .. ' ' .. expires .. ' ' .. ARGV[at + 3])
  redis.call('zadd', index, 0, key)
  if expires ~= '-' then redis.call('zadd', ends, expires, key) end
  highest = math.max(highest, tonumber(version))
end
redis.call('set', versions, string.format('%.0f', highest))
return answer('1')`);

/** Key `base`; position, hash. */
export const fillBase = writes(`
redis.call('set', KEYS[2], ARGV[3] .. ' ' .. ARGV[4])
return answer('1')`);

/** Key `entries`; of each entry position, time, JSON, hash. */
export const fillEntries = writes(`
for at = 3, #ARGV, 4 do
  redis.call('xadd', KEYS[2], ARGV[at] .. '-0', 'at', ARGV[at + 1], 'json', ARGV[at + 2], 'hash', ARGV[at + 3])
end
return answer('1')`);
