import { noHash } from '../../ports/entry-hash.ts';
import { writes } from './once.ts';
import { script } from './script.ts';

/**
 * A journal is two keys: `entries`, a stream of entries with the ids `POSITION-0` and the fields `at`, `json` and `hash`; and `base`,
 * `POSITION HASH` of the last entry that a trim forgot.
 */
const ends = (entries: string, base: string) => `
local entries, base = ${entries}, ${base}
local function positionOf(id) return string.match(id, '^(%d+)%-') end
local function hashOf(fields)
  for at = 1, #fields, 2 do if fields[at] == 'hash' then return fields[at + 1] end end
  return ''
end
-- Where the next entry goes on: the last entry, else what was trimmed, else the beginning.
local function ending()
  local last = redis.call('xrevrange', entries, '+', '-', 'count', 1)[1]
  if last then return positionOf(last[1]), hashOf(last[2]) end
  local trimmed = redis.call('get', base)
  if trimmed then return string.match(trimmed, '^(%d+)') or '0', string.match(trimmed, ' (.*)$') or '' end
  return '0', '${noHash}'
end
local function head()
  local position, hash = ending()
  local first = redis.call('xrange', entries, '-', '+', 'count', 1)[1]
  return position .. ' ' .. (first and positionOf(first[1]) or '-') .. ' ' .. hash
end
`;

/** Keys `entries`, `base`. Gives `POSITION FIRST HASH`; FIRST is `-` where there is no entry. */
export const headOf = script(`${ends('KEYS[1]', 'KEYS[2]')}
return head()`);

/**
 * The position and hash that the writer goes on from; then time, JSON and hash of each entry. \`1\`, or, where the end is another by
 * now, \`0 POSITION HASH\` of that. A stream never takes an id again of which the entry was deleted by somebody: it is told that it may.
 */
export const appendEntries = writes(`${ends('KEYS[2]', 'KEYS[3]')}
local position, hash = ending()
if position ~= ARGV[3] or hash ~= ARGV[4] then return answer('0 ' .. position .. ' ' .. hash) end
local function add(at)
  local id = string.format('%.0f-0', tonumber(position) + (at - 2) / 3)
  return redis.pcall('xadd', entries, id, 'at', ARGV[at], 'json', ARGV[at + 1], 'hash', ARGV[at + 2])
end
local first = add(5)
if type(first) == 'table' and first.err then
  if not string.find(first.err, 'equal or smaller', 1, true) then return first end
  redis.call('xsetid', entries, position .. '-0')
  first = add(5)
  if type(first) == 'table' and first.err then return first end
end
for at = 8, #ARGV, 3 do add(at) end
return answer('1')`);

/** Forgets what lies before a position. Gives the head, as {@link headOf} does. */
export const trimEntries = writes(`${ends('KEYS[2]', 'KEYS[3]')}
local upTo = tonumber(ARGV[3]) - 1
if upTo >= 1 then
  local last = redis.call('xrevrange', entries, string.format('%.0f', upTo), '-', 'count', 1)[1]
  if last then
    redis.call('set', base, positionOf(last[1]) .. ' ' .. hashOf(last[2]))
    redis.call('xtrim', entries, 'minid', '=', string.format('%.0f', upTo + 1))
  end
end
return answer(head())`);
