import { type BullMqQueue, openRedisQueue } from "@gipfel/queue";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./testing/expect-problem.js";
import { fakeApp } from "./testing/fake-app.js";

interface RedisModule {
  readonly whyNoRedis: () => string | undefined;
  readonly RedisServer: { start(): Promise<{ readonly url: string; dispose(): Promise<void> }> };
}

const { whyNoRedis, RedisServer } = (await import(
  new URL("../../../packages/queue/src/testing/redis-server.ts", import.meta.url).href
)) as RedisModule;
const skip = whyNoRedis();
const roles = { reader: "read", writer: "write" } as const;

/** The board behind tokens, which are named as their roles. */
const boardOf = (board: BullMqQueue): Promise<FastifyInstance> =>
  fakeApp({
    board,
    access: {
      tokenNeeded: true,
      verify: async (secret) =>
        secret in roles ? { id: secret, role: roles[secret as keyof typeof roles] } : undefined,
    },
  });

describe.skipIf(skip !== undefined)(`Bull Board${skip ? ` (skipped: ${skip})` : ""}`, () => {
  let redis: Awaited<ReturnType<typeof RedisServer.start>>;
  let queue: Awaited<ReturnType<typeof openRedisQueue<{ kind: "wait" }>>>;
  let app: FastifyInstance;
  const get = (url: string, password: string | null) => {
    const basic = `Basic ${Buffer.from(`anyone:${password}`).toString("base64")}`;
    return app.inject({ url, headers: password === null ? {} : { authorization: basic } });
  };

  beforeAll(async () => {
    redis = await RedisServer.start();
    queue = await openRedisQueue({ url: redis.url, kinds: ["wait"] });
    app = await boardOf(queue.bullMq);
  });
  afterAll(async () => {
    await app.close();
    await queue.close();
    await redis.dispose();
  });

  it("shows itself and all that it loads to those who may write, and lets browsers ask for the token", async () => {
    const page = await get("/admin/queues", "writer");
    expect(page.statusCode).toBe(200);
    const files = [...page.body.matchAll(/(?:src|href)="(static[^"]+)"/g)].map(([, path]) => `/admin/queues/${path}`);
    expect(files.length).toBeGreaterThan(2);
    for (const url of ["/admin/queues/api/queues", ...files]) {
      expectProblem(await get(url, "reader"), 403, "FORBIDDEN");
      const refused = await get(url, null);
      expectProblem(refused, 401, "UNAUTHORIZED");
      expect(refused.headers["www-authenticate"]).toMatch(/^Basic /);
    }
    for (const url of files) expect((await get(url, "writer")).statusCode).toBe(200);
  });

  it("may use the base that its page states, and nothing from elsewhere", async () => {
    const policy = String((await get("/admin/queues", "writer")).headers["content-security-policy"]);
    expect(policy).toContain("base-uri 'self'");
    expect(policy).not.toMatch(/https?:|\*/);
    expect(String((await get("/docs/", null)).headers["content-security-policy"])).not.toContain("base-uri 'self'");
  });

  it("counts the jobs that wait, and changes none", async () => {
    await queue.enqueue([1, 2].map((n) => ({ id: `job/${n}`, job: { kind: "wait" } })));
    const waiting = async () => (await get("/admin/queues/api/queues", "writer")).json().queues[0].counts;
    await expect.poll(async () => (await waiting()).prioritized + (await waiting()).waiting).toBe(2);
    const emptied = await app.inject({
      method: "PUT",
      url: "/admin/queues/api/queues/jobs/drain",
      headers: { authorization: "Bearer writer" },
    });
    expect(emptied.statusCode).toBeGreaterThanOrEqual(400);
    expect(await queue.counts()).toMatchObject({ waiting: 2 });
  });
});
