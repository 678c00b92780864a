/** Hostile JSON, at every route that takes some: a problem that blames the caller, and a server that goes on. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Endpoint, endpoints } from "../../packages/contracts/src/index.js";
import { expectDiscreet } from "./testing/expect-problem.js";
import { type HostileServer, startHostileServer } from "./testing/hostile-server.js";

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer({ concurrency: 0 });
});
afterAll(() => server.close());

const deep = 512 * 1024;
const bodies: Readonly<Record<string, string>> = {
  "1 MB of lists in lists": "[".repeat(deep) + "]".repeat(deep),
  "1 MB of objects in objects": `${'{"a":'.repeat(deep / 4)}1${"}".repeat(deep / 4)}`,
  "1 MB of open brackets": "[".repeat(2 * deep),
  "lists in a known property": `{"name":${"[".repeat(deep)}${"]".repeat(deep)},"path":${"[".repeat(40)}${"]".repeat(40)}}`,
  "1e999": '{"settings":{"tolerance":1e999},"name":1e999}',
  "-1e999": '{"settings":{"seed":-1e999},"path":-1e999}',
  NaN: '{"name":NaN}',
  Infinity: '{"settings":{"tolerance":Infinity}}',
  "a number of a million digits": `{"name":${"9".repeat(1e6)}}`,
  __proto__: '{"__proto__":{"isAdmin":true},"name":"x"}',
  "__proto__ within": '{"settings":{"__proto__":{"layers":"all"}},"name":"x"}',
  "constructor and prototype": '{"constructor":{"prototype":{"isAdmin":true}},"name":5}',
  "one key twice, first right": '{"name":"right","name":{"wrong":1}}',
  "a null": "null",
  "a text": '"name"',
  "a lone surrogate, unfinished": '{"name":"\\ud800',
  "5 MB of text": `{"name":"${"a".repeat(5e6)}"}`,
  NULs: '{"name":"\0"}',
  "no JSON": "<name>x</name>",
};

const takers = (Object.entries(endpoints) as [string, Endpoint][]).filter(
  ([, { body }]) => body !== undefined && !("bytes" in body),
);

describe.each(takers)("%s", (_, { method, path }) => {
  it.each(Object.entries(bodies))("refuses %s", async (_what, body) => {
    const url = path.replace(/:\w+/g, "00000000-0000-7000-8000-000000000000");
    const { status, type, text } = await server.request(method, url, body);
    expect({ status: Math.floor(status / 100), text }).toMatchObject({ status: 4 });
    expect(type).toMatch(/^application\/problem\+json/);
    expect(text.length).toBeLessThanOrEqual(2500);
    expectDiscreet(text);
    expect("isAdmin" in {}).toBe(false);
  });
});

it("takes the last of a key that is there twice, as JSON.parse does", async () => {
  const { text } = await server.request("POST", "/api/datasets", '{"path":"first","path":"last"}');
  expect(JSON.parse(text)).toMatchObject({ code: "DATASET_NOT_FOUND", detail: expect.stringContaining("last") });
});

it("is alive, and keeps nothing", async () => {
  expect(takers.length).toBeGreaterThan(5);
  expect((await server.request("GET", "/api/health/ready")).status).toBe(200);
  expect(await server.leftovers()).toEqual([]);
  expect(await server.artifacts()).toEqual([]);
});
