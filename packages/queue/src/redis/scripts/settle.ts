import { prelude } from "./prelude.js";

/**
 * What became of a run that a worker began. Request: `{retention, run, holder, attempts, crashes, outcome}`. Answers with the
 * sequel. The word of a holder that was replaced meanwhile does not count.
 */
export const settle = `${prelude}
local id, number = parseRun(request.run)
local current, state, holder, cancelled, sequel =
  unpack(call('HMGET', jobKey(id), 'run', 'state', 'holder', 'cancelled', 'sequel'))
if current ~= number then
  releaseDependants(request.run)
  return 'finished'
end
if holder ~= request.holder then return 'finished' end
if sequel then return sequel end
if cancelled then
  forget(id)
  return 'finished'
end

local outcome = request.outcome

local function isLast()
  if outcome.blame == 'input' then return true end
  if outcome.blame == 'surroundings' then return false end
  if outcome.blame == 'process' then return call('HINCRBY', jobKey(id), 'crashes', 1) >= request.crashes end
  return call('HINCRBY', jobKey(id), 'failures', 1) >= request.attempts
end

if outcome.type == 'done' then
  sequel = 'finished'
  finish(id, 'done')
  emit({ type = 'completed', id = id })
  releaseDependants(request.run)
elseif outcome.type == 'interrupted' then
  sequel = 'again'
  setState(id, 'waiting')
elseif isLast() then
  sequel = 'finished'
  fail(id, number, outcome.failure)
else
  sequel = 'retry'
  setState(id, 'waiting')
  emit({ type = 'failed', id = id, failure = outcome.failure, willRetry = true })
end
call('HSET', jobKey(id), 'sequel', sequel)
return sequel
`;
