import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type ConformanceContext, handle, reach, record, request, until } from "./conformance-context.js";

export function describeEvents({ open }: ConformanceContext): void {
  describe("events and counts", () => {
    it("tells of progress, throttled, with the first and the last value, before the job is completed", async () => {
      const queue = await open();
      const events = record(queue);
      await queue.work(
        handle(async (_, { progress }) => {
          for (let value = 1; value <= 1_000; value += 1) progress(value);
          // Longer than the interval of the throttle, so that the held value is told.
          await pause(500);
          progress(1_001);
        }),
      );
      await queue.enqueue([request("a")]);
      await reach(queue, "done", "a");
      await expect
        .poll(() => events)
        .toEqual([
          { type: "progress", id: "a", progress: 1 },
          { type: "progress", id: "a", progress: 1_000 },
          { type: "progress", id: "a", progress: 1_001 },
          { type: "completed", id: "a" },
        ]);
    });

    it("tells all listeners, spares those who left, and survives one that throws", async () => {
      const errors: Error[] = [];
      const queue = await open({ onError: (error) => errors.push(error) });
      queue.subscribe(() => {
        throw new Error("a listener");
      });
      let left = 0;
      const leave = queue.subscribe(() => {
        left += 1;
      });
      const events = record(queue);
      await queue.work(handle(async () => {}));
      await queue.enqueue([request("a")]);
      await until(() => events.length === 1, "the first is told");
      leave();
      await queue.enqueue([request("b")]);
      await until(() => events.length === 2, "the second is told");
      expect(left).toBe(1);
      expect(errors.map(({ message }) => message)).toContain("a listener");
    });

    it("counts jobs by their state", async () => {
      const queue = await open({ attempts: 1 });
      await queue.enqueue([request("a"), request("b"), request("c", { after: ["a"] })]);
      expect(await queue.counts()).toEqual({ blocked: 1, waiting: 2, active: 0, done: 0, failed: 0 });
      await queue.work(
        handle(async (_, { id }) => {
          if (id === "b") throw new Error("no");
        }),
      );
      await reach(queue, "done", "a", "c");
      await reach(queue, "failed", "b");
      expect(await queue.counts()).toEqual({ blocked: 0, waiting: 0, active: 0, done: 2, failed: 1 });
    });

    it("forgets finished jobs after the retention", async () => {
      const queue = await open({ retention: 0, attempts: 1 });
      await queue.work(
        handle(async (_, { id }) => {
          if (id === "b") throw new Error("no");
        }),
      );
      await queue.enqueue([request("a"), request("b")]);
      await reach(queue, "unknown", "a", "b");
      expect(await queue.counts()).toEqual({ blocked: 0, waiting: 0, active: 0, done: 0, failed: 0 });
    });
  });
}
