/** Every endpoint of the table, as a route: what it takes, what it gives, and who may ask. */
import { type Endpoint, endpoints } from "@gipfel/contracts";
import type { FastifyInstance, InjectOptions } from "fastify";
import { Check } from "typebox/value";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "../testing/expect-problem.js";
import { fakeApp } from "../testing/fake-app.js";
import { fakeHandlers } from "../testing/fake-handlers.js";
import { Random } from "../testing/random.js";
import { validRequest } from "../testing/requests.js";

const table = Object.entries<Endpoint>(endpoints);
const fake = fakeHandlers();
const roles = { reader: "read", writer: "write" } as const;
let open: FastifyInstance;
let guarded: FastifyInstance;

beforeAll(async () => {
  open = await fakeApp({ handlers: fake.handlers });
  guarded = await fakeApp({
    access: {
      tokenNeeded: true,
      verify: async (secret) =>
        secret in roles ? { id: secret, role: roles[secret as keyof typeof roles] } : undefined,
    },
  });
});
afterAll(() => Promise.all([open.close(), guarded.close()]));

describe.each(table)("%s", (name, endpoint) => {
  const request = (seed: number): InjectOptions => validRequest(endpoint, new Random(seed));

  it("hands its handler what was sent, and answers as the table says", async () => {
    for (let seed = 0; seed < 10; seed++) {
      const sent = validRequest(endpoint, new Random(seed));
      const reply = await open.inject(sent);
      expect({ sent, status: reply.statusCode, body: reply.statusCode < 400 ? "" : reply.body }).toMatchObject({
        status: endpoint.status ?? 200,
      });
      const { name: called, call, bodyBytes } = fake.calls.at(-1)!;
      expect(called).toBe(name);
      if (endpoint.params) expect(Check(endpoint.params, call.params)).toBe(true);
      if (endpoint.query) expect(Check(endpoint.query, call.query)).toBe(true);
      if (endpoint.body && "bytes" in endpoint.body) expect(bodyBytes).toBe(Buffer.byteLength(String(sent.payload)));
      else if (endpoint.body) expect(call.body).toMatchObject(JSON.parse(String(sent.payload)));
      if (endpoint.reply === null) expect(reply.body).toBe("");
      else if ("bytes" in endpoint.reply) expect(endpoint.reply.bytes).toContain(reply.headers["content-type"]);
      else if ("events" in endpoint.reply) {
        const { events } = endpoint.reply;
        const values = reply.body.split("\n\n").filter(Boolean);
        expect(values).toHaveLength(3);
        for (const line of values) expect(Check(events, JSON.parse(line.replace(/^data: /, "")))).toBe(true);
      } else expect(Check(endpoint.reply, reply.json())).toBe(true);
    }
  });

  it("asks for the role that the table says", async () => {
    const statusFor = async (token: string | null) => {
      const sent = request(1);
      const headers = { ...sent.headers, ...(token && { authorization: `Bearer ${token}` }) };
      return (await guarded.inject({ ...sent, headers })).statusCode;
    };
    const success = endpoint.status ?? 200;
    const expected = {
      anyone: [success, success, success, success],
      read: [401, 401, success, success],
      write: [401, 401, 403, success],
    }[endpoint.role];
    expect([
      await statusFor(null),
      await statusFor("forged"),
      await statusFor("reader"),
      await statusFor("writer"),
    ]).toEqual(expected);
  });

  if (endpoint.query) {
    it("refuses query parameters that it does not know", async () => {
      const sent = request(2);
      const reply = await open.inject({ ...sent, query: { ...(sent.query as object), unheardOf: "1" } });
      expectProblem(reply, 400, "REQUEST_INVALID");
      expect(reply.json().detail).toContain("unheardOf");
    });
  }

  if (endpoint.body) {
    it("refuses bodies of another media type", async () => {
      const sent = request(3);
      const reply = await open.inject({ ...sent, headers: { "content-type": "text/plain" }, payload: "text" });
      expectProblem(reply, 415, "MEDIA_TYPE_UNSUPPORTED");
    });
  }

  if (endpoint.body && !("bytes" in endpoint.body)) {
    it.each(["", "null", "[]", "{", '{"limit":NaN}', '{"a":1e999}', '"text"', '{"unheardOf":1}'])(
      "refuses the body %j",
      async (payload) => {
        const reply = await open.inject({ ...request(4), payload });
        if (name === "cloneAnalysis" && payload === "") return;
        expectProblem(reply, 400, "REQUEST_INVALID");
      },
    );
  }
});
