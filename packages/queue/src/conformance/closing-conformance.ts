import { describe, expect, it } from "vitest";
import { Interruption } from "../interruption.js";
import { aborted, type ConformanceContext, Gate, handle, reach, record, request } from "./conformance-context.js";

export function describeClosing({ open }: ConformanceContext): void {
  describe("closing a worker", () => {
    it("waits for the running job and leaves the others to the next worker", async () => {
      const queue = await open();
      const gate = new Gate();
      const ran: string[] = [];
      const worker = await queue.work(
        handle(async (_, { id, signal }) => {
          await gate.pass();
          expect(signal.aborted).toBe(false);
          ran.push(id);
        }),
      );
      await queue.enqueue([request("a"), request("b")]);
      await reach(queue, "active", "a");
      const closed = worker.close().then(() => [...ran]);
      gate.open();
      expect(await closed).toEqual(["a"]);
      await reach(queue, "done", "a");
      expect(await queue.status("b")).toEqual({ state: "waiting" });
      await queue.work(handle(async (_, { id }) => void ran.push(`${id} later`)));
      await reach(queue, "done", "b");
      expect(ran).toEqual(["a", "b later"]);
    });

    it("gives back what it interrupts by force, and that is no attempt", async () => {
      const queue = await open({ attempts: 1 });
      const events = record(queue);
      const reasons: unknown[] = [];
      const worker = await queue.work(
        handle(async (_, { signal }) => {
          await aborted(signal);
          reasons.push(signal.reason);
          throw new Error("interrupted");
        }),
      );
      await queue.enqueue([request("a")]);
      await reach(queue, "active", "a");
      await worker.close({ force: true });
      expect(reasons).toEqual([expect.any(Interruption)]);
      expect(await queue.status("a")).toEqual({ state: "waiting" });
      const attempts: number[] = [];
      await queue.work(handle(async (_, { attempt }) => void attempts.push(attempt)));
      await reach(queue, "done", "a");
      expect(attempts).toEqual([1]);
      await expect.poll(() => events).toEqual([{ type: "completed", id: "a" }]);
    });

    it("keeps what was done in spite of the signal", async () => {
      const queue = await open();
      const worker = await queue.work(handle(async (_, { signal }) => aborted(signal)));
      await queue.enqueue([request("a")]);
      await reach(queue, "active", "a");
      await worker.close({ force: true });
      expect(await queue.status("a")).toEqual({ state: "done" });
    });

    it("refuses jobs once the queue is closed", async () => {
      const queue = await open();
      await queue.ping();
      await queue.close();
      await expect(queue.enqueue([request("a")])).rejects.toMatchObject({ code: "QUEUE_UNAVAILABLE" });
      await expect(queue.ping()).rejects.toMatchObject({ code: "QUEUE_UNAVAILABLE" });
    });
  });
}
