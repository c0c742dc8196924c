-- A worker's turn: it is alive, says what is done, and has as many groups as it wants; saying it twice changes nothing.
-- Gives nothing to a worker whose lease has run out, else how many groups are not done, and which of them are its own.
-- KEYS: run, waiting, held, alive. ARGV: run, worker, milliseconds of a lease, groups at once, groups done…
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local worker = ARGV[2]
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now)
if redis.call('GET', KEYS[1]) ~= ARGV[1] or not redis.call('ZSCORE', KEYS[4], worker) then return false end
redis.call('ZADD', KEYS[4], now + ARGV[3], worker)

for number = 5, #ARGV do
  if redis.call('HGET', KEYS[3], ARGV[number]) == worker then redis.call('HDEL', KEYS[3], ARGV[number]) end
end

local alive = {}
for _, other in ipairs(redis.call('ZRANGE', KEYS[4], 0, -1)) do alive[other] = true end
local own = {}
local held = redis.call('HGETALL', KEYS[3])
for number = 1, #held, 2 do
  local group, holder = held[number], held[number + 1]
  if holder == worker then
    own[#own + 1] = group
  elseif not alive[holder] then
    redis.call('HDEL', KEYS[3], group)
    redis.call('LPUSH', KEYS[2], group)
  end
end

while #own < tonumber(ARGV[4]) do
  local group = redis.call('LPOP', KEYS[2])
  if not group then break end
  redis.call('HSET', KEYS[3], group, worker)
  own[#own + 1] = group
end
return {redis.call('LLEN', KEYS[2]) + redis.call('HLEN', KEYS[3]), own}
