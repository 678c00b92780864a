import type { Endpoint } from "@gipfel/contracts";
import type { InjectOptions } from "fastify";
import type { Random } from "./random.js";
import { sample } from "./sample.js";

/** Values that mean something to the service, by the name of the parameter or property that takes them. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

type Values = Record<string, unknown>;

/**
 * A request that an endpoint has nothing to object to.
 *
 * @param known taken three times out of four, so that requests find something
 */
export function validRequest(endpoint: Endpoint, random: Random, known: KnownValues = {}): InjectOptions {
  const insertKnown = (values: Values) => {
    for (const name of Object.keys(values)) {
      if (name in known && random.chance(0.75)) values[name] = random.pick(known[name]);
    }
    return values;
  };
  const params = insertKnown((endpoint.params ? sample(endpoint.params, random) : {}) as Values);
  const query = insertKnown((endpoint.query ? sample(endpoint.query, random) : {}) as Values);
  return {
    method: endpoint.method,
    url: endpoint.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(String(params[name]))),
    query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])),
    ...bodyOf(endpoint, random, insertKnown),
  };
}

function bodyOf(
  { body }: Endpoint,
  random: Random,
  insertKnown: (values: Values) => Values,
): Pick<InjectOptions, "headers" | "payload"> {
  if (body === undefined) return {};
  if ("bytes" in body) return { headers: { "content-type": body.bytes }, payload: random.text("ab", 50) };
  return {
    headers: { "content-type": "application/json" },
    payload: JSON.stringify(insertKnown(sample(body, random) as Values)),
  };
}
