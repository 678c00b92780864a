import { prelude } from "./prelude.js";

/** Forgets jobs whose retention is over. Request: `{limit}`. */
export const sweep = `${prelude}
local over = call('ZRANGEBYSCORE', prefix .. 'finished', '-inf', call('TIME')[1], 'LIMIT', 0, request.limit)
for _, id in ipairs(over) do forget(id) end
return {}
`;
