-- Lay out the groups of a run, for whoever joins it. Gives 0, or the milliseconds after which no worker of before can be alive.
-- KEYS: run, waiting, held, alive. ARGV: run, groups…
if redis.call('GET', KEYS[1]) == ARGV[1] then return 0 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local last = redis.call('ZRANGE', KEYS[4], -1, -1, 'WITHSCORES')
if last[2] and tonumber(last[2]) > now then return last[2] - now end
redis.call('DEL', KEYS[2], KEYS[3], KEYS[4])
redis.call('SET', KEYS[1], ARGV[1])
for number = 2, #ARGV do redis.call('RPUSH', KEYS[2], ARGV[number]) end
return 0
