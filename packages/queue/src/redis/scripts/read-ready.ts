import { prelude } from "./prelude.js";

/**
 * The runs that are to be handed to BullMQ. Request: `{limit}`. Answers with run, kind, job and priority of each, one
 * after the other; what was cancelled meanwhile is dropped.
 */
export const readReady = `${prelude}
local found = {}
for _, run in ipairs(call('ZRANGE', prefix .. 'ready', 0, request.limit - 1)) do
  local id, number = parseRun(run)
  local current, state, kind, job, priority =
    unpack(call('HMGET', jobKey(id), 'run', 'state', 'kind', 'job', 'priority'))
  if current == number and (state == 'waiting' or state == 'active') then
    for _, value in ipairs({ run, kind, job, priority }) do table.insert(found, value) end
  else
    call('ZREM', prefix .. 'ready', run)
  end
end
return found
`;
