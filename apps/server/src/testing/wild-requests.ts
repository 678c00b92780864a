import type { Endpoint } from "@gipfel/contracts";
import type { InjectOptions } from "fastify";
import type { Random } from "./random.js";
import { type KnownValues, validRequest } from "./requests.js";

/** Text that has broken services before. */
const nasty = [
  "",
  " ",
  "..",
  "../../../../etc/passwd",
  "%00",
  "%zz",
  "\u0000",
  "\ufffd\u202e",
  "__proto__",
  "constructor",
  "'; DROP TABLE models; --",
  "{{7*7}}",
  "NaN",
  "Infinity",
  "-1",
  "1e400",
  "9".repeat(400),
  "a".repeat(3000),
  "true",
  "null",
  "[]",
  "😀".repeat(100),
];
const nastyValues: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  0.1,
  "",
  [],
  {},
  [[[[]]]],
  { length: -1 },
  { toString: 1 },
  ...nasty,
];
const headerNames = ["if-match", "if-none-match", "idempotency-key", "x-request-id", "content-type", "accept", "range"];

type Change = (request: InjectOptions, random: Random) => void;

/** Each makes a request wrong in one way, or may. */
const changes: Change[] = [
  (request, random) => {
    request.url = String(request.url).replace(/[^/]+$/, encodeURIComponent(random.pick(nasty)));
  },
  (request, random) => {
    const parts = String(request.url).split("/");
    parts[random.integer(2, parts.length - 1)] = random.pick(nasty).replace(/[^\x21-\x7e]/g, "");
    request.url = parts.join("/");
  },
  (request, random) => {
    request.query = {
      ...(request.query as object),
      [random.pick(["limit", "cursor", "share", ...nasty])]: random.pick(nasty),
    };
  },
  (request, random) => {
    const query = Object.keys(request.query ?? {});
    if (query.length > 0) request.query = { ...(request.query as object), [random.pick(query)]: random.pick(nasty) };
  },
  (request, random) => {
    const value = random.pick([...nasty, '"1.abc"', "*", "application/json", "text/html", "bytes=0-"]);
    request.headers = { ...request.headers, [random.pick(headerNames)]: value.replace(/[^\x20-\x7e]/g, "") };
  },
  (request, random) => {
    if (typeof request.payload === "string") request.payload = request.payload.slice(0, random.integer(0, 30));
  },
  (request, random) => {
    request.payload = JSON.stringify(random.pick(nastyValues));
    request.headers = { "content-type": "application/json", ...request.headers };
  },
  (request, random) => {
    if (typeof request.payload === "string") request.payload = changeJson(request.payload, random);
  },
  (request, random) => {
    request.method = random.pick(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]);
  },
];

/** A request to an endpoint, with up to three things wrong with it. */
export function wildRequest(endpoint: Endpoint, random: Random, known: KnownValues): InjectOptions {
  const request = validRequest(endpoint, random, known);
  for (let n = random.integer(0, 3); n > 0; n--) random.pick(changes)(request, random);
  return request;
}

/** Sets a property somewhere in a JSON object to something else. */
function changeJson(text: string, random: Random): string {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return text;
  }
  let place = root;
  while (isObject(place)) {
    const names = Object.keys(place);
    const name = names.length > 0 && random.chance(0.9) ? random.pick(names) : random.pick(nasty);
    // Of its own: what lies behind `__proto__` is that of all objects, in this process too.
    const inner = Object.hasOwn(place, name) ? place[name] : undefined;
    if (isObject(inner) && random.chance(0.5)) {
      place = inner;
      continue;
    }
    const value = random.pick(nastyValues);
    Object.defineProperty(place, name, { value, enumerable: true, configurable: true, writable: true });
    break;
  }
  return JSON.stringify(root);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
