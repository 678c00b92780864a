import { describe, expect, it } from "vitest";
import type { BoardQueue } from "./bull-board.js";
import { expectProblem } from "./testing/expect-problem.js";
import { fakeApp } from "./testing/fake-app.js";

/** As much of a queue as the board's page needs, which shows jobs only when it has been loaded. */
const queue = { name: "jobs", metaValues: { version: "bullmq:6" } } as object as BoardQueue;
const roles = { reader: "read", writer: "write" } as const;

describe("serveBullBoard", () => {
  it("shows itself and all that it loads to those who may write, and lets browsers ask for the token", async () => {
    const app = await fakeApp({
      board: queue,
      access: {
        tokenNeeded: true,
        verify: async (secret) =>
          secret in roles ? { id: secret, role: roles[secret as keyof typeof roles] } : undefined,
      },
    });
    const get = (url: string, password: string | null) => {
      const basic = `Basic ${Buffer.from(`anyone:${password}`).toString("base64")}`;
      return app.inject({ url, headers: password === null ? {} : { authorization: basic } });
    };
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
    await app.close();
  });
});
