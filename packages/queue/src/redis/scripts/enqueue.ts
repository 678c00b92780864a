import { prelude } from "./prelude.js";

/**
 * Request: `{retention, external, flow: [{id, kind, job, priority, after}]}`, `job` as JSON text, `external` pairs of a job
 * and a dependency that must be known. Answers with nothing, or with such a pair if nobody knows it. An unfinished run is
 * handed to BullMQ once more, which changes nothing where it is there, and heals where it was lost. Dependencies come
 * before what waits for them, in this request or an earlier one.
 */
export const enqueue = `${prelude}
for _, pair in ipairs(request.external) do
  if not field(pair[2], 'state') or field(pair[2], 'cancelled') then return pair end
end

local function add(item)
  local state, cancelled, number = unpack(call('HMGET', jobKey(item.id), 'state', 'cancelled', 'run'))
  if not cancelled and (state == 'blocked' or state == 'waiting' or state == 'active') then
    if state ~= 'blocked' then call('ZADD', prefix .. 'ready', number, runOf(item.id, number)) end
    return nil
  end
  if state then forget(item.id) end
  local fresh = string.format('%d', call('INCR', prefix .. 'runs'))
  call('HSET', jobKey(item.id), 'run', fresh, 'kind', item.kind, 'job', item.job, 'priority', item.priority,
    'state', 'blocked', 'pending', 0, 'failures', 0, 'crashes', 0)
  call('HINCRBY', prefix .. 'counts', 'blocked', 1)
  call('ZADD', prefix .. 'unfinished', 0, item.id)
  if cancelled then call('SADD', feedsKey(runOf(item.id, number)), runOf(item.id, fresh)) end
  return { id = item.id, number = fresh, after = item.after, pending = cancelled and 1 or 0 }
end

local function connect(run)
  local unfinished = {}
  for _, dependency in ipairs(run.after) do
    local state, number, failure = unpack(call('HMGET', jobKey(dependency), 'state', 'run', 'failure'))
    if not state then
      -- Cancelled since an earlier request added it.
      emit({ type = 'cancelled', id = run.id, run = runOf(run.id, run.number) })
      forget(run.id)
      return
    end
    if state == 'failed' then
      fail(run.id, run.number, inheritedFailure(dependency, cjson.decode(failure)))
      return
    end
    if state ~= 'done' then table.insert(unfinished, runOf(dependency, number)) end
  end
  for _, dependency in ipairs(unfinished) do call('SADD', feedsKey(dependency), runOf(run.id, run.number)) end
  local pending = run.pending + #unfinished
  if pending == 0 then makeReady(run.id, run.number) else call('HSET', jobKey(run.id), 'pending', pending) end
end

local added = {}
for _, item in ipairs(request.flow) do
  local run = add(item)
  if run then table.insert(added, run) end
end
for _, run in ipairs(added) do connect(run) end
return {}
`;
