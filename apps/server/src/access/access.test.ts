/** Who is let in, under which names, and how often. */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "../testing/expect-problem.js";
import { fakeApp } from "../testing/fake-app.js";
import { networkOf } from "./rate-limit.js";

let app: FastifyInstance;
const get = (url: string, headers = {}) => app.inject({ url, headers });

beforeAll(async () => {
  app = await fakeApp();
});
afterAll(() => app.close());

/** Answers ten requests a minute of an address. */
async function behind(trustedProxies: readonly string[]) {
  const access = { tokenNeeded: true, verify: async () => undefined };
  const limited = await fakeApp({ rateLimit: { requestsPerMinute: 50 }, access }, false, trustedProxies);
  const ask = async (remoteAddress: string, forwarded: string) => {
    const headers = { "x-forwarded-for": forwarded };
    return (await limited.inject({ url: "/api/openapi.json", remoteAddress, headers })).statusCode;
  };
  return { ask, close: () => limited.close() };
}

describe("limits of requests", () => {
  it("are of each credential and each address: neither wrong tokens nor the page spend another's", async () => {
    const limited = await fakeApp({
      rateLimit: { requestsPerMinute: 20 },
      access: { tokenNeeded: true, environmentToken: "right token", verify: async () => undefined },
    });
    const ask = (url: string, authorization?: string) =>
      limited.inject({ url, ...(authorization !== undefined && { headers: { authorization } }) });
    const statuses = new Set<number>();
    for (let n = 0; n < 12; n++) statuses.add((await ask("/api/models", `Bearer wrong ${n}`)).statusCode);
    expect([...statuses]).toEqual([401, 429]);
    expect((await ask("/api/health/live")).statusCode).toBe(200);
    expect((await ask("/api/openapi.json")).statusCode).toBe(200);
    for (let n = 0; n < 20; n++) expect((await ask("/api/models", "Bearer right token")).statusCode).toBe(200);
    expect((await ask("/api/models", "Bearer right token")).statusCode).toBe(429);
    expect((await ask("/api/openapi.json")).statusCode).toBe(200);
    await limited.close();
  });

  describe.each([
    ["without a trusted proxy", [], "10.0.0.1"],
    ["past the trusted proxy", ["10.0.0.0/8"], "192.0.2.9"],
  ] as const)("%s", (_, trusted, asked) => {
    it("are of the connection's address, whatever the request says of itself", async () => {
      const limited = await behind(trusted);
      const statuses = [];
      for (let n = 0; n < 12; n++) statuses.push(await limited.ask(asked, `198.51.100.${n}`));
      expect(statuses).toEqual([...Array(10).fill(200), 429, 429]);
      await limited.close();
    });
  });

  it("are of the address that a trusted proxy tells, and not of one that its caller made up", async () => {
    const limited = await behind(["10.0.0.0/8"]);
    for (let n = 0; n < 12; n++) expect(await limited.ask("10.0.0.1", `198.51.100.${n}`)).toBe(200);
    const spoofed = [];
    for (let n = 0; n < 12; n++) spoofed.push(await limited.ask("10.0.0.1", `198.51.100.${n}, 203.0.113.5`));
    expect(spoofed).toEqual([...Array(10).fill(200), 429, 429]);
    expect(await limited.ask("10.0.0.1", "203.0.113.6")).toBe(200);
    await limited.close();
  });

  it("are of the network of an IPv6 address", () => {
    expect(networkOf("2001:db8:1:2:3:4:5:6")).toBe(networkOf("2001:db8:1:2::9"));
    expect(networkOf("2001:db8:1:3::9")).not.toBe(networkOf("2001:db8:1:2::9"));
    expect(networkOf("::ffff:10.0.0.1")).toBe("10.0.0.1");
  });

  it("are spent by no page of another site", async () => {
    const limited = await fakeApp({ rateLimit: { requestsPerMinute: 3 } });
    const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" };
    for (let n = 0; n < 5; n++) expectProblem(await limited.inject({ url: "/api/models", headers }), 403, "FORBIDDEN");
    expect((await limited.inject({ url: "/api/models" })).statusCode).toBe(200);
    const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    expect((await limited.inject({ url: "/api/models", headers: link })).statusCode).toBe(200);
    await limited.close();
  });
});

describe("names", () => {
  it("that are not known are not answered, whatever the token", async () => {
    const named = await fakeApp({
      hosts: ["service.example"],
      access: { tokenNeeded: true, environmentToken: "token", verify: async () => undefined },
    });
    const ask = (host: string) =>
      named.inject({ url: "/api/models", headers: { host, authorization: "Bearer token" } });
    for (const host of ["service.example", "SERVICE.example:7654", "127.0.0.1:7654"]) {
      expect((await ask(host)).statusCode).toBe(200);
    }
    expectProblem(await ask("rebound.example"), 403, "FORBIDDEN");
    await named.close();
  });
});

describe("without a token", () => {
  it("answers to names of this machine only, and changes nothing for pages of others", async () => {
    expectProblem(await get("/api/models", { host: "rebound.example" }), 403, "FORBIDDEN");
    for (const host of ["localhost:7654", "127.0.0.1:7654", "[::1]:7654"]) {
      expect((await get("/api/models", { host })).statusCode).toBe(200);
    }
    const cancel = (origin: string) =>
      app.inject({ method: "POST", url: "/api/analyses/a/cancel", headers: { host: "localhost:7654", origin } });
    expectProblem(await cancel("http://elsewhere.example"), 403, "FORBIDDEN");
    expectProblem(await cancel("null"), 403, "FORBIDDEN");
    expect((await cancel("http://localhost:7654")).statusCode).toBe(202);
  });
});

describe("with tokens", () => {
  it("takes that of the environment, and those of the store as bearer or password", async () => {
    const guarded = await fakeApp({
      access: {
        tokenNeeded: true,
        environmentToken: "from the environment",
        verify: async (secret) => (secret === "stored" ? { id: "1", role: "read" } : undefined),
      },
    });
    const statusOf = async (authorization: string) =>
      (await guarded.inject({ url: "/api/models", headers: { authorization } })).statusCode;
    const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
    expect(await statusOf("Bearer from the environment")).toBe(200);
    expect(await statusOf("Bearer stored")).toBe(200);
    expect(await statusOf(basic("anyone:stored"))).toBe(200);
    for (const header of ["", "stored", "Bearer", "Bearer  ", "Bearer STORED", basic("stored"), "Basic ???"]) {
      expect(await statusOf(header)).toBe(401);
    }
    const refused = await guarded.inject({ url: "/metrics" });
    expectProblem(refused, 401, "UNAUTHORIZED");
    expect(refused.headers["www-authenticate"]).toContain("Bearer");
    await guarded.close();
  });

  it("says of one that has expired that it has, and leaves what needs none open", async () => {
    const guarded = await fakeApp({
      access: {
        tokenNeeded: true,
        verify: async () => ({ id: "1", role: "write", expiredAt: "2026-01-02T03:04:05.000Z" }),
      },
    });
    const ask = (url: string) => guarded.inject({ url, headers: { authorization: "Bearer old" } });
    const refused = await ask("/api/models");
    expectProblem(refused, 401, "UNAUTHORIZED");
    expect(refused.json().detail).toContain("the token expired on 2026-01-02");
    expectProblem(await ask("/metrics"), 401, "UNAUTHORIZED");
    expect((await ask("/api/health/live")).statusCode).toBe(200);
    await guarded.close();
  });
});
