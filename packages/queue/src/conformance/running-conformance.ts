import { describe, expect, it } from "vitest";
import type { JobHandlers } from "../job-queue.js";
import type { TestJob } from "../testing/test-job.js";
import { type ConformanceContext, Gate, handle, reach, request, until } from "./conformance-context.js";

export function describeRunning({ open }: ConformanceContext): void {
  describe("running", () => {
    it("gives each job, whole, to the handler of its kind", async () => {
      const queue = await open();
      const seen: unknown[] = [];
      await queue.work({ number: async (job) => void seen.push(job), text: async (job) => void seen.push(job) });
      const text = 'Grüße, "quoted"\n\u0000 and \\ 🏔';
      await queue.enqueue([request("a", { job: { kind: "number", value: 1e-300 } })]);
      await reach(queue, "done", "a");
      await queue.enqueue([request("b", { job: { kind: "text", text } })]);
      await reach(queue, "done", "b");
      expect(seen).toEqual([
        { kind: "number", value: 1e-300 },
        { kind: "text", text },
      ]);
    });

    it("refuses a worker that lacks a handler", async () => {
      const queue = await open();
      // As a caller without a compiler might.
      const handlers = { number: async () => {} } as Partial<JobHandlers<TestJob, number>>;
      await expect(queue.work(handlers as JobHandlers<TestJob, number>)).rejects.toThrow(
        "no handler for jobs of kind text",
      );
    });

    it("refuses what is no job, and then adds nothing of the flow", async () => {
      const queue = await open();
      const good = request("good");
      const unknown: TestJob = JSON.parse('{"kind":"unheard"}');
      await expect(queue.enqueue([good, request("bad", { job: unknown })])).rejects.toThrow('of kind "unheard"');
      await expect(queue.enqueue([good, request("no:id")])).rejects.toThrow('"no:id" is no id');
      await expect(queue.enqueue([good, request("good")])).rejects.toThrow("job good is twice in the flow");
      await expect(queue.enqueue([good, request("bad", { priority: -1 })])).rejects.toThrow("priority -1");
      expect(await queue.status("good")).toEqual({ state: "unknown" });
    });

    it("changes nothing when an unfinished job is enqueued again, and runs a finished one again", async () => {
      const queue = await open();
      const gate = new Gate();
      let starts = 0;
      await queue.enqueue([request("a"), request("b", { after: ["a"] })]);
      await queue.enqueue([request("a"), request("b", { after: ["a"] })]);
      expect(await queue.counts()).toMatchObject({ waiting: 1, blocked: 1 });
      await queue.work(
        handle(async () => {
          starts += 1;
          await gate.pass();
        }),
      );
      await reach(queue, "active", "a");
      await queue.enqueue([request("a"), request("b", { after: ["a"] })]);
      gate.open();
      await reach(queue, "done", "a", "b");
      expect(starts).toBe(2);
      await queue.enqueue([request("a")]);
      await until(() => starts === 3, "the job runs again");
      await reach(queue, "done", "a");
    });

    it("runs as many at a time as it may, and no more", async () => {
      const queue = await open();
      let now = 0;
      let most = 0;
      let together = new Gate();
      await queue.work(
        handle(async () => {
          now += 1;
          most = Math.max(most, now);
          // Nobody leaves before the others have come, and each three open the door for the next three.
          if (now === 3) {
            together.open();
            together = new Gate();
          } else await together.pass();
          await new Promise((resolve) => setTimeout(resolve, 5));
          now -= 1;
        }),
        { concurrency: 3 },
      );
      const ids = Array.from({ length: 12 }, (_, i) => `job-${i}`);
      await queue.enqueue(ids.map((id) => request(id)));
      await reach(queue, "done", ...ids);
      expect(most).toBe(3);
    });

    it("takes the smaller priority first, and equal ones in their order", async () => {
      const queue = await open();
      const order: number[] = [];
      const priorities = [3, 0, 2, 1, 3, 0, 2, 1];
      await queue.enqueue(
        priorities.map((priority, value) => request(`job-${value}`, { priority, job: { kind: "number", value } })),
      );
      await queue.work(handle(async ({ value }) => void order.push(value)));
      await reach(queue, "done", ...priorities.map((_, i) => `job-${i}`));
      expect(order).toEqual([1, 5, 3, 7, 2, 6, 0, 4]);
    });
  });
}
