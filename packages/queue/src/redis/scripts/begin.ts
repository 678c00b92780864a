import { prelude } from "./prelude.js";

/**
 * A worker got a run from BullMQ. Request: `{retention, run, holder, alone, crashes}`, `holder` naming this delivery.
 * Answers `["run", attempt]`, `["failed", message]`, `["skip"]` for what is over, done or cancelled, or `["alone"]`.
 *
 * A run that is active already was another delivery's, whose worker died: BullMQ hands out again only what has lost its
 * lock. From then on it runs only alone on its worker, so that the jobs which died with a worker are told from the one
 * that killed it.
 */
export const begin = `${prelude}
local id, number = parseRun(request.run)
local current, state, holder, cancelled, failures, failure =
  unpack(call('HMGET', jobKey(id), 'run', 'state', 'holder', 'cancelled', 'failures', 'failure'))
if current ~= number then
  releaseDependants(request.run)
  return { 'skip' }
end
if state == 'failed' then return { 'failed', cjson.decode(failure).message } end
if state ~= 'waiting' and state ~= 'active' then return { 'skip' } end
if state == 'active' and holder ~= request.holder then
  if cancelled then
    forget(id)
    return { 'skip' }
  end
  emit({ type = 'stalled', id = id })
  local crashes = call('HINCRBY', jobKey(id), 'crashes', 1)
  if crashes >= request.crashes then
    local message = 'the worker died ' .. crashes .. ' times while it had this job: killed, or out of memory'
    fail(id, number, { message = message })
    return { 'failed', message }
  end
  setState(id, 'waiting')
end
if not request.alone and field(id, 'crashes') ~= '0' then return { 'alone' } end
setState(id, 'active')
call('HSET', jobKey(id), 'holder', request.holder)
call('HDEL', jobKey(id), 'sequel')
return { 'run', failures + field(id, 'crashes') + 1 }
`;
