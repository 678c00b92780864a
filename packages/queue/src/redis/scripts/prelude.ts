/**
 * What the scripts share. Under the prefix `KEYS[1]` lie
 *
 * - `job:<id>`: hash of the latest run of a job: run, state, kind, job, priority, pending, failures, crashes, holder,
 *   sequel, cancelled, failure
 * - `feeds:<id>#<run>`: set of the runs that wait for this one
 * - `unfinished`: ids in lexical order, found by their beginning
 * - `finished`: ids by the time at which they may be forgotten
 * - `ready`: runs that are to be handed to BullMQ
 * - `counts`: hash of the number of jobs in each state
 * - `runs`: the number given to the latest run
 * - `events`: stream
 *
 * A run is written `<id>#<run>`. Each script is one step, whole or not at all, and does no harm when it is sent again
 * because its answer was lost. `in-process/job-graph.ts` does the same, step by step.
 */
export const prelude = `
local prefix = KEYS[1]
local request = cjson.decode(ARGV[1])
local call = redis.call

local function jobKey(id) return prefix .. 'job:' .. id end
local function feedsKey(run) return prefix .. 'feeds:' .. run end
local function runOf(id, number) return id .. '#' .. number end
local function parseRun(run) return string.match(run, '^(.*)#(%d+)$') end
local function field(id, name) return call('HGET', jobKey(id), name) end

local function emit(event)
  call('XADD', prefix .. 'events', 'MAXLEN', '~', 10000, '*', 'event', cjson.encode(event))
end

local function setState(id, state)
  local before = field(id, 'state')
  if before then call('HINCRBY', prefix .. 'counts', before, -1) end
  call('HSET', jobKey(id), 'state', state)
  call('HINCRBY', prefix .. 'counts', state, 1)
end

local function forget(id)
  local state = field(id, 'state')
  if state then call('HINCRBY', prefix .. 'counts', state, -1) end
  call('DEL', jobKey(id))
  call('ZREM', prefix .. 'unfinished', id)
  call('ZREM', prefix .. 'finished', id)
end

local function finish(id, state)
  setState(id, state)
  call('ZREM', prefix .. 'unfinished', id)
  call('ZADD', prefix .. 'finished', call('TIME')[1] + request.retention, id)
end

local function makeReady(id, number)
  setState(id, 'waiting')
  call('ZADD', prefix .. 'ready', number, runOf(id, number))
end

-- The runs that still wait for this one, which tells them only once.
local function takeDependants(run)
  local found = {}
  for _, dependant in ipairs(call('SMEMBERS', feedsKey(run))) do
    local id, number = parseRun(dependant)
    if field(id, 'run') == number and field(id, 'state') == 'blocked' then
      table.insert(found, { id = id, number = number })
    end
  end
  call('DEL', feedsKey(run))
  return found
end

local function releaseDependants(run)
  for _, dependant in ipairs(takeDependants(run)) do
    if call('HINCRBY', jobKey(dependant.id), 'pending', -1) == 0 then makeReady(dependant.id, dependant.number) end
  end
end

local function forAllDependants(run, visit)
  local runs = { run }
  while #runs > 0 do
    for _, dependant in ipairs(takeDependants(table.remove(runs))) do
      visit(dependant.id)
      table.insert(runs, runOf(dependant.id, dependant.number))
    end
  end
end

local function inheritedFailure(id, failure)
  return { message = failure.message, code = failure.code, dependency = failure.dependency or id }
end

-- Fails a run and all that wait for it.
local function fail(id, number, failure)
  local function failOne(each, reason)
    finish(each, 'failed')
    call('HSET', jobKey(each), 'failure', cjson.encode(reason))
    emit({ type = 'failed', id = each, failure = reason, willRetry = false })
  end
  failOne(id, failure)
  local inherited = inheritedFailure(id, failure)
  forAllDependants(runOf(id, number), function(dependant) failOne(dependant, inherited) end)
end
`;
