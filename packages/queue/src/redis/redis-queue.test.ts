import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, describe, expect, it } from "vitest";
import { handle, reach, request, type TestQueue } from "../conformance/conformance-context.js";
import { describeQueue } from "../conformance/describe-queue.js";
import { RedisServer, whyNoRedis } from "../testing/redis-server.js";
import { testKinds } from "../testing/test-job.js";
import { openRedisQueue } from "./redis-queue.js";

// GIPFEL_TEST_REDIS names a server to use instead of one of the test's own.
const given = process.env.GIPFEL_TEST_REDIS;
const skip = given === undefined ? whyNoRedis() : undefined;
const server = given === undefined && skip === undefined ? await RedisServer.start() : undefined;
const url = given ?? server?.url ?? "";

afterAll(() => server?.dispose());

describeQueue(
  "on Redis",
  (options) => openRedisQueue({ kinds: testKinds, url, prefix: `test-${randomUUID()}`, ...options }),
  skip,
);

describe.skipIf(skip !== undefined)(`Redis queue${skip ? ` (skipped: ${skip})` : ""}`, () => {
  it("leaves no keys of jobs behind, whether they are done, failed or cancelled", async () => {
    const prefix = `test-${randomUUID()}`;
    const queue: TestQueue = await openRedisQueue({ kinds: testKinds, url, prefix, retention: 0, attempts: 1 });
    await queue.work(
      handle(async (_, { id }) => {
        if (id === "failed") throw new Error("failed");
      }),
    );
    await queue.enqueue([
      request("done"),
      request("failed"),
      request("after-both", { after: ["done", "failed"] }),
      request("after-done", { after: ["done"] }),
    ]);
    await reach(queue, "unknown", "done", "failed", "after-both", "after-done");
    const redis = new Redis(url);
    const keys = async () => (await redis.keys(`${prefix}:flow:*`)).map((key) => key.slice(`${prefix}:flow:`.length));
    expect((await keys()).toSorted()).toEqual(["counts", "events", "runs"]);
    await queue.close();

    const idle: TestQueue = await openRedisQueue({ kinds: testKinds, url, prefix });
    await idle.enqueue([request("a"), request("b", { after: ["a"] })]);
    await idle.cancel({ prefix: "" });
    await idle.close();
    expect((await keys()).filter((key) => key !== "ready").toSorted()).toEqual(["counts", "events", "runs"]);
    redis.disconnect();
  });

  it("names no password in messages", async () => {
    const queue: TestQueue = await openRedisQueue({ kinds: testKinds, url: "redis://user:secret@127.0.0.1:1" });
    const error: unknown = await queue.ping().catch((reason: unknown) => reason);
    expect(String(error)).toContain("Redis at 127.0.0.1:1 cannot be used: connect ECONNREFUSED");
    expect(String(error)).not.toContain("secret");
    await queue.close();
  });
});
