import { writes } from './once.ts';
import { script } from './script.ts';

/**
 * A family is four keys: `values`, a hash of key → `VERSION EXPIRES JSON` (EXPIRES in milliseconds by the clock port, or `-`);
 * `index`, its keys in order; `ends`, those that have an end by that; `versions`, the last version that was given. Versions count over the whole
 * family, so that a key that went and came again never has one that it had before.
 */
const values = `
local function parsed(kept)
  local version, expires, json = string.match(kept, '^(%d+) (%S+) (.*)$')
  if not version or not (expires == '-' or tonumber(expires)) then error('FOREIGN') end
  return version, expires, json
end
local function isLive(expires, now) return expires == '-' or tonumber(expires) > tonumber(now) end
`;

const written = `${values}
local values, index, ends, versions = KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local now, key = ARGV[3], ARGV[4]
local function live()
  local kept = redis.call('hget', values, key)
  if not kept then return nil end
  local version, expires, json = parsed(kept)
  if isLive(expires, now) then return version, expires, json end
end
local function forget(one)
  redis.call('hdel', values, one)
  redis.call('zrem', index, one)
  redis.call('zrem', ends, one)
end
local function keep(expires, json)
  local version = string.format('%.0f', redis.call('incr', versions))
  redis.call('hset', values, key, version .. ' ' .. expires .. ' ' .. json)
  redis.call('zadd', index, 0, key)
  if expires == '-' then redis.call('zrem', ends, key) else redis.call('zadd', ends, expires, key) end
end
local function sweep(atMost)
  if tonumber(atMost) == 0 then return end
  for _, one in ipairs(redis.call('zrangebyscore', ends, '-inf', now, 'limit', 0, atMost)) do
    if one ~= key then forget(one) end
  end
end
`;

/** `now`, `key`, how many are swept, `expires`, `json`. */
export const putValue = writes(`${written}
sweep(ARGV[5])
keep(ARGV[6], ARGV[7])
return answer('1')`);

/** The same, where no live value stands: `1`, else `0`. */
export const claimValue = writes(`${written}
if live() then return answer('0') end
sweep(ARGV[5])
keep(ARGV[6], ARGV[7])
return answer('1')`);

/** `now`, `key`: `1` and the JSON, or `0`. */
export const takeValue = writes(`${written}
local version, expires, json = live()
if not version then return answer('0') end
forget(key)
return answer('1' .. json)`);

/** `now`, `key`, `version`, `json`: `1`, or `0`. */
export const swapValue = writes(`${written}
local version, expires = live()
if version ~= ARGV[5] then return answer('0') end
keep(expires, ARGV[6])
return answer('1')`);

/** `now`, `key`. */
export const deleteValue = writes(`${written}
forget(key)
return answer('1')`);

/** So many keys are looked at at once. */
const looked = 1_000;

/** Keys `index`, `values`; `now`, the lower end as ZRANGEBYLEX has it, `limit`. Gives key, value, key, value … of what is live. */
export const listValues = script(`${values}
local from, limit, found = ARGV[2], tonumber(ARGV[3]), {}
while #found < 2 * limit do
  local some = redis.call('zrangebylex', KEYS[1], from, '+', 'limit', 0, math.min(${looked}, limit))
  if #some == 0 then break end
  for at, kept in ipairs(redis.call('hmget', KEYS[2], unpack(some))) do
    if kept and #found < 2 * limit then
      local _, expires = parsed(kept)
      if isLive(expires, ARGV[1]) then
        found[#found + 1] = some[at]
        found[#found + 1] = kept
      end
    end
  end
  from = '(' .. some[#some]
end
return found`);
