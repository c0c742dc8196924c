-- Join a run that is laid out. Gives 0 where it is not.
-- KEYS: run, waiting, held, alive. ARGV: run, worker, milliseconds of a lease.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
local time = redis.call('TIME')
redis.call('ZADD', KEYS[4], time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[3], ARGV[2])
return 1
