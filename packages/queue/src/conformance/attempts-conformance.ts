import { GipfelError } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { ProcessLost } from "../process-lost.js";
import { type ConformanceContext, handle, reach, record, request } from "./conformance-context.js";

export function describeAttempts({ open }: ConformanceContext): void {
  describe("attempts", () => {
    it("tries a job again until it is done", async () => {
      const queue = await open({ attempts: 4, backoff: 5 });
      const events = record(queue);
      const attempts: number[] = [];
      await queue.work(
        handle(async (_, { attempt }) => {
          attempts.push(attempt);
          if (attempt < 3) throw new Error(`attempt ${attempt}`);
        }),
      );
      await queue.enqueue([request("a")]);
      await reach(queue, "done", "a");
      expect(attempts).toEqual([1, 2, 3]);
      await expect
        .poll(() => events)
        .toEqual([
          { type: "failed", id: "a", failure: { message: "attempt 1" }, willRetry: true },
          { type: "failed", id: "a", failure: { message: "attempt 2" }, willRetry: true },
          { type: "completed", id: "a" },
        ]);
    });

    it("pauses before the next attempt, twice as long each time, and lets others pass", async () => {
      const queue = await open({ attempts: 3, backoff: 100 });
      const times: number[] = [];
      const order: string[] = [];
      await queue.work(
        handle(async (_, { id }) => {
          order.push(id);
          if (id === "other") return;
          times.push(Date.now());
          throw new Error("never");
        }),
      );
      await queue.enqueue([request("a"), request("other", { priority: 1 })]);
      await reach(queue, "failed", "a");
      expect(order).toEqual(["a", "other", "a", "a"]);
      expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(99);
      expect(times[2]! - times[1]!).toBeGreaterThanOrEqual(199);
    });

    it("gives up after the last attempt, with its reason", async () => {
      const queue = await open({ attempts: 2, backoff: 1 });
      let attempts = 0;
      await queue.work(
        handle(async () => {
          attempts += 1;
          throw new GipfelError("ENGINE_FAILED", `out of memory, for the ${attempts}. time`);
        }),
      );
      await queue.enqueue([request("a")]);
      await reach(queue, "failed", "a");
      expect(await queue.status("a")).toEqual({
        state: "failed",
        failure: { code: "ENGINE_FAILED", message: "out of memory, for the 2. time" },
      });
      expect(attempts).toBe(2);
    });

    it("tries bad input once", async () => {
      const queue = await open({ attempts: 5, backoff: 1 });
      const events = record(queue);
      let attempts = 0;
      await queue.work(
        handle(async () => {
          attempts += 1;
          throw new GipfelError("MODEL_UNREADABLE", "no ONNX model");
        }),
      );
      await queue.enqueue([request("a")]);
      await reach(queue, "failed", "a");
      expect(attempts).toBe(1);
      const failure = { code: "MODEL_UNREADABLE", message: "no ONNX model" };
      await expect.poll(() => events).toEqual([{ type: "failed", id: "a", failure, willRetry: false }]);
    });

    it("counts processes that died under a job apart, with a limit of their own", async () => {
      const queue = await open({ attempts: 2, crashes: 4, backoff: 1 });
      const lost = () => new ProcessLost("OUT_OF_MEMORY", "killed");
      const errors = [lost(), lost(), new Error("once"), lost()];
      const attempts: number[] = [];
      await queue.work(
        handle(async (_, { id, attempt }) => {
          if (id === "deadly") throw lost();
          attempts.push(attempt);
          const error = errors.shift();
          if (error) throw error;
        }),
      );
      await queue.enqueue([request("unlucky"), request("deadly")]);
      await reach(queue, "done", "unlucky");
      expect(attempts).toEqual([1, 2, 3, 4, 5]);
      await reach(queue, "failed", "deadly");
      expect((await queue.status("deadly")).failure).toEqual({ code: "OUT_OF_MEMORY", message: "killed" });
    });

    it("tries again for as long as something is away, after pauses that do not grow", { timeout: 20_000 }, async () => {
      const queue = await open({ attempts: 2, backoff: 20 });
      const attempts: number[] = [];
      await queue.work(
        handle(async (_, { attempt }) => {
          attempts.push(attempt);
          if (attempts.length <= 12) throw new GipfelError("STORE_UNAVAILABLE", "away");
          if (attempts.length === 13) throw new Error("once");
        }),
      );
      await queue.enqueue([request("a")]);
      await reach(queue, "done", "a");
      expect(attempts).toEqual([...Array.from({ length: 13 }, () => 1), 2]);
    });

    it("counts from one again when a failed job is enqueued again", async () => {
      const queue = await open({ attempts: 2, backoff: 1 });
      const attempts: number[] = [];
      await queue.work(
        handle(async (_, { attempt }) => {
          attempts.push(attempt);
          throw new Error("never");
        }),
      );
      await queue.enqueue([request("a")]);
      await reach(queue, "failed", "a");
      await queue.enqueue([request("a")]);
      await expect.poll(() => attempts, { timeout: 10_000 }).toEqual([1, 2, 1, 2]);
      await reach(queue, "failed", "a");
    });
  });
}
