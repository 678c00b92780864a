import { GipfelError } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import type { JobRequest } from "../job-queue.js";
import type { TestJob } from "../testing/test-job.js";
import { type ConformanceContext, Gate, handle, reach, record, request } from "./conformance-context.js";
import { randomIntegers } from "./random-integers.js";

export function describeDependencies({ open }: ConformanceContext): void {
  describe("dependencies", () => {
    it("runs 500 jobs with random dependencies, each once and after all that it waits for", async () => {
      const queue = await open();
      const flow = randomFlow(500, 7);
      const order: string[] = [];
      const begun: string[] = [];
      const early: string[] = [];
      const after = new Map(flow.map((job) => [job.id, job.after ?? []]));
      const handlers = handle(async (_, { id }) => {
        begun.push(id);
        if (after.get(id)!.some((dependency) => !order.includes(dependency))) early.push(id);
        await new Promise((resolve) => setTimeout(resolve, 1));
        order.push(id);
      });
      await queue.work(handlers, { concurrency: 8 });
      await queue.work(handlers, { concurrency: 8 });
      // In three parts, of which the later ones wait for jobs that may be done already.
      for (const [from, to] of [
        [0, 150],
        [150, 300],
        [300, 500],
      ])
        await queue.enqueue(flow.slice(from, to).toReversed());
      await reach(queue, "done", ...flow.map(({ id }) => id));
      expect(early).toEqual([]);
      expect(begun.toSorted()).toEqual(flow.map(({ id }) => id).toSorted());
      expect(await queue.counts()).toEqual({ blocked: 0, waiting: 0, active: 0, done: 500, failed: 0 });
    });

    it("fails what waits for a failed job, near and far, for the same reason, and nothing else", async () => {
      const queue = await open();
      const events = record(queue);
      const ran: string[] = [];
      await queue.enqueue([
        request("bad"),
        request("good"),
        request("both", { after: ["bad", "good"] }),
        request("far", { after: ["both"] }),
        request("fine", { after: ["good"] }),
      ]);
      await queue.work(
        handle(async (_, { id }) => {
          ran.push(id);
          if (id === "bad") throw new GipfelError("DATASET_EMPTY", "no image can be decoded");
        }),
      );
      await reach(queue, "failed", "bad", "both", "far");
      await reach(queue, "done", "good", "fine");
      const failure = { code: "DATASET_EMPTY", message: "no image can be decoded" };
      expect(await queue.status("bad")).toEqual({ state: "failed", failure });
      expect(await queue.status("both")).toEqual({ state: "failed", failure: { ...failure, dependency: "bad" } });
      expect(await queue.status("far")).toEqual({ state: "failed", failure: { ...failure, dependency: "bad" } });
      expect(ran.toSorted()).toEqual(["bad", "fine", "good"]);
      await expect.poll(() => events.filter(({ type }) => type === "failed").length).toBe(3);
    });

    it("takes into account what is done or failed already", async () => {
      const queue = await open();
      await queue.work(
        handle(async (_, { id }) => {
          if (id === "bad") throw new GipfelError("DATASET_EMPTY", "empty");
        }),
      );
      await queue.enqueue([request("good"), request("bad")]);
      await reach(queue, "done", "good");
      await reach(queue, "failed", "bad");
      await queue.enqueue([
        request("farther", { after: ["after-bad"] }),
        request("after-good", { after: ["good"] }),
        request("after-bad", { after: ["good", "bad"] }),
      ]);
      await reach(queue, "done", "after-good");
      await reach(queue, "failed", "after-bad", "farther");
      expect((await queue.status("farther")).failure).toMatchObject({ dependency: "bad" });
    });

    it("runs a failed flow again from where it failed", async () => {
      const queue = await open();
      let isMended = false;
      await queue.work(
        handle(async (_, { id }) => {
          if (id === "b" && !isMended) throw new GipfelError("DATASET_EMPTY", "empty");
        }),
      );
      await queue.enqueue([request("a"), request("b", { after: ["a"] }), request("c", { after: ["b"] })]);
      await reach(queue, "failed", "c");
      isMended = true;
      await queue.enqueue([request("b", { after: ["a"] }), request("c", { after: ["b"] })]);
      await reach(queue, "done", "b", "c");
      expect(await queue.counts()).toEqual({ blocked: 0, waiting: 0, active: 0, done: 3, failed: 0 });
    });

    it("waits for a job that is enqueued again in the same flow", async () => {
      const queue = await open();
      const gate = new Gate();
      await queue.work(handle(async ({ value }) => (value === 1 ? gate.pass() : undefined)));
      await queue.enqueue([request("a")]);
      await reach(queue, "done", "a");
      await queue.enqueue([request("a", { job: { kind: "number", value: 1 } }), request("b", { after: ["a"] })]);
      await reach(queue, "active", "a");
      expect(await queue.status("b")).toEqual({ state: "blocked" });
      gate.open();
      await reach(queue, "done", "a", "b");
    });

    it("refuses cycles and dependencies that nobody knows, and then adds nothing of the flow", async () => {
      const queue = await open();
      const good = request("good");
      await expect(
        queue.enqueue([good, request("a", { after: ["b"] }), request("b", { after: ["a"] })]),
      ).rejects.toThrow("in a cycle, among them a, b");
      await expect(queue.enqueue([good, request("self", { after: ["self"] })])).rejects.toThrow("in a cycle");
      await expect(queue.enqueue([good, request("a", { after: ["good", "ghost"] })])).rejects.toThrow(
        "job a waits for ghost, which the queue does not know",
      );
      expect(await queue.counts()).toEqual({ blocked: 0, waiting: 0, active: 0, done: 0, failed: 0 });
    });
  });
}

/** Each job waits for up to four earlier ones. */
function randomFlow(size: number, seed: number): JobRequest<TestJob>[] {
  const next = randomIntegers(seed);
  return Array.from({ length: size }, (_, value) => ({
    id: `job-${value}`,
    job: { kind: "number" as const, value },
    priority: next(3),
    after: value === 0 ? [] : Array.from({ length: next(5) }, () => `job-${next(value)}`),
  }));
}
