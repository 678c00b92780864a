import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  aborted,
  Gate,
  handle,
  reach,
  record,
  request,
  type TestQueue,
  until,
} from "../conformance/conformance-context.js";
import { randomIntegers } from "../conformance/random-integers.js";
import type { JobRequest } from "../job-queue.js";
import { ChildProcesses } from "../testing/child-processes.js";
import { RedisServer, whyNoRedis } from "../testing/redis-server.js";
import { type TestJob, testKinds } from "../testing/test-job.js";
import { openRedisQueue } from "./redis-queue.js";

const skip = whyNoRedis();
const settings = { lockDuration: 3_000, stalledInterval: 500, crashes: 3 };

/** Processes and servers die as by `kill -9`, or freeze, at any moment. */
describe.skipIf(skip !== undefined)(`queue on Redis, when something dies${skip ? ` (skipped: ${skip})` : ""}`, () => {
  let server: RedisServer;
  let prefix: string;
  const cleanups: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.dispose());
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  async function open(): Promise<TestQueue> {
    prefix = `test-${randomUUID()}`;
    const queue: TestQueue = await openRedisQueue({ ...settings, kinds: testKinds, url: server.url, prefix });
    cleanups.push(() => queue.close());
    return queue;
  }
  function processes(options = settings): ChildProcesses {
    const children = new ChildProcesses({ ...options, url: server.url, prefix });
    cleanups.push(() => children.dispose());
    return children;
  }
  const lasting = (id: string, value: number, after: string[] = []): JobRequest<TestJob> =>
    request(id, { job: { kind: "number", value }, after });

  it("gives a job to another worker when its worker died in the middle of it", async () => {
    const queue = await open();
    const events = record(queue);
    const children = processes();
    const first = children.start();
    await queue.enqueue([lasting("long", 1_500), lasting("next", 1, ["long"])]);
    await until(() => children.log().length === 1, "the job begins");
    await children.kill(first);
    children.start();
    await reach(queue, "done", "long", "next");
    expect(children.log().map(({ what, id, attempt }) => `${what} ${id} ${attempt}`)).toEqual([
      "begin long 1",
      "begin long 2",
      "end long 2",
      "begin next 1",
      "end next 1",
    ]);
    await expect.poll(() => events.filter(({ type }) => type === "stalled").length).toBe(1);
  });

  it("fails a job over which workers die again and again, and does the others", async () => {
    const queue = await open();
    const children = processes();
    let running = true;
    const keepAlive = async () => {
      while (running) await once(children.start(), "exit");
    };
    const kept = keepAlive();
    cleanups.push(async () => {
      running = false;
      await children.dispose();
      await kept;
    });
    await queue.enqueue([
      request("deadly", { job: { kind: "text", text: "" } }),
      request("dependant", { after: ["deadly"] }),
    ]);
    // Long enough to die with the worker that has both.
    await queue.enqueue([lasting("harmless", 500)]);
    await reach(queue, "failed", "deadly", "dependant");
    expect((await queue.status("deadly")).failure?.message).toContain("the worker died 3 times while it had this job");
    await reach(queue, "done", "harmless");
  });

  it("runs what a process enqueued that died right afterwards", async () => {
    const queue = await open();
    const children = processes();
    await once(children.start([lasting("a", 1), lasting("b", 1, ["a"])]), "exit");
    expect(await queue.counts()).toMatchObject({ waiting: 1, blocked: 1 });
    await queue.work(handle(async () => {}));
    await reach(queue, "done", "a", "b");
  });

  it("tells workers in other processes of a cancelled job", async () => {
    const queue = await open();
    const children = processes();
    children.start();
    await queue.enqueue([lasting("endless", 1_000_000)]);
    await until(() => children.log().length === 1, "the job begins");
    await queue.cancel({ id: "endless" });
    await reach(queue, "unknown", "endless");
    expect(children.dead.size).toBe(0);
  });

  it("loses nothing when Redis is killed, and no process ends for it", async () => {
    const queue = await open();
    const ran: string[] = [];
    await queue.work(
      handle(async (_, { id }) => {
        await pause(20);
        ran.push(id);
      }),
      { concurrency: 4 },
    );
    const flow = randomFlow(120, 3);
    await queue.enqueue(flow);
    for (const share of [0.2, 0.5, 0.8]) {
      await until(() => ran.length >= share * flow.length, `${share} of the jobs ran`);
      await server.kill();
      await pause(300);
      await server.restart();
    }
    await reach(await reachable(queue), "done", ...flow.map(({ id }) => id));
    // At least once: that a job is done can be lost with Redis before anything else is done after it.
    expect(new Set(ran)).toEqual(new Set(flow.map(({ id }) => id)));
  });

  it("refuses callers at once while Redis is frozen or gone, and goes on when it is back", async () => {
    const queue = await open();
    const events = record(queue);
    const gate = new Gate();
    await queue.work(handle(() => gate.pass()));
    await queue.enqueue([request("before")]);
    await reach(queue, "active", "before");
    const refused = async () => {
      const start = Date.now();
      await expect(queue.enqueue([request("during")])).rejects.toMatchObject({ code: "QUEUE_UNAVAILABLE" });
      await expect(queue.ping()).rejects.toMatchObject({ code: "QUEUE_UNAVAILABLE" });
      return (Date.now() - start) / 2;
    };
    server.freeze();
    expect(await refused()).toBeLessThan(2_000);
    server.thaw();
    await reachable(queue);
    await server.kill();
    expect(await refused()).toBeLessThan(2_000);
    // Its job ends while Redis is away, and another process starts.
    gate.open();
    const opened: TestQueue = await openRedisQueue({ ...settings, kinds: testKinds, url: server.url, prefix });
    cleanups.push(() => opened.close());
    await expect(opened.ping()).rejects.toMatchObject({ code: "QUEUE_UNAVAILABLE" });
    await opened.work(handle(async () => {}));
    await server.restart();
    await reachable(queue);
    await queue.enqueue([request("after", { after: ["before"] })]);
    await reach(queue, "done", "before", "after");
    const completed = () => events.flatMap((event) => (event.type === "completed" ? [event.id] : []));
    await expect.poll(completed).toEqual(expect.arrayContaining(["before", "after"]));
  });

  it("tells a worker that it lost its job when Redis was away too long, and runs the job again", async () => {
    const queue = await open();
    const log: string[] = [];
    await queue.work(
      handle(async (_, { attempt, signal }) => {
        log.push(`begin ${attempt}`);
        if (log.length > 1) return;
        await aborted(signal);
        log.push(signal.reason.name);
        throw signal.reason;
      }),
    );
    await queue.enqueue([request("a")]);
    await reach(queue, "active", "a");
    await server.kill();
    await pause(settings.lockDuration + 500);
    await server.restart();
    await reach(await reachable(queue), "done", "a");
    expect(log).toEqual(["begin 1", "Interruption", "begin 1"]);
  });

  it("ends with all jobs done, however often workers and Redis are killed", async () => {
    const queue = await open();
    const children = processes({ ...settings, crashes: 1_000 });
    const workers = [children.start(), children.start(), children.start()];
    const next = randomIntegers(11);
    const flow = randomFlow(80, 5).map((job) => ({ ...job, job: { kind: "number" as const, value: 100 + next(400) } }));
    await once(children.start(flow), "exit");
    for (let kills = 0; kills < 16; kills += 1) {
      await pause(100 + next(900));
      const victim = next(4);
      if (victim === 3) {
        await server.kill();
        await server.restart();
      } else {
        await children.kill(workers[victim]!);
        workers[victim] = children.start();
      }
    }
    await reach(await reachable(queue), "done", ...flow.map(({ id }) => id));
    const ended = new Set(children.log().flatMap(({ what, id }) => (what === "end" ? [id] : [])));
    expect(ended.size).toBe(flow.length);
    expect(children.overlaps()).toEqual([]);
  });
});

/** Each job waits for up to two earlier ones. */
function randomFlow(size: number, seed: number): JobRequest<TestJob>[] {
  const next = randomIntegers(seed);
  return Array.from({ length: size }, (_, index) =>
    request(`job-${index}`, { after: index === 0 ? [] : Array.from({ length: next(3) }, () => `job-${next(index)}`) }),
  );
}

/** Resolves when the queue has its connection again. */
async function reachable(queue: TestQueue): Promise<TestQueue> {
  await expect
    .poll(
      () =>
        queue.ping().then(
          () => true,
          () => false,
        ),
      { timeout: 30_000 },
    )
    .toBe(true);
  return queue;
}
