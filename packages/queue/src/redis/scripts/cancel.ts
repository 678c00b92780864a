import { prelude } from "./prelude.js";

/** Request: `{id}` or `{prefix}`. The event carries the run, so that a worker which hears it late spares the next one. */
export const cancel = `${prelude}
local function tell(id) emit({ type = 'cancelled', id = id, run = runOf(id, field(id, 'run')) }) end

local ids = { request.id }
if request.prefix then
  ids = call('ZRANGEBYLEX', prefix .. 'unfinished', '[' .. request.prefix, '[' .. request.prefix .. '\\255')
end

local function cancel(id, number, state)
  tell(id)
  if state == 'active' then call('HSET', jobKey(id), 'cancelled', 1) else forget(id) end
  forAllDependants(runOf(id, number), function(dependant)
    tell(dependant)
    forget(dependant)
  end)
end

-- Active ones last: of very many events the stream keeps the last, and workers must hear of these.
for _, isActive in ipairs({ false, true }) do
  for _, id in ipairs(ids) do
    local state, cancelled, number = unpack(call('HMGET', jobKey(id), 'state', 'cancelled', 'run'))
    local unfinished = state == 'blocked' or state == 'waiting' or state == 'active'
    if unfinished and not cancelled and (state == 'active') == isActive then cancel(id, number, state) end
  end
end
return {}
`;
